"""The set over which a variable ranges in a claim about minima, convexity or monotonicity, and whether f is smooth on it.

TRUSTED FOR MEANING.  Owns: `Domain`, `domain_of`, `whole_domain_of`, `conditions_on`.  x ranges over all values that its
declaration, the hypotheses that speak of it and the conditions under which f is defined allow.  Where each of them is an
inequality affine in x, these are an interval (for an array x: all arrays); a function that is smooth inside it and continuous
on it is governed by its derivative.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.sizes import ONE
from symcheck.theories.calculus import derivative, replace_letter
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered

SMOOTH = frozenset({"exp", "sin", "cos", "sinh", "cosh", "tanh", "sigmoid", "atan", "erf", "log", "power", "sqrt"})


@dataclass(frozen=True, slots=True)
class Domain:
    """formulas: what is said of the letter `name`; is_interval: they are inequalities affine in it; is_smooth: so f is, inside.

    conditions: where f is defined, in so far as it speaks of the letter; is_open: each point is inside; is_piece: it is one of
    several whose union is the set over which the letter ranges; has_inside: it is more than one point, or empty.
    """

    name: str
    formulas: tuple[Formula, ...]
    is_interval: bool
    is_smooth: bool
    conditions: tuple[Formula, ...] = ()
    is_piece: bool = False
    has_inside: bool = False

    @property
    def is_open(self) -> bool:
        return all(f.relation in {">", "!="} for f in self.formulas)


def domain_of(letters: Letters, name: str, polynomials: Iterable[Polynomial], under: tuple[Hypothesis, ...]) -> Domain:
    """Raises NotLowered where x is tied by an equation, or is whole."""
    x, rows, cols = letters.table[name]
    if x.integer:
        raise NotLowered("no-theory", f"`{name}` takes whole values only: no theory for that here")
    dependent = _dependent(letters, name)
    stated = [h.formula for h in (*letters.given, *under)]
    own = [h.formula for h in letters.definitions.get(name, ())]
    conditions = conditions_on(letters, name)
    speaks = [f for f in (*own, *stated, *conditions) if {y.name for y in letters_of(f.polynomial)} & {name, *dependent}]
    formulas = tuple(
        f for k, f in enumerate(speaks) if f not in speaks[:k] and (f in own or not letters.is_positive(f.polynomial))
    )
    if any(f.relation == "=" for f in formulas):
        raise NotLowered("no-theory", f"`{name}` is tied by an equation: no theory for minima under equations")
    scalar = rows == cols == ONE
    ends = [f for f in formulas if f.relation in {">", ">="} and scalar and _affine(f.polynomial, letters, name)]
    apart = [f for f in formulas if f not in ends]
    is_interval = all(f.relation == "!=" and _signed(f.polynomial, (*ends, *stated), letters) for f in apart)
    used = {n for p in polynomials for n in _closure(letters, p)}
    is_smooth = is_interval and all(_is_smooth(letters, n) for n in used & dependent)
    kept = tuple(f for f in formulas if f in ends) if is_interval else formulas
    is_piece = any(f in letters.pieces for f in speaks)
    return Domain(
        name, kept, is_interval, is_smooth, conditions, is_piece, _has_inside(letters, name, kept, is_interval=is_interval)
    )


def _has_inside(letters: Letters, name: str, formulas: tuple[Formula, ...], *, is_interval: bool) -> bool:
    """Open conditions, and at most one inequality that allows its end; or two on an interval whose ends are apart."""
    closed = [f.polynomial for f in formulas if f.relation not in {">", "!="}]
    if len(closed) <= 1 and (is_interval or not closed):
        return True
    if not is_interval or len(closed) != 2 or len(formulas) != 2:
        return False
    p, q = closed
    a, b = (derivative(r, letters, name).constant for r in closed)
    gap = (p.times(abs(b)) + q.times(abs(a))).constant if a and b and a * b < 0 else None
    return gap is not None and gap > 0


def whole_domain_of(letters: Letters, name: str, polynomials: Iterable[Polynomial], under: tuple[Hypothesis, ...]) -> Domain:
    """As `domain_of`, where that is all over which the letter ranges: what is true on two pieces may be false on their union."""
    domain = domain_of(letters, name, polynomials, under)
    if domain.is_piece:
        raise NotLowered("no-theory", f"`{name}` ranges over several pieces: no theory for a claim about all of them at once")
    return domain


def conditions_on(letters: Letters, name: str) -> tuple[Formula, ...]:
    """Where the claim is defined, as far as it is read, in so far as that speaks of the letter."""
    spoken = {name, *_dependent(letters, name)}
    needed = {*letters.required, *(key for pending in letters.aside for key in pending)}
    found: list[Formula] = []
    for key, hypotheses in letters.definitions.items():
        for h in hypotheses if key in needed else ():
            p = h.formula.polynomial
            known = h.formula in found or letters.is_positive(p) or not h.label.startswith("defined:")
            if not known and {y.name for y in letters_of(p)} & spoken:
                found.append(h.formula)
    return tuple(found)


def at(letters: Letters, name: str, formula: Formula, value: Polynomial) -> Formula:
    """The formula with the value in the place of the letter.  ZeroDivisionError where it has none."""
    return Formula(formula.relation, replace_letter(formula.polynomial, letters, name, value))


def _dependent(letters: Letters, name: str) -> set[str]:
    """Letters whose value depends on that of `name`."""
    found: set[str] = set()
    while True:
        more = {
            n
            for n, o in letters.origins.items()
            if n not in found and {y.name for p in o.of for y in letters_of(p)} & {name, *found}
        }
        if not more:
            return found
        found |= more


def _closure(letters: Letters, p: Polynomial) -> set[str]:
    found: set[str] = set()
    stack = [p]
    while stack:
        for y in letters_of(stack.pop()):
            if y.name not in found:
                found.add(y.name)
                stack.extend(letters.origins[y.name].of if y.name in letters.origins else ())
    return found


def _affine(p: Polynomial, letters: Letters, name: str) -> bool:
    try:
        slope = derivative(p, letters, name)
        return derivative(slope, letters, name).is_zero
    except NotLowered:
        return False


def _is_smooth(letters: Letters, name: str) -> bool:
    """By the letter's origin; what its argument must satisfy is among the conditions."""
    origin = letters.origins[name]
    match origin.kind:
        case "reciprocal":
            return True
        case "root":
            return any(h.label == f"defined:{name}" for h in letters.definitions.get(name, ()))
        case "atom" if origin.function == "reciprocal":
            return letters.is_positive(origin.of[0])
        case "atom":
            return origin.function in SMOOTH
    return False


def _signed(q: Polynomial, known: Iterable[Formula], letters: Letters) -> bool:
    """q is not zero: it, or −q, is positive by its form, or an inequality says so."""
    for p in (q, -q):
        if letters.is_positive(p) or _even(p):
            return True
        for f in known:
            gap = (p - f.polynomial).constant if f.polynomial.is_scalar else None
            if f.relation in {">", ">="} and gap is not None and (gap > 0 or (gap == 0 and f.relation == ">")):
                return True
    return False


def _even(p: Polynomial) -> bool:
    """A positive constant, and even powers with positive coefficients."""
    constants = [c for m, c in p.terms.items() if not m.factors and not m.open.nodes]
    even = all(c > 0 and all(e % 2 == 0 and e > 0 for _, e in m.factors) for m, c in p.terms.items())
    return p.is_scalar and bool(constants) and even
