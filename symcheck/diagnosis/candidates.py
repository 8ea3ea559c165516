"""What may have been meant by a wrong equation: single changes of one side that pass the screen, ranked; and two at once.

Owns: `Candidates`, `Repair`, `Lines`.  What must stand at a node is solved for (holes.py), small answers and small changes are
proposed (proposals.py), and compared with the other side at points (points.py).  Nothing here is proved: repairs.py does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symcheck.diagnosis import floats
from symcheck.diagnosis.holes import Hole, holes
from symcheck.diagnosis.judging import Question
from symcheck.diagnosis.naming import cross_term, inner_function
from symcheck.diagnosis.pairs import pairs
from symcheck.diagnosis.points import NO_VALUE, Points
from symcheck.diagnosis.polynomials import to_text as polynomial_text
from symcheck.diagnosis.pool import Pool, size_of
from symcheck.diagnosis.proposals import Proposal, proposals
from symcheck.diagnosis.written_form import ordered, written
from symcheck.kernel.real_line import RealLine
from symcheck.kernel.sequent import Sequent
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.reading import read
from symcheck.language.terms import Term, subterms
from symcheck.theories.lowering import NotLowered

LEFT = 3.0  # bits: the left side is mostly given
COPIED = 1.5  # what stood in the line before is presumed right
CARRIED = 1.0  # what stands in the next line is likely to have been meant
DEEP = 0.05  # whole terms before parts of them
DEAREST = 6.0  # beyond it a repair is a replacement, which is always possible and says nothing
DONE = (
    "missing-factor",
    "extra-factor",
    "missing-term",
    "extra-term",
    "missing-transpose",
    "missing-inverse",
    "exponent",
    "constant",
)
PUT_IN = ("missing-factor", "missing-term", "wrong-symbol")
TWICE = 2.0  # bits: two mistakes in one line
MOST_PAIRS = 12
RIGHT, LEFT_SIDE, BOTH_MISTAKES = 1, 0, 2  # stages: changes of the right side, of the left side, two changes of the right side
STAGES = (RIGHT, LEFT_SIDE, BOTH_MISTAKES)


@dataclass(frozen=True, slots=True)
class Repair:
    """kind: the label of the mistake; was, now: the node; path: where it stands in the statement; statement: the repaired one.

    parts: of two mistakes, each.  inner: the function whose derivative is the missing factor of a chain rule.
    """

    kind: str
    cost: float
    was: Term
    now: Term
    path: tuple[int, ...]
    statement: Term
    parts: tuple[Repair, ...] = ()
    inner: Term | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The line before and the next one, where the claim is a line of a derivation."""

    before: Term | None = None
    after: Term | None = None


ALONE = Lines()


class Candidates:
    """Repairs of one claim that pass the screen, side by side.  There are none where nothing can be screened."""

    def __init__(self, question: Question, most: int, seed: int, lines: Lines) -> None:
        self.question, self.most, self.lines = question, most, lines
        self.stages: dict[int, list[Repair]] = {}
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

    def of_stage(self, stage: int) -> list[Repair]:
        """The cheapest first, each written line once."""
        if self.points is None:
            return []
        if stage not in self.stages:
            self.stages[stage] = self._twice(self.points) if stage == BOTH_MISTAKES else self._screened(stage)
        return self.stages[stage]

    def named(self, found: Repair) -> Repair:
        """By the name that teachers have for it, where it has one."""
        assert self.points is not None
        if found.kind == "missing-term" and cross_term(
            self.question.statement.args[1 - found.path[0]], found.was, found.now, self.points
        ):
            return replace(found, kind="missing-cross-term")
        if found.kind in ("missing-factor", "constant"):
            inner = inner_function(self.question.statement, found.was, found.now, self.points)
            return found if inner is None else replace(found, kind="missing-factor", inner=inner)
        return found

    def _twice(self, points: Points) -> list[Repair]:
        side, other = self.question.statement.args[RIGHT], self.question.statement.args[LEFT_SIDE]
        found: dict[str, Repair] = {}
        for first, second, repaired in pairs(side, other, points, self.pool):
            if len(found) >= MOST_PAIRS or ordered(repaired) == ordered(other):
                break
            whole = self._with_meaning((other, repaired))
            if whole is None:
                continue
            parts = tuple(Repair(c.kind, c.cost, c.was, c.now, (RIGHT, *c.path), whole) for c in (first, second))
            cost = TWICE + first.cost + second.cost
            found.setdefault(written(whole), Repair("two-mistakes", cost, side, repaired, (RIGHT,), whole, parts))
        return list(found.values())

    def _with_meaning(self, sides: tuple[Term, Term]) -> Term | None:
        try:
            return elaborate(replace(self.question.statement, args=sides), self.question.context).term
        except (LanguageError, ValueError):
            return None

    def _screened(self, place: int) -> list[Repair]:
        """What passes the screen, the cheapest first, each written line once."""
        statement, points = self.question.statement, self.points
        assert points is not None
        other = statement.args[1 - place]
        unique: dict[tuple[str, ...], Repair] = {}
        wrong = written(statement)
        reads = written if other.op in {"sym", "num"} else ordered
        same = reads(other)  # what says that a side is equal to itself repairs nothing
        points.lowerings = 0
        for hole, proposal in self._ranked(place):
            if len(unique) > self.most:
                break
            repaired = hole.put(proposal.now)
            if not _passes(hole, proposal, repaired, other, points):
                continue
            if _puts_in_much(hole, proposal, other) and (reads(repaired) == same or other in subterms(proposal.now)):
                continue
            whole = self._with_meaning((other, repaired) if place else (repaired, other))
            if whole is None:
                continue
            kind = "one-side-only" if _is_one_sided(proposal.kind, statement, self.lines.before, place) else proposal.kind
            found = Repair(kind, proposal.cost, hole.term, proposal.now, (place, *hole.path), whole)
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
            copied = COPIED if hole.path and hole.term in known and hole.term.op not in {"num", "sym"} else 0.0
            for p in proposals(hole, self.pool, _variable(other)):
                bonus = CARRIED if carried and p.now in carried and p.now.op not in {"num", "sym"} else 0.0
                if p.cost + left <= DEAREST:
                    found.append((hole, replace(p, cost=p.cost + DEEP * len(hole.path) + left + copied - bonus)))
        found += [
            (h, replace(p, cost=p.cost + left))
            for h, p in _missing(self.question, side, other, points)
            if p.cost + left <= DEAREST
        ]
        return sorted(found, key=lambda f: f[1].cost) if target else []


def _puts_in_much(hole: Hole, proposal: Proposal, other: Term) -> bool:
    """Whether so much is put in that the side could be made to read as the other one whatever it said before."""
    if proposal.now.op == "pow":
        return True
    grown = size_of(proposal.now) - size_of(hole.term)
    inside = hole.above not in {"", "add", "sub"}
    return proposal.kind in PUT_IN and grown > 0 and (inside or 2 * grown >= size_of(other))


def _is_one_sided(kind: str, line: Term, before: Term | None, place: int) -> bool:
    """Whether this side is that of the line before, and the other one is not."""
    if before is None or before.op != "rel" or before.value != line.value or kind not in DONE:
        return False
    same = [ordered(a) == ordered(b) for a, b in zip(line.args, before.args, strict=True)]
    return same[place] and not same[1 - place]


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
    cost = 2.6 + 0.12 * sum(1 for _ in subterms(piece)) + 1.0 * (len(gap.terms) - 1)
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
