"""Letters for matrices of blocks: inverses, determinants, symbols that are read as blocks, and properties block by block.

TRUSTED FOR MEANING.  Owns: `inverse`, `determinant`, `declared`, `property_of_blocks`, and the differentials of those letters.
The inverse of M is a letter for each block, with the equations of M Z = I and Z M = I, block by block.
Sources: Horn and Johnson 2013, 0.7 (partitions), 7.2.9 (Cholesky: the factor may be taken block triangular).
"""

from __future__ import annotations

from symcheck.kernel.conformal import minus, one, times, transposed
from symcheck.kernel.grids import Grid, square_grid
from symcheck.kernel.polynomial import Polynomial, product, trace, transpose, zero
from symcheck.kernel.sequent import Formula
from symcheck.language.context import Kind
from symcheck.theories.letters import Letters, Origin
from symcheck.theories.lowering import NotLowered
from symcheck.theories.partitioned import Partitioned, flipped, multiplied, paired, plus, squared, summed
from symcheck.theories.properties import property_formulas

INVERSE, DETERMINANT = "block-inverse", "block-det"


def inverse(letters: Letters, m: Partitioned, text: str) -> Partitioned:
    """M⁻¹ in blocks; of a symmetric M symmetric.  Rows and columns of M are cut alike."""
    if m.whole is not None:
        return Partitioned(((letters.inverse(m.whole, text),),))
    if m.rows != m.cols:
        raise NotLowered("no-theory", f"`{text}` has rows and columns that are cut differently")
    found = _known(letters, m)
    if found is None:
        other = _known(letters, flipped(m))
        found = _made(letters, m, text) if other is None else flipped(other)
    for x in (y.name for p in found.list() for mono in p.terms for y, _ in mono.open.nodes):
        letters.require(x)
    return found


def _known(letters: Letters, m: Partitioned) -> Partitioned | None:
    size, of = range(len(m.blocks)), tuple(m.list())
    names = {(i, j): letters.known(INVERSE, of, f"{i},{j}") for i in size for j in size}
    if names[0, 0] is None:
        return None

    def block(i: int, j: int) -> Polynomial:
        name, other = names[i, j], names[j, i]
        return letters.value(name) if name is not None else transpose(letters.value(str(other)))

    return Partitioned(tuple(tuple(block(i, j) for j in size) for i in size))


def _made(letters: Letters, m: Partitioned, text: str) -> Partitioned:
    size, of, is_symmetric = range(len(m.blocks)), tuple(m.list()), m == flipped(m)
    names: dict[tuple[int, int], str] = {}
    for i in size:
        for j in size:
            if is_symmetric and j < i:
                continue
            name = letters.fresh("inv", m.rows[i], m.rows[j], symmetric=is_symmetric and i == j)
            letters.origins[name] = Origin(INVERSE, of, text, f"{i},{j}")
            names[i, j] = name
    found = _known(letters, m)
    assert found is not None
    right = minus(times(m.blocks, found.blocks), one(m.rows))
    left = minus(times(found.blocks, m.blocks), one(m.rows))
    for (i, j), name in names.items():
        for side, products in (("right", right), ("left", left)):
            letters.define(name, f"inverse:{name}:block-{side}", Formula("=", products[i][j]))
            if is_symmetric and i != j:
                letters.define(name, f"inverse:{name}:block-{side}-below", Formula("=", products[j][i]))
    letters.texts[f"inverse:{names[0, 0]}:block-right"] = f"{text} is invertible"
    return found


def determinant(letters: Letters, m: Partitioned, text: str) -> Polynomial:
    """det of a square matrix of blocks, whose values the kernel knows."""
    if m.whole is not None:
        return m.whole if m.is_scalar else letters.image("det", m.whole, text, "")
    return letters.of_blocks(DETERMINANT, tuple(m.list()), text)


def differential(letters: Letters, value: Polynomial, origin: Origin, inner: list[Polynomial]) -> Polynomial:
    """d(M⁻¹) = −M⁻¹ dM M⁻¹, a block of it; d det M = det M tr(M⁻¹ dM)."""
    m, dm = Partitioned(square_grid(origin.of)), square_grid(tuple(inner))
    if m.rows != m.cols:
        raise NotLowered("no-theory", f"the derivative of det({origin.text}), whose rows and columns are cut differently")
    z = inverse(letters, m, origin.text).blocks
    if origin.kind == INVERSE:
        i, j = map(int, origin.function.split(","))
        return -times(times(z, dm), z)[i][j]
    moved = times(z, dm)
    return product(value, summed([trace(row[k]) for k, row in enumerate(moved)]))


def renewed(letters: Letters, origin: Origin, changed: tuple[Polynomial, ...]) -> Polynomial:
    """The letter with other blocks in its matrix."""
    m = Partitioned(square_grid(changed))
    if origin.kind != INVERSE:
        return determinant(letters, m, origin.text)
    i, j = map(int, origin.function.split(","))
    return inverse(letters, m, origin.text).blocks[i][j]


