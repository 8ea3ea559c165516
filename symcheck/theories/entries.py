"""Terms of fixed numeric shape → arrays of scalar polynomials: the meaning of literals, indexing, convolution, layers.

TRUSTED FOR MEANING.  Owns: `EntryLowerer`.  An n×m symbol becomes n·m scalar letters `P[i,j]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from symcheck.kernel.grids import joined
from symcheck.kernel.polynomial import Polynomial, number, power, product
from symcheck.kernel.sequent import Formula
from symcheck.language.context import Kind
from symcheck.language.objects import Network
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term, bound_names
from symcheck.theories.arrays import kronecker, multiply, square_norm, stacked, total
from symcheck.theories.calculus import derivative
from symcheck.theories.convolution import Entries, flip
from symcheck.theories.derivatives import require_structured
from symcheck.theories.elementwise import ENTRYWISE, images
from symcheck.theories.expressions import INSTEAD, Lowerer
from symcheck.theories.extremes import BY_ABSOLUTE_VALUE, extreme_entries
from symcheck.theories.fixed_matrices import of_a_matrix
from symcheck.theories.letters import Letters, Memo
from symcheck.theories.lowering import NotLowered
from symcheck.theories.networks import QUANTITIES
from symcheck.theories.powers import require_expandable
from symcheck.theories.probability import OF_CHANCE
from symcheck.theories.properties import domain_formulas
from symcheck.theories.queries import convolution, network_query
from symcheck.theories.ranges import folded_entries
from symcheck.theories.setting import Setting
from symcheck.theories.synonyms import plain_call

MOST_ENTRIES = 4096


class EntryLowerer:
    """Walks terms of fixed shape; scalars that need no entries go through the same rules as at symbolic sizes."""

    def __init__(self, setting: Setting, letters: Letters | None = None) -> None:
        self.scalars = Lowerer(setting, letters)
        self.setting = setting
        self.letters = self.scalars.letters
        self.bound: dict[str, Entries] = {}
        self.memo: Memo[Entries] = {}
        self.shows_arrays = False  # the claim compares a convolution itself: what correlation would give is worth saying

    @property
    def rules(self) -> dict[str, None]:
        return self.scalars.rules

    @property
    def notes(self) -> dict[str, None]:
        return self.scalars.notes

    def scalar(self, term: Term) -> Polynomial:
        entries = self.lower(term)
        if len(entries) != 1 or len(entries[0]) != 1:
            raise NotLowered("no-theory", f"`{to_text(term)}` is not a number")
        return entries[0][0]

    def lower(self, term: Term) -> Entries:
        if self.setting.instead is not None and term == self.setting.instead[0]:
            replacement = self.setting.instead[1]
            saved, self.setting = self.setting, replace(self.setting, instead=None)
            try:
                return self.lower(replacement)
            finally:
                self.setting = saved
                self.rules[INSTEAD] = None
        match term:
            case Term("num", (), Fraction() as q):
                return ((number(q),),)
            case Term("sym", (), str() as name):
                return self.symbol(term, name)
            case Term("vector", entries):
                return tuple((self.scalar(e),) for e in entries)
            case Term("matrix", rows):
                return tuple(tuple(self.scalar(e) for e in row.args) for row in rows)
            case Term("call", (Term("matrix", rows),), "block"):
                return joined(tuple(tuple(self.lower(cell) for cell in row.args) for row in rows))
            case Term("add", (a, b)):
                return self.zip(a, b, lambda p, q: p + q)
            case Term("sub", (a, b)):
                return self.zip(a, b, lambda p, q: p - q)
            case Term("neg", (a,)):
                return tuple(tuple(-p for p in row) for row in self.lower(a))
            case Term("mul", (a, b)):
                return multiply(self.lower(a), self.lower(b))
            case Term("hadamard", (a, b)):
                return self.zip(a, b, product)
            case Term("div", (a, b)):
                over = self.letters.over(self.scalar(b), to_text(b))
                return tuple(tuple(product(over, p) for p in row) for row in self.lower(a))
            case Term("pow", (a, b)):
                return self.power(term, a, b)
            case Term("transpose", (a,)):
                return tuple(zip(*self.lower(a), strict=True))
            case Term("index", (a, *at)):
                return self.index(self.lower(a), tuple(at))
            case Term("eye" | "zeros" | "ones", args):
                return self.constant(term.op, args)
            case Term("apply", _, str() as name) if name in self.setting.context.definitions:
                return self.lower(unfold(term, self.setting.context))
            case Term("call", args, str() as name):
                return self.call(term, args, name) if (plain := plain_call(term)) is term else self.lower(plain)
        raise NotLowered("no-theory", f"no theory reads `{to_text(term)}`")

    def symbol(self, term: Term, name: str) -> Entries:
        if name in self.bound:
            return self.bound[name]
        context = self.setting.context
        if name in context.definitions:
            return self.definition(term, name)
        kind = context.symbols.get(name)
        if isinstance(kind, Kind):
            return self.declare(name, kind)
        return ((self.scalars.symbol(term, name),),)

    def definition(self, term: Term, name: str) -> Entries:
        if self.bound or self.scalars.side.busy:
            return self.lower(unfold(term, self.setting.context))
        return self.letters.read_once(self.memo, name, lambda: self.lower(unfold(term, self.setting.context)))

    def declare(self, name: str, kind: Kind) -> Entries:
        """Letters for the entries of a symbol, with the domain of each."""
        rows, cols = kind.shape.rows.constant, kind.shape.cols.constant
        if rows is None or cols is None:
            raise NotLowered("size-fixed", f"`{name}` has a symbolic size, and this claim speaks of single entries")
        if rows * cols > MOST_ENTRIES:
            raise NotLowered("budget", f"`{name}` has {rows * cols} entries, more than {MOST_ENTRIES}")
        if kind.shape.is_scalar:
            return ((self.scalars.declared(name, kind),),)
        unread = [p for p in kind.properties if p != "symmetric"]
        if unread or kind.base not in {"real", "integer", "natural"}:
            raise NotLowered("no-theory", f"no theory reads `{unread[0] if unread else kind.base}` of `{name}` entry by entry")

        def entry(i: int, j: int) -> Polynomial:
            if "symmetric" in kind.properties and i > j:
                i, j = j, i
            at = f"{name}[{i + 1}]" if cols == 1 else f"{name}[{i + 1},{j + 1}]"
            fresh = at not in self.letters.table
            value = self.letters.symbol(at, ONE, ONE, integer=kind.base in {"integer", "natural"})
            if fresh and kind.domain is not None:
                for k, formula in enumerate(domain_formulas(value, kind.domain)):
                    self.letters.define(at, f"{at}:{k}", formula)
            if fresh and kind.base == "natural":
                self.letters.define(at, f"{at}:sign", Formula(">=", value))
            return value

        return tuple(tuple(entry(i, j) for j in range(cols)) for i in range(rows))

    def zip(self, a: Term, b: Term, combine: Callable[[Polynomial, Polynomial], Polynomial]) -> Entries:
        p, q = self.lower(a), self.lower(b)
        if (len(p), len(p[0])) != (len(q), len(q[0])):
            raise NotLowered("no-theory", f"`{to_text(a)}` and `{to_text(b)}` have different shapes")
        return tuple(tuple(combine(x, y) for x, y in zip(r, s, strict=True)) for r, s in zip(p, q, strict=True))

    def power(self, term: Term, a: Term, b: Term) -> Entries:
        base = self.lower(a) if a.op != "call" else None
        if base is None or (len(base) == 1 and len(base[0]) == 1):
            if a.op == "call" and a.value == "norm" and len(a.args) == 1 and b == Term("num", (), Fraction(2)):
                return ((square_norm(self.lower(a.args[0])),),)
            exponent = self.scalar(b).constant
            p = self.scalar(a)
            if exponent is None or exponent.denominator != 1 or abs(exponent) > 64:
                raise NotLowered("no-theory", f"the exponent of `{to_text(term)}` is not a small whole number")
            whole = int(exponent)
            require_expandable(p, whole, to_text(a))
            return ((power(p, whole) if whole >= 0 else power(self.letters.over(p, to_text(a)), -whole),),)
        exponent = self.scalar(b).constant
        if exponent is None or exponent.denominator != 1 or not 0 <= exponent <= 16:
            raise NotLowered("no-theory", f"the exponent of `{to_text(term)}` is not a small whole number")
        result: Entries = tuple(tuple(number(i == j) for j in range(len(base))) for i in range(len(base)))
        for _ in range(int(exponent)):
            result = multiply(result, base)
        return result

    def index(self, value: Entries, at: tuple[Term, ...]) -> Entries:
        def chosen(term: Term, count: int) -> range:
            if term.op == "all":
                return range(count)
            q = self.scalar(term).constant
            if q is None or q.denominator != 1:
                raise NotLowered("no-theory", f"the index `{to_text(term)}` is not a number")
            if not 1 <= q <= count:
                raise NotLowered("index-range", f"the index {q} is outside 1..{count}")
            return range(int(q) - 1, int(q))

        if len(at) == 1:
            flat = value if len(value[0]) == 1 else tuple((p,) for p in value[0]) if len(value) == 1 else value
            return tuple(flat[i] for i in chosen(at[0], len(flat)))
        rows, cols = chosen(at[0], len(value)), chosen(at[1], len(value[0]))
        return tuple(tuple(value[i][j] for j in cols) for i in rows)

    def constant(self, op: str, args: tuple[Term, ...]) -> Entries:
        counts = [self.scalar(a).constant for a in args]
        if any(c is None or c.denominator != 1 or c < 1 or c > MOST_ENTRIES for c in counts):
            raise NotLowered("size-fixed", "a size that is not a number, in a claim that speaks of single entries")
        rows = int(counts[0] or 1)
        cols = int(counts[1] or 1) if len(counts) > 1 else rows if op == "eye" else 1
        return tuple(tuple(number(op == "ones" or (op == "eye" and i == j)) for j in range(cols)) for i in range(rows))

    def call(self, term: Term, args: tuple[Term, ...], name: str) -> Entries:
        plain = tuple(a for a in args if a.op != "keyword")
        keywords = {str(a.value): a.args[0] for a in args if a.op == "keyword"}
        if name in OF_CHANCE and term.shape is not None and term.shape.is_scalar:
            return ((self.scalars.lower(term),),)
        match name, plain:
            case "conv", (a, k):
                self.rules["convolution-with-zero-padding"] = None
                return convolution(self.lower(a), self.lower(k), keywords, self.scalar, self.notes if self.shows_arrays else {})
            case "flip", (a,):
                self.rules["flip-both-axes"] = None
                return flip(self.lower(a))
            case "shape", (a,):
                value = self.lower(a)
                return ((number(len(value)),), (number(len(value[0])),))
            case "rows" | "cols", (a,):
                return ((number(len(self.lower(a) if name == "rows" else self.lower(a)[0])),),)
            case "kron", (a, b):
                self.rules["kronecker-product"] = None
                return kronecker(self.lower(a), self.lower(b))
            case "vec", (a,):
                self.rules["vec-stacks-columns"] = None
                return stacked(self.lower(a))
            case "sum" | "prod", (body, *binds) if binds and all(b.op == "bind" for b in binds):
                return folded_entries(self, term, name, body, tuple(binds))
            case "sum", (a,):
                return ((total(p for row in self.lower(a) for p in row),),)
            case "norm", (a,):
                self.rules["norm"] = None
                return ((self.letters.root(square_norm(self.lower(a)), f"norm({to_text(a)})^2", sum_of_squares=True),),)
            case "inner", (a, b):
                return ((total(p for row in self.zip(a, b, product) for p in row),),)
            case "max" | "min", (_, *_) if not bound_names(term):
                self.rules[BY_ABSOLUTE_VALUE] = None
                return extreme_entries(self.letters, name, [self.lower(a) for a in plain], to_text(term))
            case "grad" | "diff", (f, x):
                return self.gradient(f, x)
        of_matrix = of_a_matrix(self, name, plain)
        if of_matrix is not None:
            return of_matrix
        if name in ENTRYWISE and len(args) == 1:
            self.rules["function-by-its-axioms"] = None
            return images(self.letters, name, self.lower(args[0]), to_text(args[0]))
        if name in QUANTITIES:
            return self.network_quantity(name, plain, keywords)
        if term.shape is not None and term.shape.is_scalar and all(a.shape is not None and a.shape.is_scalar for a in plain):
            return ((self.letters.atom(name, tuple(self.scalar(a) for a in plain), ONE, ONE),),)
        raise NotLowered("no-theory", f"no theory reads `{name}` in `{to_text(term)}`")

    def is_constant(self, term: Term) -> bool:
        return all(p.constant is not None for row in self.lower(term) for p in row)

    def gradient(self, f: Term, x: Term) -> Entries:
        value, variable = self.lower(f), self.lower(x)
        if len(value) != 1 or len(value[0]) != 1:
            if len(variable) == 1 and len(variable[0]) == 1:
                name = _letter_name(variable[0][0])
                return tuple(tuple(derivative(p, self.letters, name) for p in row) for row in value)
            raise NotLowered("no-theory", f"the derivative of the array `{to_text(f)}` with respect to an array")
        names = [[_letter_name(p) for p in row] for row in variable]
        if len({n for row in names for n in row}) < sum(map(len, names)):  # entries of a symmetric matrix, shared
            require_structured(self.setting.context, to_text(x))
            self.rules["structured-gradient"] = None
        return tuple(tuple(derivative(value[0][0], self.letters, n) for n in row) for row in names)

    def network_quantity(self, name: str, plain: tuple[Term, ...], keywords: dict[str, Term]) -> Entries:
        """neurons, parameters, … of a declared network; the conditions under which it has a meaning become hypotheses."""
        if not plain or plain[0].op not in {"sym", "member", "apply"} or not isinstance(plain[0].value, str):
            raise NotLowered("no-theory", f"`{name}` needs a network")
        network = self.setting.objects.get(plain[0].value)
        if not isinstance(network, Network):
            raise NotLowered("no-theory", f"`{plain[0].value}` is not a network")
        overrides = {str(a.value): a.args[0] for a in plain[0].args if a.op == "keyword"}
        saved = dict(self.bound)
        for p in network.parameters:
            self.bound[p.name] = self.lower(overrides.get(p.name, p.term))
        pointed = keywords.get("at") or (plain[1] if len(plain) > 1 else None)
        options = {k: t for k, t in keywords.items() if k != "at"}
        self.rules[f"network-{name}"] = None
        try:
            return network_query(name, network, pointed, options, self.scalar, self.letters, self.notes)
        finally:
            self.bound = saved


def _letter_name(p: Polynomial) -> str:
    if len(p.terms) == 1:
        ((m, c),) = p.terms.items()
        if c == 1 and len(m.factors) == 1 and m.factors[0][1] == 1 and len(m.factors[0][0].nodes) == 1:
            return m.factors[0][0].nodes[0][0].name
    raise NotLowered("no-theory", "a derivative with respect to something that is not a variable")
