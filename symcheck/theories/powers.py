"""Powers: whole exponents by multiplication, halves by square roots, other exponents by atoms.

TRUSTED FOR MEANING.  Owns: `read_power`, `require_expandable`.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from symcheck.kernel.polynomial import Polynomial, letters_of, power
from symcheck.kernel.sequent import Formula
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.derivatives import Reader
from symcheck.theories.elementwise import image
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.matrix_powers import matrix_power

MOST_TERMS = 3_000
LARGEST_EXPONENT = 64


def require_expandable(base: Polynomial, exponent: int, text: str) -> None:
    """Raise NotLowered where the power of a sum has more terms than are ever expanded."""
    if len(base.terms) > 1 and comb(len(base.terms) + abs(exponent) - 1, abs(exponent)) > MOST_TERMS:
        raise NotLowered("budget", f"`{text}` to the power {exponent} expands to more than {MOST_TERMS} terms")


def _rational(b: Term) -> Fraction | None:
    match b:
        case Term("num", (), Fraction() as q):
            return q
        case Term("neg", (inner,)):
            value = _rational(inner)
            return None if value is None else -value
        case Term("div", (above, below)):
            over, under = _rational(above), _rational(below)
            return None if over is None or not under else over / under
    return None


def read_power(reader: Reader, a: Term, b: Term) -> Polynomial:
    """a^b for a number or a square matrix a.  Raises NotLowered."""
    q = _rational(b)
    if q is None and b.op in {"add", "sub", "mul", "neg", "sym", "call"}:
        q = reader.lower(b).constant
    if q is None and a == Term("const", (), "e"):
        return image(reader.letters, "exp", reader.lower(b), to_text(b))
    if q is None or q.denominator > 2 or (q.denominator == 2 and abs(q.numerator) > 3):
        return _symbolic(reader, a, b)
    if abs(q) > LARGEST_EXPONENT:
        raise NotLowered("budget", f"the exponent {q} is too large to expand")
    if q.denominator == 2:
        reader.rule("square-root")
        root = reader.letters.root(_number(reader, a, b), to_text(a), sum_of_squares=False)
        over = root if q > 0 else reader.letters.over(root, f"sqrt({to_text(a)})")
        return power(over, abs(q.numerator))
    return _whole(reader, a, int(q))


def _whole(reader: Reader, a: Term, exponent: int) -> Polynomial:
    match a:
        case Term("call", (v,), "norm") if exponent >= 0 and exponent % 2 == 0:
            reader.rule("squared-norm")
            return power(reader.square_norm(v), exponent // 2)
        case Term("call", (v,), "abs") if exponent >= 0 and exponent % 2 == 0:
            return power(reader.lower(v), exponent)
    base = reader.lower(a)
    require_expandable(base, exponent, to_text(a))
    if exponent >= 0:
        return power(base, exponent)
    return power(reader.letters.inverse(base, to_text(a)), -exponent)


def _number(reader: Reader, a: Term, b: Term) -> Polynomial:
    base = reader.lower(a)
    if not base.is_scalar:
        raise NotLowered("no-theory", f"no theory reads `{to_text(a)}` to the power `{to_text(b)}`")
    return base


def _symbolic(reader: Reader, a: Term, b: Term) -> Polynomial:
    """base^exponent for numbers: a positive base, or a whole exponent (a negative one of a base that is not zero)."""
    base, exponent = reader.lower(a), reader.lower(b)
    if not exponent.is_scalar:
        raise NotLowered("no-theory", f"the exponent `{to_text(b)}` is not a number")
    if not base.is_scalar:
        reader.rule("power-of-a-matrix")
        return matrix_power(reader.letters, base, exponent, to_text(Term("pow", (a, b))))
    reader.rule("power-by-its-axioms")
    letters = reader.letters
    whole = all(x.integer for x in letters_of(exponent)) and all(c.denominator == 1 for c in exponent.terms.values())
    natural = all(x.name[0] == "#" or _is_natural(letters, x.name) for x in letters_of(exponent))
    least = natural and all(c > 0 for c in exponent.terms.values())
    if not letters.is_positive(base) and base.constant is None:
        if not whole:
            letters.condition(f"{to_text(a)} > 0", Formula(">", base))
        elif not least:
            letters.condition(f"{to_text(a)} != 0", Formula("!=", base))
    return letters.power(base, exponent, to_text(a))


def _is_natural(letters: Letters, name: str) -> bool:
    return any(h.formula == Formula(">=", letters.value(name)) for h in letters.definitions.get(name, ()))