def declared(letters: Letters, name: str, kind: Kind, cut: Partitioned) -> Partitioned:
    """A declared symbol as blocks of its own; cut: zeros of the shapes of its blocks.  Raises NotLowered."""
    if name in letters.wholes:
        return Partitioned(letters.wholes[name])
    if kind.base not in {"real", "integer", "natural"} or kind.domain is not None:
        raise NotLowered("no-theory", f"no theory reads `{name}` in blocks")
    is_symmetric = "symmetric" in kind.properties or "positive-definite" in kind.properties
    if is_symmetric and cut.rows != cut.cols:
        cut = squared(cut)
    integer = kind.base != "real"
    blocks: list[list[Polynomial]] = []
    for i, row in enumerate(cut.blocks):
        blocks.append([])
        for j, p in enumerate(row):
            if is_symmetric and j < i:
                blocks[i].append(transpose(blocks[j][i]))
                continue
            part = f"{name}~{i + 1}.{j + 1}"
            blocks[i].append(letters.symbol(part, p.rows, p.cols, symmetric=is_symmetric and i == j, integer=integer))
    found = Partitioned(tuple(map(tuple, blocks)))
    letters.wholes[name] = found.blocks
    if kind.base == "natural":
        raise NotLowered("no-theory", f"no theory reads the naturals of `{name}` in blocks")
    properties = [p for p in kind.properties if p != "symmetric"]
    formulas = [f for prop in properties for f in property_of_blocks(letters, name, prop, found)]
    for k, formula in enumerate(formulas):
        letters.define(f"{name}~1.1", f"{name}:{k}", formula)
    return found


def property_of_blocks(letters: Letters, text: str, prop: str, m: Partitioned) -> list[Formula]:
    """Formulas equivalent to `M is prop`.  Raises NotLowered for a property that has none."""
    if m.whole is not None:
        return property_formulas(letters, text, prop, m.whole)
    match prop:
        case "symmetric":
            return _vanishing(_minus(m, flipped(m)))
        case "skew" | "skew-symmetric" | "antisymmetric":
            return _vanishing(plus(m, flipped(m)))
        case "idempotent":
            return _vanishing(_minus(multiplied(m, m), m))
        case "projection":
            return _vanishing(_minus(multiplied(m, m), m)) + _vanishing(_minus(m, flipped(m)))
        case "orthogonal":
            m = squared(m)
            one_m = Partitioned(one(m.rows))
            return _vanishing(_minus(multiplied(m, flipped(m)), one_m)) + _vanishing(_minus(multiplied(flipped(m), m), one_m))
        case "invertible":
            z = inverse(letters, squared(m), text)
            names = dict.fromkeys(x.name for p in z.list() for mono in p.terms for x, _ in mono.open.nodes)
            return [h.formula for n in names for h in letters.definitions[n]]
        case "full-row-rank":
            return property_of_blocks(letters, f"{text} {text}^T", "invertible", multiplied(m, flipped(m)))
        case "full-column-rank":
            return property_of_blocks(letters, f"{text}^T {text}", "invertible", multiplied(flipped(m), m))
        case "positive-definite" | "positive-semidefinite":
            return _definite(letters, text, squared(m), strict=prop == "positive-definite")
        case "nonzero":
            return [Formula(">", paired(m, m))]
    raise NotLowered("no-theory", f"no theory states the property `{prop}` of the matrix of blocks `{text}`")


def _definite(letters: Letters, text: str, m: Partitioned, *, strict: bool) -> list[Formula]:
    """M = CᵀC with C block triangular; the blocks on its diagonal invertible for a definite M."""
    sizes, stem = m.rows, "chol" if strict else "factor"  # the search knows of "chol" that Cᵀ C is definite
    factor: Grid = tuple(
        tuple(letters.value(letters.fresh(stem, r, c)) if i <= j else zero(r, c) for j, c in enumerate(sizes))
        for i, r in enumerate(sizes)
    )
    gram = times(transposed(factor), factor)
    out = [Formula("=", p) for k, row in enumerate(minus(m.blocks, gram)) for p in row[k:]]
    out += _vanishing(_minus(m, flipped(m)))
    if strict:
        for k, row in enumerate(factor):
            out += property_formulas(letters, f"a block of the Cholesky factor of {text}", "invertible", row[k])
    return out


def _minus(a: Partitioned, b: Partitioned) -> Partitioned:
    return a.with_each(b, lambda p, q: p - q)


def _vanishing(m: Partitioned) -> list[Formula]:
    """All blocks are zero, each said once."""
    found = [p for p in m.list() if not p.is_zero]
    return [Formula("=", p) for p in found] or [Formula("=", m.blocks[0][0])]
