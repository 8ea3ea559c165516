"""The cross-check: a statement evaluated directly at random points that satisfy its hypotheses.

Owns: `crosscheck`, `truths`, `Finding`, `Point`, and the fixed list of statement kinds it does not apply to.
Shares nothing with the lowering or the kernel but the Term tree.  It never proves: `agrees` says that the statement came
out true wherever it was evaluated, `contradicts` that it came out false, far above rounding, at several points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Undefined, primal
from symcheck.crosscheck.environment import Env, NoReading, Truth
from symcheck.crosscheck.evaluate import Evaluator, World
from symcheck.crosscheck.premises import conjuncts, defined_beside, under_premises
from symcheck.crosscheck.registry import RULES, STATEMENTS
from symcheck.crosscheck.sampling import Sample, Sampler
from symcheck.crosscheck.statements import truth
from symcheck.crosscheck.work import WORK, Exhausted, Meter
from symcheck.language.context import Context
from symcheck.language.errors import LanguageError
from symcheck.language.objects import NamedObject
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms

# Statement kinds without a direct evaluation, by the operator that makes them so, and why.
NOT_APPLICABLE: Mapping[str, str] = {
    "limit": "finitely many values neither show nor exclude a limit",
    "solve": "a set of solutions is not found by evaluating",
}
TINY = Fraction(1, 10**12)
MOST_POWER = 12
MOST_DIGITS = 10**13  # of a literal above or below its fraction bar: 0.99999999999999 is 1 to a double's tolerance
MOST_ATTEMPTS = 4  # points that are undefined or unclear are replaced, up to this many times as many


@dataclass(frozen=True, slots=True)
class Finding:
    """status: "agrees" | "contradicts" | "inconclusive" | "not-applicable"; at how many points true and false."""

    status: str
    detail: str
    agreeing: int = 0
    contradicting: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """One evaluation: the sizes, the values of the symbols, the truth there, and both sides of a relation as text.

    unmet: the condition of an "if …" in the statement, where it was met nowhere at this point: true, but of nothing.
    """

    sizes: Mapping[str, int]
    values: Mapping[str, str]
    truth: Truth
    left: str = ""
    right: str = ""
    unmet: Term | None = None


def crosscheck(
    statement: Term,
    hypotheses: tuple[Term, ...],
    context: Context,
    objects: Mapping[str, NamedObject],
    *,
    tolerance: Fraction | None = None,
    seed: int = 0,
    points: int = 6,
    work: int = WORK,
) -> Finding:
    """Evaluates `statement` at up to `points` points that satisfy `hypotheses`, in at most `work` counted steps.

    The parts of a conjunction are looked at one by one, and the condition of an implication is a hypothesis: elsewhere it says
    nothing.  Contradicts where it is false at
    two points or more (at the one point, for a statement without symbols); agrees where it is true at three or more (or that
    one), at half of them at least, and false nowhere.  Everything else is inconclusive, with the reason.
    """
    if beyond_doubles(statement):
        return Finding("inconclusive", "numbers so large or so small that double precision does not tell them apart")
    for node in subterms(statement):
        name = node.value if node.op == "call" and isinstance(node.value, str) else ""
        if name in NOT_APPLICABLE and (name != "limit" or any(t.op == "member" for t in subterms(node))):
            return Finding("not-applicable", NOT_APPLICABLE[name])
    meter = Meter(work)
    listed = conjuncts(statement)
    parts = [
        part_checked(part, (*hypotheses, *defined_beside(part, listed)), context, objects, tolerance, seed, points, meter)
        for part in listed
    ]
    if len(parts) == 1:
        return parts[0]
    for status in ("contradicts", "inconclusive"):
        for k, part in enumerate(parts, 1):
            if part.status == status:
                return replace(part, detail=f"part {k} of {len(parts)}: {part.detail}")
    return Finding("agrees", "; ".join(dict.fromkeys(p.detail for p in parts)), min(p.agreeing for p in parts), 0)


def part_checked(
    statement: Term,
    hypotheses: tuple[Term, ...],
    context: Context,
    objects: Mapping[str, NamedObject],
    tolerance: Fraction | None,
    seed: int,
    points: int,
    meter: Meter,
) -> Finding:
    """The finding on one part of a conjunction; whatever goes wrong is inconclusive."""
    try:
        # what is kept in memory does not depend on the values, and counting it by running is slow
        wanted = min(points, 3) if any(t.op == "call" and t.value == "memory" for t in subterms(statement)) else points
        found, reason, closed = evaluate(statement, hypotheses, context, objects, tolerance, seed, wanted, meter)
    except NoReading as e:
        return Finding("inconclusive", f"not evaluated directly: {e}")
    except LanguageError as e:
        return Finding("inconclusive", f"not evaluated: {e.message}")
    except RecursionError:
        return Finding("inconclusive", "not evaluated: nested too deeply")
    except MemoryError:
        return Finding("inconclusive", "not evaluated: an array is too large")
    except Exhausted as e:
        return Finding("inconclusive", f"not evaluated: {e}")
    except OverflowError:
        return Finding("inconclusive", "not evaluated: a number beyond the range of doubles")
    except (ValueError, ArithmeticError, LookupError, TypeError) as e:
        # a fault of the cross-check is no verdict on the claim, and must not cost the report
        return Finding("inconclusive", f"the evaluation failed, which is a fault of the cross-check ({type(e).__name__}: {e})")
    return conclusion(found, reason, closed)


def beyond_doubles(statement: Term) -> bool:
    """Whether a literal is so large, so small or so long that doubles round it, or a sum with it, to another number."""
    literals = [t.value for t in subterms(statement) if t.op == "num" and isinstance(t.value, Fraction)]
    powers = (t.args[1].value for t in subterms(statement) if t.op == "pow" and t.args[0].op == t.args[1].op == "num")
    extreme = any(q and not TINY < abs(q) < 1 / TINY for q in literals)
    of_doubles = any(t.value == "float64" for t in subterms(statement))  # whose digits are meant as they stand
    long = not of_doubles and any(max(abs(q.numerator), q.denominator) > MOST_DIGITS for q in literals)
    return extreme or long or any(isinstance(q, Fraction) and abs(q) > MOST_POWER for q in powers)


def truths(
    statement: Term,
    hypotheses: tuple[Term, ...],
    context: Context,
    objects: Mapping[str, NamedObject],
    *,
    tolerance: Fraction | None = None,
    seed: int = 0,
    points: int = 6,
) -> tuple[Point, ...]:
    """The single evaluations behind `crosscheck`.  Raises NoReading where the statement is not evaluated directly."""
    return evaluate(statement, hypotheses, context, objects, tolerance, seed, points, Meter())[0]


def conclusion(found: tuple[Point, ...], reason: str, closed: bool) -> Finding:
    true = [p for p in found if p.truth == "true" and p.unmet is None]
    false = [p for p in found if p.truth == "false"]
    needed = 1 if closed else 2
    if len(false) >= needed:
        where = described(false[0])
        return Finding("contradicts", f"false at {len(false)} of {len(found)} points{where}", len(true), len(false))
    if false:
        return Finding("inconclusive", f"false at one point{described(false[0])}, true at {len(true)}", len(true), 1)
    if len(true) >= (1 if closed else 3) and len(found) <= 2 * len(true):
        sizes = {tuple(sorted(p.sizes.items())) for p in true}
        over = f", {len(sizes)} choices of sizes" if len(sizes) > 1 else ""
        return Finding("agrees", f"true at {len(true)} points{over}", len(true), 0)
    unmet = next((p.unmet for p in found if p.unmet is not None), None)
    if unmet is not None:
        met = f"at {len(true)} of {len(found)} points only" if true else "at no point"
        what = "a member of its domain was found" if unmet.op == "forall" else "its condition is met"
        return Finding("inconclusive", f"next to nothing is said: `{to_text(unmet)}`, {what} {met}", len(true), 0)
    if found:
        return Finding("inconclusive", f"clear at {len(true)} of {len(found)} points only", len(true), 0)
    return Finding("inconclusive", f"no admissible point: {reason or 'none was found'}")


def described(p: Point) -> str:
    sizes = ", ".join(f"{n} = {v}" for n, v in p.sizes.items())
    shown = f": left {p.left}, right {p.right}" if p.left and len(p.left) + len(p.right) < 120 else ""
    return (f", such as {sizes}" if sizes else "") + shown


def evaluate(
    statement: Term,
    hypotheses: tuple[Term, ...],
    context: Context,
    objects: Mapping[str, NamedObject],
    tolerance: Fraction | None,
    seed: int,
    points: int,
    meter: Meter,
) -> tuple[tuple[Point, ...], str, bool]:
    """The points, why there are no more, and whether the statement has neither symbols nor sizes.

    Raises Exhausted where the budget does not suffice for a single point.
    """
    statement, hypotheses, context = under_premises(statement, hypotheses, context)
    world = World(context, objects, RULES, STATEMENTS, tolerance=tolerance, seed=seed, meter=meter, hypotheses=hypotheses)
    sampler = Sampler(world, statement, hypotheses, seed)
    closed = not (sampler.sizes or sampler.kinds or sampler.random or sampler.functions)
    wanted = 1 if closed else points
    found: list[Point] = []
    reason = ""
    try:
        for attempts, sample in enumerate(sampler.points(), 1):
            try:
                found.append(at_sample(statement, sample))
            except Undefined as e:
                reason = f"the statement is undefined there ({e})"
            clear = sum(q.truth != "unclear" and q.unmet is None for q in found)
            if clear >= wanted or attempts >= MOST_ATTEMPTS * wanted or closed:
                break
    except Exhausted as e:
        if not found:
            raise
        reason = str(e)
    return tuple(found), reason or sampler.reason, closed


def at_sample(statement: Term, sample: Sample) -> Point:
    ev = Evaluator(sample.world, Arithmetic())
    premises = sample.world.premises
    premises.reset()
    value = truth(ev, statement, sample.env)
    unmet = None if premises.met or value != "true" else premises.unmet
    left, right = shown_sides(ev, statement, sample.env)
    return Point(sample.sizes, shown_values(sample), value, left, right, unmet)


def shown_values(sample: Sample) -> dict[str, str]:
    out = {}
    for name, value in sample.env.base.items():
        if name not in sample.sizes and isinstance(value, np.ndarray):
            out[name] = text_of(value)
    return out


def shown_sides(ev: Evaluator, statement: Term, env: Env) -> tuple[str, str]:
    """Both sides of a relation; nothing where one of them is not an array."""
    if statement.op != "rel":
        return "", ""
    try:
        left, right = (text_of(primal(ev.array(a, env))) for a in statement.args)
    except (NoReading, Undefined):
        return "", ""
    return left, right


def text_of(x: np.ndarray) -> str:
    if x.shape == (1, 1):
        return f"{x[0, 0]:.12g}"
    if x.shape[1] == 1:
        return "[" + ", ".join(f"{v:.6g}" for v in x[:, 0]) + "]"
    return "[" + ", ".join("[" + ", ".join(f"{v:.6g}" for v in row) + "]" for row in x) + "]"
