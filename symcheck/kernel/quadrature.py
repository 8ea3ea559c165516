"""Relations between closed numbers with definite integrals in them, in balls.

TRUSTED.  Owns: `Node`, `Closed`, `check_closed`.  A number is built from rationals, π, arithmetic, elementary functions and
integrals of what is built so from one more variable.  The certificate names a precision only: the kernel encloses both sides.
An integral counts where balls of real numbers show that the integrand is defined, real and bounded on a cover of the
interval, hence continuous there; its value is that of `acb.integral` (Johansson, Numerical integration in arbitrary-precision
ball arithmetic, 2018), in which every function with a cut says where it is analytic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from flint import acb, arb, ctx

from symcheck.kernel.functions import ball
from symcheck.kernel.runs import Json, Outcome, rejected, show

DEEPEST, MOST_BITS, EVALUATIONS = 12, 1000, 20_000  # halvings of an interval; of precision; of an integrand
LARGEST_POWER = 64
FUNCTIONS = frozenset({"exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "abs", "log", "sqrt", "atan", "asin", "acos"})
B = TypeVar("B", arb, acb)


@dataclass(frozen=True, slots=True)
class Node:
    """ "number" (value), "pi", "variable", add sub mul div neg, "power" (value: a whole exponent but 0), "integral" of args[0]
    from args[1] to args[2], or a function of one argument."""

    op: str
    args: tuple[Node, ...] = ()
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """left RELATION right; "~=": they differ by at most `tolerance`."""

    left: Node
    relation: str
    right: Node
    tolerance: Fraction = Fraction(0)


def check_closed(goal: Closed, certificate: Json) -> Outcome:
    """Certificate {"kind": "enclosure", "precision": bits}."""
    bits = certificate.get("precision") if isinstance(certificate, Mapping) else None
    if not isinstance(bits, int) or isinstance(bits, bool) or not 16 <= bits <= MOST_BITS:
        return rejected(f"the precision must be a number of bits up to {MOST_BITS}")
    with ctx.workprec(bits):
        try:
            left, right = (_real(side, None) for side in (goal.left, goal.right))
            gap, tolerance = left - right, ball(goal.tolerance)
            true, false = {
                "=": (False, gap != 0), "!=": (gap != 0, False), "<": (gap < 0, gap >= 0), "<=": (gap <= 0, gap > 0),
                ">": (gap > 0, gap <= 0), ">=": (gap >= 0, gap < 0), "~=": (abs(gap) <= tolerance, abs(gap) > tolerance),
            }[goal.relation]  # fmt: skip
        except (KeyError, ValueError) as error:
            return rejected(f"a value is not enclosed: {error}")
        facts: dict[str, Json] = {"left": show(left), "right": show(right), "relation": goal.relation, "precision": bits}
        if not gap.is_finite() or not (true or false):
            return rejected("the balls are too wide to tell")
    return Outcome("proved" if true else "refuted", facts)


def _real(node: Node, x: arb | None) -> arb:
    """An enclosure of a real number; "not a number" where it may not be defined."""

    def function(name: str, v: arb) -> arb:
        if name not in FUNCTIONS:
            raise ValueError(f"no function {name}")
        found: arb = abs(v) if name == "abs" else getattr(v, name)()
        return found

    if node.op == "integral":
        if x is not None:
            raise ValueError("an integral inside an integral")
        return _integral(*node.args)
    return _combined(node, [_real(a, x) for a in node.args], x, lambda v: v, function)


def _integral(f: Node, a: Node, b: Node) -> arb:
    """∫ from the middle of one end to that of the other; between the middles and the ends, the mean value theorem."""
    low, high = _real(a, None), _real(b, None)
    if not (low.is_finite() and high.is_finite()) or not _bounded(f, low.union(high), DEEPEST):
        raise ValueError("the integrand is not shown to be defined and bounded between the ends")
    start, end = arb(low.mid()), arb(high.mid())
    found = acb.integral(lambda z, analytic: _complex(f, z, analytic), acb(start), acb(end), eval_limit=EVALUATIONS)
    return found.real + (start - low) * _real(f, low) + (high - end) * _real(f, high)


def _bounded(f: Node, x: arb, depth: int) -> bool:
    """Balls of values of f cover all of x."""
    if _real(f, x).is_finite():
        return True
    return depth > 0 and all(_bounded(f, arb(end).union(arb(x.mid())), depth - 1) for end in (x.lower(), x.upper()))


def _complex(node: Node, z: acb, analytic: bool) -> acb:
    """As `_real`, for complex numbers near the interval; not finite where `analytic` and the node may not be so."""

    def function(name: str, v: acb) -> acb:
        match name:
            case "log" | "sqrt":
                return v.log(analytic=analytic) if name == "log" else v.sqrt(analytic=analytic)
            case "abs":
                return v.real_abs(analytic=analytic)
            case "atan" if analytic and not abs(v.imag) < 1:
                return acb("nan")
            case "asin" | "acos" if analytic and not abs(v.real) < 1:
                return acb("nan")
        found: acb = getattr(v, name)()
        return found

    return _combined(node, [_complex(a, z, analytic) for a in node.args], z, acb, function)


def _combined(node: Node, v: list[B], x: B | None, lift: Callable[[arb], B], function: Callable[[str, B], B]) -> B:
    """The value of a node from those of its parts, in balls of real or of complex numbers."""
    match node.op, v:
        case "number", [] if node.value is not None:
            return lift(ball(node.value))
        case "pi", []:
            return lift(arb.pi())
        case "variable", [] if x is not None:
            return x
        case "add", [a, b]:
            return a + b
        case "sub", [a, b]:
            return a - b
        case "mul", [a, b]:
            return a * b
        case "div", [a, b]:
            return a / b
        case "neg", [a]:
            return -a
        case "power", [a] if node.value is not None and node.value.denominator == 1 and 1 <= abs(node.value) <= LARGEST_POWER:
            return a ** int(node.value)  # not 0: "not a number" to the power 0 comes out as 1
        case name, [a]:
            return function(name, a)
    raise ValueError(f"no operation {node.op}")
