"""Equivalent forms of statements that the goals and hypotheses are easier to state in.

TRUSTED FOR MEANING.  Owns: `normal_statement`.  Each rewrite is an equivalence over the reals:
chains are conjunctions; ¬ is pushed inwards; |x| ≤ c, |x| < c, |x| ≥ c, |x| > c, |x| = c become conditions on x and −x;
comparisons of two expressions that are nonnegative by their form (norms) are compared by their squares.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.terms import Term

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!=", "~=": "~="}


def rel(a: Term, b: Term, relation: str) -> Term:
    return Term("rel", (a, b), relation)


def normal_statement(term: Term) -> Term:
    """An equivalent statement in which the outermost connective is one that lowering reads."""
    match term:
        case Term("chain", operands, tuple() as relations):
            pairs = zip(operands, operands[1:], relations, strict=False)
            return Term("and", tuple(rel(a, b, r) for a, b, r in pairs))
        case Term("not", (inner,)):
            return _negation(inner, term)
        case Term("rel", (Term("call", (x,), "abs"), c), str() as relation) if relation in MIRROR and _scalar(x):
            return _absolute(x, c, relation)
        case Term("rel", (c, Term("call", (x,), "abs")), str() as relation) if relation in MIRROR and _scalar(x):
            return _absolute(x, c, MIRROR[relation])
        case Term("rel", (a, b), ("<" | "<=" | ">" | ">=" | "=") as relation) if _norm_like(a) and _norm_like(b):
            if _has_root(a) or _has_root(b):
                return Term("rel", (_square(a), _square(b)), relation)
    return term


def _negation(inner: Term, whole: Term) -> Term:
    match inner:
        case Term("not", (a,)):
            return normal_statement(a)
        case Term("rel", (a, b), str() as relation) if relation in OPPOSITE and (relation in {"=", "!="} or _scalar(a)):
            return normal_statement(rel(a, b, OPPOSITE[relation]))
        case Term("and", parts):
            return Term("or", tuple(Term("not", (p,)) for p in parts))
        case Term("or", parts):
            return Term("and", tuple(Term("not", (p,)) for p in parts))
        case Term("implies", (a, b)):
            return Term("and", (a, Term("not", (b,))))
    return whole


def _scalar(x: Term) -> bool:
    return x.shape is not None and x.shape.is_scalar


def _absolute(x: Term, c: Term, relation: str) -> Term:
    minus = Term("neg", (x,), None, x.shape)
    match relation:
        case "<=" | "<":
            return Term("and", (rel(x, c, relation), rel(minus, c, relation)))
        case ">=" | ">":
            return Term("or", (rel(x, c, relation), rel(minus, c, relation)))
        case "=" if _nonnegative(c):
            return Term("or", (rel(x, c, "="), rel(minus, c, "=")))
    return rel(Term("call", (x,), "abs", x.shape), c, relation)


def _nonnegative(c: Term) -> bool:
    return c.op == "num" and isinstance(c.value, Fraction) and c.value >= 0


def _norm_like(t: Term) -> bool:
    """Nonnegative by its form, with a square that has no root in it."""
    match t:
        case Term("call", (_,), "norm"):  # a square root is not: it is defined for some arguments only
            return True
        case Term("num", (), Fraction() as q):
            return q >= 0
        case Term("mul" | "div", (a, b)):
            return _norm_like(a) and _norm_like(b)
    return False


def _has_root(t: Term) -> bool:
    return (t.op == "call" and t.value == "norm") or any(_has_root(a) for a in t.args if t.op in {"mul", "div"})


def _square(t: Term) -> Term:
    match t:
        case Term("mul" | "div", (a, b)):
            return Term(t.op, (_square(a), _square(b)), None, t.shape)
    return Term("pow", (t, Term("num", (), Fraction(2))), None, t.shape)
