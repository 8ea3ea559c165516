"""Terms as LaTeX, for reading.

Owns: `to_latex`, and how names are set (`w_hat` as \\hat{w}, `eta` as \\eta).  Does not own: the typed line
(printing.py), reading LaTeX (latex.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby

from symcheck.language.characters import GREEK_NAMES
from symcheck.language.latex_commands import NAMED
from symcheck.language.names import LATEX_ACCENTS
from symcheck.language.numerals import numeral
from symcheck.language.terms import Term

_STATEMENT, _SUM, _PRODUCT, _FACTOR, _ATOM = 0, 10, 20, 30, 40
_RELATIONS: Mapping[str, str] = {"!=": r"\ne", "<=": r"\le", ">=": r"\ge", "~=": r"\approx"}
_JOINED = {
    "and": r"\land", "or": r"\lor", "implies": r"\Rightarrow", "iff": r"\Leftrightarrow", "in": r"\in",
    "subset": r"\subseteq", "union": r"\cup",
}  # fmt: skip
_ACCENT_SUFFIXES = {suffix: command for command, suffix in reversed(LATEX_ACCENTS.items())}


def to_latex(term: Term) -> str:
    """`term` in LaTeX, without dollar signs."""
    return _latex(term)[0]


def name_to_latex(name: str) -> str:
    """`w_hat1` as \\hat{w}_{1}, `eta` as \\eta, `w0` as w_{0}; a longer word upright."""
    base, *rest = name.split("_")
    head = base.rstrip("0123456789")
    subscripts = [base[len(head) :]] if head != base else []
    out = "\\" + head if head in GREEK_NAMES and head != "omicron" else head if len(head) == 1 else rf"\mathrm{{{head}}}"
    for part in rest:
        mark = part.rstrip("0123456789")
        if mark in _ACCENT_SUFFIXES:
            out = rf"\{_ACCENT_SUFFIXES[mark]}{{{out}}}"
            part = part[len(mark) :]
        if part:
            subscripts.append(
                "\\" + part if part in GREEK_NAMES else part if len(part) == 1 or part.isdigit() else rf"\mathrm{{{part}}}"
            )
    return out + (f"_{{{''.join(subscripts)}}}" if subscripts else "")


def _at(term: Term, power: int) -> str:
    text, own = _latex(term)
    return text if own >= power else rf"\left({text}\right)"


def _listed(terms: tuple[Term, ...]) -> str:
    return ", ".join(_latex(t)[0] for t in terms)


def _latex(term: Term) -> tuple[str, int]:
    op, args, value = term.op, term.args, term.value
    match op:
        case "num" if isinstance(value, Fraction):
            text, whole = numeral(value)
            if whole:
                return text, _ATOM if value >= 0 else _SUM
            above, below = text.lstrip("-").split("/")
            return rf"{'-' if value < 0 else ''}\frac{{{above}}}{{{below}}}", _FACTOR if value >= 0 else _SUM
        case "sym":
            return name_to_latex(str(value)), _ATOM
        case "const":
            return {"pi": r"\pi", "inf": r"\infty", "true": r"\text{true}", "false": r"\text{false}"}.get(
                str(value), str(value)
            ), _ATOM
        case "domain":
            return rf"\mathbb{{{value}}}", _ATOM
        case "all":
            return ":", _ATOM
        case "add" | "sub" | "pm" if len(args) == 2:
            sign = {"add": "+", "sub": "-", "pm": r"\pm"}[op]
            return f"{_at(args[0], _SUM)} {sign} {_at(args[1], _PRODUCT)}", _SUM
        case "neg" | "pm":
            return ("-" if op == "neg" else r"\pm ") + _at(args[0], _PRODUCT), _SUM
        case "mul" | "juxt" | "star":
            left, right = _at(args[0], _PRODUCT), _at(args[1], _FACTOR)
            sign = r" \cdot " if right[0].isdigit() or op == "star" else " "
            return left + sign + right, _PRODUCT
        case "hadamard":
            return rf"{_at(args[0], _PRODUCT)} \odot {_at(args[1], _FACTOR)}", _PRODUCT
        case "div":
            return rf"\frac{{{_latex(args[0])[0]}}}{{{_latex(args[1])[0]}}}", _FACTOR
        case "pow":
            return f"{_at(args[0], _ATOM)}^{{{_latex(args[1])[0]}}}", _FACTOR
        case "transpose" | "prime":
            return rf"{_at(args[0], _ATOM)}^{{\top}}", _FACTOR
        case "ambiguous":
            return _latex(args[0])
        case "index":
            return f"{_at(args[0], _ATOM)}_{{{_listed(args[1:])}}}", _ATOM
        case "vector" | "list":
            return _matrix([(a,) for a in args]), _ATOM
        case "row":
            return _matrix([args]), _ATOM
        case "matrix":
            return _matrix([row.args for row in args]), _ATOM
        case "tuple":
            return rf"\left({_listed(args)}\right)", _ATOM
        case "set":
            return rf"\{{{_listed(args)}\}}", _ATOM
        case "interval":
            ends = str(value) if value else "[]"
            return f"{ends[0]}{_listed(args)}{ends[1]}", _ATOM
        case "range":
            return f"{_at(args[0], _SUM)}..{_at(args[1], _SUM)}", _SUM
        case "arrays":
            dims = r" \times ".join(_latex(a)[0] for a in args[1:])
            return f"{_at(args[0], _ATOM)}^{{{dims}}}", _FACTOR
        case "eye":
            return ("I" if not args else f"I_{{{_listed(args)}}}"), _ATOM
        case "zeros":
            return ("0" if not args else rf"0_{{{_dims(args)}}}"), _ATOM
        case "ones":
            return ("1" if not args else rf"\mathbf{{1}}_{{{_dims(args)}}}"), _ATOM
        case "call":
            return _call(str(value), args)
        case "apply":
            return rf"{name_to_latex(str(value))}\left({_listed(args)}\right)", _ATOM
        case "derivative":
            return rf"{name_to_latex(str(value))}'\left({_listed(args)}\right)", _ATOM
        case "member":
            text = ".".join(rf"\mathrm{{{p}}}" for p in str(value).replace("_", r"\_").split("."))
            return text + (rf"\left({_listed(args)}\right)" if args else ""), _ATOM
        case "keyword":
            return rf"\mathrm{{{value}}} = {_latex(args[0])[0]}", _STATEMENT
        case "bind":
            return rf"{name_to_latex(str(value))} \in {_latex(args[0])[0]}", _STATEMENT
        case "tends" if isinstance(value, tuple):
            side = f"^{{{value[1]}}}" if value[1] else ""
            return rf"{name_to_latex(value[0])} \to {_latex(args[0])[0]}{side}", _STATEMENT
        case "rel":
            return f"{_at(args[0], _SUM)} {_RELATIONS.get(str(value), str(value))} {_at(args[1], _SUM)}", 5
        case "chain" if isinstance(value, tuple):
            pieces = [_at(args[0], _SUM)]
            for sign, side_term in zip(value, args[1:], strict=True):
                pieces += [_RELATIONS.get(sign, sign), _at(side_term, _SUM)]
            return " ".join(pieces), 5
        case "in" | "subset" | "union":
            return f"{_at(args[0], _SUM)} {_JOINED[op]} {_at(args[1], _SUM)}", 5
        case "and" | "or" | "implies" | "iff":
            return f"{_at(args[0], 5)} {_JOINED[op]} {_at(args[1], 5)}", 3
        case "not":
            return rf"\neg {_at(args[0], _SUM)}", 5
        case "forall" | "exists":
            groups = groupby(args[:-1], key=lambda b: b.args[0])
            bound = ", ".join(f"{', '.join(name_to_latex(str(b.value)) for b in g)} \\in {_latex(d)[0]}" for d, g in groups)
            return rf"\{op} {bound}: {_latex(args[-1])[0]}", _STATEMENT
        case "is":
            suffix = rf" \text{{ in }} {_latex(args[1])[0]}" if len(args) > 1 else ""
            return rf"{_at(args[0], _SUM)} \text{{ is {str(value).replace('-', ' ')}}}{suffix}", 5
    return rf"\mathrm{{{op}}}\left({_listed(args)}\right)", _ATOM


def _dims(sizes: tuple[Term, ...]) -> str:
    return r" \times ".join(_latex(s)[0] for s in sizes)


def _is_letter(name: str) -> bool:
    """Whether `dx` can be read back: one letter, or a Greek one, with or without an index."""
    base = name.split("_", maxsplit=1)[0].rstrip("0123456789")
    return len(base) == 1 or base in GREEK_NAMES


def _matrix(rows: list[tuple[Term, ...]]) -> str:
    body = r" \\ ".join(" & ".join(_latex(entry)[0] for entry in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def _call(name: str, args: tuple[Term, ...]) -> tuple[str, int]:
    match name, args:
        case "norm", (x,):
            return rf"\left\|{_latex(x)[0]}\right\|", _ATOM
        case "norm", (x, p):
            return rf"\left\|{_latex(x)[0]}\right\|_{{{_latex(p)[0]}}}", _ATOM
        case "abs", (x,):
            return rf"\left|{_latex(x)[0]}\right|", _ATOM
        case "sqrt", (x,):
            return rf"\sqrt{{{_latex(x)[0]}}}", _ATOM
        case (("inv" | "pinv"), (x,)):
            return f"{_at(x, _ATOM)}^{{{'-1' if name == 'inv' else '+'}}}", _FACTOR
        case "factorial", (x,):
            return f"{_at(x, _ATOM)}!", _FACTOR
        case (("grad" | "hess"), (f, x)):
            return rf"\nabla{'^{2}' if name == 'hess' else ''}_{{{_latex(x)[0]}}} {_at(f, _FACTOR)}", _FACTOR
        case "diff", (f, x):
            below = rf"\partial {_latex(x)[0]}"
            if f.op in {"sym", "apply"}:
                return rf"\frac{{\partial {_latex(f)[0]}}}{{{below}}}", _FACTOR
            return rf"\frac{{\partial}}{{{below}}} {_at(f, _ATOM)}", _FACTOR
        case (("sum" | "prod"), (f, Term("bind", (Term("range", (low, high)),), str(i)))):
            return rf"\{name}_{{{name_to_latex(i)}={_latex(low)[0]}}}^{{{_latex(high)[0]}}} {_at(f, _FACTOR)}", _PRODUCT
        case (("sum" | "prod" | "max" | "min"), (f, Term("bind") as over)):
            return rf"\{name}_{{{_latex(over)[0]}}} {_at(f, _FACTOR)}", _PRODUCT
        case "integrate", (f, Term("sym", (), str(x)), *ends) if _is_letter(x) and len(ends) in {0, 2}:
            low_high = rf"_{{{_latex(ends[0])[0]}}}^{{{_latex(ends[1])[0]}}}" if ends else ""
            return rf"\int{low_high} {_at(f, _PRODUCT)} \, d{name_to_latex(x)}", _PRODUCT
        case "limit", (f, Term("tends") as towards):
            return rf"\lim_{{{_latex(towards)[0]}}} {_at(f, _FACTOR)}", _PRODUCT
        case (("argmin" | "argmax"), (f, x)):
            return rf"\arg\{name[3:]}_{{{_latex(x)[0]}}} {_at(f, _FACTOR)}", _PRODUCT
        case "binomial", (n, k):
            return rf"\binom{{{_latex(n)[0]}}}{{{_latex(k)[0]}}}", _ATOM
        case "I", ():
            return "I", _ATOM
    command = (
        "\\" + name
        if name in _COMMANDS
        else rf"\operatorname{{{name}}}"
        if "_" not in name
        else rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"
    )
    inner, bars = "", ""
    for a in args:
        if a.op == "keyword" and a.value == "given":
            bars = rf" \mid {_latex(a.args[0])[0]}"
        else:
            inner += (", " if inner else "") + _latex(a)[0]
    return rf"{command}\left({inner}{bars}\right)", _ATOM


# commands that LaTeX itself has
_COMMANDS = frozenset(NAMED) & {
    "log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "det", "max", "min",
}  # fmt: skip
