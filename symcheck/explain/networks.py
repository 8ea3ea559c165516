"""Polynomials of the kernel as Python expressions: chains as matrix products, other networks as sums over indices (einsum).

Owns: `polynomial_code`, `sequent_lines`.  For refutations of claims that have no short program of their own: what they come
down to is evaluated at the counterexample.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

from symcheck.explain.notation import is_product
from symcheck.explain.python_functions import ENTRYWISE, Code
from symcheck.explain.python_names import ATOM, PRODUCT, SUM, UNARY, Names, Unwritable, array, grouped, number
from symcheck.kernel.evaluation import Atom, Model
from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE, Size
from symcheck.oracles.completion import word_of

INDICES = "ijklmpqrstuvwxyzabcdefgh"
OTHERS = {
    "reciprocal": "1 / ({})", "step": "np.where({} > 0, 1, 0)", "det": "np.linalg.det({})", "rank": "np.linalg.matrix_rank({})",
    "factorial": "math.factorial(int({}))",
}  # fmt: skip


def sequent_lines(
    sequent: Sequent, model: Model, needed: set[str], names: Names, texts: dict[str, str], *, exact: bool
) -> Iterator[str]:
    """Assignments to the sizes and to the letters that are needed, the functions computed after their arguments."""
    for name, size in model.sizes.items():
        yield f"{names.of('#' + name)} = {size}"
    for name in _used(sequent, needed):
        if name[0] == "#":
            continue
        remark = f"  # {texts[name]}" if name in texts else ""
        if name in sequent.atoms:
            yield f"{names.of(stem(name))} = {_atom(sequent.atoms[name], names, exact=exact)}{remark}"
        elif name in model.values:
            _, rows, cols = sequent.letters[name]
            code = array(model.values[name], names, scalar=rows == cols == ONE, exact=exact)
            yield f"{names.of(stem(name))} = {code}{remark}"
        else:
            raise Unwritable(f"the value of `{name}`")


def stem(name: str) -> str:
    """The letter's name without the mark of a derived one, so that its program has a readable name."""
    return name.replace("~", " ").removeprefix("?").removeprefix("moment:")


def _used(sequent: Sequent, needed: set[str]) -> list[str]:
    """The letters, what a function is of before it."""
    out: list[str] = []

    def visit(name: str) -> None:
        if name in out:
            return
        if name in sequent.atoms:
            for p in sequent.atoms[name].arguments:
                for x in sorted(letters_of(p)):
                    visit(x.name)
        out.append(name)

    for name in sorted(needed, key=lambda n: ("~" in n, n)):
        visit(name)
    return out


def _atom(atom: Atom, names: Names, *, exact: bool) -> str:
    arguments = [grouped(polynomial_code(p, names, exact=exact), 0) for p in atom.arguments]
    if atom.function == "power":
        return f"float({arguments[0]}) ** ({arguments[1]})"
    if atom.function == "binomial":
        return f"math.comb(int({arguments[0]}), int({arguments[1]}))"
    if atom.function == "block-det":
        k = isqrt(len(arguments))
        rows = ", ".join("[" + ", ".join(arguments[i * k : (i + 1) * k]) + "]" for i in range(k))
        return f"np.linalg.det(np.block([{rows}]))"
    known = ENTRYWISE.get(atom.function) or OTHERS.get(atom.function)
    if known is None or len(arguments) != 1:
        raise Unwritable(f"the function {atom.function.lstrip('?')}, of which nothing is said")
    return known.format(arguments[0])


def polynomial_code(p: Polynomial, names: Names, *, exact: bool) -> Code:
    if p.is_zero:
        return ("0", ATOM) if p.is_scalar else (f"np.zeros({_shape(p, names)})", ATOM)
    parts = [(c, *_monomial(m, p, names)) for m, c in sorted(p.terms.items(), key=lambda item: (item[1] < 0, item[0]))]
    text, binds = "", SUM
    for c, body, bare in parts:
        q = number(abs(c), exact=exact)
        piece = body if abs(c) == 1 else grouped(q, PRODUCT) if bare else f"{grouped(q, PRODUCT)} * {body}"
        text = (f"-{piece}" if c < 0 else piece) if not text else f"{text} {'-' if c < 0 else '+'} {piece}"
    if len(parts) == 1:
        binds = UNARY if parts[0][0] < 0 else PRODUCT
    return text, binds


