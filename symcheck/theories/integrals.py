"""Definite integrals, by an antiderivative that something proposed.

TRUSTED FOR MEANING.  Owns: `integral`.  integrate(f, x, a, b), also integrate(f for x in [a, b]), is the limit of the integral
over what is inside, as its ends tend to a and b (a number or ±inf); with a > b it is minus the integral from b to a.
The theorem: where F is differentiable with F' = f at every point between a and b, and tends to A at a and to B at b from
inside, the integral exists and is B − A.  That F' = f, that everything in f, F and F' is defined at every point between, and
what the limits of F rest on are side goals; nothing is taken from whatever proposed F.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flint import arb

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.language.context import Context, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.printing import to_text
from symcheck.language.reading import read, unfold
from symcheck.language.sizes import ONE, SCALAR
from symcheck.language.terms import Term
from symcheck.theories.asymptotics import UndefinedSide
from symcheck.theories.calculus import derivative, replace_letter
from symcheck.theories.conditions import conditions_of, depends_on, has_jumps
from symcheck.theories.divergence import require_no_pole
from symcheck.theories.goal_tree import All, Either, Goal, leaves
from symcheck.theories.limits import infinity, limit_of
from symcheck.theories.lowering import NotLowered
from symcheck.theories.side_goals import DoesNotExist, NeedsAntiderivative, Reader, bound_letter, side_goal, valuation_of
from symcheck.theories.special_values import is_closed

FINE = 2**20
End = Polynomial | int  # a number, or the sign of an infinite end


def parts_of(term: Term) -> tuple[Term, str, Term, Term]:
    """(f, x, a, b) of a definite integral.  Raises NotLowered for an indefinite one, which stands in equations only."""
    match term.args:
        case (f, Term("sym", (), str(name)), a, b):
            return f, name, a, b
        case (f, Term("bind", (Term("interval", (a, b)),), str(name))):
            return f, name, a, b
    raise NotLowered("no-theory", f"`{to_text(term)}` is an indefinite integral: it stands alone on a side of an equation")


def integral(reader: Reader, term: Term) -> Polynomial:
    """The value.  Raises NeedsAntiderivative, DoesNotExist, NotLowered."""
    f, name, a, b = parts_of(term)
    ends: list[End] = [infinity(end) or reader.lower(end) for end in (a, b)]
    if reader.side.stated:
        with reader.letters.set_aside():
            return reader.letters.atom(f"integral {to_text(term)}", tuple(e for e in ends if isinstance(e, Polynomial)), ONE, ONE)
    proposal = reader.side.antiderivatives.get(term)
    if proposal is None:
        require_no_pole(reader, f, name, (ends[0], ends[1]), to_text(term))
        raise NeedsAntiderivative(term, unfolded(f, reader.context, name), name)
    reader.rule("integral-by-an-antiderivative")
    with bound_letter(reader, name) as x:
        return _evaluated(reader, term, x, f, antiderivative(reader, proposal, name), (ends[0], ends[1]))


def antiderivative(reader: Reader, text: str, name: str) -> Term:
    """The proposal, read like any text."""
    known = {**reader.context.symbols, **{n: Kind("real", SCALAR) for n in (*reader.bound, name)}}
    definitions = {n: d for n, d in reader.context.definitions.items() if n not in known}
    try:
        return read(text, Context(known, definitions, reader.context.objects, reader.context.star)).term
    except LanguageError as error:
        raise NotLowered("no-theory", f"the antiderivative proposed cannot be read: {error.message}") from error


def unfolded(term: Term, context: Context, *bound: str) -> Term:
    """The term without definitions, those aside that a bound name hides."""
    if term.op in {"sym", "apply"} and term.value not in bound:
        found = unfold(term, context)
        if found != term:
            return unfolded(found, context, *bound)
    names = tuple(str(a.value) for a in term.args if a.op == "bind")
    return Term(term.op, tuple(unfolded(a, context, *bound, *names) for a in term.args), term.value, term.shape)


def _evaluated(reader: Reader, term: Term, x: str, f: Term, big: Term, ends: tuple[End, End]) -> Polynomial:
    letters = reader.letters
    text = to_text(term)
    with letters.set_aside() as of_f, reader.side.collected() as inner:
        p = reader.lower(f)
    with letters.set_aside() as of_big:
        q = reader.lower(big)
        if has_jumps(letters, of_big, x):
            raise NotLowered("no-theory", "an antiderivative with jumps")
        slope = derivative(q, letters, x)
    needed = (*of_f, *of_big)
    conditions = [c for c in conditions_of(letters, needed) if depends_on(letters, c.polynomial, x)]
    fixed = [c for c in conditions_of(letters, needed) if c not in conditions]
    if any(depends_on(letters, f.polynomial, x) for f in _spoken(inner)):
        raise NotLowered("no-theory", f"the integrand of `{text}` is known under conditions on its variable")
    reader.side.goals += [*inner, *(side_goal(reader, c, text) for c in fixed)]
    identity = Formula("=", slope - p)
    order, goals = _order(reader, ends, text)
    reader.side.goals += goals
    label = f"{to_text(big)} is an antiderivative of {to_text(f)}"
    if order:
        between = _between(reader, x, ends, order, text)
        reader.side.goals.append(side_goal(reader, identity, label, between))
        reader.side.goals += [side_goal(reader, c, f"{text}: defined between the ends", between) for c in conditions]
        low, high = (_at_end(reader, q, of_big, x, ends[i], s[order < 0], text) for i, s in ((0, "+-"), (1, "-+")))
        if isinstance(low, int) or isinstance(high, int):
            signs = {s for s in (high if isinstance(high, int) else 0, -low if isinstance(low, int) else 0) if s}
            raise DoesNotExist(f"`{text}` diverges", signs.pop() if len(signs) == 1 else 0)
        return high - low
    reader.side.goals.append(side_goal(reader, identity, label))
    for c in conditions:
        both = [side_goal(reader, c, f"{text}: defined between the ends", _between(reader, x, ends, s, text)) for s in (1, -1)]
        reader.side.goals.append(Either((side_goal(reader, c, label), All(tuple(both)))))
    lower, upper = (_value_at(reader, q, x, end, text) for end in ends if isinstance(end, Polynomial))
    return upper - lower


def _spoken(goals: Iterable[Goal]) -> list[Formula]:
    sequents = [o.question for g in goals for o in leaves(g) if isinstance(o.question, Sequent)]
    return [f for q in sequents for f in (*(h.formula for h in q.hypotheses), q.goal) if isinstance(f, Formula)]


def _order(reader: Reader, ends: tuple[End, End], text: str) -> tuple[int, list[Goal]]:
    """1 where a < b, −1 where a > b, with what has to be proved for that; 0 where it is not known."""
    low, high = ends
    if isinstance(low, int) or isinstance(high, int):
        return (high if isinstance(high, int) else -int(low) if isinstance(low, int) else 1), []
    gap = high - low
    if gap.constant is not None:
        return (gap.constant > 0) - (gap.constant < 0), []
    sign = valuation_of(reader).sign(gap) or 0
    return sign, [side_goal(reader, Formula(">", gap.times(sign)), f"{text}: the order of its ends")] if sign else []


def _between(reader: Reader, x: str, ends: tuple[End, End], order: int, text: str) -> tuple[Hypothesis, ...]:
    """a < x < b, or b < x < a; with rational bounds beside ends like π, which become side goals of their own."""
    value = reader.letters.value(x)
    found: list[Hypothesis] = []
    for label, end, sign in (("above", ends[order < 0], 1), ("below", ends[order > 0], -1)):
        if not isinstance(end, Polynomial):
            continue
        found.append(Hypothesis(f"{x}:{label}", Formula(">", (value - end).times(sign))))
        if end.constant is None and is_closed(reader.letters, end):
            near = number(_beyond(valuation_of(reader).values(end)[0], -sign))
            reader.side.goals.append(side_goal(reader, Formula(">", (end - near).times(sign)), f"{text}: a bound of its end"))
            found.append(Hypothesis(f"{x}:{label} about", Formula(">", (value - near).times(sign))))
    return tuple(found)


def _beyond(v: arb, sign: int) -> Fraction:
    """A rational a little above (sign 1) or below the number in the ball."""
    return Fraction(int((v * FINE).floor().unique_fmpz() or 0) + 2 * sign, FINE)


def _at_end(reader: Reader, q: Polynomial, needed: Iterable[str], x: str, end: End, side: str, text: str) -> End:
    """What F tends to at an end, from inside: by its expansion, or its value there, where it is continuous; or which infinity."""
    try:
        found = limit_of(reader, q, tuple(needed), x, end, side, text, [])
    except (UndefinedSide, NotLowered) as error:
        if isinstance(end, int):
            raise NotLowered("no-theory", f"`{text}`: what its antiderivative tends to is not known") from error
        return _value_at(reader, q, x, end, text)
    reader.side.goals += found.goals
    return found.infinite if found.value is None else found.value


def _value_at(reader: Reader, q: Polynomial, x: str, end: Polynomial, text: str) -> Polynomial:
    """F at an end where all that it is made of is defined: F is continuous there, relative to where it is defined."""
    with reader.letters.set_aside() as needed:
        value = replace_letter(q, reader.letters, x, end)
    found = [c for c in conditions_of(reader.letters, needed) if not depends_on(reader.letters, c.polynomial, x)]
    reader.side.goals += [side_goal(reader, c, f"{text}: defined at its ends") for c in found]
    return value
