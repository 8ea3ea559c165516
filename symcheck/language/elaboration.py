"""The state of one elaboration: names in scope, sizes still unknown, readings taken so far.

Owns: `Elaboration`: scope, quoting, what sort of thing a term is, making shapes agree.  Does not own: the rule of any node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from symcheck.language.context import Context, FunctionKind, Kind, is_event
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.names import nearest
from symcheck.language.operators import VOCABULARY
from symcheck.language.printing import to_text
from symcheck.language.settling import settled
from symcheck.language.shape_rules import describe
from symcheck.language.size_terms import MAX_CONSTANT, size_of, too_large
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Span, Term, subterms
from symcheck.language.unify import SizeUnifier
from symcheck.language.wording import ARTICLE, hint_for, hint_to_fit, unbracketed

STATEMENTS = frozenset({"rel", "chain", "in", "subset", "and", "or", "not", "implies", "iff", "forall", "exists", "is"})
SETS = frozenset({"interval", "set", "range", "arrays", "union", "domain"})
TRUTH = frozenset({"true", "false"})
NOWHERE = Span(0, 0)
LONGEST_QUOTE = 80
MAX_READINGS = 500
MAX_VISITS = 20_000
MAX_DEPTH = 200

Rule = Callable[["Elaboration", Term], Term]


@dataclass
class Budget:
    """Work done for one statement, over all its trials and the definitions it uses."""

    readings: int = 0
    visits: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Instance:
    """A definition read for arguments of given shapes: its elaborated body, its sort, and the notes it made."""

    body: Term
    sort: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of reading an undecided node in a scope; both are held, since they are found by identity."""

    term: Term
    bound: Mapping[str, Kind]
    outcome: Term | LanguageError
    notes: tuple[str, ...] = ()


