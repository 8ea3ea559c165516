"""Changes of a statement: `mutants` (most are false) and `restatements` (all are true where the statement is).

Owns: which local changes there are, and putting them back into the whole.  Does not own: judging (variants.py).
A changed term keeps the shapes of what it was made from; it is printed and read again before it is judged, so whatever does
not typecheck any more is noticed there.
"""

from dataclasses import replace
from fractions import Fraction

from symcheck.language.context import Kind
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num, subterms

TWO = num(2)
MIRRORED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
NAMING = {"bind", "tends", "domain", "arrays", "interval", "set", "range", "keyword", "index", "eye", "zeros", "ones", "member"}


def places(term, *, inside=lambda parent, k: True):
    """(node, how to put another in its place) for every node, except below arguments for which `inside` says no."""
    yield term, lambda new: new
    for k, arg in enumerate(term.args):
        if inside(term, k):
            for node, put in places(arg, inside=inside):
                yield node, lambda new, k=k, put=put: replace(term, args=(*term.args[:k], put(new), *term.args[k + 1 :]))


# -- mutants ---------------------------------------------------------------------------------------------------


def mutants(statement, context):
    """(kind, statement with one small mistake in it), at every position."""
    found = {}
    for node, put in places(statement):
        for kind, new in mistakes(node, statement, context):
            found.setdefault(put(new), kind)
    found.pop(statement, None)
    return [(kind, term) for term, kind in found.items()]


def mistakes(t, statement, context):
    match t:
        case Term("neg", (a,)):
            yield "sign", a
        case Term("add" | "sub", (a, b)):
            yield "sign", replace(t, op="sub" if t.op == "add" else "add")
            yield "dropped summand", a
            yield "dropped summand", b if t.op == "add" else negative(b)
        case Term("mul", (a, b)):
            yield "dropped factor", a
            yield "dropped factor", b
            yield "swapped product", replace(t, args=(b, a))
        case Term("div", (a, b)):
            yield "dropped divisor", a
            yield "inverted fraction", replace(t, args=(b, a))
        case Term("pow", (a, Term("num", (), Fraction() as q) as n)):
            yield "exponent", a
            yield "exponent", replace(t, args=(a, replace(n, value=q + 1)))
        case Term("transpose", (a,)):
            yield "dropped transpose", a
        case Term("call", (a,), "inv"):
            yield "dropped inverse", a
        case Term("num", (), Fraction() as q):
            yield from (("constant", replace(t, value=new)) for new in (q + 1, q - 1, 2 * q, q / 2) if new != q)
        case Term("vector" | "row", parts):
            for k in range(len(parts) - 1):
                yield "swapped entries", replace(t, args=(*parts[:k], parts[k + 1], parts[k], *parts[k + 2 :]))
        case Term("rel", _, ("<=" | ">=" | "<" | ">") as sign):
            yield "turned inequality", replace(t, value=MIRRORED[sign])
        case Term("sym", (), str(name)):
            yield from (("wrong name", replace(t, value=other)) for other in of_the_same_kind(name, statement, context))
            if t.shape is not None:
                yield "sign", negative(t)


def of_the_same_kind(name, statement, context):
    """Other names that might have been meant: symbols of the same kind, networks, layers of the same network."""
    kind = context.symbols.get(name)
    if isinstance(kind, Kind):
        kinds = [(n, k) for n, k in context.symbols.items() if isinstance(k, Kind) and n != name]
        return [n for n, k in kinds if (k.shape, k.base) == (kind.shape, kind.base)]
    if name in context.objects:
        signature = context.objects[name]
        return [n for n, s in context.objects.items() if s.category == signature.category == "network" and n != name]
    mentioned = {str(t.value) for t in subterms(statement) if t.op in {"sym", "member"}}
    marks = [s.marks for n, s in context.objects.items() if n in mentioned and name in s.marks]
    return [m for m in marks[0] if m != name] if marks else []


def negative(t):
    return Term("neg", (t,), None, t.shape)


# -- restatements ----------------------------------------------------------------------------------------------


