"""Where the two sides of an equation are defined: a changed domain is a finding of its own (soundness rule 3).

Owns: `domain_change` (the conditions compared as the lowering states them, for the note of `domain: warn`), and for
`domain: strict` the obligations that the domains agree, with the search for a point where one side alone is defined.
The kernel judges those like any other sequent: a condition that follows is proved, a point is a countermodel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symcheck.decide import Decision, Refuted, decide, recheck
from symcheck.diagnosis.equations import equations_in
from symcheck.diagnosis.judging import Question, lowered, verdict_of
from symcheck.diagnosis.outside import point_outside
from symcheck.kernel.check import Rejected, check
from symcheck.kernel.encode import encode
from symcheck.kernel.evaluation import Atom
from symcheck.kernel.polynomial import Polynomial, letters_of, product
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent, sizes_of
from symcheck.kernel.serial import Json
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term, bound_names, subterms
from symcheck.theories.conditions import conditions_of
from symcheck.theories.definedness import required_keys
from symcheck.theories.drawing import drawn
from symcheck.theories.goals import All, Either, Goal, Leaf, LoweredClaim
from symcheck.theories.letters import CONDITION, Letters
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.statements import StatementLowerer


def domain_change(question: Question) -> str:
    """In words, the conditions that one side of an equation needs and the other does not; "" where they are the same."""
    statement = question.statement
    if statement.op != "rel" or statement.value != "=":
        return ""
    left, right = (_conditions(question, side) for side in statement.args)
    if left is None or right is None or set(left) == set(right):
        return ""
    parts = []
    for name, own, other in (("left", left, right), ("right", right, left)):
        more = [c for c in own if c not in other]
        if more:
            parts.append(f"only the {name} side needs {', '.join(more)}")
    return "; ".join(parts)


def _conditions(question: Question, side: Term) -> tuple[str, ...] | None:
    try:
        return lowered(replace(question, statement=Term("rel", (side, side), "="))).where
    except NotLowered:
        return None


# ---- domain: strict


def judged_strictly(question: Question, decision: Decision, goals: LoweredClaim, seed: int) -> Decision:
    """The decision where the domains must agree as well.

    `fails`, code `domain`, with a point where one side is defined and the other is not; `undecided`, code `domain`, where
    neither such a point nor a proof that there is none was found.
    """
    line = _on_line(goals)
    if line is not None:
        again = decide(line, seed)
        return replace(again, code="domain") if again.status == "fails" and decision.status == "holds" else again
    if decision.status == "holds" and _open_sides(question, goals):
        shared = "holds where both sides are defined, but under `domain: strict` what is undefined is no solution"
        return Decision("undecided", "domain", tried=(f"{shared}: {', '.join(goals.where)}",))
    parts, open_ = domain_obligations(question)
    if not (parts or open_) or decision.status == "undecided":
        return decision
    given = decision.certificate if isinstance(decision.certificate, dict) else {}
    merged = {f"0.0{place[1:]}": c for place, c in given.items()}  # the claim's own goal is the first part of `strict_goal`
    if decision.status == "fails":
        return replace(decision, certificate=merged)
    for k, part in enumerate(parts, 1):
        counter = point_outside(part, seed)
        if counter is None:
            continue
        found = encode(counter)
        try:
            verdict = check(part.question, found)
        except Rejected:
            continue
        if verdict.status == "fails":
            refuted = Refuted(part, counter, verdict.facts)
            return Decision("fails", "domain", {f"0.{k}.0": found}, methods=("countermodel",), refuted=refuted)
    shared = "equal where both sides are defined, but under `domain: strict` the domains must agree"
    if open_:
        return Decision("undecided", "domain", tried=(f"{shared}: {'; '.join(open_)}",))
    for k, part in enumerate(parts, 1):
        proof = decide(_alternatives(part), seed)
        if proof.status != "holds" or not isinstance(proof.certificate, dict):
            why = f"whether {part.label} is open: no point and no proof was found"
            return Decision("undecided", "domain", tried=(f"{shared}: {why}",))
        merged |= {f"0.{k}{place[1:]}": c for place, c in proof.certificate.items()}
    return replace(decision, certificate=merged)


def judge_again_strictly(question: Question, certificate: Json) -> str:
    """As `judging.judge_again`, for the claim together with the agreement of the domains."""
    try:
        goals = lowered(question)
    except NotLowered as error:
        return f"rejected: {error.message}"
    return verdict_of(recheck(strict_goal(question, goals), certificate))


def strict_goal(question: Question, goals: LoweredClaim) -> Goal:
    """The claim, and that its two sides are defined at the same points."""
    line = _on_line(goals)
    if line is not None:
        return line
    if _open_sides(question, goals):
        return All((goals.goal, Either(())))
    parts, open_ = domain_obligations(question)
    if not (parts or open_):
        return goals.goal
    never = (Either(()),) if open_ else ()  # what is not put in formulas is not proved
    return All((goals.goal, *(_alternatives(p) for p in parts), *never))


def _open_sides(question: Question, goals: LoweredClaim) -> bool:
    """An equivalence or implication whose sides are not defined at the same points, as far as their conditions say."""
    statement = question.statement
    if statement.op not in {"iff", "implies"} or not goals.where:
        return False
    try:
        left, right = (set(lowered(replace(question, statement=Term("iff", (s, s)))).where) for s in statement.args)
    except NotLowered:
        return True
    return left != right


def _on_line(goals: LoweredClaim) -> Goal | None:
    """The claim about one real number in which what is undefined is not true."""
    match goals.goal:
        case Leaf(obligation) if obligation.strictly is not None:
            return Leaf(replace(obligation, question=obligation.strictly))
    return None


def _alternatives(part: Obligation) -> Goal:
    """The condition; that a number is not zero also follows from its sign."""
    sequent = part.question
    if isinstance(sequent, Sequent) and isinstance(sequent.goal, Formula) and sequent.goal.relation == "!=":
        p = sequent.goal.polynomial
        signs: tuple[Polynomial, ...] = (p, -p) if p.is_scalar else ()
        rest = [replace(part, question=replace(sequent, goal=Formula(">", q)), necessary=False) for q in signs]
        return Either((Leaf(part), *(Leaf(o) for o in rest)))
    return Either((Leaf(part),))


def domain_obligations(question: Question) -> tuple[tuple[Obligation, ...], tuple[str, ...]]:
    """For each condition that one side alone has: at every point where the other side is defined it is true.

    A condition is judged under the definitions that come before it on its own side: in 1/(1/x), 1/x != 0 where x != 0.
    The second part says, in words, what of the domains is not put in formulas: then the claim is not shown to hold.
    """
    equations, words = equations_in(question)
    found = [_of_equation(q) for q in equations]
    return tuple(p for parts, _ in found for p in parts), tuple(
        dict.fromkeys((*words, *(w for _, open_ in found for w in open_)))
    )


def _of_equation(question: Question) -> tuple[list[Obligation], list[str]]:
    left, right = question.statement.args
    parts: list[Obligation] = []
    open_: list[str] = []
    for side, other, name, other_name in ((left, right, "left", "right"), (right, left, "right", "left")):
        read = _both(question, other, side, entrywise=False) or _both(question, other, side, entrywise=True)
        if read is None:
            open_ += _unread(question)
            continue
        words = f"the {other_name} side is defined and the {name} side is not: it needs"
        parts += _needed(question, read, words)
        stated = {h.label for hs in read.letters.definitions.values() for h in hs}
        required = required_keys(read.letters)
        labels = [x for x in read.letters.texts if x not in stated and read.is_new(x) and x.partition(":")[2] in required]
        for label in labels:
            text = read.letters.texts[label]
            try:
                parts += _of_atom(question, read, label.partition(":")[2], f"{words} {text}")
            except NotLowered:
                open_.append(f"only the {name} side needs {text}")
    return parts, open_


def _unread(question: Question) -> list[str]:
    """What of the domains is open where a side has no value of its own, such as min(f for x in S)."""
    if any(_conditions(question, side) is None for side in question.statement.args):
        return [f"`{to_text(question.statement)}` needs {w}" for w in lowered(question).where]
    changed = domain_change(question)
    return [changed] if changed else []


@dataclass(frozen=True, slots=True)
class _Read:
    """Both sides of a claim in the same letters.

    given: its hypotheses; before, table, asked: what the other side alone has, and needs; bound: names of no point of the claim.
    """

    letters: Letters
    given: tuple[Hypothesis, ...]
    before: frozenset[str]
    table: frozenset[str]
    asked: tuple[str, ...]
    bound: frozenset[str]

    def is_new(self, label: str) -> bool:
        """Whether the condition of that label belongs to a letter that the other side does not have."""
        return label.partition(":")[2] not in self.table


def _both(question: Question, other: Term, side: Term, *, entrywise: bool) -> _Read | None:
    lowerer = StatementLowerer(question.setting, entrywise=entrywise)
    given: list[Hypothesis] = []
    try:
        for label, term in question.given:
            cases = lowerer.assume(term, label)
            if len(cases) != 1:
                return None
            given += cases[0]
        lowerer.arrays(other)
        before, table = frozenset(lowerer.letters.definitions), frozenset(lowerer.letters.table)
        asked = tuple(lowerer.letters.required)
        lowerer.arrays(side)
    except (NotLowered, ZeroDivisionError):
        return None
    return _Read(lowerer.letters, tuple(given), before, table, asked, frozenset(n for t in subterms(side) for n in _bound(t)))


def _bound(t: Term) -> tuple[str, ...]:
    match t:
        case Term("call", (_, Term("sym", (), str() as x), _, _), "integrate"):
            return (x,)
    return bound_names(t)


def _needed(question: Question, read: _Read, words: str) -> Iterator[Obligation]:
    """The conditions of one side, where the other is defined; `words` are what is said where one is false."""
    definitions, texts = read.letters.definitions, read.letters.texts
    known = [*read.given, *(h for key, hs in definitions.items() if key in read.before or _is_symbol(key) for h in hs)]
    required = required_keys(read.letters)
    for key, hypotheses in list(definitions.items()):
        if key in read.before or _is_symbol(key) or key not in required:
            continue
        for h in hypotheses:
            text = texts.get(h.label)
            if any(x.name in read.bound for x in letters_of(h.formula.polynomial)):
                continue
            if text is not None and all(h.formula != g.formula for g in known):
                yield _obligation(question, read, tuple(known), h, f"{words} {text}")
        known += hypotheses


def _of_atom(question: Question, read: _Read, name: str, words: str) -> Iterator[Obligation]:
    """The conditions under which the value of a function of one side alone is known, where the other side is defined."""
    letters = read.letters
    keys = [key for key in letters.definitions if key in read.before]
    stated = [h for key in keys for h in letters.definitions[key]]
    others = conditions_of(letters, [key for key in read.asked if key not in keys])
    known = (*read.given, *stated, *(Hypothesis(f"defined:other:{k}", f) for k, f in enumerate(others)))
    for formula in conditions_of(letters, [name]):
        if all(formula != h.formula for h in known):
            yield _obligation(question, read, known, Hypothesis(f"defined:{name}", formula), words)


def _is_symbol(key: str) -> bool:
    """Whether a key of `Letters.definitions` is a declared symbol (its properties) and not a condition or a derived letter."""
    return "~" not in key and not key.startswith(CONDITION)


def _obligation(question: Question, read: _Read, known: tuple[Hypothesis, ...], condition: Hypothesis, label: str) -> Obligation:
    """known ⊢ condition, where the functions of the other side are defined; A is invertible: A u ≠ 0 for every u ≠ 0."""
    letters, goal = read.letters, condition.formula
    if condition.label.startswith("inverse:"):
        (a,) = letters.origins[condition.label.split(":")[1]].of
        u = letters.value(letters.fresh("u", a.cols, ONE))
        known = (*known, Hypothesis("nonzero:u", Formula("!=", u)))
        goal = Formula("!=", product(a, u))
    names = {x.name for p in (goal.polynomial, *(h.formula.polynomial for h in known)) for x in letters_of(p)}
    names |= {n for n in letters.table if "~" not in n or n in read.table}
    atoms: dict[str, Atom] = {}
    while waiting := [n for n in names if n in letters.table and letters.table[n][0].opaque and n not in atoms]:
        for n in waiting:
            atoms[n] = Atom(letters.origins[n].function, letters.origins[n].of)
            names |= {x.name for p in atoms[n].arguments for x in letters_of(p)}
    table = {n: v for n, v in letters.table.items() if n in names}
    sequent = Sequent((), table, known, goal, {n: atoms[n] for n in table if n in atoms})
    used = {n for size in sizes_of(sequent) for n in size.names} | {n[1:] for n in names if n.startswith("#")}
    sequent = replace(sequent, sizes=tuple(n for n in question.context.sizes if n in used))
    return Obligation(label, sequent, True, drawn(sequent), names=letters.texts_of_letters())
