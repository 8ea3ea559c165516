"""Powers: whole exponents by multiplication, halves by square roots, other exponents by atoms.

TRUSTED FOR MEANING.  Owns: `read_power`, `require_expandable`, `norm_of_order`.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, gcd

from flint import fmpz

from symcheck.kernel.network import EMPTY
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of, number, power, product, reciprocal
from symcheck.kernel.sequent import Formula
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term, subterms
from symcheck.theories.derivatives import Reader
from symcheck.theories.elementwise import image
from symcheck.theories.factorials import is_whole, lowest
from symcheck.theories.lowering import NotLowered
from symcheck.theories.matrix_powers import matrix_power

MOST_TERMS = 3_000
LARGEST_EXPONENT = 64
CONSTANT = Monomial((), EMPTY)
ARITHMETIC = frozenset({"num", "neg", "add", "sub", "mul", "div", "pow"})
LARGEST_FACTORED = 10**12
LARGEST_BITS = 20_000  # of a number that is written out


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
    if q.denominator == 1 and (known := _exact(reader, a, int(q))) is not None:
        return known
    if abs(q) > LARGEST_EXPONENT:
        raise NotLowered("budget", f"the exponent {q} is too large to expand")
    if q.denominator == 2:
        reader.rule("square-root")
        root = reader.letters.root(_number(reader, a, b), to_text(a), sum_of_squares=False)
        over = root if q > 0 else reader.letters.over(root, f"sqrt({to_text(a)})")
        return power(over, abs(q.numerator))
    return _whole(reader, a, int(q))


def _exact(reader: Reader, a: Term, exponent: int) -> Polynomial | None:
    """The power of a number that is written out, whatever its exponent; None for other bases."""
    if not all(t.op in ARITHMETIC or (t.op == "sym" and t.value in reader.bound) for t in subterms(a)):
        return None
    q = reader.lower(a).constant
    if q is None or (not q and exponent < 0):
        return None
    if abs(exponent) * max(abs(q.numerator).bit_length(), q.denominator.bit_length()) > LARGEST_BITS and abs(q) != 1 and q:
        raise NotLowered("budget", f"`{to_text(a)}` to the power {exponent} is too long to write out")
    return number(q ** (exponent % 2 if q == -1 else exponent))


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
    least = any(letters.is_nonnegative(exponent - fact.times(c)) for fact in (number(0), *letters.facts) for c in (1, 2, 3))
    if not letters.is_positive(base) and base.constant is None:
        if not whole:
            letters.condition(f"{to_text(a)} > 0", Formula(">", base))
        elif not least:
            letters.condition(f"{to_text(a)} != 0", Formula("!=", base))
    return _in_normal_form(reader, base, exponent, to_text(a), to_text(b))


def _in_normal_form(reader: Reader, base: Polynomial, exponent: Polynomial, text: str, above: str) -> Polynomial:
    """b^(g e + c) as (b^(e + c₀))^g times a power of b, from the lowest c₀ that the claim has for b and e.

    True wherever b^(e + c₀) is defined, also for b = 0.  Signs: (−1)^e depends on e mod 2 only.
    """
    letters, q = reader.letters, base.constant
    whole = is_whole(exponent)
    if q == 1:
        return number(1)
    if q == -1 and whole:
        odd = {m: Fraction(1) for m, c in exponent.terms.items() if c % 2}
        sign = -1 if exponent.terms.get(CONSTANT, Fraction(0)) % 2 else 1
        odd.pop(CONSTANT, None)
        if not odd:
            return number(sign)
        value = letters.power(base, Polynomial(exponent.rows, exponent.cols, odd), text)
        (name,) = (x.name for x in letters_of(value))
        if not letters.definitions.get(name):
            letters.define(name, f"sign:{name}", Formula("=", product(value, value) - number(1)))
        return value.times(sign)
    rest = {m: c for m, c in exponent.terms.items() if m != CONSTANT}
    if not rest:
        return letters.power(base, exponent, text)
    if whole and all(c < 0 for c in rest.values()):
        value = _in_normal_form(reader, base, -exponent, text, f"-({above})")
        letters.condition("", Formula("!=", value))  # the base is not zero: then neither is its power
        return reciprocal(value) or letters.over(value, text)
    if not whole or any(c < 0 for c in rest.values()):
        return letters.power(base, exponent, text)
    primes = () if q is None else _primes(q)
    if primes and primes != ((q, 1),):
        total = number(1)
        for p, k in primes:
            total = product(total, _in_normal_form(reader, number(p), exponent.times(k), str(p), above))
        return total
    content = gcd(*(int(c) for c in rest.values()))
    inner = Polynomial(exponent.rows, exponent.cols, {m: c / content for m, c in rest.items()})
    extra = int(exponent.terms.get(CONSTANT, Fraction(0)))
    kind = f"power:{sorted((str(m), c) for m, c in base.terms.items())}"
    low, _, steps = lowest(letters, kind, inner + number(extra // content), above)
    total = power(letters.power(base, low, text), content)
    require_expandable(base, (steps * content) + extra % content, text)
    return product(total, power(base, steps * content + extra % content))


def _primes(q: Fraction) -> tuple[tuple[Fraction, int], ...]:
    """q as a product of powers of −1 and primes; () for 0, ±1 and what is too long to factor."""
    if abs(q) in {0, 1} or max(abs(q.numerator), q.denominator) > LARGEST_FACTORED:
        return ()
    sign = ((Fraction(-1), 1),) if q < 0 else ()
    above, below = fmpz(abs(q.numerator)).factor(), fmpz(q.denominator).factor()
    return (*sign, *((Fraction(int(p)), int(k)) for p, k in above), *((Fraction(int(p)), -int(k)) for p, k in below))


def norm_of_order(term: Term) -> Term:
    """norm(x, 1) is sum(abs(x)), norm(x, 2) is norm(x), of a vector x; any other term is itself."""
    match term:
        case Term("call", (x, Term("num", (), Fraction() as p) | Term("keyword", (Term("num", (), Fraction() as p),))), "norm"):
            vector = x.shape is not None and ONE in (x.shape.rows, x.shape.cols)
            if vector and p == 1:
                return Term("call", (Term("call", (x,), "abs", x.shape),), "sum", term.shape)
            if vector and p == 2:
                return Term("call", (x,), "norm", term.shape)
    return term
