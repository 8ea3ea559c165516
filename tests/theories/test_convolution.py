"""Convolution by its definition: Homework 2 part 3.1, algebraic laws, every setting against a second definition, refusals."""

from fractions import Fraction
from itertools import product as cartesian

import pytest

from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import letter, number, product
from symcheck.language.sizes import ONE, Size
from symcheck.theories.convolution import MAX_PRODUCTS, TooLarge, convolve, flip, output_size


def entries(rows):
    return tuple(tuple(number(v) for v in row) for row in rows)


def numbers(array):
    return [[int(p.constant) for p in row] for row in array]


def letters(name, rows, cols):
    return tuple(tuple(letter(Letter(f"{name}[{i},{j}]"), ONE, ONE) for j in range(1, cols + 1)) for i in range(1, rows + 1))


IMAGE = ((0, 0, 0, 0, 0), (0, 0, 1, 1, 1), (1, 1, 1, 1, 0), (0, 1, 1, 1, 0), (0, 0, 1, 0, 0))
J = ((-1, -1, -1), (0, 0, 0), (1, 1, 1))
PRINTED = [[0, -1, -2, -3, -2], [-2, -3, -3, -2, -1], [-1, -1, -1, 1, 1], [2, 2, 2, 1, 1], [1, 2, 3, 2, 1]]


def test_homework_2_flip():
    assert numbers(flip(entries(J))) == [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]


def test_homework_2_padding_1_keeps_the_size():
    assert output_size(5, 3, padding=1) == 5
    assert output_size(5, 3) == 3


def test_homework_2_output():
    assert numbers(convolve(entries(IMAGE), entries(J), padding=1)) == PRINTED


def test_homework_2_correlation_gives_the_negative():
    out = numbers(convolve(entries(IMAGE), entries(J), padding=1, mode="correlation"))
    assert out == [[-v for v in row] for row in PRINTED]


MUTATIONS = {
    "another kernel": (((-1, -2, -1), (0, 0, 0), (1, 2, 1)), {"padding": 1}),
    "the kernel turned": (((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)), {"padding": 1}),
    "no padding": (J, {}),
    "a stride": (J, {"padding": 1, "stride": 2}),
    "a dilation": (J, {"padding": 2, "dilation": 2}),
}


