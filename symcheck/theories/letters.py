"""The letters of one claim: symbols, inverses, reciprocals, roots, and the equations that define them.

Owns: `Letters`, a builder that a lowering fills while it walks the terms.  Every letter that is not a declared symbol has an
origin: the polynomial that it is the inverse, the reciprocal, the square root or the uninterpreted image of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TypeVar

from symcheck.kernel.evaluation import OF_MATRICES
from symcheck.kernel.grids import Grid
from symcheck.kernel.network import EMPTY, Letter
from symcheck.kernel.polynomial import (
    Monomial,
    Polynomial,
    identity,
    letter,
    letters_of,
    number,
    power,
    product,
    reciprocal,
    size_number,
    transpose,
)
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.sizes import ONE, Size
from symcheck.theories.origins import Origin
from symcheck.theories.positivity import Signs, sign_by_form
from symcheck.theories.radicands import prime_powers, split

T = TypeVar("T")
Memo = dict[str, tuple[T, tuple[str, ...]]]  # by name: the value of a definition, and the keys of what it needs
UNINTERPRETED = "?"  # begins the name of a function of which nothing is known; no built-in function and no declared name has it
MOMENT = "moment:"  # begins the name of a letter for a moment of a random symbol
CONDITION = "condition:"  # begins the key of a condition that belongs to no letter


def _true_of(relation: str, q: Fraction) -> bool:
    return {"=": q == 0, "!=": q != 0, ">=": q >= 0, ">": q > 0}[relation]


class Letters(Signs):
    """Letters and definitional hypotheses, made on demand and shared between equal subterms."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}  # label of a definedness hypothesis -> the condition as a user would write it
        self.required: dict[str, None] = {}  # what the claim as written speaks of: letters, and keys of `definitions`
        self.aside: list[dict[str, None]] = []  # the same, while something is read that is not part of the claim
        self.readings: dict[str, Polynomial] = {}  # how a symbol is read, where its letter is not the best normal form
        self.local: set[str] = set()  # letters of bound names: they mean something inside their quantifier only
        self.wholes: dict[str, Grid] = {}  # symbols that are read as blocks: letters of their own
        self.given: list[Hypothesis] = []
        self.pieces: list[Formula] = []  # of hypotheses that are a disjunction: each is true on a part of the points only
        self.facts: list[Polynomial] = []  # known not to be negative, by hypotheses of every sequent
        self.lowest: dict[tuple[str, object], tuple[Polynomial, str]] = {}  # arguments of factorials.py, by family

    def symbol(self, name: str, rows: Size, cols: Size, *, symmetric: bool = False, integer: bool = False) -> Polynomial:
        """The declared symbol as a polynomial."""
        if name not in self.table:
            legs = tuple(s for s in (rows, cols) if s != ONE)
            made = Letter(name, legs, symmetric and len(legs) == 2, integer)
            self.table[name] = (made, rows, cols)
        return letter(*self.table[name])

    def fresh(self, stem: str, rows: Size, cols: Size, *, opaque: bool = False, symmetric: bool = False) -> str:
        """A new letter with a name that no declaration can have (it contains a `~`)."""
        name = f"{stem}~{len(self.table) + 1}"
        legs = tuple(s for s in (rows, cols) if s != ONE)
        self.table[name] = (Letter(name, legs, symmetric and len(legs) == 2, opaque=opaque), rows, cols)
        return name

    def skew(self, name: str, value: Polynomial) -> Polynomial:
        """A skew matrix read as M − Mᵀ: every skew matrix is one, and the normal form then knows that Sᵀ = −S."""
        half = self.value(self.fresh("half", value.rows, value.rows))
        self.readings[name] = half - transpose(half)
        self.define(name, f"{name}:skew", Formula("=", value - self.readings[name]))
        return self.readings[name]

    def value(self, name: str) -> Polynomial:
        return letter(*self.table[name])

    def require(self, key: str) -> None:
        """The claim speaks of this letter or condition: it must be defined for the claim to mean anything."""
        (self.aside[-1] if self.aside else self.required)[key] = None

    @contextmanager
    def set_aside(self) -> Iterator[dict[str, None]]:
        """What is read meanwhile need not be defined; the keys of what would have been required."""
        self.aside.append({})
        try:
            yield self.aside[-1]
        finally:
            self.aside.pop()

    def read_once(self, memo: Memo[T], name: str, read: Callable[[], T]) -> T:
        """A definition is read once; what it needs to be defined is required at every use."""
        if name not in memo:
            with self.set_aside() as needed:
                value = read()
            memo[name] = (value, tuple(needed))
        value, keys = memo[name]
        for key in keys:
            self.require(key)
        return value

    def require_at(self, keys: tuple[str, ...], put: Callable[[Polynomial], Polynomial], remark: str) -> None:
        """What was set aside is required, with values put in the place of variables; the remark says so of a condition."""
        for key in keys:
            if key in self.table:
                if put(self.value(key)) == self.value(key):
                    self.require(key)
                continue
            for h in self.definitions[key]:
                p = put(h.formula.polynomial)
                text = self.texts.get(h.label, "")
                if p == h.formula.polynomial:
                    self.require(key)
                elif p.constant is None:
                    self.condition(text + remark if text else "", Formula(h.formula.relation, p))
                elif not _true_of(h.formula.relation, p.constant):
                    raise ZeroDivisionError(text.removesuffix(" != 0"))

    def forget(self, name: str) -> None:
        """Undo a declaration that could not be completed: a symbol is never read without its properties."""
        self.table.pop(name, None)
        self.definitions.pop(name, None)

    def define(self, name: str, label: str, formula: Formula) -> None:
        self.definitions.setdefault(name, []).append(Hypothesis(label, formula))

    def known(self, kind: str, of: tuple[Polynomial, ...], text: str = "") -> str | None:
        plain = kind not in {"atom", "block-inverse"}
        same = (n for n, o in self.origins.items() if o.kind == kind and o.of == of and (plain or o.function == text))
        return next(same, None)

    def inverse(self, a: Polynomial, text: str) -> Polynomial:
        """A⁻¹ as a letter Y with A Y = I and Y A = I; symmetric where A is (Y is determined by A)."""
        if a.is_scalar:
            return self.over(a, text)
        name = self.known("inverse", (a,))
        if name is None:
            flipped = self.known("inverse", (transpose(a),))
            if flipped is not None:
                self.require(flipped)
                return transpose(self.value(flipped))
            name = self.fresh("inv", a.rows, a.rows, symmetric=transpose(a) == a)
            self.origins[name] = Origin("inverse", (a,), text)
            y, one = self.value(name), identity(a.rows)
            self.define(name, f"inverse:{name}:right", Formula("=", product(a, y) - one))
            self.define(name, f"inverse:{name}:left", Formula("=", product(y, a) - one))
            self.texts[f"inverse:{name}:right"] = f"{text} is invertible"
        self.require(name)
        return self.value(name)

    def over(self, d: Polynomial, text: str) -> Polynomial:
        """1/D: negative exponents where D is one monomial, else a letter u with D u = 1; D ≠ 0 becomes a hypothesis."""
        q = d.constant
        if q is not None:
            if not q:
                raise ZeroDivisionError(text)
            return number(1 / q)
        if len(d.terms) > 1 and any(x.opaque for x in letters_of(d)):
            return self.image("reciprocal", d, text, "" if self.is_positive(d) else f"{text} != 0")
        single = reciprocal(d)
        if single is not None:
            ((m, _),) = d.terms.items()
            for f, _e in m.factors:
                if f.nodes[0][0].name.startswith("#"):
                    continue
                base = Polynomial(ONE, ONE, {Monomial(((f, 1),), EMPTY): Fraction(1)})
                self.condition("" if self.is_positive(base) else f"{text} != 0", Formula("!=", base))
            return single
        name = self.known("reciprocal", (d,))
        if name is None:
            name = self.fresh("over", ONE, ONE)
            self.origins[name] = Origin("reciprocal", (d,), text)
            self.define(name, f"defined:{name}", Formula("!=", d))
            self.define(name, f"reciprocal:{name}", Formula("=", product(d, self.value(name)) - number(1)))
            if not self.is_positive(d):
                self.texts[f"defined:{name}"] = f"{text} != 0"
        self.require(name)
        return self.value(name)

    def condition(self, text: str, formula: Formula) -> None:
        """A condition under which the claim is defined, as a hypothesis; stated once."""
        key = next((k for k, hs in self.definitions.items() if any(h.formula == formula for h in hs)), None)
        if key is None:
            key = f"{CONDITION}{len(self.definitions)}"
            self.define(key, f"defined:{key}", formula)
            if text:
                self.texts[f"defined:{key}"] = text
        self.require(key)

    def size(self, size: Size) -> None:
        """A size that is written must be at least 1; it is where its form says so."""
        if any(c < 0 for _, c in size.terms):
            self.condition(f"{size} >= 1", Formula(">=", size_number(size) - number(1)))

    def root(self, q: Polynomial, text: str, *, sum_of_squares: bool) -> Polynomial:
        """√q as an atom s with s ≥ 0 and s² = q; q ≥ 0 becomes a hypothesis unless q is a sum of squares."""
        if q.constant is not None and q.constant <= 0:
            if q.constant:
                raise ZeroDivisionError(f"`{text}` is negative, and it has no real square root")
            return q
        outside, radicands = split(q)
        total = number(outside)
        for radicand in radicands:
            total = product(total, self.primitive_root(radicand, text, sum_of_squares=sum_of_squares))
        return total

    def primitive_root(self, q: Polynomial, text: str, *, sum_of_squares: bool) -> Polynomial:
        name = self.known("root", (q,))
        if name is None:
            name = self.fresh("root", ONE, ONE, opaque=True)
            self.origins[name] = Origin("root", (q,), text, "sqrt")
            s = self.value(name)
            self.define(name, f"root:{name}", Formula("=", product(s, s) - q))
            self.define(name, f"root:{name}:sign", Formula(">=", s))
            if not sum_of_squares and q.constant is None:
                self.define(name, f"defined:{name}", Formula(">=", q))
                if not sign_by_form(q, self._sign_of_letter):
                    self.texts[f"defined:{name}"] = f"{text} >= 0"
        self.require(name)
        return self.value(name)

    def atom(self, function: str, arguments: tuple[Polynomial, ...], rows: Size, cols: Size) -> Polynomial:
        """An uninterpreted value: equal functions of equal arguments are equal, and nothing else is known (proof only).

        A declared function may have the name of a built-in one: the mark keeps the kernel from giving it values and axioms.
        """
        marked = UNINTERPRETED + function.removeprefix(UNINTERPRETED)
        name = self.known("atom", arguments, marked)
        if name is None:
            name = self.fresh(marked, rows, cols, opaque=True)
            self.origins[name] = Origin("atom", arguments, "…", marked)
        self.require(name)
        return self.value(name)

    def image(self, function: str, p: Polynomial, text: str, condition: str) -> Polynomial:
        """f(p) entry by entry ("det" and "rank": of the matrix), with the kernel's values; the condition is for the reader.

        An argument that must be positive is so as a hypothesis too, where it is a number.
        """
        name = self.known("atom", (p,), function)
        flipped = None if name or function in OF_MATRICES else self.known("atom", (transpose(p),), function)
        if (name := name or flipped) is None:
            name = self.fresh(function, *((ONE, ONE) if function in OF_MATRICES else (p.rows, p.cols)), opaque=True)
            self.origins[name] = Origin("atom", (p,), text, function)
            if function == "log" and p.is_scalar:
                self.define(name, f"defined:{name}", Formula(">", p))
            if condition and not (function in {"log", "reciprocal"} and self.has_positive_entries(p)):
                self.texts[f"defined:{name}"] = condition
        self.require(name)
        return self.value(name) if flipped is None else transpose(self.value(name))

    def of_blocks(self, function: str, blocks: tuple[Polynomial, ...], text: str) -> Polynomial:
        """A number that the kernel computes from the blocks of a square matrix."""
        name = self.known("atom", blocks, function)
        if name is None:
            name = self.fresh(function, ONE, ONE, opaque=True)
            self.origins[name] = Origin("atom", blocks, text, function)
        self.require(name)
        return self.value(name)

    def power(self, base: Polynomial, exponent: Polynomial, text: str) -> Polynomial:
        """base^exponent for numbers, with the kernel's values; of a positive rational by its primes."""
        q = base.constant
        if q is not None and q > 0 and prime_powers(q) != ((q.numerator, 1),):
            total = number(1)
            for prime, count in prime_powers(q):
                factor = self.power(number(prime), exponent, str(prime))
                total = product(total, power(factor if count > 0 else self.over(factor, text), abs(count)))
            return total
        name = self.known("atom", (base, exponent), "power")
        if name is None:
            name = self.fresh("power", ONE, ONE, opaque=True)
            self.origins[name] = Origin("atom", (base, exponent), text, "power")
        self.require(name)
        return self.value(name)

    def texts_of_letters(self) -> dict[str, str]:
        """How a user would write the letters that no declaration has."""
        written = {"inverse": "inv({})", "block-inverse": "a block of inv({})", "reciprocal": "1/({})", "root": "sqrt({})"}
        functions = {name: o.function.removeprefix(UNINTERPRETED) + "({})" for name, o in self.origins.items()}
        return {name: written.get(o.kind, functions[name]).format(o.text) for name, o in self.origins.items()}
