"""What follows from all cases of a derivation together.

Owns: `after_cases`.  The premise of a line after cases c₁, …, c_k with last lines l₁, …, l_k is: in each case cᵢ, lᵢ.  Where the
cases leave nothing out, the line follows if it does from (c₁ and l₁) or … or (c_k and l_k); a point at which the line is false,
and at which no cᵢ is true with lᵢ false, refutes it.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.decide import Decision
from symcheck.diagnosis.counterexamples import shown
from symcheck.diagnosis.judging import Question, judge
from symcheck.language.context import Context
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, bound_names, rebuild, subterms
from symcheck.problem.types import Claim, Problem


def after_cases(problem: Problem, claim: Claim, question: Question, seed: int) -> tuple[str | None, str]:
    """Whether the line follows from the last lines of the cases above it, and whether these cases are all."""
    assert claim.step is not None
    lines = {c.id: c for c in problem.claims}
    conditions = tuple(given.statement for given, _ in claim.step.cases)
    last = tuple(lines[name] for _, name in claim.step.cases if name in lines)
    if len(last) < len(conditions) or any(c.statement is None for c in last):
        return None, ""
    ends = tuple(_outside(c.statement, c.context, claim.context) for c in last if c.statement is not None)
    every, _ = judge(replace(question, statement=_either(conditions)), seed)
    met = _either(tuple(Term("and", pair) for pair in zip(conditions, ends, strict=True)))
    onward, _ = judge(replace(question, given=(*question.given, ("cases", met))), seed)
    remark = "" if every.status == "holds" else "it is undecided whether the cases are all that there are"
    if every.status == "fails":
        point = _point(every)
        remark = "the cases are not all that there are" + (f": {point} is in none of them" if point else "")
    if every.status == onward.status == "holds":
        return _both_ways(question, conditions, ends, seed), ""
    rules = tuple(
        (f"case.{k}", Term("or", (Term("not", (c,)), e))) for k, (c, e) in enumerate(zip(conditions, ends, strict=True), 1)
    )
    without, _ = judge(replace(question, given=(*question.given, *rules)), seed)
    return ("no" if without.status == "fails" else None), remark or "whether it follows from all cases is undecided"


def _outside(term: Term, inner: Context, outer: Context) -> Term:
    """The term of a case without the definitions that were made in it."""

    bound = {name for t in subterms(term) for name in bound_names(t)}

    def put_in(t: Term) -> Term | None:
        if t.value in bound:
            return None  # another thing of that name, or not to be told from one
        local = t.op in {"sym", "apply"} and inner.definitions.get(str(t.value)) != outer.definitions.get(str(t.value))
        body = unfold(t, inner) if local else t
        return None if body is t else rebuild(body, put_in)

    return rebuild(term, put_in)


def _both_ways(question: Question, conditions: tuple[Term, ...], ends: tuple[Term, ...], seed: int) -> str:
    """The line follows; in each case its last line may follow from it."""
    for condition, end in zip(conditions, ends, strict=True):
        given = (*question.given, ("case", condition), ("this", question.statement))
        decision, _ = judge(replace(question, statement=end, given=given), seed)
        if decision.status != "holds":
            return "implied"
    return "equivalent"


def _either(terms: tuple[Term, ...]) -> Term:
    return terms[0] if len(terms) == 1 else Term("or", terms)


def _point(decision: Decision) -> str:
    found = shown(decision.refuted) if decision.refuted else None
    if found is None:
        return ""
    return ", ".join(f"{name} = {value}" for name, value in (*found.sizes.items(), *found.values.items()))
