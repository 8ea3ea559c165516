"""A counterexample from elsewhere evaluated directly: the hypotheses must hold there and the statement must not.

Owns: `counterexample_check`, the reverse of `crosscheck`: it guards a refutation as that one guards a proof.  Random points that
agree say nothing against a claim that fails on a thin set; this says whether it fails at the point named, where it must also be
defined.  `domain_check` does the same for a point at which one side alone is to be defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, OutOfReach, Undefined, scalar
from symcheck.crosscheck.check import Finding
from symcheck.crosscheck.compare import LEVELS
from symcheck.crosscheck.environment import Env, NoReading, Value, as_float
from symcheck.crosscheck.evaluate import Evaluator, World
from symcheck.crosscheck.mentions import Mentions
from symcheck.crosscheck.randomness import averaging, independence, joint_outcomes
from symcheck.crosscheck.registry import RULES, STATEMENTS
from symcheck.crosscheck.statements import truth
from symcheck.crosscheck.work import WORK, Exhausted, Meter
from symcheck.language.context import Context, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.objects import NamedObject
from symcheck.language.terms import Term

Exact = tuple[tuple[Fraction, ...], ...]


def counterexample_check(
    statement: Term,
    hypotheses: tuple[Term, ...],
    context: Context,
    objects: Mapping[str, NamedObject],
    sizes: Mapping[str, int],
    values: Mapping[str, Exact],
    *,
    tolerance: Fraction | None = None,
    work: int = WORK,
) -> Finding:
    """agrees: it is a counterexample; contradicts: a hypothesis is false there, or the statement true or undefined.

    A difference below the rounding error is inconclusive: the values are exact, the evaluation is not.
    """
    premises, inner = list[Term](), statement  # they too say over what a variable ranges
    while inner.op == "implies":
        premise, inner = inner.args
        premises.append(premise)
    known = (*hypotheses, *premises)
    world = World(context, objects, RULES, STATEMENTS, tolerance=tolerance, meter=Meter(work), hypotheses=known)

    def look(world: World, env: Env) -> Finding:
        try:
            # an equation that holds up to rounding may still be false by less than that
            found = truth(Evaluator(replace(world, equal=0.0), Arithmetic()), statement, env)
        except Undefined as e:
            if surely_undefined(world, statement, env):
                return Finding("contradicts", f"the statement is undefined at the counterexample ({e})", 0, 1)
            return Finding("inconclusive", f"no value at the counterexample ({e})")
        match found:
            case "false":
                return Finding("agrees", "false at the counterexample, where the hypotheses hold", 1, 0)
            case "true":
                return Finding("contradicts", "the statement is true at the counterexample", 0, 1)
        return Finding("inconclusive", "too close to call at the counterexample")

    return at_point(world, statement, hypotheses, sizes, values, look)


def domain_check(
    statement: Term,
    hypotheses: tuple[Term, ...],
    context: Context,
    objects: Mapping[str, NamedObject],
    sizes: Mapping[str, int],
    values: Mapping[str, Exact],
    *,
    tolerance: Fraction | None = None,
    work: int = WORK,
) -> Finding:
    """agrees: one side of the equation is defined there and the other is not; contradicts: both are, or neither."""
    if statement.op != "rel":
        return Finding("not-applicable", "several statements at once")
    world = World(context, objects, RULES, STATEMENTS, tolerance=tolerance, meter=Meter(work), hypotheses=hypotheses)

    def look(world: World, env: Env) -> Finding:
        without = 0
        for side in statement.args:
            try:
                Evaluator(world, Arithmetic()).value(side, env)
            except Undefined as e:
                if not surely_undefined(world, side, env):
                    return Finding("inconclusive", f"no value at the counterexample ({e})")
                without += 1
        if without == 1:
            return Finding("agrees", "one side is defined at the counterexample and the other is not", 1, 0)
        return Finding("contradicts", f"{'neither' if without else 'each'} side is defined at the counterexample", 0, 1)

    return at_point(world, statement, hypotheses, sizes, values, look)


def at_point(
    world: World,
    statement: Term,
    hypotheses: Sequence[Term],
    sizes: Mapping[str, int],
    values: Mapping[str, Exact],
    look: Callable[[World, Env], Finding],
) -> Finding:
    """What `look` finds at the point, once the hypotheses are true there."""
    try:
        names: dict[str, Value] = {n: scalar(float(v)) for n, v in sizes.items()}
        names |= {n: np.array([[as_float(x) for x in row] for row in v]) for n, v in values.items()}
        env = Env(names)
        hypotheses, groups = independence(hypotheses)
        kinds = {n: k for n, k in world.context.symbols.items() if isinstance(k, Kind) and k.base in {"random", "event"}}
        met = Mentions(world.context, world.objects)
        spoken = frozenset().union(*(met.of(t) for t in (statement, *hypotheses)))
        if random := {n: k for n, k in kinds.items() if n in spoken}:
            reason, smooth = averaging(met, statement, random)
            if reason:
                raise NoReading(reason)
            ev = Evaluator(world, Arithmetic())
            outcomes = joint_outcomes(ev, random, env, np.random.default_rng(0), groups, smooth)
            world = replace(world, outcomes=outcomes)
        for i, h in enumerate(hypotheses, 1):
            found = truth(Evaluator(world, Arithmetic()), h, env)
            if found != "true":
                status = "contradicts" if found == "false" else "inconclusive"
                return Finding(status, f"hypothesis {i} is {found} at the counterexample", 0, int(found == "false"))
        return look(world, env)
    except Undefined as e:
        return Finding("inconclusive", f"a hypothesis has no value at the counterexample ({e})")
    except NoReading as e:
        return Finding("inconclusive", f"not evaluated directly: {e}")
    except (LanguageError, Exhausted) as e:
        return Finding("inconclusive", f"not evaluated: {e}")
    except RecursionError:
        return Finding("inconclusive", "not evaluated: nested too deeply")
    except (MemoryError, OverflowError):
        return Finding("inconclusive", "not evaluated: a number or an array is too large")
    except (ValueError, ArithmeticError, LookupError, TypeError) as e:
        return Finding("inconclusive", f"the evaluation failed, which is a fault of the cross-check ({type(e).__name__}: {e})")


def surely_undefined(world: World, term: Term, env: Env) -> bool:
    """Whether `term` has no value at the point itself and under every simulated rounding error.

    1/x has none at the whole number 0, nor has sqrt(x) at -1; sqrt((x - y)^2) at x = y = 1/3 lacks one only by rounding.
    Of a statement: whether that is so for a side of one of its relations.
    """
    if term.op == "implies":
        premise, then = term.args
        return truth(Evaluator(world, Arithmetic()), premise, env) == "true" and surely_undefined(world, then, env)
    if term.op in {"rel", "chain", "and", "or", "not"}:
        return any(surely_undefined(world, a, env) for a in term.args)
    looks = [Arithmetic(), *(Arithmetic(np.random.default_rng(k), epsilon) for k, epsilon in enumerate(LEVELS * 3))]
    for arithmetic in looks:
        try:
            Evaluator(world, arithmetic).value(term, env)
        except OutOfReach:
            return False
        except Undefined:
            continue
        except NoReading:
            return False
        return False
    return True