def restatements(statement, rng, count):
    """`count` different statements that say the same, each by one to three random changes; fewer where there are no more."""
    found = {}
    for _ in range(40 * count):
        if len(found) == count:
            break
        kinds, term = [], statement
        for _ in range(rng.randint(1, 3)):
            options = [(kind, put(new)) for node, put in places(term, inside=free_to_change) for kind, new in same(node)]
            if not options:
                break
            chosen = rng.choice(sorted({kind for kind, _ in options}))
            kind, term = rng.choice([o for o in options if o[0] == chosen])
            kinds.append(kind)
        if term != statement:
            found.setdefault(term, " + ".join(kinds))
    return [(kinds, term) for term, kinds in found.items()]


def free_to_change(parent, k):
    """Whether equals may be put for equals in argument `k`: not in names, domains, variables, or what runs in floats."""
    if parent.op in NAMING or parent.value in {"float64", "shape"}:
        return False
    if parent.op == "call" and parent.value in {"grad", "diff", "argmin", "memory", "receptive_field", "neurons", "parameters"}:
        return k == 0 and parent.value in {"grad", "diff", "argmin"}
    if parent.op == "pow" and k == 1:
        return False
    return not (parent.op == "is" and k > 0) and not (parent.op == "call" and parent.value == "O")


def same(t):
    """(kind, something equal to `t`)."""
    match t:
        case Term("rel", (a, b), "=" | "~="):
            yield "sides swapped", replace(t, args=(b, a))
        case Term("rel", (a, b), ("<=" | ">=" | "<" | ">") as sign):
            yield "sides swapped", replace(t, args=(b, a), value=MIRRORED[sign])
        case Term("and" | "or", (a, b)):
            yield "parts swapped", replace(t, args=(b, a))
    if t.op == "rel" and t.value != "~=" and all(plain(a) for a in t.args):
        yield "doubled", replace(t, args=tuple(Term("mul", (TWO, a), None, a.shape) for a in t.args))
    if not plain(t):
        return
    if t.op not in {"num"} and t.shape != SCALAR:
        yield "double transpose", Term("transpose", (Term("transpose", (t,), None, t.shape),), None, t.shape)
    match t:
        case Term("add", (a, b)):
            yield "summands reordered", replace(t, args=(b, a))
        case Term("sub", (a, b)) if plain(a) and plain(b):
            yield "summands reordered", Term("add", (negative(b), a), None, t.shape)
        case Term("neg", (Term("mul", (a, b)) as product,)) if plain(a) and plain(b):
            yield "sign moved", Term("mul", (negative(a), b), None, product.shape)
        case Term("mul", (a, Term("add" | "sub" as op, (b, c)))) if plain(a):
            yield "distributed", Term(op, (Term("mul", (a, b), None, t.shape), Term("mul", (a, c), None, t.shape)), None, t.shape)
        case Term("mul", (Term("add" | "sub" as op, (a, b)), c)) if plain(c):
            yield "distributed", Term(op, (Term("mul", (a, c), None, t.shape), Term("mul", (b, c), None, t.shape)), None, t.shape)
        case Term("add" | "sub" as op, (Term("mul", (a, b)), Term("mul", (c, d)))) if a == c and b.shape == d.shape:
            yield "factored", Term("mul", (a, Term(op, (b, d), None, b.shape)), None, t.shape)
    match t:
        case Term("mul", (a, b)) if SCALAR in (a.shape, b.shape) and plain(a) and plain(b):
            yield "factors reordered", replace(t, args=(b, a))
        case Term("div", (a, b)) if plain(a) and plain(b):
            yield "divisor as a factor", Term("mul", (Term("div", (num(1), b), None, SCALAR), a), None, t.shape)
    if t.op in {"sym", "mul", "call"} and t.shape == SCALAR and t.value != "memory":  # nobody halves an order of growth
        yield "doubled and halved", Term("div", (Term("mul", (TWO, t), None, SCALAR), TWO), None, SCALAR)


def plain(t):
    """Whether `t` is a number or an array (a row is a part of one)."""
    if t.shape is None or t.op == "row" or t.value in {"O", "rowspace", "span"}:
        return False
    return t.op not in NAMING or t.op in {"index", "eye", "zeros", "ones"}
