"""Steps that are right for the numbers at hand and wrong for others: (x + 3)(2 − x) = 4 ⇒ x + 3 = 4 or 2 − x = 4.

Owns: `fragile`.  Numbers that a step carries over unchanged are replaced by letters, in both lines; a counterexample of the
step that results is a warning, no verdict.  Nothing is said where the step computes a number, for then letters would have to be
computed with too.  The name: Maxwell, *Fallacies in Mathematics* (1959), on howlers that give the right answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from symcheck.decide import TRIAL
from symcheck.diagnosis.counterexamples import shown
from symcheck.diagnosis.judging import Question, judge
from symcheck.language.context import Kind
from symcheck.language.reading import read
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term, free_symbols, rebuild, subterms

LETTERS = tuple("pqrsklmghuv")
STRUCTURAL = (Fraction(0), Fraction(1))  # numbers that say what kind of thing is said: x = 0, the identity
FIXED = {"pow": 1, "index": 1, "factorial": 0, "eye": 0, "zeros": 0, "ones": 0}  # from which argument on numbers are no values
ARITHMETIC = {"num", "add", "sub", "mul", "div", "neg"}
Path = tuple[int, ...]


def fragile(question: Question, before: Term, seed: int) -> str:
    """Why the step from `before` to `question.statement`, which is right, is right for these numbers only; or ""."""
    this = question.statement
    if _same_subject(before, this):
        before, this = (Term("rel", (Term("ones", (), None, SCALAR), t.args[1]), "=") for t in (before, this))
    return _of_numbers(question, before, this, seed) or _of_data(question, before, this, seed)


def _of_numbers(question: Question, before: Term, this: Term, seed: int) -> str:
    carried = _carried(before, this)
    if not carried:
        return ""
    free = [n for n in LETTERS if not _is_taken(n, question)]
    values = sorted({v for path in carried if (v := _literal(_at(this, path))) is not None})
    if len(values) > len(free):
        return ""
    letters: dict[Fraction | None, Term] = {v: Term("sym", (), n, SCALAR) for v, n in zip(values, free, strict=False)}
    symbols = {**question.context.symbols, **{str(t.value): Kind("real", SCALAR) for t in letters.values()}}
    general = replace(question, context=replace(question.context, symbols=symbols), assumed=("any numbers",))
    conclusion = _put(this, letters, frozenset(carried))
    shared = frozenset(_shared(before, this))
    said = ""
    for places in (frozenset(_numbers(before)), shared):
        premise = _put(before, letters, places)
        said = _refuted(general, premise, conclusion, seed)
        if not said:
            return ""
    which = ", ".join(f"{t.value} for {v}" for v, t in letters.items())
    return f"right for these numbers only: with {which} it is false {said}"


def _of_data(question: Question, before: Term, this: Term, seed: int) -> str:
    """The same for arrays and numbers that are given by name."""
    context = question.context
    names = [n for n in free_symbols(this) if n in context.definitions and n not in context.symbols]
    shapes = {n: s for n in names if not context.definitions[n].params and (s := _constant(n, question)) is not None}
    if not shapes or any(_numbers(this)) or set(shapes) != {n for n in free_symbols(before) if n in shapes}:
        return ""
    if any(t.op in {"vector", "matrix"} for t in subterms(this)):
        return ""
    symbols = {**context.symbols, **{n: Kind("real", s) for n, s in shapes.items()}}
    definitions = {n: d for n, d in context.definitions.items() if n not in shapes}
    general = replace(question, context=replace(context, symbols=symbols, definitions=definitions), assumed=tuple(shapes))
    said = _refuted(general, before, this, seed)
    return f"right for these {', '.join(sorted(shapes))} only: for others it is false {said}" if said else ""


def _constant(name: str, question: Question) -> Shape | None:
    """The shape of a definition that is an array of numbers, or a number."""
    body = question.context.definitions[name].body
    if any(t.op not in ARITHMETIC | {"vector", "matrix", "row", "list"} for t in subterms(body)):
        return None
    return read(name, question.context).term.shape


def _refuted(question: Question, premise: Term, conclusion: Term, seed: int) -> str:
    """Where the general step is false; "" where it is not known to be."""
    if _is_subject(premise):
        statement: Term = Term("rel", (premise.args[1], conclusion.args[1]), "=")
        asked = replace(question, statement=statement)
    else:
        asked = replace(question, statement=conclusion, given=(*question.given, ("before", premise)))
    decision, _ = judge(asked, seed, TRIAL)
    if decision.status != "fails":
        return ""
    found = shown(decision.refuted) if decision.refuted else None
    parts = () if found is None else (*found.sizes.items(), *found.values.items())
    return "at " + ", ".join(f"{n} = {v}" for n, v in parts) if parts else "somewhere"


def _same_subject(before: Term, this: Term) -> bool:
    return (
        before.op == this.op == "rel"
        and before.value == this.value == "="
        and before.args[0] == this.args[0]
        and before.args[0].op not in {"num", "sym"}
    )


def _is_subject(term: Term) -> bool:
    return term.op == "rel" and term.args[0].op == "ones" and not term.args[0].args


def _carried(before: Term, this: Term) -> tuple[Path, ...]:
    """The places of the numbers of `this`, where they are those of `before`, carried over; () where one may be computed."""
    places = tuple(_numbers(this))
    ones = any(t.value == 1 for t in subterms(this)) and not any(t.value == 1 for t in subterms(before))
    if ones or {_literal(_at(this, p)) for p in places} != {_literal(_at(before, p)) for p in _numbers(before)}:
        return ()
    known = {_literal(_at(before, path)) for path in _numbers(before)}
    firm = {p for p in places if _in_shared_sum(this, p, before) or _is_shown_work(this, p, known, before)}
    sides = {p for p in places if _is_side(this, p) and _literal(_at(this, p)) in _sides(before)}
    return places if firm and set(places) == firm | sides else ()


def _shared(before: Term, this: Term) -> Iterator[Path]:
    """The places in `before` that `this` carries over: in sums that both have, and sides."""
    for path in _numbers(before):
        if _in_shared_sum(before, path, this) or (_is_side(before, path) and _literal(_at(before, path)) in _sides(this)):
            yield path


def _in_shared_sum(term: Term, path: Path, other: Term) -> bool:
    """Within a sum with a symbol in it that the other line has as well."""
    for k in range(len(path)):
        part = _at(term, path[:k])
        if part.op in {"add", "sub"} and free_symbols(part) and part in set(subterms(other)):
            return True
    return False


def _is_shown_work(term: Term, path: Path, known: set[Fraction | None], before: Term) -> bool:
    """Within arithmetic that is not carried out (4 − 2), all of whose numbers the other line has, and which is not one of
    its numbers in other words."""
    whole = 0
    while whole < len(path) and any(t.op not in ARITHMETIC for t in subterms(_at(term, path[:whole]))):
        whole += 1
    work = _at(term, path[:whole])
    numbers = [_literal(_at(work, p)) for p in _numbers(work)]
    if len(numbers) < 2 or not all(v in known for v in numbers):
        return False
    value = _value(work)
    rewritten = rebuild(term, lambda t: Term("num", (), value, SCALAR) if t == work else None) if value is not None else before
    return rewritten != before


def _value(term: Term) -> Fraction | None:
    match term:
        case Term("num", (), Fraction() as q):
            return q
        case Term("neg", (a,)):
            x = _value(a)
            return None if x is None else -x
        case Term("add" | "sub" | "mul" | "div", (a, b)):
            x, y = _value(a), _value(b)
            if x is None or y is None or (term.op == "div" and not y):
                return None
            return x + y if term.op == "add" else x - y if term.op == "sub" else x * y if term.op == "mul" else x / y
    return None


def _literal(term: Term) -> Fraction | None:
    """The number that a term is by itself: 2, 3/2."""
    match term:
        case Term("num", (), Fraction() as q):
            return q
        case Term("div", (Term("num", (), Fraction() as p), Term("num", (), Fraction() as q))) if q:
            return p / q
    return None


def _numbers(term: Term, path: Path = ()) -> Iterator[Path]:
    """Places of numbers that are values: no exponents, indices, sizes, and neither 0 nor 1."""
    literal = _literal(term)
    if literal is not None:
        if literal not in STRUCTURAL:
            yield path
        return
    for k, a in enumerate(term.args):
        if k < FIXED.get(term.op, len(term.args)):
            yield from _numbers(a, (*path, k))


def _at(term: Term, path: Path) -> Term:
    for k in path:
        term = term.args[k]
    return term


def _is_side(term: Term, path: Path) -> bool:
    return bool(path) and _at(term, path[:-1]).op == "rel"


def _sides(term: Term) -> set[Fraction | None]:
    return {_literal(a) for t in subterms(term) if t.op == "rel" for a in t.args if _literal(a) is not None}


def _put(term: Term, letters: Mapping[Fraction | None, Term], places: frozenset[Path], path: Path = ()) -> Term:
    if path in places and (literal := _literal(term)) in letters:
        return letters[literal]
    if not term.args:
        return term
    return replace(term, args=tuple(_put(a, letters, places, (*path, k)) for k, a in enumerate(term.args)))


def _is_taken(name: str, question: Question) -> bool:
    context = question.context
    return name in context.symbols or name in context.definitions or name in context.objects or name in context.sizes
