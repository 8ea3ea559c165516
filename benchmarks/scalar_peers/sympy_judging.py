"""SymPy as a peer: `simplify(a - b) == 0`, or `a.equals(b)`.

    python -m benchmarks.scalar_peers.sympy_judging simplify|equals < pairs.json

The translation is timed, the reading of the text is not.  In its favour: real letters, hypotheses x > 0, x >= 0, x != 0 as
assumptions; sets and matrices compared as such; statements about one letter as the sets of real numbers that satisfy them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import sympy as sp

from benchmarks.matrix_peers.answering import CannotExpress
from benchmarks.scalar_peers.judging import judge_all
from benchmarks.scalar_peers.sympy_terms import Reading
from symcheck.language.terms import Term
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.single import problem_of_statement

Equal = Callable[[sp.Basic, sp.Basic], bool | None]


def by_simplify(a: sp.Basic, b: sp.Basic) -> bool | None:
    return True if sp.simplify(a - b) == 0 else None


def by_equals(a: sp.Basic, b: sp.Basic) -> bool | None:
    found: bool | None = a.equals(b)
    return found


def verdict(pair: dict, equal: Equal) -> tuple[str, str]:
    try:
        claim = problem_of_statement(pair["claim"], pair["symbols"], {}, pair["given"]).claims[0]
    except ProblemErrors as error:
        raise CannotExpress(error.errors[0].code) from error
    if claim.statement is None:
        raise CannotExpress("malformed")
    reading = Reading(claim.context, [g.statement for g in claim.given])
    match claim.statement:
        case Term("rel", (a, b), "="):
            return compared(reading.read(a), reading.read(b), equal)
        case Term("iff", (a, b)):
            left, right = reading.solutions(a), reading.solutions(b)
            return ("equal" if left == right else "different"), "sets of solutions"
    raise CannotExpress(f"a statement `{claim.statement.op}`")


def compared(a: sp.Basic, b: sp.Basic, equal: Equal) -> tuple[str, str]:
    if isinstance(a, sp.Set | sp.Tuple) or isinstance(b, sp.Set | sp.Tuple):
        return ("equal" if a == b else "different"), ""
    if isinstance(a, sp.MatrixExpr) or isinstance(b, sp.MatrixExpr):
        return ("equal" if sp.expand(a.doit()) == sp.expand(b.doit()) else "different"), ""
    if isinstance(a, sp.MatrixBase) or isinstance(b, sp.MatrixBase):
        if a.shape != b.shape:
            return "refuted", "shapes"
        entries = [equal(x, y) for x, y in zip(a, b, strict=True)]
        found = True if all(entries) else False if False in entries else None
    else:
        found = equal(a, b)
    return {True: "equal", False: "refuted", None: "different"}[found], ""


def main() -> None:
    judge_all(partial(verdict, equal={"simplify": by_simplify, "equals": by_equals}[sys.argv[1]]))


if __name__ == "__main__":
    main()
