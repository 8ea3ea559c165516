"""Sums and products whose ranges have symbolic ends: what the claim is about, and the claim at numbers.

TRUSTED FOR MEANING.  Owns: `Series`, `instances`, and the preparation of a statement: definitions put in, several ranges
nested, the quantifier over whole numbers made a symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product as cartesian

from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.sizes import SCALAR
from symcheck.language.substitution import fresh_name, substitute_all
from symcheck.language.terms import Term, bound_names, free_symbols, rebuild, subterms
from symcheck.theories.applied import with_values
from symcheck.theories.binders import bound_kind
from symcheck.theories.goals import All, Contrary, Either, Goal, Leaf, LoweredClaim, Proposed, Under, leaves
from symcheck.theories.linear_terms import at_values, constant, is_true, literal, names_below
from symcheck.theories.lowering import NotLowered
from symcheck.theories.setting import Setting

Given = tuple[tuple[str, Term], ...]
Read = Callable[[Term, Given, Setting], LoweredClaim]
FOLDS = frozenset({"sum", "prod"})
VALUES = {1: (0, 1, 2, 3, 4, 5, 6, 7, 10, -1, -2), 2: (0, 1, 2, 3, -1)}
MOST_POINTS = 16
MOST_WRITTEN = 12
ELSEWHERE = "the claim at numbers"
SIGNS = {"positive": ">", "nonnegative": ">=", "negative": "<", "nonpositive": "<=", "nonzero": "!="}
NEVER = Either(())  # beside instances: they can refute, and never prove


@dataclass(frozen=True)
class Series:
    """A statement about sums with symbolic ends, with all that is assumed of the whole numbers `names` in them.

    given: the hypotheses of the claim, and what the kinds of the names say.
    """

    statement: Term
    given: Given
    setting: Setting
    names: tuple[str, ...]
    read: Read
    peeled: frozenset[str] = frozenset()

    def at(self, values: Mapping[str, Term]) -> Series:
        """The claim at values of some of the names."""
        given = tuple((label, at_values(h, values)) for label, h in self.given)
        names = tuple(n for n in self.names if n not in values)
        return replace(self, statement=at_values(self.statement, values), given=given, names=names)

    def with_values(self) -> Series:
        """With numbers for the values of declared functions, where their arguments are numbers: an equivalent claim."""
        terms, setting = with_values((self.statement, *(h for _, h in self.given)), self.setting, only_numbers=True)
        given = tuple((label, h) for (label, _), h in zip(self.given, terms[1:], strict=True))
        return replace(self, statement=terms[0], given=given, setting=setting)

    def lower(self) -> LoweredClaim:
        """As a claim of its own.  Raises NotLowered, ZeroDivisionError."""
        return self.read(self.statement, tuple(g for g in self.hypotheses if is_true(g[1]) is not True), self.setting)

    @property
    def hypotheses(self) -> Given:
        """What is assumed beside the kinds of the names that are symbols still."""
        symbols = {f"kind:{n}" for n in self.names}
        return tuple((label, h) for label, h in self.given if label.rpartition(":")[0] not in symbols)


def is_fold(t: Term) -> bool:
    return t.op == "call" and t.value in FOLDS and any(a.op == "bind" for a in t.args)


def mentioned(term: Term, context: Context) -> Iterator[Term]:
    """Every node of the term and of the definitions that it uses."""
    seen: set[str] = set()
    stack = [*subterms(term)]
    while stack:
        t = stack.pop()
        yield t
        name = t.value
        if t.op in {"sym", "apply"} and isinstance(name, str) and name in context.definitions and name not in seen:
            seen.add(name)
            if name not in context.symbols:
                stack.extend(subterms(context.definitions[name].body))


def unfolded(term: Term, context: Context, bound: frozenset[str] = frozenset()) -> Term:
    """The term with its definitions put in.  Raises NotLowered where a bound name hides something a definition speaks of."""
    if term.op in {"sym", "apply"} and term.value in context.definitions and term.value not in bound:
        body = unfold(term, context)
        if body is not term:
            inside = context.definitions[str(term.value)].body
            if bound & set(free_symbols(inside)) - set(context.definitions[str(term.value)].params):
                raise NotLowered(
                    "no-theory", f"a bound name hides a symbol that `{term.value}` is defined by; give it another name"
                )
            return unfolded(body, context, bound)
    inner = bound | frozenset(bound_names(term))
    return replace(term, args=tuple(unfolded(a, context, inner) for a in term.args)) if term.args else term


def nested(term: Term) -> Term:
    """Sums with several ranges as sums of sums: ∑ over i of ∑ over j; an index that its own range speaks of has another name."""

    def change(t: Term) -> Term | None:
        if is_fold(t) and len(t.args) > 2:
            body, first, *rest = t.args
            return nested(replace(t, args=(replace(t, args=(body, *rest)), first)))
        if is_fold(t) and t.args[1].value in free_symbols(t.args[1]):
            body, bind = t.args
            name = fresh_name(str(bind.value), {*names_below(t), *free_symbols(body), *free_symbols(bind)})
            renamed = substitute_all(body, {str(bind.value): Term("sym", (), name, SCALAR)})
            return nested(replace(t, args=(renamed, replace(bind, value=name))))
        return None

    return rebuild(term, change)


def without_quantifier(statement: Term, given: Given, setting: Setting) -> tuple[Term, Given, Setting, frozenset[str]]:
    """`for all n in 1..inf: P` as P under n ≥ 1, for a symbol n that is new."""
    context = setting.context
    symbols = dict(context.symbols)
    peeled: set[str] = set()
    while statement.op == "forall":
        *binders, body = statement.args
        first, rest = binders[0], tuple(binders[1:])
        (domain,), name = first.args, str(first.value)
        if domain.op not in {"range", "domain", "interval"} or not all(b.op == "bind" for b in binders):
            break
        if domain.op == "range" and domain.args[1] != Term("const", (), "inf") and not free_symbols(domain):
            break  # finitely many: each is written out
        inner = replace(statement, args=(*rest, body)) if rest else body
        hypothesised = {n for _, h in given for n in free_symbols(h)}
        new = name
        if name in symbols or name in context.sizes or name in context.definitions or name in hypothesised:
            new = fresh_name(name, {*symbols, *context.sizes, *context.definitions, *hypothesised, *names_below(statement)})
        here = Term("sym", (), new, SCALAR)
        inner = substitute_all(inner, {name: here})
        if domain.op == "range":
            symbols[new] = Kind("integer", SCALAR)
            low, high = domain.args
            ends = [Term("rel", (here, low), ">=")] if high == Term("const", (), "inf") else [
                Term("rel", (here, low), ">="), Term("rel", (here, high), "<=")]  # fmt: skip
            given = (*given, *((f"range:{new}:{k}", h) for k, h in enumerate(ends)))
        else:
            symbols[new] = bound_kind(domain)
        peeled.add(new)
        statement = inner
    return statement, given, replace(setting, context=replace(context, symbols=symbols)), frozenset(peeled)


def of_binomials(term: Term, context: Context, bound: Mapping[str, bool]) -> Iterator[Term]:
    """What must not be negative for the binomials of symbols to have values (factorials.py); lost where numbers are put in.

    bound: the indices of the sums around the term, and whether they begin at 0 or above.  Raises NotLowered where it speaks of
    an index.
    """
    if term.op == "call" and term.value == "binomial" and term.args[1].op != "num":
        upper = term.args[0]
        names = free_symbols(upper)
        if not all(bound[n] if n in bound else is_natural(context, n) for n in names):
            if set(bound) & set(names):
                raise NotLowered("no-theory", f"where `{to_text(term)}` is defined depends on the index of a sum")
            yield Term("rel", (upper, literal(0)), ">=")
    inner = dict(bound)
    for b in term.args:
        if b.op == "bind":
            low = constant(b.args[0].args[0]) if b.args[0].op == "range" else None
            inner[str(b.value)] = low is not None and low >= 0
    for a in term.args:
        yield from of_binomials(a, context, inner)


def is_natural(context: Context, name: str) -> bool:
    kind = context.symbols.get(name)
    return name in context.sizes or (isinstance(kind, Kind) and kind.base == "natural")


def written_out(term: Term) -> Term:
    """The term with short sums and products over numbers written out."""

    def change(t: Term) -> Term | None:
        if not is_fold(t) or len(t.args) != 2 or t.args[1].args[0].op != "range":
            return None
        body, bind = t.args
        low, high = (constant(end) for end in bind.args[0].args)
        if low is None or high is None or low.denominator != 1 or high.denominator != 1 or high - low > MOST_WRITTEN:
            return None
        found = [written_out(at_values(body, {str(bind.value): literal(k)})) for k in range(int(low), int(high) + 1)]
        op, total = ("add", literal(0)) if t.value == "sum" else ("mul", literal(1))
        for k, value in enumerate(found):
            total = Term(op, (total, value), None, SCALAR) if k else value
        return total

    return rebuild(term, change)


def names_of_ends(term: Term, bound: frozenset[str]) -> Iterator[str]:
    """The free symbols in the ends of the ranges of sums and products."""
    inner = bound | frozenset(bound_names(term))
    if is_fold(term):
        for b in term.args:
            if b.op == "bind" and b.args[0].op == "range":
                yield from (n for n in free_symbols(b.args[0]) if n not in bound)
    for a in term.args:
        yield from names_of_ends(a, inner)


def facts_of(name: str, context: Context) -> Given:
    """What the kind of a whole number says, as hypotheses.  Raises NotLowered for what is no whole number."""
    here = Term("sym", (), name, SCALAR)
    kind = context.symbols.get(name)
    if kind is None and name in context.sizes:
        return ((f"least:{name}", Term("rel", (here, literal(1)), ">=")),)
    if not isinstance(kind, Kind) or kind.base not in {"integer", "natural"} or kind.shape != SCALAR:
        raise NotLowered("no-theory", f"a range ends at `{name}`, which is not declared whole: `{name}: natural`")
    found = [Term("rel", (here, literal(0)), ">=")] if kind.base == "natural" else []
    for p in kind.properties:
        if p not in SIGNS:
            raise NotLowered("no-theory", f"no theory reads a range up to `{name}`, which is declared {p}")
        found.append(Term("rel", (here, literal(0)), SIGNS[p]))
    if kind.domain is not None:
        found.append(Term("in", (here, kind.domain)))
    return tuple((f"kind:{name}:{k}", f) for k, f in enumerate(found))


def scalars_only(setting: Setting, names: tuple[str, ...]) -> Setting:
    """The setting in which the names are whole numbers: sizes among them are no sizes of arrays any more."""
    symbols = dict(setting.context.symbols)
    sizes = [n for n in names if n not in symbols]
    if sizes:
        symbols = {
            n: k
            for n, k in symbols.items()
            if not isinstance(k, Kind) or not set(sizes) & {*k.shape.rows.names, *k.shape.cols.names}
        }
    symbols |= {n: Kind("natural", SCALAR) for n in sizes}
    return replace(setting, context=replace(setting.context, symbols=symbols))


def instances(series: Series) -> Iterator[Goal]:
    """The claim at small whole numbers."""
    names = series.names
    choices = cartesian(VALUES.get(len(names), (0, 1, 2)), repeat=len(names))
    ordered = sorted(choices, key=lambda v: (any(x < 0 for x in v), sum(map(abs, v)), v))
    made = 0
    try:
        needed = tuple(("defined:binomial", h) for h in dict.fromkeys(of_binomials(series.statement, series.setting.context, {})))
    except NotLowered:
        return
    needed = tuple((f"{label}:{k}", h) for k, (label, h) in enumerate(needed))
    series = replace(series, given=(*series.given, *needed))
    for values in ordered:
        here = series.at({n: literal(v) for n, v in zip(names, values, strict=True)})
        if any(is_true(h) is False for _, h in here.given):
            continue
        try:
            goal = replace(here, statement=written_out(here.statement)).with_values().lower().goal
        except (NotLowered, ZeroDivisionError):
            continue
        made += 1
        point = tuple((n, Fraction(v)) for n, v in zip(names, values, strict=True))
        yield labelled(goal, to_text(series.statement), point, series.peeled)
        if made == MOST_POINTS:
            return


def labelled(goal: Goal, text: str, point: tuple[tuple[str, Fraction], ...], peeled: frozenset[str]) -> Goal:
    """The goal of an instance, with what was put in for the report."""
    match goal:
        case Leaf(o):
            shown = tuple((n, str(v)) for n, v in point)
            symbols = tuple((n, v) for n, v in point if n not in peeled)
            put = replace(o, label=text, instance=(*shown, *o.instance), point=(*symbols, *o.point))
            return Leaf(replace(put, refutes_only=ELSEWHERE, unproved=True))
        case All(parts):
            return All(tuple(labelled(p, text, point, peeled) for p in parts))
        case Either(parts):  # only what follows from the claim can refute it
            needed = tuple(p for p in parts if any(o.necessary for o in leaves(p)))
            return Either(tuple(labelled(p, text, point, peeled) for p in needed))
        case Under(conditions, inner):
            return Under(conditions, labelled(inner, text, point, peeled))
        case Proposed() | Contrary():  # nothing is searched for to refute an instance
            return Either(())
