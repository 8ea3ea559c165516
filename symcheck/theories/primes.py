"""f'(a), the derivative of a function of one number at a; taylor(f, x, at=a, order=k), its Taylor polynomial.

TRUSTED FOR MEANING.  Owns: `prime`, `taylor`.  f is a definition, a built-in function, or a declared one: the derivative of a
declared function is a function of its own, of which nothing else is known.
taylor(f, x, at=a, order=k) = Σ f⁽ʲ⁾(a)/j! (x − a)ʲ for j = 0..k; a is 0 where it is not given.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial

from symcheck.kernel.polynomial import Polynomial, number, power, product
from symcheck.language.context import FunctionKind
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term
from symcheck.theories.calculus import derivative, replace_letter
from symcheck.theories.elementwise import FUNCTIONS, NAMES, image, slope
from symcheck.theories.lowering import NotLowered
from symcheck.theories.side_goals import Reader, bound_letter

HIGHEST_ORDER = 12
ARGUMENT = "'argument"  # no name that can be declared


def prime(reader: Reader, name: str, argument: Term) -> Polynomial:
    """The derivative of f (or of f') at the argument, entry by entry for a built-in or declared function."""
    base = name.rstrip("'")
    order = len(name) - len(base) + 1
    reader.rule("derivative-of-a-function")
    at = reader.lower(argument)
    defined = base in reader.context.definitions
    if not defined and isinstance(reader.context.symbols.get(base), FunctionKind):
        return reader.letters.atom(base + "'" * order, (at,), at.rows, at.cols)
    known = NAMES.get(base, base)
    if not defined and order == 1 and known in FUNCTIONS and not at.is_scalar:
        return slope(reader.letters, known, at, image(reader.letters, known, at, to_text(argument)), to_text(argument))
    if not at.is_scalar:
        raise NotLowered("no-theory", f"no theory reads `{name}'` of an array")
    use = Term("apply" if defined else "call", (Term("sym", (), ARGUMENT, SCALAR),), base, SCALAR)
    return derivatives_at(reader, use, ARGUMENT, at, order, f" at {to_text(argument)}")[-1]


def derivatives_at(reader: Reader, f: Term, name: str, at: Polynomial, order: int, remark: str) -> list[Polynomial]:
    """f, f', …, f⁽ᵏ⁾ by the name, at a point where all of them are defined."""
    letters = reader.letters
    with bound_letter(reader, name) as x:
        with letters.set_aside() as needed:
            found = [reader.lower(f)]
            while len(found) <= order:
                found.append(derivative(found[-1], letters, x))
        put: Callable[[Polynomial], Polynomial] = lambda q: replace_letter(q, letters, x, at)  # noqa: E731
        letters.require_at(tuple(needed), put, remark)
        return [put(p) for p in found]


def taylor(reader: Reader, f: Term, x: Term, options: tuple[Term, ...]) -> Polynomial:
    """The Taylor polynomial.  Raises NotLowered without an order that is a small whole number."""
    given = {str(o.value): o.args[0] for o in options}
    order = reader.lower(given["order"]).constant if "order" in given else None
    if order is None or order.denominator != 1 or not 0 <= order <= HIGHEST_ORDER:
        raise NotLowered("no-theory", f"`taylor` needs an order from 0 to {HIGHEST_ORDER}: taylor(f, x, at=0, order=3)")
    if x.op != "sym":
        raise NotLowered("no-theory", f"`{to_text(x)}` is not a name to expand in")
    reader.rule("taylor-polynomial")
    at = reader.lower(given["at"]) if "at" in given else number(0)
    found = derivatives_at(reader, f, str(x.value), at, int(order), f" at {to_text(given['at']) if 'at' in given else '0'}")
    step = reader.lower(x) - at
    total = number(0)
    for j, p in enumerate(found):
        total = total + product(p, power(step, j)).times(Fraction(1, factorial(j)))
    return total
