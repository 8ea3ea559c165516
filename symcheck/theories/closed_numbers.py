"""Relations between numbers in which definite integrals stand and no symbol is free: they are enclosed by the kernel.

TRUSTED FOR MEANING.  Owns: `closed_goal`.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.quadrature import FUNCTIONS, LARGEST_POWER, Closed, Node
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories.elementwise import NAMES
from symcheck.theories.expressions import Setting
from symcheck.theories.goal_tree import Goal, Leaf
from symcheck.theories.integrals import parts_of, unfolded
from symcheck.theories.limits import infinity
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.tolerances import tolerance_of

RELATIONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "~="})
BINARY = frozenset({"add", "sub", "mul", "div"})


class _Open(Exception):
    """Something that is no closed number of this kind."""


def closed_goal(setting: Setting, term: Term) -> Goal | None:
    """The relation as a question to the kernel; None where it is of another kind."""
    if term.op != "rel" or term.value not in RELATIONS:
        return None
    tolerance = tolerance_of(term.args[0], term.args[1], setting.tolerance)
    if tolerance is None and term.value == "~=":
        return None
    try:
        sides = [unfolded(side, setting.context) for side in term.args]
        if not any(t.op == "call" and t.value == "integrate" for side in sides for t in subterms(side)):
            return None
        left, right = (_node(side, setting.context, None) for side in sides)
    except (_Open, NotLowered):
        return None
    return Leaf(Obligation(to_text(term), Closed(left, str(term.value), right, tolerance or Fraction(0))))


def _node(term: Term, context: Context, variable: str | None) -> Node:
    match term:
        case Term("num", (), Fraction() as q):
            return Node("number", (), q)
        case Term("const", (), "pi"):
            return Node("pi")
        case Term("const", (), "e"):
            return Node("exp", (Node("number", (), Fraction(1)),))
        case Term("sym", (), str() as name) if name == variable:
            return Node("variable")
        case Term("neg", (a,)):
            return Node("neg", (_node(a, context, variable),))
        case Term("pow", (Term("const", (), "e"), b)):
            return Node("exp", (_node(b, context, variable),))
        case Term("pow", (a, Term("num", (), Fraction() as q))) if q.denominator == 1 and abs(q) <= LARGEST_POWER:
            return Node("power", (_node(a, context, variable),), q)
        case Term("call", (a,), str() as name) if NAMES.get(name, name) in FUNCTIONS:
            return Node(NAMES.get(name, name), (_node(a, context, variable),))
        case Term("call", _, "integrate") if variable is None:
            f, name, a, b = parts_of(term)
            if infinity(a) or infinity(b):
                raise _Open
            return Node("integral", (_node(f, context, name), _node(a, context, None), _node(b, context, None)))
        case Term(op, (a, b)) if op in BINARY:
            return Node(op, (_node(a, context, variable), _node(b, context, variable)))
    raise _Open
