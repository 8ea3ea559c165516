"""Sets, and the names that binders let run over them.

Owns: the rules of domain, arrays, interval, set, range, union; `binding`, the kinds of the names that `for V in D` and
`V -> target` introduce.  Does not own: where binders stand (calls.py, propositions.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from symcheck.language.context import Kind
from symcheck.language.elaboration import Elaboration, Rule
from symcheck.language.shape_rules import describe
from symcheck.language.sizes import ONE, SCALAR, Shape
from symcheck.language.terms import Term, subterms

BASES = {"R": "real", "C": "complex", "Z": "integer", "N": "natural", "Q": "real"}


def element_shape(term: Term) -> Shape:
    """The shape of one element of a set."""
    return term.shape or SCALAR


def binding(state: Elaboration, args: tuple[Term, ...]) -> tuple[tuple[Term, ...], dict[str, Kind]]:
    """The binders among `args`, read in order, and the kinds of the names they introduce."""
    binders: list[Term] = []
    names: dict[str, Kind] = {}
    for arg in args:
        if arg.op not in {"bind", "tends"}:
            continue
        with state.binding(names):
            binder, name, kind = _bind(state, arg) if arg.op == "bind" else _tends(state, arg, args)
        binders.append(binder)
        names[name] = kind
    return tuple(binders), names


def _bind(state: Elaboration, term: Term) -> tuple[Term, str, Kind]:
    name = str(term.value)
    if not term.args:
        kind = state.kind(name)
        if not isinstance(kind, Kind):
            raise state.refuse(f"nothing says what `{name}` runs over", term, "kind-mismatch", f"{name} in R^n")
        return Term("bind", (), name, kind.shape, term.span), name, kind
    domain = state.read(term.args[0])
    if state.sort(domain) != "set":
        raise state.refuse(f"`{state.words(domain)}` is not a set", domain, "kind-mismatch", f"{name} in R^n, {name} in 1..k")
    kind = Kind(_base(domain), state.sizes.shape(element_shape(domain)), domain=domain)
    return Term("bind", (domain,), name, kind.shape, term.span), name, kind


def _base(domain: Term) -> str:
    """The base of the numbers (entries) in a set."""
    match domain:
        case Term("domain", (), str(name)):
            return BASES.get(name, "real")
        case Term("arrays", (inner, *_)):
            return _base(inner)
        case Term("range"):
            return "integer"
        case Term("set", items) if all(_is_whole(i) for i in items):
            return "integer"
    return "real"


def _is_whole(term: Term) -> bool:
    """A whole number written out."""
    inner = term.args[0] if term.op == "neg" else term
    return isinstance(inner.value, Fraction) and inner.value.denominator == 1


def _tends(state: Elaboration, term: Term, around: tuple[Term, ...]) -> tuple[Term, str, Kind]:
    """V -> target: V is as it was declared; an undeclared V is a natural number where it is used as an index, else real."""
    name, side = (str(term.value[0]), str(term.value[1])) if isinstance(term.value, tuple) else (str(term.value), "")
    target = state.value(term.args[0])
    declared = state.kind(name)
    if isinstance(declared, Kind):
        kind = declared
    else:
        kind = Kind("natural" if _is_index(name, around) else "real", state.shape(target))
    if not state.agree(kind.shape, state.shape(target)):
        raise state.refuse(f"`{name}` is {describe(kind.shape)} but {state.said(target)}", term)
    return Term("tends", (target,), (name, side), None, term.span), name, kind


def _is_index(name: str, terms: tuple[Term, ...]) -> bool:
    places = (i for t in terms for n in subterms(t) if n.op in {"index", "range"} for i in n.args[n.op == "index" :])
    return any(s.op == "sym" and s.value == name for place in places for s in subterms(place))


def domain(state: Elaboration, term: Term) -> Term:
    return Term("domain", (), term.value, SCALAR, term.span)


def arrays_of(state: Elaboration, term: Term) -> Term:
    """D^n, D^(n, m)."""
    inner = state.read(term.args[0])
    if state.sort(inner) != "set" or not element_shape(inner).is_scalar:
        raise state.refuse(f"`{state.words(inner)}` is not a set of numbers", inner, "kind-mismatch")
    sizes = [state.size(a, "a size") for a in term.args[1:]]
    if not 1 <= len(sizes) <= 2:
        raise state.refuse(f"`{state.words(term)}` has {len(sizes)} sizes", term, "kind-mismatch", "R^n or R^(n, m)")
    shape = Shape(sizes[0], sizes[1] if len(sizes) > 1 else ONE)
    return Term("arrays", (inner, *(state.read(a) for a in term.args[1:])), None, shape, term.span)


def ends(state: Elaboration, term: Term) -> Term:
    """[a, b), a..b: between two numbers."""
    return Term(term.op, tuple(state.scalar(a, "an end") for a in term.args), term.value, SCALAR, term.span)


def read_set(state: Elaboration, term: Term) -> Term:
    """A set; `(a, b)` and `[a, b]` are intervals where a set is needed."""
    if term.op in {"tuple", "vector"} and len(term.args) == 2:
        around = "()" if term.op == "tuple" else "[]"
        low, high = (state.words(a) for a in term.args)
        state.note(f"`{state.words(term)}` is read as the interval from `{low}` to `{high}`")
        return ends(state, Term("interval", term.args, around, None, term.span))
    return state.read(term)


def listed(state: Elaboration, term: Term) -> Term:
    """{a, b}: elements of one shape."""
    args = state.conform([state.value(a) for a in term.args], "a set has elements of one shape", term)
    return Term("set", args, None, state.shape(args[0]) if args else SCALAR, term.span)


def union(state: Elaboration, term: Term) -> Term:
    sets = tuple(read_set(state, a) for a in term.args)
    for s in sets:
        if state.sort(s) != "set" or not state.agree(element_shape(s), element_shape(sets[0])):
            raise state.refuse(f"`{state.words(term)}` does not unite sets of one shape", term, "kind-mismatch")
    return Term("union", sets, None, element_shape(sets[0]), term.span)


RULES: Mapping[str, Rule] = MappingProxyType(
    {"domain": domain, "arrays": arrays_of, "interval": ends, "range": ends, "set": listed, "union": union}
)
