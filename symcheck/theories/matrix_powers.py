"""Powers of square matrices whose exponent is a symbol: A^(2 k + 3) is M² A³ for a letter M that commutes with A.

TRUSTED FOR MEANING.  Owns: `matrix_power`, `exponents`.  Of M = A^k a proof knows that it commutes with A and with the other
powers of A, and that it is symmetric where A is: what holds for every such M holds for A^k.  Nothing is refuted so:
induction.py has what else is known of k.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Monomial, Polynomial, identity, letter, number, power, product, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.language.context import Context, Kind
from symcheck.language.terms import Term, free_symbols
from symcheck.theories.letters import Letters, Origin
from symcheck.theories.lowering import NotLowered

KIND = "matrix-power"
LARGEST = 16


def matrix_power(letters: Letters, base: Polynomial, exponent: Polynomial, text: str) -> Polynomial:
    """base^exponent, for an exponent that is a sum of symbols for naturals and a natural number.  Raises NotLowered."""
    result = identity(base.rows)
    for m, c in sorted(exponent.terms.items()):
        name = _symbol(m)
        if name is None or c.denominator != 1 or not 0 < c <= LARGEST:
            raise NotLowered("no-theory", f"the exponent of `{text}` is not a sum of natural numbers")
        factor = _letter(letters, base, name, text) if name else base
        result = product(result, power(factor, int(c)))
    return result


def _symbol(m: Monomial) -> str | None:
    """The name of the symbol that the monomial is, "" for a number, None for anything else."""
    if not m.factors and not m.open.nodes:
        return ""
    if len(m.factors) != 1 or m.factors[0][1] != 1:
        return None
    ((x, legs), *more) = m.factors[0][0].nodes
    return x.name if x.integer and not legs and not more and x.name[0] != "#" else None


def _letter(letters: Letters, base: Polynomial, symbol: str, text: str) -> Polynomial:
    """base^symbol."""
    known = _known(letters, base, symbol)
    if known is not None:
        return letters.value(known)
    flipped = _known(letters, transpose(base), symbol)
    if flipped is not None:
        return transpose(letters.value(flipped))
    others = [n for n, o in letters.origins.items() if o.kind == KIND and o.of[0] in (base, transpose(base))]
    name = letters.fresh("pow", base.rows, base.rows, symmetric=transpose(base) == base)
    letters.origins[name] = Origin(KIND, (base, letters.value(symbol)), text)
    value = letters.value(name)
    for k, other in enumerate([base, *(letters.value(n) for n in others if letters.origins[n].of[0] == base)]):
        letters.define(name, f"power:{name}:{k}", Formula("=", product(value, other) - product(other, value)))
    letters.require(name)
    return value


def _known(letters: Letters, base: Polynomial, symbol: str) -> str | None:
    of = (base, letters.value(symbol))
    return next((n for n, o in letters.origins.items() if o.kind == KIND and o.of == of), None)


def commuting(sequent: Sequent, origins: Mapping[str, Origin]) -> tuple[Hypothesis, ...]:
    """A C = C A gives A^k C = C A^k, and A^k C^j = C^j A^k: hypotheses that follow from those of the sequent."""
    powers = {n: origins[n].of[0] for n in sequent.letters if n in origins and origins[n].kind == KIND}
    said = [(h.formula.polynomial, h.label) for h in sequent.hypotheses if h.formula.relation == "="]
    value = {n: letter(*entry) for n, entry in sequent.letters.items()}
    found: list[tuple[Polynomial, str]] = []
    for name, base in powers.items():
        for other, c in value.items():
            of = powers.get(other, c)
            if other == name or (of.rows, of.cols) != (base.rows, base.cols) or of == base:
                continue
            gap = product(base, of) - product(of, base)
            label = next((label for p, label in said if p in (gap, -gap) and not gap.is_zero), None)
            if label is None:
                continue
            for d in (of, c):
                p = product(value[name], d) - product(d, value[name])
                if all(q not in (p, -p) for q, _ in (*said, *found)):
                    found.append((p, label))
    return tuple(Hypothesis(f"{label}/commuting.{k}", Formula("=", p)) for k, (p, label) in enumerate(found))


def exponent_of(network: Network, letters: Letters, x: str) -> tuple[Polynomial, int] | None:
    """e and the place of an X, where the network is X^e, a chain or a ring of X and powers of X; None where it is not."""
    total, place, follows = number(0), None, {}
    for k, (y, legs) in enumerate(network.nodes):
        origin = letters.origins.get(y.name)
        if len(legs) != 2 or legs[0] in follows:
            return None
        follows[legs[0]] = legs[1]
        if y.name == x:
            total, place = total + number(1), k
        elif origin is not None and origin.kind == KIND and origin.of[0] == letters.value(x):
            total = total + origin.of[1]
        else:
            return None
    at = start = network.free[0] if network.free else next(iter(follows), -1)
    for _ in follows:
        at = follows.get(at, -1)
    closed = at == start if not network.free else len(network.free) == 2 and at == network.free[1]
    return (total, -1 if place is None else place) if closed and follows else None


def exponents(terms: Iterable[Term], context: Context) -> tuple[str, ...]:
    """Symbols for whole numbers in exponents of matrices, in order; `terms` are all nodes of a claim."""
    found: dict[str, None] = {}
    for t in terms:
        if t.op == "pow" and t.args[0].shape is not None and not t.args[0].shape.is_scalar:
            found |= dict.fromkeys(_whole(t.args[1], context))
    return tuple(found)


def _whole(exponent: Term, context: Context) -> Iterator[str]:
    for name in free_symbols(exponent):
        kind = context.symbols.get(name)
        if isinstance(kind, Kind) and kind.base in {"natural", "integer"} and kind.shape.is_scalar:
            yield name
