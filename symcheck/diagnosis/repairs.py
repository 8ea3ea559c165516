"""The smallest repairs of a wrong equation, each proved by the kernel: the name of the mistake.

Owns: `diagnose`, `repair`, `repairs`.  What must stand at a node is solved for (holes.py), small answers and small changes are
proposed (proposals.py), screened at points (points.py), ranked, and judged in that order; nothing is shown that is not proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symcheck.decide import TRIAL
from symcheck.diagnosis import floats
from symcheck.diagnosis.holes import Hole, holes
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.layouts import transposed
from symcheck.diagnosis.memory import NO_REPAIR, current, key_of
from symcheck.diagnosis.points import NO_VALUE, Points
from symcheck.diagnosis.polynomials import to_text as polynomial_text
from symcheck.diagnosis.pool import Pool
from symcheck.diagnosis.proposals import Proposal, proposals
from symcheck.diagnosis.repair_texts import diagnosis_of
from symcheck.diagnosis.traces import diagnose_trace
from symcheck.diagnosis.written_form import ordered, written
from symcheck.kernel.real_line import RealLine
from symcheck.kernel.sequent import Sequent
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.reading import read
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.report import Diagnosis
from symcheck.theories.lowering import NotLowered

LEFT = 3.0  # bits: the left side is mostly given
COPIED = 1.5  # what stood in the line before is presumed right
CARRIED = 1.0  # what stands in the next line is likely to have been meant
DEEP = 0.05  # whole terms before parts of them
TIE = 1.0  # repairs within one bit are not told apart
DEAREST = 5.5  # beyond it a repair is a replacement, which is always possible and says nothing
SHOWN = 3  # of these
PLACES = 1000  # more than there are candidates on a side


@dataclass(frozen=True, slots=True)
class Repair:
    """kind: the label of the mistake; was, now: the node; path: where it stands in the statement; statement: the repaired one."""

    kind: str
    cost: float
    was: Term
    now: Term
    path: tuple[int, ...]
    statement: Term


@dataclass(frozen=True, slots=True)
class Lines:
    """The line before and the next one, where the claim is a line of a derivation."""

    before: Term | None = None
    after: Term | None = None


ALONE = Lines()


def diagnose(problem: Problem, claim: Claim, most: int, seed: int, proofs: int) -> Diagnosis | None:
    """The name of the mistake in a claim that fails, with the repaired claim; None where no single repair was found."""
    assert claim.statement is not None
    trace = diagnose_trace(claim.statement, claim.context, problem.objects)
    if trace is not None:
        return trace
    question = question_of(problem, claim, claim.statement)
    return transposed(question, seed) or repair(question, most, seed, proofs, _lines(problem, claim))


def _lines(problem: Problem, claim: Claim) -> Lines:
    if claim.step is None:
        return ALONE
    before = next((c.statement for c in problem.claims if c.id == claim.step.previous), None)
    after = next((c.statement for c in problem.claims if c.step is not None and c.step.previous == claim.id), None)
    return Lines(before, after)


def repair(question: Question, most: int, seed: int, proofs: int, lines: Lines = ALONE) -> Diagnosis | None:
    """The cheapest repair of a wrong equation, and those that cannot be told from it.

    Where it is remembered which proposal that was (memory.py), only that one is tried, and proved again; the others, and where
    none was found, all of them, are tried afresh only if it does not hold.
    """
    memory = current()
    if memory is None:
        return _said(question, repairs(question, SHOWN, most, seed, proofs, lines, ties=True))
    key = key_of(question)
    at = memory.known_repairs.get(key)
    if at == NO_REPAIR:
        memory.repairs[key] = at
        return None
    before = frozenset(memory.found)
    search = _Search(question, most, seed, lines)
    found = search.proved(SHOWN, proofs, ties=True, start=at) if at is not None else ()
    if not found:
        found = search.proved(SHOWN, proofs, ties=True)
    memory.repairs[key] = search.number(found[0]) if found else NO_REPAIR
    shown = {key_of(replace(question, statement=r.statement)) for r in found}
    for other in [k for k in memory.found if k not in before and k not in shown]:  # nobody asks for these again
        del memory.found[other]
    return _said(question, found)


def _said(question: Question, found: tuple[Repair, ...]) -> Diagnosis | None:
    return diagnosis_of(question, found) if found else None


def repairs(
    question: Question, wanted: int, most: int = 160, seed: int = 0, proofs: int = 8, lines: Lines = ALONE, *, ties: bool = False
) -> tuple[Repair, ...]:
    """Up to `wanted` proved repairs, the cheapest first; ties: only those that cannot be told from the first.

    most: proposals that pass the screen and are kept, of each side; proofs: how many of these are judged.
    """
    return _Search(question, most, seed, lines).proved(wanted, proofs, ties=ties)


class _Search:
    """The repairs of one claim that pass the screen: those of the right side, and only where they are poor those of the left."""

    def __init__(self, question: Question, most: int, seed: int, lines: Lines) -> None:
        self.question, self.most, self.lines = question, most, lines
        self.sides: dict[int, list[Repair]] = {}
        self.points: Points | None = None
        statement = question.statement
        if statement.op == "rel" and statement.value == "=":
            try:
                self.points = Points(question, seed)
            except NotLowered:
                return
            if not all(isinstance(o.question, Sequent | RealLine) for o in self.points.goals):
                self.points = None  # runs, counts and limits are not repaired by editing the statement about them
                return
            equations = (t for _, t in question.given if t.op == "rel" and t.value == "=")
            self.pool = Pool((statement, *equations), self.points)

    def number(self, found: Repair) -> int:
        """Which candidate it is, for as long as nothing changes in what is tried."""
        place = found.path[0]
        return PLACES * (1 - place) + self.of_side(place).index(found)

    def proved(self, wanted: int, proofs: int, *, ties: bool, start: int = 0) -> tuple[Repair, ...]:
        found: list[Repair] = []
        lines: set[str] = set()
        tried = 0
        for place in (1, 0) if self.points is not None else ():
            if found and found[0].cost < LEFT + 1:
                break
            begin = PLACES * (1 - place)
            for candidate in self.of_side(place)[max(0, start - begin) :]:
                if tried >= proofs or len(found) >= wanted or (ties and found and candidate.cost > found[0].cost + TIE):
                    break
                line = written(candidate.statement)
                if line in lines:
                    continue
                tried += 1
                if self.holds(candidate):
                    found.append(candidate)
                    lines.add(line)
        best = sorted(found, key=lambda r: r.cost)
        return tuple(r for r in best if not ties or r.cost <= best[0].cost + TIE)

    def holds(self, candidate: Repair) -> bool:
        """Whether the repaired claim is proved, on no smaller a domain."""
        decision, goals = judge(replace(self.question, statement=candidate.statement), 0, TRIAL)
        assert self.points is not None
        return decision.status == "holds" and goals is not None and self.points.where.issuperset(goals.where)

    def of_side(self, place: int) -> list[Repair]:
        if place not in self.sides:
            self.sides[place] = self._screened(place)
        return self.sides[place]

    def _screened(self, place: int) -> list[Repair]:
        """What passes the screen, the cheapest first, each written line once."""
        statement, points = self.question.statement, self.points
        assert points is not None
        side, other = statement.args[place], statement.args[1 - place]
        unique: dict[tuple[str, ...], Repair] = {}
        wrong = written(statement)
        same = ordered(other)  # what says that a side is equal to itself repairs nothing
        points.lowerings = 0
        for hole, proposal in self._ranked(place):
            if len(unique) > self.most:
                break
            repaired = hole.put(proposal.now)
            if not _passes(hole, proposal, repaired, other, points) or ordered(repaired) == same:
                continue
            whole = replace(statement, args=(other, repaired) if place else (repaired, other))
            try:
                whole = elaborate(whole, self.question.context).term
            except (LanguageError, ValueError):
                continue
            found = Repair(proposal.kind, proposal.cost, hole.term, proposal.now, (place, *hole.path), whole)
            line = written(whole)
            if line != wrong:  # of two ways to write a line, one may divide by what may be 0
                unique.setdefault((line, *_divisors(whole)), found)
        return list(unique.values())

    def _ranked(self, place: int) -> list[tuple[Hole, Proposal]]:
        statement, points = self.question.statement, self.points
        assert points is not None
        side, other = statement.args[place], statement.args[1 - place]
        known = frozenset(subterms(self.lines.before)) if self.lines.before is not None else frozenset()
        carried = frozenset(subterms(self.lines.after)) if self.lines.after is not None else frozenset()
        try:
            target = tuple(points.keep(other, p) for p in points.all)
        except NO_VALUE:
            return []
        left = LEFT * (place == 0)
        found: list[tuple[Hole, Proposal]] = []
        for hole in holes(side, target, points):
            copied = COPIED if hole.term in known and hole.term.op not in {"num", "sym"} else 0.0
            for p in proposals(hole, self.pool, _variable(other)):
                bonus = CARRIED if carried and p.now in carried and p.now.op not in {"num", "sym"} else 0.0
                if p.cost <= DEAREST:
                    found.append((hole, replace(p, cost=p.cost + DEEP * len(hole.path) + left + copied - bonus)))
        found += [(h, replace(p, cost=p.cost + left)) for h, p in _missing(self.question, side, other, points)]
        return sorted(found, key=lambda f: f[1].cost) if target else []


def _divisors(term: Term) -> list[str]:
    return sorted(ordered(t.args[1]) for t in subterms(term) if t.op == "div")


def _missing(question: Question, side: Term, other: Term, points: Points) -> Iterator[tuple[Hole, Proposal]]:
    """The difference of the two sides, where it is a short sum: the missing terms, cross terms among them."""
    try:
        truth, this = points.lowerer.lower(other), points.lowerer.lower(side)
    except NO_VALUE:
        return
    gap = truth - this
    wholesale = len(gap.terms) >= len(truth.terms) or (len(gap.terms) > 1 and not gap.terms.keys().isdisjoint(this.terms))
    if wholesale or not 0 < len(gap.terms) <= 2:
        return
    negative = all(c < 0 for c in gap.terms.values())
    text = polynomial_text(-gap if negative else gap, points.lowerer.letters.texts_of_letters())
    if text is None:
        return
    try:
        piece = read(text, question.context).term
    except (LanguageError, ValueError):
        return
    if piece.shape != side.shape:
        return
    whole = Hole(side, (), (), (None,) * len(points.all), lambda now: now)
    cost = 2.6 + 0.12 * sum(1 for _ in subterms(piece)) + 2.0 * (len(gap.terms) - 1)
    yield whole, Proposal("missing-term", cost, Term("sub" if negative else "add", (side, piece), None, side.shape))


def _passes(hole: Hole, proposal: Proposal, repaired: Term, other: Term, points: Points) -> bool:
    """Whether the repaired side agrees with the other one at all points."""
    try:
        for required, point in zip(hole.required, points.all, strict=True):
            if required is not None:
                if not floats.near(points.value(proposal.now, point), required):
                    return False
            elif not floats.near(points.value(repaired, point), points.value(other, point)):
                return False
    except NO_VALUE:
        return False
    return True


def _variable(term: Term) -> Term | None:
    """x, where the term is diff(f, x)."""
    match term:
        case Term("call", (_, x), "diff"):
            return x
    return None
