"""The letters of one claim: symbols, inverses, reciprocals, roots, and the equations that define them.

Owns: `Letters`, a builder that a lowering fills while it walks the terms.  Every letter that is not a declared symbol has an
origin: the polynomial that it is the inverse, the reciprocal, the square root or the uninterpreted image of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.network import EMPTY, Letter
from symcheck.kernel.polynomial import Monomial, Polynomial, identity, letter, letters_of, number, product, reciprocal, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent, square_norm
from symcheck.language.sizes import ONE, Size


@dataclass(frozen=True, slots=True)
class Origin:
    """kind: "inverse" | "reciprocal" | "root" | "atom"; of: the polynomial(s) it depends on; text: how a user would write it."""

    kind: str
    of: tuple[Polynomial, ...]
    text: str


class Letters:
    """Letters and definitional hypotheses, made on demand and shared between equal subterms."""

    def __init__(self) -> None:
        self.table: dict[str, tuple[Letter, Size, Size]] = {}
        self.origins: dict[str, Origin] = {}
        self.definitions: dict[str, list[Hypothesis]] = {}
        self.texts: dict[str, str] = {}  # label of a definedness hypothesis -> the condition as a user would write it
        self.draw: dict[str, str] = {}
        self.given: list[Hypothesis] = []

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

    def value(self, name: str) -> Polynomial:
        return letter(*self.table[name])

    def define(self, name: str, label: str, formula: Formula) -> None:
        self.definitions.setdefault(name, []).append(Hypothesis(label, formula))

    def known(self, kind: str, of: tuple[Polynomial, ...], text: str = "") -> str | None:
        same = (n for n, o in self.origins.items() if o.kind == kind and o.of == of and (kind != "atom" or o.text == text))
        return next(same, None)

    def inverse(self, a: Polynomial, text: str) -> Polynomial:
        """A⁻¹ as a letter Y with A Y = I and Y A = I; symmetric where A is (Y is determined by A)."""
        if a.is_scalar:
            return self.over(a, text)
        name = self.known("inverse", (a,))
        if name is None:
            flipped = self.known("inverse", (transpose(a),))
            if flipped is not None:
                return transpose(self.value(flipped))
            name = self.fresh("inv", a.rows, a.rows, symmetric=transpose(a) == a)
            self.origins[name] = Origin("inverse", (a,), text)
            y, one = self.value(name), identity(a.rows)
            self.define(name, f"inverse:{name}:right", Formula("=", product(a, y) - one))
            self.define(name, f"inverse:{name}:left", Formula("=", product(y, a) - one))
            self.texts[f"inverse:{name}:right"] = f"{text} is invertible"
        return self.value(name)

    def over(self, d: Polynomial, text: str) -> Polynomial:
        """1/D: negative exponents where D is one monomial, else a letter u with D u = 1; D ≠ 0 becomes a hypothesis."""
        q = d.constant
        if q is not None:
            if not q:
                raise ZeroDivisionError(text)
            return number(1 / q)
        single = reciprocal(d)
        if single is not None:
            ((m, _),) = d.terms.items()
            for f, _e in m.factors:
                if f.nodes[0][0].name.startswith("#"):
                    continue
                base = Polynomial(ONE, ONE, {Monomial(((f, 1),), EMPTY): Fraction(1)})
                self.condition(f"{text} != 0", Formula("!=", base))
            return single
        name = self.known("reciprocal", (d,))
        if name is None:
            name = self.fresh("over", ONE, ONE)
            self.origins[name] = Origin("reciprocal", (d,), text)
            self.define(name, f"defined:{name}", Formula("!=", d))
            self.define(name, f"reciprocal:{name}", Formula("=", product(d, self.value(name)) - number(1)))
            self.texts[f"defined:{name}"] = f"{text} != 0"
        return self.value(name)

    def condition(self, text: str, formula: Formula) -> None:
        """A condition under which the claim is defined, as a hypothesis; stated once."""
        if all(h.formula != formula for hs in self.definitions.values() for h in hs):
            key = f"≠0:{len(self.texts)}"
            self.define(key, f"defined:{key}", formula)
            self.texts[f"defined:{key}"] = text

    def root(self, q: Polynomial, text: str, *, sum_of_squares: bool) -> Polynomial:
        """√q as a letter s ≥ 0 with s² = q; q ≥ 0 becomes a hypothesis unless q is a sum of squares."""
        name = self.known("root", (q,))
        if name is None:
            name = self.fresh("root", ONE, ONE)
            self.origins[name] = Origin("root", (q,), text)
            s = self.value(name)
            self.define(name, f"root:{name}", Formula("=", product(s, s) - q))
            self.define(name, f"root:{name}:sign", Formula(">=", s))
            if not sum_of_squares:
                self.define(name, f"defined:{name}", Formula(">=", q))
                self.texts[f"defined:{name}"] = f"{text} >= 0"
        return self.value(name)

    def atom(self, function: str, arguments: tuple[Polynomial, ...], rows: Size, cols: Size) -> Polynomial:
        """An uninterpreted value: equal functions of equal arguments are equal, and nothing else is known (proof only)."""
        name = self.known("atom", arguments, function)
        if name is None:
            name = self.fresh(function, rows, cols, opaque=True)
            self.origins[name] = Origin("atom", arguments, function)
        return self.value(name)

    def texts_of_letters(self) -> dict[str, str]:
        """How a user would write the letters that no declaration has."""
        written = {"inverse": "inv({})", "reciprocal": "1/({})", "root": "sqrt({})"}
        return {name: written.get(o.kind, "{}(…)").format(o.text) for name, o in self.origins.items()}

    def sequent(
        self, sizes: Iterable[str], goal: Formula | Member, extra: Iterable[Hypothesis] = ()
    ) -> tuple[Sequent, tuple[str, ...]]:
        """The sequent for `goal`: given hypotheses, and the definitions of the letters that occur; and its conditions."""
        hypotheses = [*self.given, *extra]
        needed: set[str] = set()
        frontier = letters_of(goal.polynomial) | {x for name, (x, _, _) in self.table.items() if "~" not in name}
        for h in hypotheses:
            frontier |= letters_of(h.formula.polynomial)
        defined: list[Hypothesis] = []
        for key, hs in self.definitions.items():
            if key.startswith("≠0"):
                defined += hs
                for h in hs:
                    frontier |= letters_of(h.formula.polynomial)
        while frontier:
            names = {x.name for x in frontier if not x.name.startswith("#")} - needed
            needed |= names
            frontier = set()
            for name in sorted(names):
                for h in self.definitions.get(name, ()):
                    defined.append(h)
                    frontier |= {x for x in letters_of(h.formula.polynomial) if x.name not in needed}
                for p in self.origins[name].of if name in self.origins else ():
                    frontier |= {x for x in letters_of(p) if x.name not in needed}
        stated = [h.formula for h in hypotheses]
        kept = [h for h in defined if h.formula not in stated or h.label.startswith(("reciprocal:", "defined:over", "inverse:"))]
        where = [self.texts[h.label] for h in kept if h.label in self.texts and not _implied(h.formula, stated)]
        unknown = goal.unknown.name if isinstance(goal, Member) else ""
        table = {n: v for n, v in self.table.items() if n in needed and n != unknown}
        used_sizes = _size_names(table, [goal.polynomial, *(h.formula.polynomial for h in (*hypotheses, *kept))])
        named = tuple(s for s in sizes if s in used_sizes)
        return Sequent(named, table, (*hypotheses, *kept), goal), tuple(dict.fromkeys(where))


def _implied(formula: Formula, stated: list[Formula]) -> bool:
    """The condition is a stated one, or says that the squared norm of a stated non-zero array is not zero."""
    if formula in stated:
        return True
    p = formula.polynomial
    if formula.relation == "!=" and p.is_scalar:
        for f in stated:
            if f.relation == "!=" and f.polynomial.legs and square_norm(f.polynomial) == p:
                return True
            if f.relation == ">" and f.polynomial == p:
                return True
    if formula.relation in {">=", ">"}:
        for f in stated:
            if f.relation in {">=", ">"}:
                gap = (p - f.polynomial).constant if f.polynomial.is_scalar else None
                if gap is not None and (gap > 0 or (gap == 0 and (formula.relation == ">=" or f.relation == ">"))):
                    return True
    return False


def _size_names(table: dict[str, tuple[Letter, Size, Size]], polynomials: list[Polynomial]) -> set[str]:
    names: set[str] = set()
    for _, rows, cols in table.values():
        names.update(rows.names, cols.names)
    for p in polynomials:
        names.update(p.rows.names, p.cols.names)
        for m in p.terms:
            for network in (m.open, *(f for f, _ in m.factors)):
                names.update(x.name[1:] for x, _ in network.nodes if x.name.startswith("#"))
                names.update(name for s in network.sizes for name in s.names)
    return names
