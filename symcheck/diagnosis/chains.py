"""What the columns "true" and "follows" say together about a line of a derivation.

Owns: `step_report`, and `remarks`: an error carried forward, a slip not carried on, roots gained and lost where the lines are
set to zero, an earlier line that this one does follow from, what would have followed instead.  Remarks are for the report; no
verdict rests on them.  Does not own: the derivation as a whole (whole_chains.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcheck.decide import TRIAL
from symcheck.diagnosis.follows import START, Following, follows, premises_of, without_start
from symcheck.diagnosis.fragile import fragile
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.polynomials import to_text as polynomial_text
from symcheck.diagnosis.solution_changes import change
from symcheck.kernel.polynomial import Polynomial, product, reciprocal
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.report import StepReport
from symcheck.theories.calculus import coefficient, differential, replace_letter
from symcheck.theories.expressions import Lowerer
from symcheck.theories.lowering import NotLowered

YES = ("equivalent", "implied")
MOST_EARLIER = 4


def step_report(problem: Problem, claim: Claim, found: Following, verdict: str, seed: int) -> StepReport | None:
    """The line in its derivation: its premises, the solutions it gains and loses, whether it is right for these numbers only."""
    step = claim.step
    if step is None or claim.statement is None:
        return None if step is None else StepReport(step.derivation, step.label, step.relation, _ids(problem, claim))
    premises = tuple(p.statement for p in premises_of(problem, claim))
    right = found.answer in YES
    if not premises and step.from_ is not None:
        premises, right = (step.from_.statement,), right or verdict == "holds"
    weak = ""
    if right and len(premises) == 1 and premises[0] is not None and not step.cases:
        weak = fragile(without_start(problem, claim), premises[0], seed)
    assumed = tuple(dict.fromkeys(g.text for g in (*((step.case,) if step.case else ()), *step.assumed)))
    gained, lost = found.change.gained, found.change.lost
    return StepReport(step.derivation, step.label, step.relation, _ids(problem, claim), assumed, gained, lost, weak)


def _ids(problem: Problem, claim: Claim) -> tuple[str, ...]:
    assert claim.step is not None
    start = (START,) if START in claim.step.by else ()
    return tuple(name for _, name in claim.step.cases) or (*(p.id for p in premises_of(problem, claim)), *start)


def remarks(problem: Problem, claim: Claim, verdict: str, found: Following, seed: int) -> Iterator[str]:
    """Sentences about the line in its derivation."""
    if claim.step is None or claim.statement is None:
        return
    answer = found.answer
    yield from _against_the_start(problem, claim, seed)
    if claim.step.previous is None and not claim.step.by:
        yield from _first(problem, claim, verdict, found)
        return
    premises = premises_of(problem, claim)
    if answer is None or claim.step.cases or any(p.statement is None for p in premises):
        return
    wrong = [p for p in premises if p.statement and judge(question_of(problem, p, p.statement), seed)[0].status == "fails"]
    labels = " and ".join(p.step.label if p.step else p.id for p in wrong)
    if verdict == "fails" and answer in YES and wrong:
        yield f"the error of {labels} is carried forward"
    if verdict == "holds" and answer not in YES and wrong:
        carried = wrong[0].step is not None and follows(problem, wrong[0], seed).answer in YES
        yield f"right again: the slip of {labels} is not carried on" + (", the two slips cancel" if carried else "")
    if verdict == "fails" and answer not in YES and not wrong:
        yield f"the first wrong line: {' and '.join(p.step.label if p.step else p.id for p in premises)} is true"
    yield from _sign(claim.step.relation, found)
    if len(premises) == 1 and premises[0].statement is not None:
        before = premises[0].statement
        yield from _roots(question_of(problem, claim, claim.statement), before, seed)
        if answer not in YES:
            yield from _instead(problem, claim, before)
    if answer not in YES:
        yield from _earlier(problem, claim, seed)


def _sign(sign: str, found: Following) -> Iterator[str]:
    """What is wrong with the sign before the line, where what it says is refuted."""
    onward, back = found.answer in YES, found.back
    if sign == "<=>" and not (onward and back != "fails"):
        right = "only => is right" if onward else "only <= is right" if back == "holds" else "the line before does not give it"
        yield f"the sign <=> says too much: {right}"
    if sign == "=>" and not onward:
        yield "the sign => is wrong: " + ("only <= is right" if back == "holds" else "the line before does not give it")
    if sign == "<=" and back == "fails":
        yield "the sign <= is wrong: " + ("only => is right" if onward else "this line does not give the line before")


def _against_the_start(problem: Problem, claim: Claim, seed: int) -> Iterator[str]:
    """The solutions of the last line that `from` does not have, and those that it lacks."""
    assert claim.step is not None
    lines = [c for c in problem.claims if c.step is not None and c.step.derivation == claim.step.derivation]
    if claim.step.from_ is None or len(lines) < 2 or lines[-1].id != claim.id:
        return
    found = change(without_start(problem, claim), claim.step.from_.statement, None, None, seed)
    if found.gained:
        yield f"against `from`, the last line has more solutions: {', '.join(found.gained)}"
    if found.lost:
        yield f"against `from`, the last line has lost solutions: {', '.join(found.lost)}"


def _first(problem: Problem, claim: Claim, verdict: str, found: Following) -> Iterator[str]:
    """What is to be said of a first line: what it puts in, and how it stands to the start of the derivation."""
    assert claim.step is not None and claim.statement is not None
    for name in dict.fromkeys(str(t.value) for t in subterms(claim.statement) if t.op == "sym"):
        definition = claim.context.definitions.get(name)
        if definition is not None and name not in claim.context.symbols:
            yield f"with the definition of {name} put in: {definition.text}"
    if claim.step.from_ is not None:
        if verdict == "holds" and found.back == "holds":
            yield "equivalent to `from`: the converse holds too"
        return
    below = next((c for c in problem.claims if c.step is not None and c.step.previous == claim.id), None)
    goes_on = below is not None and below.step is not None and below.step.relation in ("", "=>", "<=>", "<=")
    if verdict == "fails" and goes_on:
        yield "read as a statement about all values; an equation to be solved belongs under `from:`"


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
        elsewhere = other.step is not None and other.step.case not in (None, claim.step.case)
        if other.statement is None or elsewhere:
            continue
        moved = replace(claim, step=replace(claim.step, previous=other.id, by=()))
        if follows(problem, moved, seed).answer in YES:
            yield f"it follows from {other.id}"
            return
