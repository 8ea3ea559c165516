"""Statements about one real variable → conditions on signs of polynomials in it.

TRUSTED FOR MEANING.  Owns: `Reader`, `Read`.  A relation between two values is a relation between their difference and 0; square
roots s ≥ 0 with s² = n/d leave it by case distinction on signs (Weispfenning 1997: quantifier elimination, quadratic case):
A + B s > 0 iff A > 0 and (B ≥ 0 or A² > B² s²), or B > 0 and B² s² > A²; A + B s = 0 iff A² = B² s² and A B ≤ 0.
log_b is increasing for b > 1: Σ k log_b(a) + r > 0 iff b^r Π a^k > 1.  b^e > b^f iff e > f.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from flint import fmpq_mpoly

from symcheck.kernel.real_line import Condition, Every, Opposite, Sign, Some
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, num
from symcheck.theories.real_values import Algebraic, Need, NotReal, Tower, Value
from symcheck.theories.rewrites import OPPOSITE, normal_statement
from symcheck.theories.set_statements import member_statement
from symcheck.theories.tolerances import tolerance_of

ALWAYS, NEVER = Every(()), Some(())
MOST_SIGNS = 4_000


@dataclass(frozen=True, slots=True)
class Read:
    """true: the statement where all of it is defined; strict: it is defined and true; needs: where all of it is defined."""

    true: Condition
    strict: Condition
    needs: tuple[Need, ...]


class Reader:
    """Reads one claim; `unknown` is what its variable is in the arithmetic of `tower`."""

    def __init__(self, context: Context, variable: str, tower: Tower, unknown: Value, tolerance: Fraction | None = None) -> None:
        self.context, self.variable, self.tower, self.unknown = context, variable, tower, unknown
        self.tolerance = tolerance  # of `~=`
        self.count = 0
        self.rules: dict[str, None] = {}

    def rule(self, name: str) -> None:
        self.rules[name] = None

    # ---- values

    def value(self, term: Term) -> Value:
        """Raises NotReal; ZeroDivisionError where something is divided by 0."""
        tower = self.tower
        match term:
            case Term("num", (), Fraction() as q):
                return tower.number(q)
            case Term("const", (), "e") if tower.base is None:
                return Value(tower.number(Fraction(1)).plain, (), tower.number(Fraction(1)).plain)
            case Term("sym", (), str(name)):
                if name == self.variable:
                    return self.unknown
                body = unfold(term, self.context)
                if body is term:
                    raise NotReal(f"`{name}`")
                return self.value(body)
            case Term("apply") if str(term.value) in self.context.definitions:
                return self.value(unfold(term, self.context))
            case Term("add", (a, b)):
                return tower.add(self.value(a), self.value(b))
            case Term("sub", (a, b)):
                return tower.add(self.value(a), tower.scale(self.value(b), Fraction(-1)))
            case Term("neg", (a,)):
                return tower.scale(self.value(a), Fraction(-1))
            case Term("mul" | "hadamard", (a, b)):
                return tower.mul(self.value(a), self.value(b))
            case Term("div", (a, b)):
                return tower.mul(self.value(a), tower.inverse(self.value(b), to_text(b)))
            case Term("pow", (a, b)):
                return self.power(a, b)
            case Term("call", (a,), "sqrt"):
                return tower.root(self.value(a), to_text(a))
            case Term("call", (a,), "abs"):
                return tower.absolute(self.value(a))
            case Term("call", (a,), "exp") if tower.base is None:
                return tower.exp(self.value(a))
            case Term("call", (a,), "log") if tower.base is None:
                return tower.log(self.value(a), to_text(a))
            case Term("call", (a, Term("num", (), base)), "log") if base == tower.base:
                return tower.log(self.value(a), to_text(a))
            case Term("call", (a, b), "max" | "min" as which) if a.op != "bind" and b.op not in {"bind", "keyword"}:
                p, other = self.value(a), self.value(b)
                gap = tower.absolute(tower.add(p, tower.scale(other, Fraction(-1))))
                sign = Fraction(1 if which == "max" else -1, 2)
                return tower.add(tower.scale(tower.add(p, other), Fraction(1, 2)), tower.scale(gap, sign))
        raise NotReal(f"`{to_text(term)}`")

    def power(self, a: Term, b: Term) -> Value:
        tower = self.tower
        exponent = self.value(b)
        q = exponent.plain.number if not exponent.logs and exponent.exponent is None else None
        if a == Term("const", (), "e") and tower.base is None:
            return tower.exp(exponent)
        base = self.value(a)
        if q is not None and q.denominator <= 2:
            whole, text = q.numerator, to_text(a)
            return tower.power(tower.root(base, text, zero=q > 0) if q.denominator == 2 else base, whole, text)
        if tower.base is not None and not base.logs and base.exponent is None and base.plain.number == tower.base:
            return tower.exp(exponent)
        raise NotReal(f"the power `{to_text(Term('pow', (a, b)))}`")

    # ---- statements

    def read(self, term: Term) -> Read:
        with self.tower.collecting() as needs:
            true, strict = self._read(term)
            return Read(true, strict, tuple(needs))

    def _read(self, term: Term) -> tuple[Condition, Condition]:
        match term:
            case Term("and" | "or" as op, parts):
                found = [self._read(p) for p in parts]
                joined = Every if op == "and" else Some
                return joined(tuple(t for t, _ in found)), joined(tuple(s for _, s in found))
            case Term("implies", (a, b)):
                (p, sp), (q, sq) = self._read(a), self._read(b)
                return Some((Opposite(p), q)), Some((Opposite(sp), sq))
            case Term("iff", (a, b)):
                (p, sp), (q, sq) = self._read(a), self._read(b)
                return same(p, q), same(sp, sq)
            case Term("not", (a,)):
                inner = self.read(a)
                denied = Opposite(inner.true)
                return denied, Every((self.defined(inner.needs), denied))
            case Term("chain", operands, tuple() as relations):
                pairs = zip(operands, operands[1:], relations, strict=False)
                return self._read(Term("and", tuple(Term("rel", (a, b), r) for a, b, r in pairs)))
            case Term("in", (v, home)):
                said = member_statement(v, home)
                if said is None:
                    raise NotReal(f"the set `{to_text(home)}`")
                self.value(v)
                return self._read(said)
            case Term("rel", (a, b), "~=") if (tolerance := tolerance_of(a, b, self.tolerance)) is not None:
                shift = num(tolerance)
                above, below = (Term("sub", pair) for pair in ((a, b), (b, a)))
                return self._read(Term("and", (Term("rel", (above, shift), "<="), Term("rel", (below, shift), "<="))))
            case Term("rel", (a, b), str() as relation) if relation in OPPOSITE:
                with self.tower.collecting() as needs:
                    true = self.related(self.value(a), relation, self.value(b))
                    return true, Every((self.defined(needs), true))
        raise NotReal(f"`{to_text(normal_statement(term))}`")

    def defined(self, needs: tuple[Need, ...] | list[Need]) -> Condition:
        unique = {(n.relation, str(n.polynomial)): n for n in needs}
        return Every(tuple(self.condition(n.relation, n.polynomial) for n in unique.values()))

    def related(self, a: Value, relation: str, b: Value) -> Condition:
        if relation in {"<", "<="}:
            a, b, relation = b, a, ">" if relation == "<" else ">="
        zero = self.tower.number(Fraction(0))
        for p, q, sign in ((a, b, Fraction(1)), (b, a, Fraction(-1))):
            if p.exponent is not None and q.plain.num.is_zero() and not q.logs:
                return self.signed(relation, self.tower.scaled(p.plain, sign))  # a power is positive
        if a.exponent == b.exponent and not (a.logs or b.logs):
            return self.compared(Value(a.plain), relation, Value(b.plain))
        if a.exponent is None and b.exponent is None:
            return self.compared(a, relation, b)
        if a.logs or b.logs:
            raise NotReal("a power is compared with a logarithm")
        c, d = a.plain.number, b.plain.number
        if c is None or d is None:
            raise NotReal("two powers with different factors")
        above, below = (e if e is not None else zero.plain for e in (a.exponent, b.exponent))
        if c == d and c != 0:
            more, less = (above, below) if (c > 0) == self.increasing else (below, above)
            return self.compared(Value(more), relation, Value(less))
        if c * d < 0:
            return ALWAYS if relation == "!=" or (c > d and relation != "=") else NEVER
        raise NotReal("two powers with different factors")

    @property
    def increasing(self) -> bool:
        return self.tower.base is None or self.tower.base > 1

    def compared(self, a: Value, relation: str, b: Value) -> Condition:
        """a − b REL 0, for values without exponents."""
        d = self.tower.add(a, self.tower.scale(b, Fraction(-1)))
        if not d.logs:
            return self.signed(relation, d.plain)
        rest = d.plain.number
        if rest is None or (rest != 0 and self.tower.base is None):
            raise NotReal("a logarithm beside something else")
        scale = lcm(*(k.denominator for k, _ in d.logs), rest.denominator)
        total = self.tower.number(Fraction(1)).plain
        if rest:
            total = self.tower.raised(self.tower.number(self.tower.base or Fraction(1)).plain, int(rest * scale))
        for k, p in d.logs:
            total = self.tower.times(total, self.tower.raised(p, int(k * scale)))
        difference = self.tower.plus(total, self.tower.number(Fraction(-1)).plain)
        return self.signed(relation, difference if self.increasing else self.tower.scaled(difference, Fraction(-1)))

    def signed(self, relation: str, p: Algebraic) -> Condition:
        return self.condition(relation, p.num * p.den if relation in {">", ">="} else p.num)

    # ---- elimination of roots

    def condition(self, relation: str, p: fmpq_mpoly) -> Condition:
        """p REL 0, without the letters of the roots."""
        self.count += 1
        if self.count > MOST_SIGNS:
            raise NotReal("too many cases of signs")
        if relation == "!=":
            return Opposite(self.condition("=", p))
        if relation == ">=":
            return Opposite(self.condition(">", -p))
        i = next((i for i in range(len(self.tower.roots), 0, -1) if not p.is_zero() and p.degrees()[i]), 0)
        if not i:
            return Sign(relation, self.coefficients(p))
        n, d = self.tower.roots[i - 1]
        a, b = self.halves(p, i, n, d)
        if b.is_zero():
            return self.condition(relation, a)
        gap = a * a * d * d - b * b * n * d  # d² (A² − B² s²)
        if relation == "=":
            return Every((self.condition("=", gap), Opposite(self.condition(">", a * b))))
        positive, wide = self.condition(">", a), self.condition(">", b)
        return Some(
            (
                Every((positive, Opposite(self.condition(">", -b)))),
                Every((positive, self.condition(">", gap))),
                Every((wide, self.condition(">", -gap))),
            )
        )

    def halves(self, p: fmpq_mpoly, i: int, n: fmpq_mpoly, d: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """A and B with d^(2k) p = A + B s for some k, where s² = n/d is the root with number i."""
        top = p.degrees()[i] // 2
        top += top % 2
        parts = [self.tower.ring.constant(0), self.tower.ring.constant(0)]
        for powers, c in p.to_dict().items():
            e = powers[i]
            rest = self.tower.ring.from_dict({(*powers[:i], 0, *powers[i + 1 :]): c})
            parts[e % 2] += rest * n ** (e // 2) * d ** (top - e // 2)
        return parts[0], parts[1]

    def coefficients(self, p: fmpq_mpoly) -> tuple[Fraction, ...]:
        """Of a polynomial in the variable alone, from the constant up."""
        found = {powers[0]: Fraction(int(c.p), int(c.q)) for powers, c in p.to_dict().items()}
        return tuple(found.get(k, Fraction(0)) for k in range(max(found, default=0) + 1))


def same(p: Condition, q: Condition) -> Condition:
    return Some((Every((p, q)), Every((Opposite(p), Opposite(q)))))
