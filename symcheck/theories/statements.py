"""Statements → goal trees: equations, inequalities, connectives, quantifiers, membership, and hypotheses.

TRUSTED FOR MEANING.  Owns: `StatementLowerer`.  Works over either reading of arrays: networks at all sizes
(expressions.py), or entry by entry where every size is a number and the claim uses literals or indices (entries.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent
from symcheck.language.context import Kind
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term
from symcheck.theories.alternatives import alternatives
from symcheck.theories.arrays import square_norm
from symcheck.theories.binders import bound_kind, require_no_capture
from symcheck.theories.block_goals import block_formulas, block_goal
from symcheck.theories.calculus_statements import calculus_goal
from symcheck.theories.clauses import SUPPOSED, clause_goal
from symcheck.theories.computed import computed_goal
from symcheck.theories.entries import EntryLowerer
from symcheck.theories.goals import All, Either, Goal, Leaf
from symcheck.theories.induction import Values
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.membership import member_formulas, subset_goal
from symcheck.theories.optimality import optimality_goal
from symcheck.theories.properties import domain_formulas, property_formulas
from symcheck.theories.rewrites import normal_statement
from symcheck.theories.satisfiable import met
from symcheck.theories.setting import Setting
from symcheck.theories.slopes import with_slopes
from symcheck.theories.tolerances import within_tolerance

Hypotheses = tuple[Hypothesis, ...]
EQUATIONAL = frozenset({"symmetric", "skew", "orthogonal", "idempotent"})


class StatementLowerer:
    """Lowers one claim with its hypotheses; letters are shared by all its obligations."""

    def __init__(self, setting: Setting, *, entrywise: bool) -> None:
        self.setting = setting
        self.entrywise = entrywise
        self.entries = EntryLowerer(setting)
        self.networks = self.entries.scalars
        self.letters = self.networks.letters
        self.instance: tuple[tuple[str, str], ...] = ()

    # ---- values

    def put(self, values: Values) -> None:
        """Read exponents as these values."""
        for name, (symbolic, shift) in values.shifts.items():
            kind = self.setting.context.symbols[name]
            known = self.networks.declared(name, kind) if symbolic and isinstance(kind, Kind) else number(0)
            self.networks.bound[name] = known + number(shift)
        self.instance = values.numbers

    def scalar(self, term: Term) -> Polynomial:
        return self.entries.scalar(term) if self.entrywise else self.networks.lower(term)

    def arrays(self, term: Term) -> list[Polynomial]:
        """The polynomials whose vanishing is the vanishing of the array `term`."""
        if self.entrywise:
            return [p for row in self.entries.lower(term) for p in row]
        return [self.networks.lower(term)]

    def differences(self, a: Term, b: Term) -> list[Polynomial]:
        if self.is_of_tensors(a, b):
            return [self.networks.kronecker.difference(a, b)]
        left, right = self.arrays(a), self.arrays(b)
        if len(left) != len(right):
            raise NotLowered("no-theory", f"`{to_text(a)}` and `{to_text(b)}` have different shapes")
        return [p - q for p, q in zip(left, right, strict=True)]

    def is_of_tensors(self, a: Term, b: Term) -> bool:
        """The two sides are arrays in which kron or vec occurs, at all sizes."""
        return not self.entrywise and a.shape != SCALAR and any(self.networks.kronecker.concerns(t) for t in (a, b))

    # ---- hypotheses

    def assume(self, term: Term, label: str) -> list[list[Hypothesis]]:
        """Cases (alternatives), each a list of hypotheses, that together are equivalent to the statement."""
        term = normal_statement(term)
        match term:
            case Term("and", parts):
                cases: list[list[Hypothesis]] = [[]]
                for k, part in enumerate(parts):
                    more = self.assume(part, f"{label}/{k + 1}" if len(parts) > 1 else label)
                    cases = [[*c, *m] for c in cases for m in more]
                return cases
            case Term("or", parts):
                pieces = [c for k, part in enumerate(parts) for c in self.assume(part, f"{label}/{k + 1}")]
                self.letters.pieces += [h.formula for c in pieces for h in c] if len(pieces) > 1 else []
                return pieces
        formulas = self.formulas(term)
        return [[Hypothesis(label if len(formulas) == 1 else f"{label}/{k + 1}", f) for k, f in enumerate(formulas)]]

    def formulas(self, term: Term) -> list[Formula]:
        """Formulas whose conjunction is equivalent to an atomic statement.  Raises NotLowered."""
        if (of_blocks := block_formulas(self, term)) is not None:
            return of_blocks
        match term:
            case Term("rel", (a, b), "="):
                return [Formula("=", p) for p in self.differences(a, b)]
            case Term("rel", (a, b), "!="):
                found = self.differences(a, b)
                if len(found) == 1:
                    return [Formula("!=", found[0])]
                return [Formula(">", square_norm((tuple(found),)))]
            case Term("rel", (a, b), str() as relation) if relation in {"<", "<=", ">", ">="}:
                if relation in {"<", "<="}:
                    a, b = b, a
                return [Formula(">" if len(relation) == 1 else ">=", self.scalar(a) - self.scalar(b))]
            case Term("in", (v, domain)) if domain.op in {"interval", "domain"} and v.shape == SCALAR:
                return domain_formulas(self.scalar(v), domain)
            case Term("in", (v, space)):
                return member_formulas(self, v, space)
            case Term("is", (a,), "invertible") if self.is_of_tensors(a, a) and (known := self.networks.kronecker.factors(a)):
                return [f for p, text in known for f in property_formulas(self.letters, text, "invertible", p)]
            case Term("is", (a,), str() as prop) if self.is_of_tensors(a, a):
                tensors = self.networks.kronecker
                return [Formula("=", tensors.distance(s, t)) for s, t in tensors.equations(a, prop)]
            case Term("is", (a,), str() as prop):
                found = self.arrays(a)
                if len(found) != 1:
                    raise NotLowered("no-theory", f"no theory reads `{to_text(term)}` entry by entry")
                return property_formulas(self.letters, to_text(a), prop, found[0])
        raise NotLowered("no-theory", f"no theory reads the hypothesis `{to_text(term)}`")

    # ---- goals

    def prove(self, term: Term, under: Hypotheses = ()) -> Goal:
        special = computed_goal(self, term) or calculus_goal(self, term, under, self.prove) or optimality_goal(self, term, under)
        if special is not None:
            return met(self, special, under)
        if not self.closed_relation(term):
            term = normal_statement(term)
        if (goal := block_goal(self, term, under)) is not None:
            return goal
        match term:
            case Term("and", parts):
                return All(tuple(self.prove(p, under) for p in parts))
            case Term("or", parts):
                clauses = clause_goal(self, term, under)
                one_of = alternatives(self, parts, under)
                return one_of if clauses is None else Either((clauses, one_of))
            case Term("implies", (a, b)):
                return self.implication(a, b, under)
            case Term("iff", (a, b)):
                return All((self.implication(a, b, under, only=True), self.implication(b, a, under, only=True)))
            case Term("forall", (*binders, body)):
                return self.forall(tuple(binders), body, under)
            case Term("rel", (a, b), "=") if self.is_of_tensors(a, b):
                p, q, shown = self.networks.kronecker.sides(a, b)
                return self.leaf(Formula("=", p - q), under, to_text(term), sides=(p, q) if shown else None)
            case Term("rel", (a, b), "!=") if self.is_of_tensors(a, b):
                return self.each(self.formulas(term), under, to_text(term))
            case Term("is", (a,), str() as prop) if prop in EQUATIONAL and self.is_of_tensors(a, a):
                compared = [self.networks.kronecker.compared(s, t) for s, t in self.networks.kronecker.equations(a, prop)]
                return self.each([Formula("=", p - q) for p, q, _ in compared], under, to_text(term))
            case Term("rel", (a, b), "="):
                self.entries.shows_arrays = any(t.op == "call" and t.value == "conv" for t in (a, b))
                pairs = zip(self.arrays(a), self.arrays(b), self.differences(a, b), strict=True)
                return All(tuple(self.leaf(Formula("=", d), under, to_text(term), sides=(p, q)) for p, q, d in pairs))
            case Term("rel", (a, b), "~="):
                return within_tolerance(self, a, b, under)
            case Term("rel", (a, b), _):
                (formula,) = self.formulas(term)
                sides = (self.arrays(a)[0], self.arrays(b)[0])
                larger, smaller = (b, a) if str(term.value) in {"<", "<="} else (a, b)
                difference = to_text(Term("sub", (larger, smaller), None, SCALAR))
                goal = self.leaf(formula, under, to_text(term), sides=sides, difference=difference)
                return with_slopes(self, goal, formula, under)
            case Term("in", (v, domain)) if domain.op in {"interval", "domain"} and v.shape == SCALAR:
                return self.each(domain_formulas(self.scalar(v), domain), under, to_text(term))
            case Term("in", (v, space)):
                return self.member(v, space, under)
            case Term("subset", (a, b)):
                return subset_goal(self, a, b, under)
            case Term("is", (a,), str() as prop) if prop in EQUATIONAL:
                (p,) = self.arrays(a)
                return self.each(property_formulas(self.letters, to_text(a), prop, p), under, to_text(term))
        raise NotLowered("no-theory", f"no theory decides `{to_text(term)}`")

    def closed_relation(self, term: Term) -> bool:
        """A relation between two numbers: it is decided as it stands."""
        if not self.entrywise or term.op != "rel" or term.value == "~=":
            return False
        if any(a.op == "call" and a.value != "abs" for a in term.args):
            return False
        try:
            with self.letters.set_aside():
                return all(p.constant is not None for a in term.args for row in self.entries.lower(a) for p in row)
        except NotLowered:
            return False

    def each(self, formulas: Iterable[Formula], under: Hypotheses, label: str) -> Goal:
        return All(tuple(self.leaf(f, under, label) for f in formulas))

    def leaf(
        self,
        formula: Formula | Member,
        under: Hypotheses,
        label: str,
        *,
        necessary: bool = True,
        sides: tuple[Polynomial, Polynomial] | None = None,
        difference: str = "",
    ) -> Goal:
        """The obligation for one formula under the hypotheses stated; completion.py adds what its letters are."""
        supposed = frozenset(h.label for h in under if h.label.startswith(SUPPOSED))
        stated = Sequent((), {}, (*self.letters.given, *under), formula, supposed=supposed)
        return Leaf(Obligation(label, stated, necessary, sides=sides, instance=self.instance, difference=difference))

    def implication(self, a: Term, b: Term, under: Hypotheses, *, only: bool = False) -> Goal:
        """b in every case of a; only: a may be true nowhere, as half of an equivalence."""
        cases = self.assume(a, f"{SUPPOSED if only else 'if'} {to_text(a)}")
        return All(tuple(self.prove(b, (*under, *case)) for case in cases))

    def forall(self, binders: tuple[Term, ...], body: Term, under: Hypotheses) -> Goal:
        """Bound names become fresh symbols; finite ranges of integers are written out."""
        if not binders:
            return self.prove(body, under)
        networks, entries, instance = dict(self.networks.bound), dict(self.entries.bound), self.instance
        try:
            return self.bound_forall(binders, body, under)
        finally:
            self.networks.bound, self.entries.bound, self.instance = networks, entries, instance

    def bound_forall(self, binders: tuple[Term, ...], body: Term, under: Hypotheses) -> Goal:
        first, *rest = binders
        name, (domain,) = str(first.value), first.args
        require_no_capture(self.setting.context, name)
        if domain.op == "set":
            return All(tuple(self.instantiated(name, self.scalar(e), tuple(rest), body, under) for e in domain.args))
        if domain.op == "arrays" and domain.args[0].op in {"set", "range"}:
            raise NotLowered("no-theory", f"no theory decides a statement about all `{name}` in `{to_text(domain)}`")
        if domain.op == "range":
            low, high = self.scalar(domain.args[0]).constant, None
            if domain.args[1] != Term("const", (), "inf"):
                high = self.scalar(domain.args[1]).constant
            whole = low is not None and high is not None and low.denominator == high.denominator == 1
            if low is None or high is None or not whole or high - low > 200:
                raise NotLowered("no-theory", f"no theory decides a statement about all `{name}` in `{to_text(domain)}`")
            values = range(int(low), int(high) + 1)
            return All(tuple(self.instantiated(name, number(k), tuple(rest), body, under) for k in values))
        self.bind_fresh(name, bound_kind(domain))
        return self.forall(tuple(rest), body, under)

    def instantiated(self, name: str, value: Polynomial, rest: tuple[Term, ...], body: Term, under: Hypotheses) -> Goal:
        """The statement at one value of a bound name."""
        self.networks.bound[name] = value
        self.entries.bound[name] = ((value,),)
        outer = self.instance
        shown = str(value.constant) if value.constant is not None else ""
        self.instance = (*outer, (name, shown)) if shown else outer
        goal = self.forall(rest, body, under)
        self.instance = outer
        return goal

    def bound_kind_of(self, domain: Term) -> Kind:
        return bound_kind(domain)

    def bind_fresh(self, name: str, kind: Kind) -> tuple[str, ...]:
        """A new symbol of this kind in the place of the bound name; the names of its letters."""
        before = set(self.letters.table)
        alias = f"{name}~{len(before)}" if name in self.letters.table or name in self.setting.context.symbols else name
        if self.entrywise:
            self.entries.bound[name] = self.entries.declare(alias, kind)
        else:
            self.networks.bound[name] = self.networks.declared(alias, kind)
        made = tuple(n for n in self.letters.table if n not in before)
        self.letters.local.update(made)
        return made

    def member(self, v: Term, space: Term, under: Hypotheses) -> Goal:
        from_space = membership_of(self, v, space)
        return self.leaf(from_space, under, f"{to_text(v)} in {to_text(space)}")


def membership_of(lowerer: StatementLowerer, v: Term, space: Term) -> Member:
    (formula,) = member_formulas(lowerer, v, space, goal=True)
    if not isinstance(formula, Member):
        raise NotLowered("no-theory", f"no theory decides `{to_text(v)} in {to_text(space)}`")
    return formula