def _monomial(m: Monomial, p: Polynomial, names: Names) -> tuple[str, bool]:
    """The product without its coefficient, and whether that is 1."""
    pieces = []
    for f, e in m.factors:
        base = _network(f, ONE, ONE, names)
        pieces.append(
            grouped(base, UNARY) if e == 1 else f"{'float' if e < 0 and base[0].isdigit() else ''}{grouped(base, ATOM)}**{e}"
        )
    if m.open.free:
        pieces.append(grouped(_network(m.open, p.rows, p.cols, names), UNARY))
    return (" * ".join(pieces), False) if pieces else ("1", True)


def _network(network: Network, rows: Size, cols: Size, names: Names) -> Code:
    if len(network.nodes) == 1 and not network.nodes[0][1]:
        name = network.nodes[0][0].name
        return names.of(name if name[0] == "#" else stem(name)), ATOM
    if not network.nodes and len(network.free) == 2 and network.free[0] == network.free[1]:
        return f"np.eye({size_code(rows, names)}, dtype=int)", ATOM
    word = word_of(network)
    if word is None or not is_product(network, word):
        return _einsum(network, rows, cols, names)
    pieces = [f"{names.of(stem(x.name))}.T" if turned else names.of(stem(x.name)) for x, turned in word]
    if len(network.free) == 1:
        row = len(word[0][0].legs) == 1 and word[0][1]  # vᵀ A: the letters as they stand give a row
        text = " @ ".join(pieces)
        if row == (rows == ONE):
            return text, ATOM if len(pieces) == 1 else PRODUCT
        return (f"({text}).T" if len(pieces) > 1 or row else f"{text}.T"), ATOM
    text = " @ ".join(pieces)
    return (f"({text}).item()", ATOM) if not network.free else (text, ATOM if len(pieces) == 1 else PRODUCT)


def _einsum(network: Network, rows: Size, cols: Size, names: Names) -> Code:
    """Σ over the classes that are not free."""
    if len(network.sizes) + 1 > len(INDICES):
        raise Unwritable("a sum over very many indices")
    subscripts, operands = [], []
    for x, legs in network.nodes:
        subscripts.append("".join(INDICES[c] for c in legs))
        own = names.of(stem(x.name))
        operands.append(own if len(legs) == 2 else f"{own}.ravel()" if legs else own)
    touched = {c for _, legs in network.nodes for c in legs}
    for c in dict.fromkeys(network.free):
        if c not in touched:
            subscripts.append(INDICES[c])
            operands.append(f"np.ones({size_code(network.sizes[c], names)}, dtype=int)")
    out = "".join(INDICES[c] for c in network.free)
    if len(out) == 2 and out[0] == out[1]:
        fresh = INDICES[len(network.sizes)]
        subscripts.append(out[0] + fresh)
        operands.append(f"np.eye({size_code(rows, names)}, dtype=int)")
        out = out[0] + fresh
    text = f"np.einsum('{','.join(subscripts)}->{out}', {', '.join(operands)})"
    if len(out) == 1:
        text += ".reshape(1, -1)" if rows == ONE else ".reshape(-1, 1)"
    return text, ATOM


def size_code(size: Size, names: Names) -> str:
    if size.constant is not None:
        return str(size.constant)
    parts = ["*".join([*([str(c)] if c != 1 else []), *(names.of("#" + n) for n in m)]) or "1" for m, c in size.terms]
    return " + ".join(parts)


def _shape(p: Polynomial, names: Names) -> str:
    return f"({size_code(p.rows, names)}, {size_code(p.cols, names)}), dtype=int"
