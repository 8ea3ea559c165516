"""What the columns "true" and "follows" say together about a line of a derivation.

Owns: `remarks`: an error carried forward, a slip not carried on, roots gained and lost where the lines are set to zero,
an earlier line that this one does follow from, what would have followed instead.  Remarks are for the report; no verdict
rests on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcheck.decide import TRIAL
from symcheck.diagnosis.follows import follows
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.polynomials import to_text as polynomial_text
from symcheck.kernel.polynomial import Polynomial, product, reciprocal
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.theories.calculus import coefficient, differential, replace_letter
from symcheck.theories.expressions import Lowerer
from symcheck.theories.lowering import NotLowered

YES = ("equivalent", "implied")
MOST_EARLIER = 4


def remarks(problem: Problem, claim: Claim, verdict: str, answer: str | None, seed: int) -> Iterator[str]:
    """Sentences about the line in its derivation."""
    if claim.step is None or claim.statement is None:
        return
    if claim.step.previous is None:
        for name in dict.fromkeys(str(t.value) for t in subterms(claim.statement) if t.op == "sym"):
            definition = claim.context.definitions.get(name)
            if definition is not None and name not in claim.context.symbols:
                yield f"with the definition of {name} put in: {definition.text}"
        yield from _equivalent_to_start(problem, claim, verdict, seed)
        return
    before = next((c for c in problem.claims if c.id == claim.step.previous), None)
    if before is None or before.statement is None or answer is None:
        return
    wrong_before = judge(question_of(problem, before, before.statement), seed)[0].status == "fails"
    label = before.step.label if before.step else before.id
    if verdict == "fails" and answer in YES and wrong_before:
        yield f"the error of {label} is carried forward"
    if verdict == "holds" and answer not in YES and wrong_before:
        carried = before.step is not None and follows(problem, before, seed)[0] in YES
        yield f"right again: the slip of {label} is not carried on" + (", the two slips cancel" if carried else "")
    if verdict == "fails" and answer not in YES and not wrong_before:
        yield f"the first wrong line: {label} is true"
    yield from _roots(question_of(problem, claim, claim.statement), before.statement, seed)
    if answer not in YES:
        yield from _instead(problem, claim, before.statement)
        yield from _earlier(problem, claim, seed)


def _equivalent_to_start(problem: Problem, claim: Claim, verdict: str, seed: int) -> Iterator[str]:
    """Whether the start of the derivation follows back from its first line."""
    assert claim.step is not None and claim.statement is not None
    if claim.step.from_ is None or verdict != "holds":
        return
    base = question_of(problem, claim, claim.step.from_.statement)
    gamma = tuple((label, term) for label, term in base.given if label != "from")
    converse = replace(base, given=(*gamma, ("this", claim.statement)))
    if judge(converse, seed, TRIAL)[0].status == "holds":
        yield "equivalent to `from`: the converse holds too"


def _roots(question: Question, before: Term, seed: int) -> Iterator[str]:
    """Set to zero, this line has one root more or less than the line before: they differ by a factor that is a symbol."""
    this = question.statement
    if not (this.op == before.op == "rel" and this.value == before.value == "=" and this.args[0] == before.args[0]):
        return
    truth = this.args[0]
    names = dict.fromkeys(t for t in subterms(this) if t.op == "sym" and t.shape == SCALAR)
    for name in names:
        for more, less, said in (
            (this.args[1], truth, "gains"),
            (before.args[1], this.args[1], "loses"),
        ):
            if more == less or less.shape is None:
                continue
            factored = Term("mul", (name, less), None, less.shape)
            claimed = Term("rel", (more, factored), "=")
            if judge(replace(question, statement=claimed), seed, TRIAL)[0].status == "holds":
                yield f"set to zero, the line {said} the root {to_text(name)} = 0"
                return


def _instead(problem: Problem, claim: Claim, before: Term) -> Iterator[str]:
    """For a line `x = …` after an equation that is affine in the letter x: what the line before gives."""
    assert claim.statement is not None
    this = claim.statement
    if this.op != "rel" or this.value != "=" or before.op != "rel" or before.value != "=" or this.args[0].op != "sym":
        return
    lowerer = Lowerer(question_of(problem, claim, this).setting)
    try:
        x = lowerer.lower(this.args[0])
        claimed = lowerer.lower(this.args[1])
        difference = lowerer.lower(before.args[0]) - lowerer.lower(before.args[1])
        solved = _solved(difference, x, str(this.args[0].value), lowerer)
    except (NotLowered, ZeroDivisionError, ValueError):
        return
    if solved is None or solved == claimed:
        return
    text = polynomial_text(solved, lowerer.letters.texts_of_letters())
    if text is not None:
        yield f"from the line before one would get {to_text(this.args[0])} = {text}"


def _solved(difference: Polynomial, x: Polynomial, name: str, lowerer: Lowerer) -> Polynomial | None:
    if not difference.is_scalar or name not in lowerer.letters.table:
        return None
    letter = lowerer.letters.table[name][0]
    slope = coefficient(differential(difference, lowerer.letters, name, x), letter, x.rows, x.cols)
    over = reciprocal(slope)
    if over is None or not differential(slope, lowerer.letters, name, x).is_zero:
        return None
    rest = replace_letter(difference, lowerer.letters, name, x - x)
    return -product(over, rest)


def _earlier(problem: Problem, claim: Claim, seed: int) -> Iterator[str]:
    """An earlier line of the derivation that this one does follow from."""
    assert claim.step is not None
    lines = [c for c in problem.claims if c.step is not None and c.step.derivation == claim.step.derivation]
    above = lines[: [c.id for c in lines].index(claim.id)]
    for other in list(reversed(above))[1 : 1 + MOST_EARLIER]:
        if other.statement is None:
            continue
        moved = replace(claim, step=replace(claim.step, previous=other.id, by=()))
        if follows(problem, moved, seed)[0] in YES:
            yield f"it follows from {other.id}"
            return
