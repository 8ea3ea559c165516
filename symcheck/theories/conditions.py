"""Where the letters that were read are defined: the conditions as formulas, none left to the values of atoms.

TRUSTED FOR MEANING.  Owns: `conditions_of`, `factored`, `depends_on`, `has_jumps`.  A sequent is about points at which its atoms
are defined, so that a claim about an integral or a limit, which is about all points of an interval, has to state those
conditions as goals.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of, number, product
from symcheck.kernel.sequent import Formula
from symcheck.theories.elementwise import image
from symcheck.theories.letters import CONDITION, Letters, Origin
from symcheck.theories.lowering import NotLowered
from symcheck.theories.positivity import POSITIVE

EVERYWHERE = frozenset(
    {"exp", "sin", "cos", "sinh", "cosh", "tanh", "sigmoid", "erf", "atan", "abs", "sign", "step", "floor", "ceil"}
)
JUMPS = frozenset({"sign", "step", "floor", "ceil"})
SIGNS = {">": lambda q: q > 0, ">=": lambda q: q >= 0, "!=": lambda q: q != 0}


def conditions_of(letters: Letters, keys: Iterable[str]) -> list[Formula]:
    """Formulas that hold exactly where everything under these keys (Letters.set_aside) is defined.  Raises NotLowered."""
    found: list[Formula] = []
    waiting, seen = list(keys), set()
    while waiting:
        key = waiting.pop(0)
        if key in seen:
            continue
        seen.add(key)
        if key.startswith(CONDITION):
            formulas = [h.formula for h in letters.definitions[key]]
        elif key in letters.origins:
            formulas = _of_letter(letters, letters.origins[key])
            waiting += [x.name for p in letters.origins[key].of for x in letters_of(p)]
        else:
            formulas = []
        for f in [g for formula in formulas for g in factored(letters, formula)]:
            q = f.polynomial.constant
            if q is not None and SIGNS[f.relation](q):
                continue
            if f not in found:
                found.append(f)
    return found


def factored(letters: Letters, formula: Formula) -> list[Formula]:
    """A product is not 0 where no factor is; a root where its radicand is not, which is ≥ 0 by a condition of its own.

    A product is > 0 where its roots are (their radicands are) and the product of the rest is; exp and the like are left out.
    """
    p = formula.polynomial
    if formula.relation not in {"!=", ">"} or not p.is_scalar or len(p.terms) != 1:
        return [formula]
    ((m, c),) = p.terms.items()
    found: list[Formula] = []
    rest: list[tuple[Network, int]] = []
    for f, e in m.factors:
        origin = letters.origins.get(f.nodes[0][0].name) if len(f.nodes) == 1 else None
        if origin is not None and (origin.kind == "root" or origin.function == "sqrt"):
            found += factored(letters, Formula(formula.relation, origin.of[0]))
        elif origin is not None and origin.function in POSITIVE:
            continue
        elif formula.relation == "!=" or e % 2 == 0:
            found.append(Formula("!=", Polynomial(p.rows, p.cols, {Monomial(((f, 1),), m.open): Fraction(1)})))
        else:
            rest.append((f, e))
    if formula.relation == ">" and (rest or c <= 0):
        found.append(Formula(">", Polynomial(p.rows, p.cols, {Monomial(tuple(rest), m.open): c})))
    return found


def _of_letter(letters: Letters, origin: Origin) -> list[Formula]:
    p = origin.of[0]
    match origin.kind:
        case "atom" if not p.is_scalar and origin.function not in EVERYWHERE:  # a formula says it of numbers only
            pass
        case "reciprocal":
            return [Formula("!=", p)]
        case "root":
            return [Formula(">=", p)]
        case "atom":
            match origin.function:
                case "log":
                    return [Formula(">", p)]
                case "sqrt":
                    return [Formula(">=", p)]
                case "reciprocal":
                    return [Formula("!=", p)]
                case "tan":
                    with letters.set_aside():
                        return [Formula("!=", image(letters, "cos", p, origin.text))]
                case "asin" | "acos":
                    return [Formula(">=", number(1) - product(p, p))]
                case "power" if p.constant is None or p.constant > 0:
                    return [Formula(">", p)]
                case name if name in EVERYWHERE:
                    return []
    raise NotLowered(
        "no-theory", f"where {origin.function.removeprefix('?') or origin.text} is defined and continuous is not known"
    )


def depends_on(letters: Letters, p: Polynomial, x: str) -> bool:
    """Whether the letter x occurs in p, also inside of what its letters stand for."""
    waiting, seen = [y.name for y in letters_of(p)], set()
    while waiting:
        name = waiting.pop()
        if name == x:
            return True
        if name not in seen and name in letters.origins:
            waiting += [y.name for q in letters.origins[name].of for y in letters_of(q)]
        seen.add(name)
    return False


def has_jumps(letters: Letters, keys: Iterable[str], x: str) -> bool:
    """Whether a function with jumps is taken of something that x occurs in."""
    names = [k for k in keys if k in letters.origins and letters.origins[k].function in JUMPS]
    return any(depends_on(letters, letters.value(n), x) for n in names)
