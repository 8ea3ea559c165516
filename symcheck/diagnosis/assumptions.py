"""The natural assumption under which a refuted claim holds: "fails; holds if A is symmetric".

Owns: `holds_if`.  Does not own: which assumptions are natural (natural.py).  An assumption is shown only where the kernel
accepts a proof of the claim with it as a further hypothesis.  Before that, cheaply: it has models with sizes ≥ 2 and values that
are neither 0 nor fixed, none of them refutes the claim, not all make both sides 0, and the claim is not an assumption itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from symcheck.decide import TRIAL
from symcheck.diagnosis.judging import Question, judge, lowered
from symcheck.diagnosis.memory import NO_REPAIR, current, key_of
from symcheck.diagnosis.natural import Assumption, Values, families, in_words
from symcheck.diagnosis.restatements import parts_of, restates
from symcheck.kernel.evaluation import Array, Model, enclosure, interpreted
from symcheck.kernel.functions import is_zero
from symcheck.kernel.network import Letter
from symcheck.kernel.real_line import RealLine
from symcheck.kernel.sequent import Member, NotAModel, Sequent, require_model
from symcheck.language.calls import DERIVATIVES
from symcheck.language.context import Kind
from symcheck.language.properties import with_implied
from symcheck.language.reading import read
from symcheck.language.terms import Term, free_symbols, subterms
from symcheck.oracles.effort import spend, within
from symcheck.oracles.models import SMALL, Sampler, size_orders
from symcheck.oracles.refutation import false_at
from symcheck.report import HoldsIf
from symcheck.theories.goals import All, Either, Goal, Leaf, leaves
from symcheck.theories.lowering import NotLowered, Obligation

MOST_PROOFS = 3  # attempts to prove the claim under an assumption that no point speaks against
LADDERS = ((2, 3, 4, 5), (3, 4, 5, 6))
MOST_ORDERS = 4  # of the sizes, on each ladder
DRAWS = 2  # points for each choice of sizes; an inequality may be true at many points and false at some
DRAWS_OF_ORDER = 8
TRIES = 4  # for one point
WORK = 150_000  # units of effort for all of it


def holds_if(question: Question, most: int, seed: int) -> HoldsIf | None:
    """The first natural assumption under which the claim of `question`, which fails, is proved; None where none is found.

    most: how many sets of assumptions may be tried at points.  Where it is remembered which one it was (memory.py), only that one
    is tried, and proved again; that there is none is taken on trust.
    """
    memory = current()
    key = f"assumed:{key_of(question)}"
    at = None if memory is None else memory.known_repairs.get(key)
    found = None if at == NO_REPAIR else within(WORK, lambda: _first(question, most, seed, at))
    if memory is not None:
        memory.repairs[key] = NO_REPAIR if found is None else found[1]
    return None if found is None else found[0]


def _first(question: Question, most: int, seed: int, at: int | None) -> tuple[HoldsIf, int] | None:
    """The assumption, and a number by which it is found again: the binary digits say which ones of all it consists of.

    at: that number, where it is known.
    """
    try:
        goals = lowered(question)
    except NotLowered:
        return None
    general = [o for o in leaves(goals.goal) if not isinstance(o.question, RealLine)]  # which may stand beside the others
    if not general or not all(isinstance(o.question, Sequent) and not o.equal_sizes for o in general):
        return None
    trials = _Trials(question, goals.goal, most, seed)
    natural = tuple(families(trials.symbols))
    every = [a for family in natural for a in family]

    def proved(assumed: tuple[Assumption, ...]) -> tuple[HoldsIf, int] | None:
        if judge(_under(question, assumed), seed, TRIAL)[0].status != "holds":
            return None
        said = HoldsIf(tuple(text for a in assumed for text in a.texts), in_words(assumed))
        return said, sum(1 << every.index(a) for a in assumed)

    if at is not None and 0 < at < 1 << len(every):
        known = proved(tuple(a for k, a in enumerate(every) if at >> k & 1))
        if known is not None:
            return known
    proofs = 0
    for family in natural:
        for assumed in trials.minimal(family):
            if proofs >= MOST_PROOFS or (not proofs and restates(question, natural)):
                return None
            proofs += 1
            found = proved(assumed)
            if found is not None:
                return found
    return None


def _under(question: Question, assumed: tuple[Assumption, ...]) -> Question:
    """The question with the assumptions as hypotheses; a property of a symbol as a declared one, of which proofs make more.

    What is differentiated by keeps independent entries, as under a hypothesis: a declared symmetry is then that of
    `symmetric: unstructured`, and other properties remain hypotheses.
    """
    varied, context = _differentiated(question), question.context
    symbols, given, convention = dict(context.symbols), list(question.given), context.symmetric
    for a in assumed:
        prop = a.property.replace(" ", "-")
        kind = symbols.get(a.names[0]) if a.names else None
        tied = bool(prop) and a.names[0] in varied
        unstructured = "symmetric" in with_implied((prop,)) and convention != "structured"
        if isinstance(kind, Kind) and prop and (unstructured or not tied):
            symbols[a.names[0]] = replace(kind, properties=with_implied((*kind.properties, prop)))
            convention = convention or ("unstructured" if tied else "")
            continue
        given += [(f"assumed.{len(given)}", read(text, context).term) for text in a.texts]
    texts = tuple(text for a in assumed for text in a.texts)
    context = replace(context, symbols=symbols, symmetric=convention)
    return replace(question, given=tuple(given), context=context, assumed=texts)


def _differentiated(question: Question) -> set[str]:
    """Names that occur as the variable of a derivative, also in a definition."""
    bodies = (d.body for d in question.context.definitions.values())
    terms = (question.statement, *(t for _, t in question.given), *bodies)
    calls = (t for term in terms for t in subterms(term) if t.op == "call" and t.value in DERIVATIVES and len(t.args) > 1)
    return {name for t in calls for name in free_symbols(t.args[1])}


class _Trials:
    """Assumptions tried at points that satisfy them and the hypotheses of the claim; the claim is lowered once."""

    def __init__(self, question: Question, goal: Goal, most: int, seed: int) -> None:
        self.goal, self.left, self.seed = goal, most, seed
        relations = (part for part in parts_of(question.statement) if part.op == "rel" and part.value == "=")
        self.zero = any(_is_zero(side) for part in relations for side in part.args)
        names = {n for o in leaves(goal) if isinstance(o.question, Sequent) for n in o.question.letters}
        declared = question.context.symbols
        self.symbols: dict[str, Kind] = {}
        for name, kind in declared.items():
            if name in names and isinstance(kind, Kind):
                self.symbols[name] = kind
        self.samplers: dict[tuple[int, tuple[str, ...]], _Forced] = {}

    def minimal(self, family: tuple[Assumption, ...]) -> Iterator[tuple[Assumption, ...]]:
        """Sets of assumptions of the family that no point speaks against: single ones, else one without any that it can spare."""
        possible = []
        found = False
        for one in family:
            outcome = self.outcome((one,))
            if outcome == "passes":
                found = True
                yield (one,)
            elif outcome == "false":
                possible.append(one)
        if found or len(possible) < 2 or self.outcome(tuple(possible)) != "passes":
            return
        for one in tuple(possible):
            fewer = tuple(a for a in possible if a is not one)
            if len(fewer) > 1 and self.outcome(fewer) == "passes":
                possible.remove(one)
        yield tuple(possible)

    def outcome(self, assumed: tuple[Assumption, ...]) -> str:
        """ "passes", "false" (a point with the assumptions refutes the claim), "no point" or "budget"."""
        if self.left <= 0:
            return "budget"
        self.left -= 1
        random = Random(self.seed)
        points, collapsed = 0, True
        for place, obligation in _necessary(self.goal):
            sequent = obligation.question
            assert isinstance(sequent, Sequent)
            exact = isinstance(sequent.goal, Member) or sequent.goal.relation in {"=", "!="}
            draws = DRAWS if exact else DRAWS_OF_ORDER
            for sizes in _choices(sequent, assumed):
                for _ in range(draws):
                    model = self.model(place, sequent, obligation, assumed, sizes, random)
                    if model is None:
                        continue
                    if false_at(sequent, model) is not None:
                        return "false"
                    points += 1
                    collapsed = collapsed and not self.zero and _both_zero(obligation, model, sequent)
        return "passes" if points and not collapsed else "no point"

    def model(
        self, place: int, sequent: Sequent, obligation: Obligation, assumed: tuple[Assumption, ...], sizes: Mapping[str, int],
        random: Random,
    ) -> Model | None:  # fmt: skip
        names = tuple(sorted({n for a in assumed for n in a.names if n in sequent.letters}))
        key = (place, names)
        if key not in self.samplers:
            self.samplers[key] = _Forced(sequent, {**obligation.draw, **dict.fromkeys(names, "")})
        for _ in range(TRIES):
            forced: Values = {}
            for a in assumed:
                values = a.draw(sizes, random)
                if values is None:
                    return None
                forced.update(values)
            found = self.samplers[key].at(forced, sizes, random)
            if found is not None:
                return found
        return None


class _Forced(Sampler):
    """Models of a sequent in which some letters have given values."""

    forced: Values = {}  # noqa: RUF012 - replaced, never changed

    def at(self, forced: Values, sizes: Mapping[str, int], random: Random) -> Model | None:
        """A model with these values, or None where one try does not give it."""
        self.forced = forced
        spend(self.cost)
        values = self._values(sizes, random, SMALL)
        if values is None:
            return None
        model = Model(dict(sizes), values)
        try:
            require_model(self.sequent, model)
        except (NotAModel, KeyError, ZeroDivisionError):
            return None
        return model

    def _draw_letter(
        self, x: Letter, name: str, shape: tuple[int, int], sizes: Mapping[str, int], random: Random, pool: tuple[Fraction, ...]
    ) -> Array | None:
        if name in self.forced:
            return self.forced[name]
        return super()._draw_letter(x, name, shape, sizes, random, pool)


def _necessary(goal: Goal, place: int = 0) -> Iterator[tuple[int, Obligation]]:
    """Obligations of which each is refuted only where the claim is."""
    match goal:
        case Leaf(obligation) if obligation.necessary and isinstance(obligation.question, Sequent):
            yield place, obligation
        case All(parts) | Either(parts):  # of alternatives too: one that the claim implies
            for k, part in enumerate(parts):
                yield from _necessary(part, 32 * place + k + 1)


def _choices(sequent: Sequent, assumed: tuple[Assumption, ...]) -> Iterator[dict[str, int]]:
    """Sizes of at least 2, pairwise different first, with those equal that the assumptions make equal."""
    equal = [a.equal for a in assumed if a.equal is not None]
    for ladder in LADDERS:
        for k, sizes in enumerate(size_orders(sequent, ladder)):
            if k >= MOST_ORDERS:
                break
            yield {**sizes, **{b: sizes[a] for a, b in equal if a in sizes and b in sizes}}


def _both_zero(obligation: Obligation, model: Model, sequent: Sequent) -> bool:
    """Both sides of the relation are 0 there."""
    if obligation.sides is None:
        return False
    at = interpreted(model, sequent.atoms)
    try:
        return all(is_zero(v) for side in obligation.sides for row in enclosure(side, at) for v in row)
    except (KeyError, ZeroDivisionError):
        return False


def _is_zero(term: Term) -> bool:
    return term.op == "zeros" or (term.op == "num" and term.value == 0)
