"""Induction on a whole number n for a claim about sums and products up to n.

TRUSTED FOR MEANING.  Owns: `induction`.  P(n) is: if the hypotheses are true at n and the claim is defined there, it is true.
Shown are P at the first values, and for n ≥ start: that the hypotheses at n and the definedness follow from those at n + 1,
and that the claim at n gives the claim at n + 1.  There a sum is a number s, and the sum for n + 1 is ρ s plus the new terms,
where f(k, n + 1) = ρ f(k, n) + G(k + 1) − G(k) for every k is a goal of its own (ρ = 1 and G = 0 where f does not speak of
n). Source: Graham, Knuth, Patashnik 1994, 2.2 (sums and recurrences), 2.3 (perturbation), (2.18) (commutative law: reversal,
shifts).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from symcheck.language.context import Kind
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, free_symbols, rebuild
from symcheck.theories.antidifferences import NoClosedForm, creative
from symcheck.theories.emission import as_way, defined, emitted
from symcheck.theories.factorials import Undefined
from symcheck.theories.folds import Fold, fold_of, grounded, outermost, reversed_fold
from symcheck.theories.goals import All, Goal
from symcheck.theories.linear_terms import added, at_values, is_lower_bound, least, linear, literal, plus, scaled
from symcheck.theories.lowering import NotLowered
from symcheck.theories.series import Given, Series

MOST_BASES = 6
MOST_NEW = 4  # terms that the sum has more for n + 1


@dataclass
class Used:
    """The rules that a proof rests on."""

    rules: dict[str, None]


@dataclass(frozen=True, slots=True)
class Advance:
    """The fold for n + 1 is ratio · (the fold for n) with the new terms joined; start: the first n with high ≥ low − 1, if known.

    gap: G with f(k, n + 1) − ρ f(k, n) = G(k + 1) − G(k) for low ≤ k ≤ high − 1.  Then the new terms begin at high, the
    correction is G(high) − G(low) − ρ f(high, n), and start is the first n with high ≥ low.
    """

    ratio: Term | None
    new: tuple[Term, ...]
    start: int | None
    fold: Fold
    gap: Term | None = None
    correction: Term | None = None


def induction(series: Series, name: str) -> tuple[Goal, tuple[str, ...]]:
    """The goals of the induction on `name`, and the rules they rest on.  Raises NotLowered, ZeroDivisionError."""
    folds = outermost(series.statement)
    moving = {f: advanced(fold_of(f), name) for f in folds if name in free_symbols(f)}
    if not moving:
        raise NotLowered("no-theory", f"no sum depends on {name}")
    if any(label.startswith(f"kind:{name}:") and h.value == "!=" for label, h in series.given):
        raise NotLowered("no-theory", f"{name} is declared nonzero: the step from -1 to 1 leaves it out")
    lower = max((b for b in (least(h, name) for _, h in series.given) if b is not None), default=None)
    starts = [a.start for a in moving.values()]
    known = [s for s in starts if s is not None]
    start = max([*known, *([lower] if lower is not None else [])], default=None)
    if start is None or (lower is None and len(known) < len(starts)):
        raise NotLowered("no-theory", f"where an induction on {name} starts is not known")
    first = lower if lower is not None else min(known)
    parts: list[Goal] = [] if lower is not None else [_below(series, folds, name, first - 1)]
    undefined = False
    value = first
    while value <= start or undefined:
        if value - first > MOST_BASES:
            raise NotLowered("budget", "too many cases before the induction starts")
        try:
            parts.append(as_way(series.at({name: literal(value)}).lower().goal, ""))
            for a in moving.values():
                if a.ratio is not None:  # a recurrence may begin later than the sums
                    here = at_values(a.ratio, {name: literal(value)})
                    replace(series, statement=Term("rel", (here, here), "=")).lower()
            undefined = False
        except (ZeroDivisionError, Undefined):  # nothing is said there, and the next value cannot rest on it
            undefined = True
        start = max(start, value)
        value += 1
    step, used = _step(series, name, start, folds, moving)
    found = Used(dict.fromkeys(used))
    found.rules["induction"] = None
    return All((*parts, step)), tuple(found.rules)


def _below(series: Series, folds: list[Term], name: str, last: int) -> Goal:
    """For n ≤ last every sum that depends on n has no terms."""
    empty = {f: fold_of(f).unit for f in folds if name in free_symbols(f)}
    statement = rebuild(series.statement, empty.get)
    bound = Term("rel", (Term("sym", (), name, SCALAR), literal(last)), "<=")
    below = replace(series, statement=statement, given=(*series.given, (f"range:{name}", bound)))
    return as_way(below.lower().goal, "")


def _step(series: Series, name: str, start: int, folds: list[Term], moving: dict[Term, Advance]) -> tuple[Goal, tuple[str, ...]]:
    here, way = Term("sym", (), name, SCALAR), f"induction on {name}"
    one_more = {name: plus(here, 1)}
    symbols = dict(series.setting.context.symbols)
    marks = {f: Term("sym", (), f"total~~{k}", SCALAR) for k, f in enumerate(folds)}
    symbols |= {str(m.value): Kind("real", SCALAR) for m in marks.values()}
    above = (f"range:{name}", Term("rel", (here, literal(start)), ">="))
    following = tuple((label, at_values(h, one_more)) for label, h in series.hypotheses if not is_lower_bound(h, name))
    marked = rebuild(series.statement, marks.get)
    known = _equal_to(marked, moving, marks)
    premises: list[tuple[str, Term]] = [] if known else [("induction", marked)]
    goals: list[Term] = [h for _, h in series.hypotheses if name in free_symbols(h) and not is_lower_bound(h, name)]
    parts: list[Goal] = []
    rules: dict[str, None] = {}
    values: dict[str, Term] = {}
    for k, (f, a) in enumerate(moving.items()):
        goals.append(Term("rel", (a.fold.high if a.gap is not None else plus(a.fold.high, 1), a.fold.low), ">="))
        total = known.get(str(marks[f].value), marks[f])
        if a.ratio is not None:
            ratio = Term("sym", (), f"ratio~~{k}", SCALAR)
            symbols[str(ratio.value)] = Kind("real", SCALAR)
            premises.append((f"ratio:{k}", Term("rel", (ratio, a.ratio), "=")))
            total = Term("mul", (ratio, total), None, SCALAR)
        if a.correction is not None:
            correction = Term("sym", (), f"correction~~{k}", SCALAR)
            symbols[str(correction.value)] = Kind("real", SCALAR)
            premises.append((f"correction:{k}", Term("rel", (correction, a.correction), "=")))
            total = Term("add", (total, correction), None, SCALAR)
        for term in a.new:
            total = Term("add" if a.fold.op == "sum" else "mul", (total, term), None, SCALAR)
        values[str(marks[f].value)] = total
    context = replace(series.setting.context, symbols=symbols)
    setting = replace(series.setting, context=context)
    given = (above, *following)
    for a in moving.values():
        if a.ratio is not None:
            lemma, used = _proportional(series, a, name, given)
            parts.append(lemma)
            rules |= dict.fromkeys(used)
    spoken = (at_values(marked, one_more), *(Term("rel", (t, t), "=") for a in moving.values() for t in a.new))
    for asked in (tuple(known.values()), tuple(goals)):
        if asked:
            there, more = defined(setting, given, spoken, asked, way)
            parts.append(there)
            rules |= dict.fromkeys(more)
    target = at_values(at_values(marked, one_more), values)
    step, used = emitted(setting, given, tuple(premises), (target,), way)
    side, more = emitted(setting, given, (), tuple(goals), way)
    return All((side, *parts, step)), (*rules, *used, *more)


def _equal_to(marked: Term, moving: dict[Term, Advance], marks: dict[Term, Term]) -> dict[str, Term]:
    """What the claim at n says a sum is, where it is an equation for one sum: then that is put in, and nothing is assumed."""
    if marked.op == "rel" and marked.value == "=" and len(moving) == 1:
        (mark,) = (marks[f] for f in moving)
        for a, b in (marked.args, marked.args[::-1]):
            if a == mark and str(mark.value) not in free_symbols(b):
                return {str(mark.value): b}
    return {}


def _proportional(series: Series, a: Advance, name: str, given: Given) -> tuple[Goal, tuple[str, ...]]:
    """f(k, n + 1) = ρ f(k, n) + G(k + 1) − G(k) for k in its range."""
    fold, here, way = a.fold, Term("sym", (), name, SCALAR), f"induction on {name}"
    index = Term("sym", (), f"{fold.index}~~", SCALAR)
    body = at_values(fold.body, {fold.index: index})
    last = fold.high if a.gap is None else plus(fold.high, -1)
    inside = (
        *given,
        ("range:low", Term("rel", (index, fold.low), ">=")),
        ("range:high", Term("rel", (index, last), "<=")),
    )
    assert a.ratio is not None
    after = at_values(body, {name: plus(here, 1)})
    parts: list[Term] = [a.ratio, body]
    right = Term("mul", (a.ratio, body), None, SCALAR)
    if a.gap is not None:
        above, at = (at_values(a.gap, {fold.index: k}) for k in (plus(index, 1), index))
        parts += [above, at]
        right = Term("add", (right, Term("sub", (above, at), None, SCALAR)), None, SCALAR)
    setting = series.setting.declaring({str(index.value): Kind("integer", SCALAR)})
    known, used = defined(setting, inside, (Term("rel", (after, after), "="),), tuple(parts), way)
    lemma, more = emitted(setting, inside, (), (Term("rel", (after, right), "="),), way)
    return All((known, lemma)), (*used, *more)


def advanced(fold: Fold, name: str) -> Advance:
    """How the fold changes from n to n + 1.  Raises NotLowered where that is not seen."""
    fold = grounded(fold, name)
    if name in free_symbols(fold.body):
        turned = reversed_fold(fold)
        fold = turned if name not in free_symbols(turned.body) else fold
    high, low = linear(fold.high), linear(fold.low)
    step = high.get(name, Fraction(0)) if high is not None else Fraction(-1)
    if high is None or low is None or name in low or step.denominator != 1 or not 0 <= step <= MOST_NEW:
        raise NotLowered("no-theory", f"a range that does not grow with {name}")
    ratio, gap, correction = None, None, None
    if name in free_symbols(fold.body):
        if fold.op != "sum":
            raise NotLowered("no-theory", f"a product whose factors depend on {name}")
        try:
            ratio = _ratio(fold, name)
        except NotLowered:
            ratio, gap, correction = _creative(fold, name)
    after = at_values(fold.body, {name: plus(Term("sym", (), name, SCALAR), 1)})
    new = tuple(at_values(after, {fold.index: plus(fold.high, j)}) for j in range(0 if gap else 1, int(step) + 1))
    between = added(low, scaled(high, Fraction(-1)))  # low − high ≤ 1 is wanted
    start = None
    if between is not None and set(between) == {"", name} and step > 0:
        start = ceil((between[""] - (0 if gap else 1)) / step)
    return Advance(ratio, new, start, fold, gap, correction)


def _creative(fold: Fold, name: str) -> tuple[Term, Term, Term]:
    """(ρ, G, the correction) of `Advance`."""
    try:
        ratio, gap = creative(fold.body, fold.index, name)
    except NoClosedForm as error:
        raise NotLowered("no-theory", f"how a term of the sum changes with {name} is not known") from error
    above, below, last = (at_values(t, {fold.index: k}) for t, k in ((gap, fold.high), (gap, fold.low), (fold.body, fold.high)))
    part = Term("sub", (above, below), None, SCALAR)
    return ratio, gap, Term("sub", (part, Term("mul", (ratio, last), None, SCALAR)), None, SCALAR)


def _ratio(fold: Fold, name: str) -> Term:
    """ρ from the powers in the body whose exponents grow with n; a guess, which is proved or not."""
    factors: list[Term] = []
    stack = [fold.body]
    while stack:
        t = stack.pop()
        match t:
            case Term("mul" | "hadamard" | "neg", args):
                stack += args
            case Term("div", (a, b)) if name not in free_symbols(b):
                stack.append(a)
            case Term("pow", (base, e)) if not {name, fold.index} & set(free_symbols(base)) and (p := linear(e)) is not None:
                if name in p:
                    factors.append(Term("pow", (base, literal(p[name])), None, SCALAR))
            case _:
                if name in free_symbols(t):
                    raise NotLowered("no-theory", f"how a term of the sum changes with {name} is not known")
    total = literal(1)
    for f in factors:
        total = Term("mul", (total, f), None, SCALAR)
    return total
