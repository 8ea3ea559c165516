"""Terms as Python expressions: numbers, and NumPy arrays with two axes (a vector is a column; what is 1×1 is a number).

Owns: `Expressions`.  Written from the definition of each operator, like the cross-check, and apart from it; what has no short
program raises Unwritable.  Derivatives are central differences, so they take the claim's word for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from symcheck.explain.python_functions import ENTRYWISE, OF_MATRICES, Code
from symcheck.explain.python_names import ATOM, POWER, PRODUCT, SUM, UNARY, Names, Unwritable, grouped, number
from symcheck.language.context import Context, FunctionKind, Kind
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, subterms


class Expressions:
    """Terms of one claim as code.  bound: identifiers of the names that a binder around the term has introduced."""

    def __init__(self, context: Context, names: Names, *, exact: bool) -> None:
        self.context, self.names, self.exact = context, names, exact
        self.known: dict[str, str] = {}  # names that have a value in the program

    def text(self, term: Term, power: int = 0) -> str:
        return grouped(self.code(term), power)

    def code(self, term: Term) -> Code:
        match term:
            case Term("num", (), Fraction() as q):
                return number(q, exact=self.exact)
            case Term("const", (), "inf"):
                return "np.inf", ATOM
            case Term("const", (), "pi" | "e" as name):
                return f"np.{name}", ATOM
            case Term("sym", (), str(name)):
                return self.symbol(term, name)
            case Term("apply", _, str(name)) if isinstance(self.context.symbols.get(name), FunctionKind):
                raise Unwritable(f"the function {name}, of which nothing is said")
            case Term("apply"):
                body = unfold(term, self.context)
                if body is term:
                    raise Unwritable(f"`{term.value}`")
                return self.code(body)
            case Term("add" | "sub" as op, (a, b)):
                return f"{self.text(a, SUM)} {'+' if op == 'add' else '-'} {self.text(b, PRODUCT)}", SUM
            case Term("neg", (a,)):
                return f"-{self.text(a, UNARY)}", UNARY
            case Term("mul", (a, b)):
                return self.product(term, a, b)
            case Term("hadamard", (a, b)):
                return f"{self.text(a, PRODUCT)} * {self.text(b, UNARY)}", PRODUCT
            case Term("div", (a, b)):
                return self.quotient(a, b)
            case Term("pow", (a, b)):
                return self.power(a, b)
            case Term("transpose", (a,)):
                return (f"{self.text(a, ATOM)}.T", ATOM) if not _is_scalar(a) else self.code(a)
            case Term("index", (a, *places)):
                return self.index(a, places)
            case Term("vector", entries):
                return f"np.vstack([{', '.join(self.text(e) for e in entries)}])", ATOM
            case Term("matrix", rows) if all(r.op == "row" for r in rows):
                grid = ", ".join("[" + ", ".join(self.text(e) for e in r.args) + "]" for r in rows)
                blocks = any(not _is_scalar(e) for r in rows for e in r.args)
                return f"np.{'block' if blocks else 'array'}([{grid}])", ATOM
            case Term("row", entries) if all(_is_scalar(e) for e in entries):
                return f"np.array([[{', '.join(self.text(e) for e in entries)}]])", ATOM
            case Term("eye", (n,)):
                kind = "" if not self.exact else ", dtype=object"
                return (f"np.eye({self.text(n)}{kind})", ATOM) if not _is_scalar(term) else ("1", ATOM)
            case Term("zeros" | "ones" as op, sizes):
                if _is_scalar(term):
                    return ("0" if op == "zeros" else "1"), ATOM
                shape = ", ".join([*(self.text(s) for s in sizes), *(["1"] if len(sizes) == 1 else [])])
                return f"np.{op}(({shape}){', dtype=object' if self.exact else ''})", ATOM
            case Term("call", args, str(name)):
                return self.call(term, name, args)
        raise Unwritable(f"`{term.value if term.op in {'derivative', 'member'} else term.op}`")

    def symbol(self, term: Term, name: str) -> Code:
        if name in self.known:
            return self.known[name], ATOM
        body = unfold(term, self.context)
        if body is not term:
            return self.code(body)
        raise Unwritable(f"the value of `{name}`")

    # -- arithmetic ------------------------------------------------------------------------------------------------

    def product(self, term: Term, a: Term, b: Term) -> Code:
        if _is_scalar(a) or _is_scalar(b):
            return f"{self.text(a, PRODUCT)} * {self.text(b, UNARY)}", PRODUCT
        text = f"{self.text(a, PRODUCT)} @ {self.text(b, UNARY)}"
        return (f"({text}).item()", ATOM) if _is_scalar(term) else (text, PRODUCT)

    def quotient(self, a: Term, b: Term) -> Code:
        above, below = self.text(a, PRODUCT), self.text(b, UNARY)
        if self.exact and above.removeprefix("-").isdigit():
            above = f"Fraction({above})"
        return f"{above} / {below}", PRODUCT

    def power(self, a: Term, b: Term) -> Code:
        if a.op == "call" and a.value == "norm" and len(a.args) == 1 and b == Term("num", (), Fraction(2)):
            return self.squared_norm(a.args[0])
        if not _is_scalar(a):
            return f"np.linalg.matrix_power({self.text(a)}, {self.text(b)})", ATOM
        base, exponent = self.text(a, ATOM), self.text(b, UNARY)
        if self.exact and base.isdigit():
            base = f"Fraction({base})"
        if not self.exact and a.op == "num":  # 2**-1 of Python's whole numbers is a float already; NumPy's refuses
            base = f"float({base})"
        return f"{base}**{grouped((exponent, ATOM if exponent.isidentifier() or exponent.isdigit() else UNARY), POWER)}", POWER

    def squared_norm(self, a: Term) -> Code:
        if _is_scalar(a):
            return f"{self.text(a, ATOM)}**2", POWER
        return f"({self.text(a, ATOM)}**2).sum()", ATOM

    def index(self, a: Term, places: list[Term]) -> Code:
        if any(p.op in {"all", "range"} for p in places) or a.shape is None:
            raise Unwritable("a part of an array")
        inner, at = self.text(a, ATOM), [f"{self.text(p, SUM)} - 1" for p in places]
        at = [
            str(int(p.value) - 1) if p.op == "num" and isinstance(p.value, Fraction) else t
            for p, t in zip(places, at, strict=True)
        ]
        if len(at) == 1 and not (a.shape.is_column or a.shape.rows.constant == 1):
            raise Unwritable("a row of a matrix")
        return f"{inner}.flat[{at[0]}]" if len(at) == 1 else f"{inner}[{at[0]}, {at[1]}]", ATOM

    # -- functions -------------------------------------------------------------------------------------------------

    def call(self, term: Term, name: str, args: tuple[Term, ...]) -> Code:
        plain = tuple(a for a in args if a.op not in {"bind", "keyword", "tends"})
        keywords = {str(a.value): a.args[0] for a in args if a.op == "keyword"}
        binds = [a for a in args if a.op == "bind"]
        if name in {"sum", "prod", "mean", "max", "min"}:
            return self.fold(name, plain, binds)
        if binds or any(a.op == "tends" for a in args):
            raise Unwritable(f"`{name}` over a range")
        if name in {"grad", "jac", "hess", "diff"}:
            return self.derivative(term, name, plain, keywords)
        if keywords:
            raise Unwritable(f"`{name}` with options")
        if name == "integrate" and len(plain) == 4:
            f, x, low, high = plain
            if any(t.op == "const" and t.value == "inf" for e in (low, high) for t in subterms(e)):
                raise Unwritable("an integral without an end")
            return f"{self.names.helper('integral')}({self.function(f, x)}, {self.text(low)}, {self.text(high)})", ATOM
        if name == "block" and len(plain) == 1 and plain[0].op == "matrix":
            rows = ("[" + ", ".join(self.text(e) for e in r.args) + "]" for r in plain[0].args)
            return f"np.block([{', '.join(rows)}])", ATOM
        if name == "log" and len(plain) == 2:
            return f"np.log({self.text(plain[0])}) / np.log({self.text(plain[1])})", PRODUCT
        if name in ENTRYWISE and len(plain) == 1:
            return ENTRYWISE[name].format(self.text(plain[0])), ATOM
        if name in OF_MATRICES and len(plain) == 1:
            return self.of_matrix(name, plain[0])
        known = self.named(name, plain)
        if known is None:
            raise Unwritable(f"`{name}`")
        return known

    def of_matrix(self, name: str, a: Term) -> Code:
        if _is_scalar(a):
            inverse = {"inv": f"1 / {self.text(a, UNARY)}", "logdet": f"np.log({self.text(a)})"}
            if name in {"rank", "pinv"}:
                raise Unwritable(f"`{name}` of a number")
            return (inverse[name], PRODUCT if name == "inv" else ATOM) if name in inverse else self.code(a)
        return OF_MATRICES[name].format(self.text(a)), ATOM

    def named(self, name: str, args: tuple[Term, ...]) -> Code | None:
        t = [self.text(a) for a in args]
        match name, args:
            case "norm", (a,):
                return (f"abs({t[0]})" if _is_scalar(a) else f"np.linalg.norm({t[0]})"), ATOM
            case "diag", (a,) if a.shape is not None and not a.shape.is_scalar:
                return (f"np.diag({t[0]}.ravel())" if a.shape.is_column else f"np.diag({t[0]}).reshape(-1, 1)"), ATOM
            case "kron", (_, _):
                return f"np.kron({t[0]}, {t[1]})", ATOM
            case (("inner" | "dot"), (_, _)):
                return f"np.sum(({t[0]}) * ({t[1]}))", ATOM
            case "hadamard", (a, b):
                return f"{self.text(a, PRODUCT)} * {self.text(b, UNARY)}", PRODUCT
            case "outer", (a, b) if not _is_scalar(a) and not _is_scalar(b):
                return f"{self.text(a, PRODUCT)} @ {self.text(b, ATOM)}.T", PRODUCT
            case "softmax", (_,):
                return f"np.exp({t[0]}) / np.exp({t[0]}).sum()", PRODUCT
            case "logsumexp", (_,):
                return f"np.log(np.exp({t[0]}).sum())", ATOM
            case "factorial", (_,):
                return f"math.factorial(int({t[0]}))", ATOM
            case "binomial", (_, _):
                return f"math.comb(int({t[0]}), int({t[1]}))", ATOM
            case (("rows" | "cols"), (_,)):
                return f"np.shape({t[0]})[{0 if name == 'rows' else 1}]", ATOM
        return None

    def fold(self, name: str, plain: tuple[Term, ...], binds: list[Term]) -> Code:
        python = {"sum": "sum", "prod": "math.prod", "max": "max", "min": "min"}
        if not binds:
            if len(plain) > 1 and name in python:
                return f"{python[name]}([{', '.join(self.text(p) for p in plain)}])", ATOM
            if _is_scalar(plain[0]):
                return self.code(plain[0])
            return f"({self.text(plain[0])}).{name}()", ATOM
        if len(binds) != 1 or name == "mean" or len(plain) != 1:
            raise Unwritable(f"`{name}` over several indices")
        k, body = self.running(binds[0], lambda: self.text(plain[0]))
        return f"{python[name]}({body} for {k})", ATOM

    def running(self, bind: Term, inner: Callable[[], str]) -> tuple[str, str]:
        """`k in range(…)`, and what `inner` writes while the name has that value."""
        name = str(bind.value)
        match bind.args:
            case (Term("range", (low, high)),):
                if any(t.op == "const" for t in subterms(high)):
                    raise Unwritable("a sum without end")
                over = f"range({self.text(low)}, {self.text(high, SUM)} + 1)"
            case (Term("set", items),):
                over = f"({', '.join(self.text(i) for i in items)},)"
            case _:
                raise Unwritable(f"all values of `{name}`")
        return self.within(name, lambda own: (f"{own} in {over}", inner()))

    def within(self, name: str, write: Callable[[str], tuple[str, str]]) -> tuple[str, str]:
        before, own = dict(self.known), self.names.of(name)  # as in the claim, the inner name hides the outer one
        self.known[name] = own
        try:
            return write(own)
        finally:
            self.known = before

    def function(self, f: Term, x: Term) -> str:
        """`lambda x: f`."""
        if x.op != "sym":
            raise Unwritable("a derivative with respect to something that is no symbol")
        return "lambda {}: {}".format(*self.within(str(x.value), lambda own: (own, self.text(f))))

    def derivative(self, term: Term, name: str, args: tuple[Term, ...], keywords: Mapping[str, Term]) -> Code:
        f, x, *more = args
        kind = self.context.symbols.get(str(x.value)) if x.op == "sym" else None
        tied = isinstance(kind, Kind) and {"symmetric", "skew", "diagonal", "positive-definite"} & set(kind.properties)
        if tied or (self.context.layout == "denominator" and name == "jac"):
            raise Unwritable("a derivative under a convention")
        at = self.text(keywords["at"]) if "at" in keywords else self.text(x)
        if name == "diff" and (more and more[0].op != "num"):
            raise Unwritable("a derivative of that order")
        order = int(more[0].value) if more and isinstance(more[0].value, Fraction) else 1
        if order > 2 or len(more) > 1:
            raise Unwritable("a derivative of higher order")
        scalar_of_scalar = _is_scalar(x) and (f.shape is None or f.shape.is_scalar)
        if name == "jac" and not scalar_of_scalar:
            return f"{self.names.helper('jacobian')}({self.function(f, x)}, {at})", ATOM
        if name == "hess" or (name == "diff" and order == 2):
            helper = self.names.helper("derivative")
            outer = helper if scalar_of_scalar else self.names.helper("jacobian")
            inner, body = self.within(str(x.value), lambda own: (own, f"{helper}({self.function(f, replace(x))}, {own})"))
            return f"{outer}(lambda {inner}: {body}, {at})", ATOM
        return f"{self.names.helper('derivative')}({self.function(f, x)}, {at})", ATOM


def _is_scalar(term: Term) -> bool:
    if term.shape is None:
        raise Unwritable("a part whose shape is not known")
    return term.shape.is_scalar
