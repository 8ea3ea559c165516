"""What is the same line in other words: order of summands and of scalar factors, signs, quotients, brackets.

Owns: `written`, `ordered`.  Two repairs with one written form are one repair.  It is coarser than equality of terms and much
finer than equality of values: like terms are not collected, sums are not multiplied with sums, powers of sums stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term

Factor = tuple[str, Fraction]  # a text and its exponent
Body = tuple[tuple[Factor, ...], tuple[str, ...]]  # scalar factors in order, array factors as they stand
Summand = tuple[Fraction, Body]

MOST_SUMMANDS = 40
TURNED = "^T "


def written(term: Term) -> str:
    """A text that two terms share where they are the same line in other words."""
    if term.op in {"rel", "chain", "and", "or", "implies", "iff"}:
        return f"{term.op}:{term.value}({'; '.join(written(a) for a in term.args)})"
    return str(sorted((str(c), body) for c, body in _summands(term)))


def ordered(term: Term) -> str:
    """The term with summands and scalar factors in order, and nothing multiplied out: two terms that share it read alike."""
    return " + ".join(sorted(_ordered_summands(term, "")))


def _ordered_summands(t: Term, sign: str) -> list[str]:
    other = "" if sign else "-"
    match t:
        case Term("add", (a, b)):
            return _ordered_summands(a, sign) + _ordered_summands(b, sign)
        case Term("sub", (a, b)):
            return _ordered_summands(a, sign) + _ordered_summands(b, other)
        case Term("neg", (a,)):
            return _ordered_summands(a, other)
        case Term("num", (), Fraction() as q) if not q:
            return []
        case Term("mul", _) if t.shape == SCALAR:
            return [sign + " ".join(sorted(_ordered_factors(t)))]
    inside = "; ".join(ordered(a) for a in t.args)
    return [f"{sign}{t.op}:{t.value}({inside})"]


def _ordered_factors(t: Term) -> list[str]:
    if t.op == "mul" and t.shape == SCALAR and all(a.shape == SCALAR for a in t.args):
        return [f for a in t.args for f in _ordered_factors(a)]
    if t.op == "mul":
        return [f"({'; '.join(ordered(a) for a in t.args)})"]
    return [f"({ordered(t)})"]


def _summands(t: Term) -> list[Summand]:
    match t:
        case Term("add", (a, b)):
            return _summands(a) + _summands(b)
        case Term("sub", (a, b)):
            return _summands(a) + _scaled(_summands(b), Fraction(-1))
        case Term("neg", (a,)):
            return _scaled(_summands(a), Fraction(-1))
        case Term("num", (), Fraction() as q):
            return [(q, ((), ()))] if q else []
        case Term("mul", (a, b)):
            found = _product(_summands(a), _summands(b), t)
            return _as_number(found) if t.shape == SCALAR else found
        case Term("div", (a, b)):
            below = _summands(b)
            if len(below) == 1 and below[0][0] and not below[0][1][1]:
                c, (factors, _) = below[0]
                return _product(_summands(a), [(1 / c, (tuple((f, -e) for f, e in factors), ()))], t)
            return _product(_summands(a), [(Fraction(1), (((_text(b), Fraction(-1)),), ()))], t)
        case Term("pow", (Term("call", (u,), "norm"), Term("num", (), two))) if (
            two == 2 and u.shape is not None and u.shape.is_column
        ):
            return _summands(Term("mul", (_transposed(u), u), None, SCALAR))
        case Term("pow", (a, Term("num", (), Fraction() as q))) if a.shape == SCALAR:
            inside = _summands(a)
            if len(inside) == 1 and not inside[0][1][1] and q.denominator == 1 and inside[0][0]:
                c, (factors, _) = inside[0]
                return [(c ** int(q), (_gathered((f, e * q) for f, e in factors), ()))]
            return [(Fraction(1), (((_text(a), q),), ()))]
        case Term("pow", (a, Term("num", (), Fraction() as q))) if q.denominator == 1 and 0 < q < 6:
            return [(Fraction(1), ((), (_text(a),) * int(q)))]
        case Term("transpose", (Term("mul", (a, b)),)) if a.shape is not None and b.shape is not None:
            if SCALAR not in (a.shape, b.shape):
                first, second = _transposed(b), _transposed(a)
                return _product(_summands(first), _summands(second), t)
        case Term("transpose", (Term("add" | "sub" as op, (a, b)),)):
            return _summands(Term(op, (_transposed(a), _transposed(b)), None, t.shape))
        case Term("transpose", (Term("transpose", (a,)),)):
            return _summands(a)
        case Term("transpose", (Term("neg", (a,)),)):
            return _scaled(_summands(_transposed(a)), Fraction(-1))
    return [_single(t)]


def _transposed(t: Term) -> Term:
    return Term("transpose", (t,), None, None if t.shape is None else t.shape.transposed())


def _single(t: Term) -> Summand:
    text = _text(t)
    if t.op == "transpose" and t.args[0].op == "sym":
        text = TURNED + _text(t.args[0])
    return (Fraction(1), (((text, Fraction(1)),), ())) if t.shape == SCALAR else (Fraction(1), ((), (text,)))


def _text(t: Term) -> str:
    """Of a node that is no sum and no product: the operator on the written forms of its parts."""
    if t.op in {"add", "sub", "neg", "mul", "div", "num"} or (t.op == "pow" and t.args[1].op == "num" and t.shape == SCALAR):
        return written(t)
    if not t.args:
        return f"{t.op}:{t.value}"
    return f"{t.op}:{t.value}({', '.join(written(a) for a in t.args)})"


def _scaled(found: list[Summand], q: Fraction) -> list[Summand]:
    return [(c * q, body) for c, body in found]


def _product(left: list[Summand], right: list[Summand], whole: Term) -> list[Summand]:
    """Distributed where one of the two is a single summand."""
    if min(len(left), len(right)) > 1 or len(left) * len(right) > MOST_SUMMANDS:
        return [_joined(_grouped(left, whole.args[0]), _grouped(right, whole.args[1]))]
    return [_joined(a, b) for a in left for b in right]


def _grouped(found: list[Summand], t: Term) -> Summand:
    if len(found) == 1:
        return found[0]
    text = str(sorted((str(c), body) for c, body in found))
    return (Fraction(1), (((text, Fraction(1)),), ())) if t.shape == SCALAR else (Fraction(1), ((), (text,)))


def _joined(a: Summand, b: Summand) -> Summand:
    return a[0] * b[0], (_gathered((*a[1][0], *b[1][0])), a[1][1] + b[1][1])


def _as_number(found: list[Summand]) -> list[Summand]:
    """A word of arrays that is a number is its own transpose: of u^T A v and v^T A^T u the first in the alphabet is taken."""
    return [(c, (factors, min(word, tuple(_turned(w) for w in reversed(word))))) for c, (factors, word) in found]


def _turned(word: str) -> str:
    return word.removeprefix(TURNED) if word.startswith(TURNED) else TURNED + word


def _gathered(factors: Iterable[Factor]) -> tuple[Factor, ...]:
    total: dict[str, Fraction] = {}
    for text, e in factors:
        total[text] = total.get(text, Fraction(0)) + e
    return tuple(sorted((text, e) for text, e in total.items() if e))
