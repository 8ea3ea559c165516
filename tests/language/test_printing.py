"""Printing and reading are inverse: every term the grammar makes comes back from its text, brackets and all."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from grammar_readings import READINGS
from grammar_scope import SCOPE, Names, sexpr

from symcheck.language.context import Context, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statement
from symcheck.language.kinds import read_kind
from symcheck.language.numerals import numeral
from symcheck.language.printing import to_latex, to_text
from symcheck.language.reading import read
from symcheck.language.terms import Term, num, sym


def as_juxtaposed(term: Term) -> Term:
    """`@` is printed by juxtaposition."""
    return Term("juxt" if term.op == "mul" else term.op, tuple(as_juxtaposed(a) for a in term.args), term.value)


@pytest.mark.parametrize("text", [text for text, _ in READINGS])
def test_what_was_read_is_read_again(text: str) -> None:
    term = as_juxtaposed(parse_statement(text, SCOPE))
    assert sexpr(parse_statement(to_text(term), SCOPE)) == sexpr(term)


NICE = [
    ("w1=w0-(2*eta/n)X^T(X w0-t)", "w1 = w0 - (2 * eta / n) X^T (X w0 - t)"),
    ("2/n X^T a", "2 / n X^T a"),
    ("((x))+(y*z)", "x + y * z"),
    ("x-(y-z)", "x - (y - z)"),
    ("(x-y)-z", "x - y - z"),
    ("-(x y)", "-x y"),
    ("(-x) y", "(-x) y"),
    ("x^(-1)", "x^-1"),
    ("(x^y)^z", "(x^y)^z"),
    ("x^(y^z)", "x^(y^z)"),
    ("(x y)^T", "(x y)^T"),
    ("x/(y z)", "x / (y z)"),
    ("(x/y) z", "(x / y) z"),
    ("‖X w - t‖²", "norm(X w - t)^2"),
    ("log p log q", "log(p) log(q)"),
    ("log p q", "log p q"),
    ("sin 2x", "sin 2 x"),
    ("log log n m", "log log n m"),
    ("sin^2 x y", "sin^2 x y"),
    ("∇_w L(w) a", "∇_w L(w) a"),
    ("∂/∂w (a^T w) x", "∂/∂w (a^T w) x"),
    ("for all a in R, b in R: a=b", "for all a, b in R: a = b"),
    ("(x=1 and y=2) => z=3", "x = 1 and y = 2 => z = 3"),
    ("x=1 and (y=2 => z=3)", "x = 1 and (y = 2 => z = 3)"),
    ("1e-9 x + 0.10 y", "1e-9 x + 0.1 y"),
    ("A is positive-definite", "A is positive definite"),
    ("(n!)!", "(n!)!"),
]


@pytest.mark.parametrize(("text", "printed"), NICE)
def test_no_bracket_too_many(text: str, printed: str) -> None:
    assert to_text(parse_statement(text, SCOPE)) == printed


NUMERALS = [
    (Fraction(3), "3", True),
    (Fraction(-1, 4), "-0.25", True),
    (Fraction(1, 10**9), "1e-9", True),
    (Fraction(2, 3), "2/3", False),
    (Fraction(10**40), "1e40", True),
    (Fraction(123456, 100000), "1.23456", True),
    (Fraction(0), "0", True),
]


@pytest.mark.parametrize(("value", "text", "whole"), NUMERALS)
def test_numerals(value: Fraction, text: str, whole: bool) -> None:
    assert numeral(value) == (text, whole)


def test_numerals_of_any_length() -> None:
    for value in (10**9000 + 1, 7**9000, 3**20000):
        text = numeral(Fraction(value))[0]
        assert len(text) > 4300
        assert sum(int(text[-i]) * pow(10, i - 1, 997) for i in range(1, len(text) + 1)) % 997 == value % 997


def test_a_symbol_named_like_a_domain_keeps_them_apart() -> None:
    scope = Names(dict.fromkeys(["R", "x"], "symbol"))
    term = Term("and", (Term("in", (sym("x"), Term("domain", (), "R"))), Term("rel", (sym("x"), sym("R")), "=")))
    assert to_text(term) == "x in ℝ and x = R"
    assert parse_statement(to_text(term), scope) == term


def test_a_symbol_named_t_keeps_transposes_apart_from_powers() -> None:
    scope = Names(dict.fromkeys(["X", "x", "T"], "symbol"))
    for term in (Term("juxt", (Term("transpose", (sym("X"),)), sym("T"))), Term("pow", (sym("x"), sym("T")))):
        assert parse_statement(to_text(term), scope) == term


# random terms


def _array(rng: random.Random, depth: int) -> Term:
    """A random term that the grammar can make."""
    if depth == 0 or rng.random() < 0.1:
        if rng.random() < 0.3:
            return num(rng.choice([Fraction(2), Fraction(0), Fraction(1, 10), Fraction(1, 10**7), Fraction(15, 2)]))
        return sym(rng.choice(["x", "y", "X", "w0", "lambda", "eta"]))

    def part() -> Term:
        return _array(rng, depth - 1)

    kind = rng.randrange(21)
    match kind:
        case 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7:
            op = ["add", "sub", "juxt", "star", "hadamard", "div", "pm", "juxt"][kind]
            return Term(op, (part(), part()))
        case 8:
            return Term("neg", (part(),))
        case 9:
            base, power = part(), part()
            literal_minus = power.op == "neg" and power.args[0].op == "num"
            return Term("pow", (base, num(-2) if literal_minus else power))
        case 10:
            base = part()
            return Term("transpose", (sym("X") if base.op == "num" else base,))
        case 11:
            return Term("prime", (part(),))
        case 12:
            return Term("index", (part(), *(rng.choice([part(), Term("all")]) for _ in range(rng.choice([1, 2])))))
        case 13:
            return Term("call", (part(),), rng.choice(["norm", "sin", "tr", "E", "factorial", "logdet"]))
        case 14:
            return Term("call", (part(), Term("bind", (Term("range", (num(1), part())),), "j")), "sum")
        case 15:
            return Term("call", (part(), Term("tends", (part(),), ("h", rng.choice(["", "+", "-"])))), "limit")
        case 16:
            return Term(rng.choice(["apply", "derivative"]), (part(),), "f")
        case 17:
            listed = tuple(part() for _ in range(rng.choice([2, 3])))
            rows = all(e.op == "vector" for e in listed)
            return Term("tuple" if rows else "vector", listed)
        case 18:
            width, height = rng.choice([1, 2]), rng.choice([1, 2])
            # an entry is a number: arrays written out do not stand in arrays
            entries = [e if e.op not in {"vector", "matrix"} else sym("x") for e in (part() for _ in range(width * height))]
            return Term("matrix", tuple(Term("row", tuple(entries[i * width : (i + 1) * width])) for i in range(height)))
        case 19:
            return Term("set", tuple(part() for _ in range(rng.randrange(3))))
        case _:
            return Term("call", (part(), sym("w0")), "grad")


def _statement(rng: random.Random, depth: int) -> Term:
    def part() -> Term:
        return _statement(rng, depth - 1)

    if depth == 0 or rng.random() < 0.2:
        sides = tuple(_array(rng, 2) for _ in range(3))
        match rng.randrange(5):
            case 0:
                return Term("chain", sides, ("<=", "<"))
            case 1:
                return Term("in", (sides[0], _domain(rng, 2)))
            case 2:
                return Term("is", (sides[0],), rng.choice(["positive-definite", "convex", "invertible"]))
            case _:
                return Term("rel", sides[:2], rng.choice(["=", "!=", "<", ">=", "~="]))
    match rng.randrange(7):
        case 0:
            return Term("not", (part(),))
        case 1:
            return Term("forall", (Term("bind", (_domain(rng, 2),), "a"), Term("bind", (_domain(rng, 1),), "b"), part()))
        case 2:
            return Term("exists", (Term("bind", (_domain(rng, 2),), "v"), part()))
        case k:
            return Term(["and", "or", "implies", "iff"][k - 3], (part(), part()))


def _domain(rng: random.Random, depth: int) -> Term:
    ends = (_array(rng, 1), _array(rng, 1))
    simple = [
        Term("domain", (), rng.choice("RN")),
        Term("interval", ends, rng.choice(["[]", "[)", "(]", "()"])),
        Term("set", ends),
    ]
    match rng.randrange(4):
        case 0 if depth > 1:
            return Term("union", (_domain(rng, depth - 1), rng.choice(simple)))
        case 1:
            return Term("arrays", (rng.choice(simple), *(_array(rng, 1) for _ in range(rng.choice([1, 2])))))
        case 2:
            return Term("range", (num(1), _array(rng, 1)))
    return rng.choice(simple)


@pytest.mark.parametrize("seed", range(30))
def test_random_terms_come_back(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(25):
        for term in (_array(rng, rng.randrange(1, 5)), _statement(rng, 3)):
            text = to_text(term)
            try:
                again = parse_statement(text, SCOPE)
            except LanguageError as error:
                # a tower of literals is refused by its size, not by its form
                assert error.code == "number-too-large", f"seed {seed}: {text}"
                continue
            assert sexpr(again) == sexpr(term), f"seed {seed}: {text}"
            assert to_latex(term)


# elaborated terms

KINDS = {
    "X": "matrix(n, d)", "A": "matrix(n, n)", "B": "matrix(n, n)", "w": "vector(d)", "w0": "vector(d)", "t": "vector(n)",
    "a": "vector(n)", "x": "real", "y": "real", "eta": "real", "k": "natural", "s": "R -> R", "g": "vector(k)",
}  # fmt: skip
ELABORATED = [
    "2/n X^T (X w - t)",
    "w0 - eta * 2/n X^T a",
    "(X^T X + eta I)^-1 X^T t",
    "A @ B^T @ A * 3",
    "A .* B + 2 A",
    "grad(norm(X w - t)^2 / n, w) = 2/n X^T (X w - t)",
    "norm(X^T a)^2 / norm(X X^T a)^2 >= 0",
    "A^3 B^-1 A' = 0",
    "[1, 2] = [x, y] and [[x, y], [y, x]] != 0",
    "sum(x^i for i in 1..k) = x",
    "limit(1/h, h -> inf) = 0",
    "for all v in R^n: v^T A v >= 0",
    "x in [0, 1) union {2}",
    "s'(x) + s(2 x) y",
    "diff(x^2 y, x) = 2 x y",
    "-x^2 y * 3 - -y",
    "tr(A B) = tr(B A)",
    "X[1, :] w + t[1]",
    "A is positive definite => x > 0 or not y = 1",
    "$\\frac{2}{n} X^\\top a = 0$",
]


@pytest.fixture(scope="module")
def context() -> Context:
    symbols: dict[str, Kind | object] = {}
    for name, kind in KINDS.items():
        symbols[name] = read_kind(kind, Context(symbols=symbols))  # type: ignore[arg-type]
    return Context(symbols=symbols)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ELABORATED)
def test_elaborated_terms_come_back(text: str, context: Context) -> None:
    term = read(text, context).term
    assert sexpr(read(to_text(term), context).term) == sexpr(term)


LATEX = [
    ("w1 = w0 - (2 eta/n) X^T (X w0 - t)", r"w_{1} = w_{0} - \frac{2 \eta}{n} X^{\top} \left(X w_{0} - t\right)"),
    ("‖X w - t‖²", r"\left\|X w - t\right\|^{2}"),
    ("w_hat^T x + lambda_tilde", r"\hat{w}^{\top} x + \tilde{\lambda}"),
    ("∂L1/∂eta", r"\frac{\partial L_{1}}{\partial \eta}"),
    ("sum(g[i] for i in 1..k)", r"\sum_{i=1}^{k} g_{i}"),
    ("x in R^n", r"x \in \mathbb{R}^{n}"),
    ("sqrt(x) / lt", r"\frac{\sqrt{x}}{\mathrm{lt}}"),
    ("2 * 3", r"2 \cdot 3"),
    ("[[1, 2], [3, 4]]", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
]


@pytest.mark.parametrize(("text", "latex"), LATEX)
def test_latex(text: str, latex: str) -> None:
    assert to_latex(parse_statement(text, SCOPE)) == latex
