"""Sequent → certificate or nothing: the order in which the oracles are asked.

UNTRUSTED search, deterministic for a seed: work is counted, never timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from random import Random

from symcheck.kernel.axioms import INTRODUCTION, MOST, Axiom, extended
from symcheck.kernel.certificate import (
    GOAL,
    Body,
    Branch,
    Certificate,
    Combination,
    Contradiction,
    Countermodel,
    Factor,
    Proof,
    Squares,
    Step,
)
from symcheck.kernel.evaluation import interpreted
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula, Member, Sequent
from symcheck.oracles.axioms import LATE, applicable
from symcheck.oracles.cases import prove_by_cases, prove_equal_roots
from symcheck.oracles.effort import within
from symcheck.oracles.elimination import prove_eliminated
from symcheck.oracles.equality import prove_member, prove_nonzero, prove_zero
from symcheck.oracles.introduction import companions
from symcheck.oracles.lemmas import prove_by_lemmas
from symcheck.oracles.logarithms import is_exponentiated, prove_by_exponential
from symcheck.oracles.models import WIDE, Sampler, size_orders
from symcheck.oracles.refutation import false_at, find_models, refute
from symcheck.oracles.rewriting import hypothesis_context
from symcheck.oracles.shrinking import simplest
from symcheck.oracles.signs import prove_number, read_off
from symcheck.oracles.squares import prove_order
from symcheck.oracles.unwrapping import prove_unwrapped

Proved = tuple[Body, tuple[Axiom, ...]]
TO_REFUTE, TO_PROVE, TO_SPLIT, TO_FIND_MODELS = 30_000, 120_000, 250_000, 60_000  # units of effort
TO_SHRINK = 20_000
MOST_IN_CASES = 10  # hypotheses: with more, the products of two of them in every case are too many
QUICKLY = 12_000  # of elimination, before lemmas are tried
POINTS = 6  # at which a lemma is true before it is tried
MOST_GRAMS = 16  # tried for one sequent, where nothing else helps
FIRST_GRAMS = 2  # of a sequent as it stands


@dataclass(frozen=True, slots=True)
class Hints:
    """What the theory knows and the sequent does not say: how to draw letters, arrays whose squares are worth trying.

    samplers: shared by the sequents of one claim that have the same hypotheses.
    grams: how many Gram matrices may be tried; lean: one set of rules, for the many parts of a proof by cases.
    """

    samplers: list[Sampler] = field(default_factory=list)
    draw: Mapping[str, str] = field(default_factory=dict)
    pool: tuple[Polynomial, ...] = ()
    seed: int = 0
    refute_only: bool = False
    grams: list[int] = field(default_factory=lambda: [0])
    lean: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """No certificate: a code, and what was tried, in words."""

    code: str
    tried: tuple[str, ...]


def search(sequent: Sequent, hints: Hints) -> Certificate | Nothing:
    """A certificate for or against the sequent."""
    sampler = _sampler(sequent, hints)
    random = Random(hints.seed)
    tried: list[tuple[Axiom, ...]] = []
    found: Proved | None = None
    for few in (True, False) if not _settled(sequent) else ():
        quick = within(TO_REFUTE, partial(refute, sequent, sampler, random, generic=True, few=few))
        if quick is not None and sequent.sizes:
            small = within(TO_REFUTE, partial(refute, sequent, sampler, Random(hints.seed), generic=False)) or quick
            return within(TO_SHRINK, partial(simplest, sequent, sampler, small, hints.seed)) or small
        if quick is not None:
            simpler = within(TO_REFUTE, partial(refute, sequent, sampler, random, generic=True)) if few else None
            small = simpler or quick
            return within(TO_SHRINK, partial(simplest, sequent, sampler, small, hints.seed)) or small
        if few and not hints.refute_only:
            found = within(TO_PROVE, lambda: _quickly(sequent, hints, tried))
            if found is not None:
                break
    if hints.refute_only:
        return (not _settled(sequent) and _late(sequent, sampler, hints)) or Nothing("no-certificate", ("exact points",))
    if not tried:
        found = within(TO_PROVE, lambda: _quickly(sequent, hints, tried))
    found = found or within(TO_PROVE, lambda: _slowly(sequent, hints, tried))
    known = sequent.unsupposed
    drawn = sampler if known is sequent else _sampler(known, hints)
    within(TO_FIND_MODELS, lambda: find_models(known, drawn, random))
    models = tuple(drawn.found.get(known.sizes, ()))
    if found is not None:
        if not models:
            return Nothing("vacuous", ("a proof was found, but no values that satisfy the hypotheses",))
        return Proof(found[0], models, found[1])
    if not models:
        return Nothing("vacuous", ("no values that satisfy the hypotheses were found",))
    at_model = next((c for m in models if (c := false_at(sequent, m)) is not None), None) if known is sequent else None
    if at_model is not None:  # where few values satisfy the hypotheses it is the only one that was met
        return at_model
    axioms = tried[-1] if tried else ()
    late = _late(sequent, sampler, hints)
    if late is not None:
        return late
    lemma = within(TO_PROVE, lambda: _by_lemmas(sequent, sampler, hints))
    if lemma is not None:
        return Proof(lemma.body, models, lemma.axioms)
    longer = replace(hints, grams=[MOST_GRAMS], lean=True)
    direct = tried[1] if len(tried) > 1 and not any(a.schema == INTRODUCTION for a in tried[1]) else ()
    few = len(sequent.hypotheses) <= MOST_IN_CASES
    body = (
        within(TO_SPLIT, lambda: prove_by_cases(extended(sequent, direct), lambda s: prove(s, longer), direct)) if few else None
    )
    if body is not None:
        return Proof(body, models, direct)
    orders = isinstance(sequent.goal, Formula) and sequent.goal.relation in {">", ">="}
    later = tried[2] if orders and len(tried) > 2 else ()
    body = within(TO_PROVE, lambda: prove(extended(sequent, later), replace(hints, lean=True))) if later else None
    if body is not None:
        return Proof(body, models, later)
    said = ["reduction by the hypotheses and their overlaps" + (f" with {len(axioms)} axioms" if axioms else "")]
    if orders:
        said = ["sums of squares"]
    if any(not atom.is_known for atom in sequent.atoms.values()):
        said.append("no refutation: an uninterpreted atom cannot be given a value")
    else:
        said.append(f"agrees at {2 * len(models)} exact points")
    return Nothing("no-certificate", tuple(said))


def _by_lemmas(sequent: Sequent, sampler: Sampler, hints: Hints) -> Branch | None:
    """A proof by lemmas that some points suggest."""
    if not sequent.atoms or isinstance(sequent.goal, Member):
        return None
    random = Random(hints.seed + 2)
    sizes = list(size_orders(sequent, (2, 3, 4)))[:2]
    drawn = (sampler.draw(s, random, pool=WIDE) for s in sizes for _ in range(POINTS // len(sizes)))
    points = [interpreted(m, sequent.atoms) for m in drawn if m is not None]

    def proved(part: Sequent, known: tuple[Axiom, ...]) -> Proved | None:
        start = extended(part, known)
        for more in _choices(start):
            body = within(QUICKLY, partial(quickly_proved, extended(start, more), hints))
            if body is not None:
                return body, (*known, *more)
        more = applicable(start)
        body = prove_equal_roots(extended(start, more), lambda s: prove(s, replace(hints, lean=True)), (*known, *more))
        return None if body is None else (body, (*known, *more))

    return prove_by_lemmas(sequent, points, proved)


def _late(sequent: Sequent, sampler: Sampler, hints: Hints) -> Countermodel | None:
    """A counterexample at zeros, at ones, at both (a singular matrix), and at numbers that are large, small and no whole ones."""
    zero, one = Fraction(0), Fraction(1)
    for pool, most, draws in (((zero,), 3, 6), ((one,), 3, 6), ((zero, zero, one), 4, 16), (WIDE, 12, 6)):
        again = Random(hints.seed + 1)
        found = within(TO_REFUTE, partial(refute, sequent, sampler, again, generic=False, pool=pool, most=most, draws=draws))
        if found is not None:
            return found
    return None


def _quickly(sequent: Sequent, hints: Hints, tried: list[tuple[Axiom, ...]]) -> Proved | None:
    """A proof by elimination, with the axioms that it uses; `tried`: none, those of its atoms, those of further atoms.

    Without atoms an equation is reduced at once.
    """
    equation = isinstance(sequent.goal, Formula) and sequent.goal.relation == "=" and not sequent.atoms
    for axioms in _choices(sequent):
        tried.append(axioms)
        way = prove if equation else quickly_proved
        body = within(QUICKLY, partial(way, extended(sequent, axioms), replace(hints, grams=[0])))
        if body is not None:
            return _with_fewest(sequent, body, axioms, hints) if axioms else (body, ())
    return None


def _slowly(sequent: Sequent, hints: Hints, tried: list[tuple[Axiom, ...]]) -> Proved | None:
    """A proof with what was tried before, of an inequality with less of it."""
    orders = isinstance(sequent.goal, Formula) and sequent.goal.relation in {">", ">="}
    for axioms in tried[:2] if orders else tried:
        body = prove(extended(sequent, axioms), hints if axioms else replace(hints, grams=[FIRST_GRAMS]))
        if body is not None:
            return _with_fewest(sequent, body, axioms, hints) if axioms else (body, ())
    return None


def _choices(sequent: Sequent) -> Iterator[tuple[Axiom, ...]]:
    """Axioms to work with: none, those of the atoms as they are, those with atoms introduced."""
    yield ()
    known = applicable(sequent)
    if known:
        yield known
    if sequent.atoms:
        new = companions(sequent)
        if new:
            yield (*new, *applicable(extended(sequent, new)))[:MOST]


def _with_fewest(sequent: Sequent, body: Body, axioms: tuple[Axiom, ...], hints: Hints) -> Proved:
    """The proof again, from the axioms that it used only."""
    text = str(body)
    said = [a for k, a in enumerate(axioms) if f"'axiom:{k}." in text or a.schema == "reciprocal"]
    if any(a.schema == "log-monomial" for a in said):  # which may rest on what is said of determinants
        said += [a for a in axioms if a.schema.startswith(("det-", "block-"))]
    text += "".join(str((a.atoms, a.factors)) for a in (*said, *(a for a in axioms if a.schema == INTRODUCTION)))
    used = tuple(a for a in axioms if a in said or (a.schema == INTRODUCTION and text.count(f"'{a.atoms[0]}'") > 1))
    if any(a.schema in LATE for a in used):
        used = axioms
    less = extended(sequent, used)
    again = (quickly_proved(less, hints) or prove(less, hints)) if len(used) < len(axioms) else None
    return (body, axioms) if again is None else (again, used)


def _sampler(sequent: Sequent, hints: Hints) -> Sampler:
    """The sampler of a sequent with the same letters and hypotheses, or a new one."""
    for known in hints.samplers:
        same = zip(known.sequent.hypotheses, sequent.hypotheses, strict=False)
        if (
            len(known.sequent.hypotheses) == len(sequent.hypotheses)
            and known.sequent.letters == sequent.letters
            and all(a is b for a, b in same)
        ):
            return known
    made = Sampler(sequent, hints.draw)
    hints.samplers.append(made)
    return made


def _settled(sequent: Sequent) -> bool:
    """The goal is 0 = 0 in the normal form: there is nothing to refute."""
    return isinstance(sequent.goal, Formula) and sequent.goal.relation == "=" and sequent.goal.polynomial.is_zero


def quickly_proved(sequent: Sequent, hints: Hints) -> Body | None:
    """By the normal form, by elimination of scalar letters, or by the ball of a number."""
    match sequent.goal:
        case Formula("=", p):
            return Combination() if p.is_zero else prove_eliminated(sequent, p, _order(hints))
        case Formula("!=", p):
            return _nonzero_by_sign(p, lambda q: prove_number(sequent, q) or read_off(sequent, q)) if p.is_scalar else None
        case Formula(relation, p):
            return prove_number(sequent, p) or read_off(sequent, p, strict=relation == ">")
    return None


def _order(hints: Hints) -> Callable[[Sequent, Polynomial], Squares | None]:
    return lambda within, p: prove_order(within, p, strict=True, pool=hints.pool, budget=hints.grams)


def prove(sequent: Sequent, hints: Hints) -> Body | None:
    match sequent.goal:
        case Member() as goal:
            return prove_member(sequent, goal)
        case Formula("=", p):
            return prove_zero(sequent, p) or prove_unwrapped(sequent, p, prove_zero)
        case Formula("!=", p):
            return prove_nonzero(sequent, p) or _nonzero_by_sign(p, lambda q: _order(hints)(sequent, q))
        case Formula(">=", p) if is_exponentiated(sequent, p):
            return prove_by_exponential(sequent, p, (lambda s, q: prove_eliminated(s, q, _order(hints)), prove_zero))
        case Formula(relation, p):
            return prove_order(sequent, p, strict=relation == ">", pool=hints.pool, budget=hints.grams, lean=hints.lean)
    return None


def _nonzero_by_sign(p: Polynomial, positive: Callable[[Polynomial], Squares | None]) -> Contradiction | None:
    """p ≠ 0 because p > 0, or −p > 0."""
    if not p.is_scalar:
        return None
    for q in (p, -p):
        found = positive(q)
        if found is not None:
            context = hypothesis_context(p)
            return Contradiction((Factor("", 1, q, found),), (Step(GOAL, context if q == p else -context),))
    return None
