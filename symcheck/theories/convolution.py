"""Two-dimensional convolution of arrays of fixed numeric shape, entry by entry.

Owns: the definition (which index meets which, flipping, padding, stride, dilation) and the sizes that it needs.
Does not own: how arrays become rows of scalar polynomials (entries.py), layers with channels (layers.py).

`docs/convolution.md` states the definition with its indices and source.
"""

from __future__ import annotations

from symcheck.kernel.polynomial import Polynomial, number, product

Entries = tuple[tuple[Polynomial, ...], ...]

MODES = ("convolution", "correlation")
MAX_PRODUCTS = 200_000


class TooLarge(ValueError):
    """A convolution with so many products of entries that writing it out is refused at once."""


def flip(entries: Entries) -> Entries:
    """The array turned by 180°: flip(K)[a, b] = K[r + 1 - a, c + 1 - b] for K of shape r × c."""
    return tuple(tuple(reversed(row)) for row in reversed(entries))


def output_size(size: int, kernel: int, *, padding: int = 0, stride: int = 1, dilation: int = 1) -> int:
    """floor((size + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.

    Raises ValueError where a setting is out of range or the kernel does not fit into the padded image.
    Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016), relationship 15.
    """
    for name, given, least in (("padding", padding, 0), ("stride", stride, 1), ("dilation", dilation, 1)):
        if given < least:
            raise ValueError(f"{name} {given}: {name} is an integer of at least {least}")
    reach = dilation * (kernel - 1) + 1
    padded = size + 2 * padding
    if reach > padded:
        spread = f" (dilation {dilation})" if dilation > 1 else ""
        padding_text = f" with padding {padding}" if padding else ""
        raise ValueError(f"a kernel that spans {reach}{spread} does not fit into {size} entries{padding_text}")
    return (padded - reach) // stride + 1


def convolve(
    image: Entries, kernel: Entries, *, padding: int = 0, stride: int = 1, dilation: int = 1, mode: str = "convolution"
) -> Entries:
    """The two-dimensional convolution of `image` with `kernel`, zeros around the image.

    With the image H × W, the kernel r × c, padding p, stride s and dilation d (1-based, entries outside the image are 0):

        correlation:  out[i, j] = Σ_{a, b} kernel[a, b] · image[(i-1) s + (a-1) d + 1 - p, (j-1) s + (b-1) d + 1 - p]
        convolution:  the same with flip(kernel) in place of kernel

    Raises ValueError, in a plain sentence, where an array is ragged or empty, a setting is out of range, or the kernel
    does not fit into the padded image; TooLarge above MAX_PRODUCTS products.
    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.1, equations 9.4 (convolution) and 9.6
    (cross-correlation).
    """
    if mode not in MODES:
        raise ValueError(f"mode {mode}: a convolution is either `convolution` (the kernel is flipped) or `correlation`")
    height, width = _shape(image, "image")
    rows, cols = _shape(kernel, "kernel")
    out_height = output_size(height, rows, padding=padding, stride=stride, dilation=dilation)
    out_width = output_size(width, cols, padding=padding, stride=stride, dilation=dilation)
    if out_height * out_width * rows * cols > MAX_PRODUCTS:
        raise TooLarge(
            f"the convolution has {out_height}×{out_width} entries of {rows}×{cols} products each,"
            f" more than the {MAX_PRODUCTS} that are written out"
        )
    weights = kernel if mode == "correlation" else flip(kernel)

    def entry(i: int, j: int) -> Polynomial:
        total = number(0)
        for a, b in ((a, b) for a in range(rows) for b in range(cols)):
            y, x = i * stride + a * dilation - padding, j * stride + b * dilation - padding
            if 0 <= y < height and 0 <= x < width:
                total = total + _times(weights[a][b], image[y][x])
        return total

    return tuple(tuple(entry(i, j) for j in range(out_width)) for i in range(out_height))


def _times(weight: Polynomial, value: Polynomial) -> Polynomial:
    """The product; a rational weight scales, which is the usual case and costs no relabelling."""
    q = weight.constant
    return product(weight, value) if q is None else value.times(q)


def _shape(entries: Entries, what: str) -> tuple[int, int]:
    if not entries or not entries[0]:
        raise ValueError(f"the {what} is empty")
    if any(len(row) != len(entries[0]) for row in entries):
        lengths = ", ".join(str(len(row)) for row in entries)
        raise ValueError(f"the rows of the {what} have different lengths: {lengths}")
    if any(not entry.is_scalar for row in entries for entry in row):
        raise ValueError(f"the entries of the {what} must be scalars")
    return len(entries), len(entries[0])
