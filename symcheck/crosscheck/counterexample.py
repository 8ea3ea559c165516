"""A counterexample from elsewhere evaluated directly: the hypotheses must hold there and the statement must not.

Owns: `counterexample_check`, the reverse of `crosscheck`: it guards a refutation as that one guards a proof.  Random points that
agree say nothing against a claim that fails on a thin set; this says whether it fails at the point named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Undefined, scalar
from symcheck.crosscheck.check import Finding
from symcheck.crosscheck.environment import Env, NoReading, Value, as_float
from symcheck.crosscheck.evaluate import Evaluator, World
from symcheck.crosscheck.registry import RULES, STATEMENTS
from symcheck.crosscheck.statements import truth
from symcheck.language.context import Context
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
) -> Finding:
    """agrees: it is a counterexample; contradicts: a hypothesis is false there, or the statement true; else inconclusive.

    A difference below the rounding error is inconclusive: the values are exact, the evaluation is not.
    """
    world = World(context, objects, RULES, STATEMENTS, tolerance=tolerance)
    ev = Evaluator(world, Arithmetic())
    try:
        names: dict[str, Value] = {n: scalar(float(v)) for n, v in sizes.items()}
        names |= {n: np.array([[as_float(x) for x in row] for row in v]) for n, v in values.items()}
        env = Env(names)
        for i, h in enumerate(hypotheses, 1):
            found = truth(ev, h, env)
            if found != "true":
                status = "contradicts" if found == "false" else "inconclusive"
                return Finding(status, f"hypothesis {i} is {found} at the counterexample", 0, int(found == "false"))
        # an equation that holds up to rounding may still be false by less than that
        found = truth(ev.with_world(replace(world, equal=0.0)), statement, env)
    except Undefined as e:
        return Finding("inconclusive", f"the statement is undefined at the counterexample ({e})")
    except NoReading as e:
        return Finding("inconclusive", f"not evaluated directly: {e}")
    except (LanguageError, RecursionError) as e:
        return Finding("inconclusive", f"not evaluated: {e}")
    match found:
        case "false":
            return Finding("agrees", "false at the counterexample, where the hypotheses hold", 1, 0)
        case "true":
            return Finding("contradicts", "the statement is true at the counterexample", 0, 1)
    return Finding("inconclusive", "too close to call at the counterexample")