@dataclass
class Elaboration:
    """One reading in progress.  `rules`: node → rule; `text`: what spans point into ("" if unknown)."""

    context: Context
    rules: Mapping[str, Rule]
    text: str = ""
    bound: Mapping[str, Kind] = field(default_factory=dict)
    sizes: SizeUnifier = field(default_factory=SizeUnifier)
    notes: list[str] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)
    instances: dict[tuple[str, tuple[Shape, ...]], Instance] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    tried: dict[tuple[int, int], Tried] = field(default_factory=dict)
    size_names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.size_names = frozenset(self.context.sizes)

    def read(self, term: Term) -> Term:
        """`term` with its readings decided.  Its shape may still contain size variables."""
        self.budget.visits += 1
        if self.budget.visits > MAX_VISITS:
            raise LanguageError(
                "this is too large to read", term.span or NOWHERE, code="too-large", hint="name its parts with definitions"
            )
        if self.budget.depth >= MAX_DEPTH:
            raise LanguageError(
                f"this is nested more than {MAX_DEPTH} deep, the definitions it uses included",
                term.span or NOWHERE,
                code="too-deep",
                hint="use fewer definitions inside one another",
            )
        self.budget.depth += 1
        try:
            return self.rules[term.op](self, term)
        finally:
            self.budget.depth -= 1

    def value(self, term: Term) -> Term:
        """`term` read as a number or an array; IllFormed `kind-mismatch` where it is something else."""
        read = self.read(term)
        sort = self.sort(read)
        if sort == "value":
            return read
        raise IllFormed(
            f"`{self.words(term)}` is {ARTICLE.get(sort, sort)}, where a number or an array is needed",
            term.span or NOWHERE,
            code="kind-mismatch",
            hint=hint_for(sort, self.words(term)),
        )

    def scalar(self, term: Term, what: str) -> Term:
        """`term` read as a number; `what` says what it is for."""
        read = self.value(term)
        if not self.shape(read).is_scalar:
            raise self.refuse(f"{what} is a number, but {self.said(read)}", read)
        return read

    def statement(self, term: Term) -> Term:
        read = self.read(term)
        if self.sort(read) != "statement":
            raise IllFormed(
                f"`{self.words(term)}` is not a statement", term.span or NOWHERE, code="kind-mismatch",
                hint="a statement compares: it has =, <=, in, is, …",
            )  # fmt: skip
        return read

    @contextmanager
    def binding(self, names: Mapping[str, Kind]) -> Iterator[None]:
        """The names hold within the block."""
        outer = self.bound
        self.bound = {**outer, **names}
        try:
            yield
        finally:
            self.bound = outer

    def kind(self, name: str) -> Kind | FunctionKind | None:
        """The kind of a bound name, a declared symbol or a size."""
        found = self.bound.get(name) or self.context.symbols.get(name)
        if found is None and name in self.size_names:
            return Kind("natural", SCALAR)
        return found

    def sort(self, term: Term) -> str:
        """ "value", "statement", "set", "growth", "tuple", "distribution", "function", "sequence", "network", …"""
        is_truth = term.op == "const" and term.value in TRUTH
        if is_truth or term.op in STATEMENTS or (term.op == "sym" and is_event(self.kind(str(term.value)))):
            return "statement"
        if term.op in SETS:
            return "set"
        if term.op == "tuple":
            return "tuple"
        if term.op == "call" and term.value == "float64" and term.shape is None:
            return "sequence"
        if term.op == "call" and isinstance(term.value, str) and term.value in VOCABULARY:
            return VOCABULARY[term.value].result
        if term.shape is not None:
            return "value"
        if term.op == "member" and isinstance(term.value, str):
            return "sequence" if "." in term.value else self.context.objects[term.value].category
        if isinstance(term.value, str):
            return self.sort_of_name(term.value)
        return "value"

    def sort_of_name(self, name: str) -> str:
        kind = self.kind(name)
        if kind is not None:
            return "function" if isinstance(kind, FunctionKind) else "value"
        definition = self.context.definitions.get(name)
        if definition is not None:
            instance = self.instances.get((name, ()))
            return "function" if definition.params else instance.sort if instance else "value"
        if name in self.context.objects:
            return self.context.objects[name].category
        if name in VOCABULARY:
            return "function"
        return "layer"

    def words(self, term: Term) -> str:
        """The user's own words for `term`, or the term printed where it has no place in the text."""
        if term.span is not None and 0 <= term.span.start < term.span.end <= len(self.text):
            said = unbracketed(" ".join(self.text[term.span.start : term.span.end].split()))
        else:
            said = to_text(settled(term, self.sizes))
        return said if len(said) <= LONGEST_QUOTE else said[: LONGEST_QUOTE - 1] + "…"

    def said(self, term: Term) -> str:
        """`X w` is n×1."""
        return f"`{self.words(term)}` is {describe(self.shape(term))}"

    def where(self, *terms: Term) -> str:
        """ " (X is n×d, w is d×1)": the arrays among the names of `terms`, when that says more than the terms do."""
        shapes: dict[str, str] = {}
        for term in (t for t in terms if t.op != "sym"):
            for node in subterms(term):
                if node.op == "sym" and isinstance(node.value, str) and node.shape and not self.shape(node).is_scalar:
                    shapes.setdefault(node.value, describe(self.shape(node)))
        if not shapes:
            return ""
        return " (" + ", ".join(f"{name} is {shape}" for name, shape in list(shapes.items())[:6]) + ")"

    def refuse(self, message: str, at: Term, code: str = "shape-mismatch", hint: str = "") -> IllFormed:
        return IllFormed(message, at.span or NOWHERE, code=code, hint=hint)

    def unknown(self, name: str, term: Term) -> LanguageError:
        """LanguageError `unknown-name`, with the nearest names that are known."""
        c = self.context
        near = nearest(name, [*self.bound, *c.symbols, *c.definitions, *c.objects, *c.sizes, *VOCABULARY])
        hint = f"did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else "declare it under `symbols:`"
        return LanguageError(f"`{name}` is not declared", term.span or NOWHERE, code="unknown-name", hint=hint)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def shape(self, term: Term) -> Shape:
        """The shape of an elaborated value, with what is known of its sizes put in."""
        return self.sizes.shape(term.shape or SCALAR)

    def size(self, term: Term, what: str) -> Size:
        """The size that `term` denotes; IllFormed where it is not a polynomial in sizes and whole numbers."""
        read = self.scalar(term, what)
        size = size_of(read)
        if too_large(read):
            most = f"a size given as a number is at most {MAX_CONSTANT}; a name, such as n, stands for any size"
            raise self.refuse(f"`{self.words(term)}` is too large for a size", term, "kind-mismatch", most)
        if size is None or (size.constant is not None and size.constant < 1):
            raise self.refuse(
                f"`{self.words(term)}` is not a size", term, "kind-mismatch",
                "a size is a whole number from 1, a name, or a sum or product of those",
            )  # fmt: skip
        for name in size.names:
            kind = self.kind(name)
            if isinstance(kind, Kind) and kind.base not in {"natural", "integer"}:
                raise self.refuse(
                    f"`{name}` is {kind.base}, so it is no size", term, "kind-mismatch", f"declare `{name}: natural`"
                )
        return size

    def agree(self, left: Shape, right: Shape) -> bool:
        """Whether the shapes can be equal; nothing is assumed where they cannot."""
        mark = self.sizes.mark()
        if self.sizes.unify_shapes(left, right):
            return True
        self.sizes.undo(mark)
        return False

    def conform(self, parts: Iterable[Term], what: str, at: Term) -> tuple[Term, ...]:
        """`parts` in one shape: the literals 0 and 1 take the shape of the others.

        `what` names the operation in the message.  Raises IllFormed `shape-mismatch` naming the two sides.
        """
        terms = tuple(parts)
        model = next((t for t in terms if not _is_literal(t) and not self.shape(t).is_scalar), None)
        if model is None:
            return terms
        out: list[Term] = []
        for term in terms:
            shape = self.shape(model)
            if _is_literal(term):
                out.append(self._sized(term, shape, model))
                continue
            if self.shape(term).is_scalar or not self.agree(self.shape(term), shape):
                first, second = (term, model) if terms.index(term) < terms.index(model) else (model, term)
                raise self.refuse(
                    f"{what}: {self.said(first)} but {self.said(second)}{self.where(first, second)}", at,
                    hint=hint_to_fit((self.words(first), self.shape(first)), (self.words(second), self.shape(second))),
                )  # fmt: skip
            out.append(term)
        return tuple(out)

    def fitted(self, term: Term, shape: Shape) -> Term | None:
        """`term` where it has the given shape, the literal 0 as that array of zeros; None where it does not fit."""
        if term.op == "num" and term.value == 0 and not shape.is_scalar:
            return Term("zeros", (), None, shape, term.span)
        return term if self.agree(self.shape(term), shape) else None

    def _sized(self, literal: Term, shape: Shape, model: Term) -> Term:
        """The literal 0 or 1 as an array of the given shape."""
        if literal.value == 0:
            return Term("zeros", (), None, shape, literal.span)
        if shape.is_column:
            return Term("ones", (), None, shape, literal.span)
        if shape.rows == ONE:
            column = Term("ones", (), None, shape.transposed(), literal.span)
            return Term("transpose", (column,), None, shape, literal.span)
        raise self.refuse(
            f"the number 1 stands beside `{self.words(model)}`, a matrix {describe(shape)}", literal,
            hint="write I for the identity, or ones(n, m) for the matrix of ones",
        )  # fmt: skip


def _is_literal(term: Term) -> bool:
    return term.op == "num" and term.value in {0, 1}
