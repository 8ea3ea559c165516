"""The values of limits, integrals and Taylor polynomials: which theory reads which.

TRUSTED FOR MEANING.  Owns: `value_of`, `CALCULUS`.
"""

from __future__ import annotations

from symcheck.kernel.polynomial import Polynomial
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.integrals import integral
from symcheck.theories.limits import limit
from symcheck.theories.lowering import NotLowered
from symcheck.theories.primes import taylor
from symcheck.theories.side_goals import Reader

CALCULUS = frozenset({"limit", "integrate", "taylor"})


def value_of(reader: Reader, term: Term, name: str) -> Polynomial:
    """The value of a call.  Raises NotLowered."""
    if name != "taylor" and not reader.side.busy:
        raise NotLowered("no-theory", f"`{to_text(term)}` is read in equations and inequalities, not in hypotheses")
    match name, term.args:
        case "limit", _:
            return limit(reader, term)
        case "integrate", _:
            return integral(reader, term)
        case _, (f, x, *options):
            return taylor(reader, f, x, tuple(options))
    raise AssertionError(name)