@pytest.mark.parametrize(("kernel", "settings"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_homework_2_other_settings_give_another_output(kernel, settings):
    assert numbers(convolve(entries(IMAGE), entries(kernel), **settings)) != PRINTED


@pytest.mark.parametrize(("i", "j"), list(cartesian(range(5), range(5))))
def test_homework_2_every_pixel_matters(i, j):
    changed = [[1 - v if (a, b) == (i, j) else v for b, v in enumerate(row)] for a, row in enumerate(IMAGE)]
    assert numbers(convolve(entries(changed), entries(J), padding=1)) != PRINTED


def test_homework_2_not_a_detector_of_lines():
    """One row of ones, away from the border: the response is 0 on it, and 3 in absolute value beside it."""
    line = [[int(i == 3)] * 7 for i in range(7)]
    out = numbers(convolve(entries(line), entries(J)))
    assert [row[2] for row in out] == [0, -3, 0, 3, 0]


def test_homework_2_a_detector_of_horizontal_edges():
    """0 where the image depends on the column alone; over a patch, the sum of one outer row less that of the other."""
    columns = tuple(letter(Letter(f"c[{j}]"), ONE, ONE) for j in range(6))
    assert all(p.is_zero for row in convolve((columns,) * 4, entries(J)) for p in row)
    patch = letters("P", 3, 3)
    ((response,),) = convolve(patch, entries(J))
    top, bottom = (sum(patch[i][1:], patch[i][0]) for i in (0, 2))
    assert response == top - bottom


A, B, C = letters("A", 3, 3), letters("B", 2, 2), letters("C", 2, 3)


def test_convolution_commutes_where_nothing_is_cut_off():
    """With padding k-1 (full), I * K = K * I; cross-correlation has no such law."""
    full = convolve(A, B, padding=1)
    assert full == convolve(B, A, padding=2)
    assert convolve(A, B, padding=1, mode="correlation") != convolve(B, A, padding=2, mode="correlation")


def test_full_convolution_is_the_product_of_polynomials():
    """(Σ a_i x^i)(Σ b_j x^j) has the coefficients Σ_i a_i b_(k-i)."""
    a, b = letters("a", 1, 3)[0], letters("b", 1, 2)[0]
    zero = (number(0),) * 3
    out = convolve((zero, a, zero), (b,), padding=1)
    expected = [
        sum((product(a[i], b[k - i]) for i in range(3) if 0 <= k - i < 2), number(0)) for k in range(4)
    ]  # fmt: skip
    assert list(out[2]) == expected


def test_convolution_is_bilinear():
    left = convolve(A, tuple(tuple(p.times(2) + q for p, q in zip(r, s, strict=True)) for r, s in zip(C, C, strict=True)))
    assert left == tuple(tuple(p.times(3) for p in row) for row in convolve(A, C))


def test_correlation_is_convolution_with_the_flipped_kernel():
    assert convolve(A, C, mode="correlation") == convolve(A, flip(C))
    assert flip(flip(C)) == C


def by_definition(image, kernel, padding, stride, dilation):
    """Goodfellow et al. 9.4 on the padded image, by dictionaries of indices: a second implementation."""
    rows, cols = len(kernel), len(kernel[0])
    padded = {(i + padding, j + padding): v for i, row in enumerate(image) for j, v in enumerate(row)}
    height = (len(image) + 2 * padding - dilation * (rows - 1) - 1) // stride + 1
    width = (len(image[0]) + 2 * padding - dilation * (cols - 1) - 1) // stride + 1
    return [
        [
            sum(
                kernel[m][n] * padded.get((i * stride + dilation * (rows - 1 - m), j * stride + dilation * (cols - 1 - n)), 0)
                for m in range(rows)
                for n in range(cols)
            )
            for j in range(width)
        ]
        for i in range(height)
    ]


@pytest.mark.parametrize("padding", [0, 1, 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 2])
def test_every_setting_against_a_second_definition(padding, stride, dilation):
    image = [[(7 * i * i + 3 * j + i * j) % 11 - 5 for j in range(6)] for i in range(5)]
    kernel = [[1, -2, 3], [4, 0, -6]]
    out = convolve(entries(image), entries(kernel), padding=padding, stride=stride, dilation=dilation)
    assert numbers(out) == by_definition(image, kernel, padding, stride, dilation)


def test_rational_entries():
    ((out,),) = convolve(entries([[Fraction(1, 2), 1]]), entries([[Fraction(1, 3), Fraction(1, 5)]]))
    assert out.constant == Fraction(1, 2) * Fraction(1, 5) + Fraction(1, 3)


one = entries([[1]])
REFUSED = {
    "too large a kernel": (one, entries([[1, 1]]), {}, "a kernel that spans 2 does not fit into 1 entries"),
    "even with padding": (one, entries([[1] * 4]), {"padding": 1}, "spans 4 does not fit into 1 entries with padding 1"),
    "spread by dilation": (entries(J), entries(J), {"dilation": 2}, r"spans 5 \(dilation 2\)"),
    "negative padding": (one, one, {"padding": -1}, "padding -1: padding is an integer of at least 0"),
    "stride 0": (one, one, {"stride": 0}, "stride 0: stride is an integer of at least 1"),
    "dilation 0": (one, one, {"dilation": 0}, "dilation 0"),
    "an unknown mode": (one, one, {"mode": "full"}, "mode full: a convolution is either `convolution`"),
    "ragged rows": (entries([[1, 2], [3]]), one, {}, "the rows of the image have different lengths: 2, 1"),
    "an empty kernel": (one, (), {}, "the kernel is empty"),
    "arrays as entries": (((letter(Letter("v", (Size.of(2),)), Size.of(2), ONE),),), one, {}, "must be scalars"),
}


@pytest.mark.parametrize(("image", "kernel", "settings", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_fit_is_refused_in_a_plain_sentence(image, kernel, settings, message):
    with pytest.raises(ValueError, match=message):
        convolve(image, kernel, **settings)


def test_a_convolution_too_large_to_write_out_is_refused_at_once():
    row = (number(1),) * 1000
    with pytest.raises(TooLarge, match=str(MAX_PRODUCTS)):
        convolve((row,) * 1000, ((number(1),) * 3,) * 3)
    with pytest.raises(TooLarge):
        convolve(one, one, padding=10**30)
