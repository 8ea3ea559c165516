"""Goal tree → decision: oracles find certificates, the kernel checks them, and the tree says what follows for the claim.

Owns: `decide` (search, then check) and `recheck` (check what was found before).  Both go through `kernel.check` on JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symcheck.kernel.certificate import Countermodel
from symcheck.kernel.check import EVERY_ORDER, Rejected, check
from symcheck.kernel.counting import Count
from symcheck.kernel.encode import encode
from symcheck.kernel.evaluation import Model
from symcheck.kernel.growth import GrowthGoal
from symcheck.kernel.quadrature import Closed
from symcheck.kernel.real_line import RealLine, check_line
from symcheck.kernel.sequent import Sequent
from symcheck.kernel.serial import Json, decode
from symcheck.kernel.verdict import Verdict
from symcheck.language.printing import to_text
from symcheck.oracles.antiderivatives import antiderivatives
from symcheck.oracles.counting import count_certificate
from symcheck.oracles.effort import Exhausted, within
from symcheck.oracles.enclosures import find_enclosure
from symcheck.oracles.growth import find_growth
from symcheck.oracles.models import Sampler
from symcheck.oracles.runs import find_run
from symcheck.oracles.search import Hints, Nothing, search
from symcheck.theories.comparison import Chart
from symcheck.theories.goals import All, Contrary, Either, Goal, Leaf, Proposed, Under, leaves
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.methods import labels_of, licences_of, method_of, relied_on


@dataclass(frozen=True, slots=True)
class Refuted:
    """The obligation that fails, and its countermodel where it has one."""

    obligation: Obligation
    counter: Countermodel | None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """status: "holds" | "fails" | "undecided".  orders: for which orders of the sizes every part had a model."""

    status: str
    code: str | None = None
    certificate: Json = None
    orders: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    refuted: Refuted | None = None
    proved: tuple[tuple[Obligation, Json], ...] = ()
    facts: tuple[Mapping[str, object], ...] = ()
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    status: str
    certificates: Mapping[str, Json]
    verdicts: tuple[tuple[Obligation, Verdict, Json], ...] = ()
    nothing: Nothing | None = None
    refuted: bool = False  # a part that is false, which refutes nothing
    under: bool = False  # an undecided part whose conditions are proved


Finder = Callable[[Obligation, str], tuple[Json, Verdict] | Nothing]
Proposer = Callable[[Proposed, str], tuple[str, ...]]  # what may be put in the hole of a goal


CLAIM = 500_000  # units of effort for all parts of a claim
TRIAL = 60_000  # for a question of symcheck's own, of which there are many: a repair, an assumption, another reading
SPENT = "the work that is allowed for one claim was done before all of its parts were decided"


def decide(goal: Goal, seed: int = 0, work: int = CLAIM) -> Decision:
    """Search for certificates of the leaves of the goal, with so much work, check them, and combine."""
    samplers: list[Sampler] = []

    def find(obligation: Obligation, _place: str) -> tuple[Json, Verdict] | Nothing:
        try:
            found = _search(obligation, seed, samplers)
        except Exhausted:
            return Nothing("budget", (SPENT,))
        if isinstance(found, Nothing):
            return found
        try:
            return found, check(obligation.question, found)
        except Rejected as error:
            return Nothing("rejected-certificate", (f"a certificate was found, but the kernel rejects it: {error}",))

    decision = within(work, lambda: _decision(goal, find, lambda hole, _place: antiderivatives(hole.wanted, hole.variable)))
    return decision or Decision("undecided", "budget", tried=(SPENT,))


def recheck(goal: Goal, certificate: Json) -> Decision:
    """What the certificates, made before, prove for the goal, lowered afresh."""
    given = certificate if isinstance(certificate, dict) else {}

    def find(obligation: Obligation, place: str) -> tuple[Json, Verdict] | Nothing:
        if place not in given:
            return Nothing("no-certificate", ("the report has no certificate for this part",))
        try:
            return given[place], check(obligation.question, given[place])
        except Rejected as error:
            return Nothing("rejected-certificate", (str(error),))

    def propose(_hole: Proposed, place: str) -> tuple[str, ...]:
        text = given.get(place)
        return (text,) if isinstance(text, str) else ()

    return _decision(goal, find, propose)


def _search(obligation: Obligation, seed: int, samplers: list[Sampler]) -> Json | Nothing:
    match obligation.question:
        case Sequent() as sequent:
            found = search(sequent, Hints(samplers, obligation.draw, obligation.pool, seed, obligation.unproved))
            if isinstance(found, Nothing):
                return found
            try:
                return encode(found)
            except ValueError:  # Python writes no number of more than 4,300 digits
                return Nothing("budget", ("a certificate was found, but its numbers are too long to be written down",))
        case Count() as goal:
            counted = count_certificate(goal)
            return Nothing("budget", ("too many cases to count",)) if counted is None else _plain(counted)
        case GrowthGoal() as growth:
            grown = find_growth(growth)
            return Nothing("no-certificate", ("domination term by term",)) if grown is None else _plain(grown)
        case RealLine() as line:
            status, facts = check_line(line)
            if status == "rejected":
                return Nothing("vacuous" if "vacuous" in facts["reason"] else "budget", (facts["reason"],))
            return {"kind": "real line"}
        case Closed() as closed:
            enclosed = find_enclosure(closed)
            return Nothing("no-certificate", ("integrals in balls",)) if enclosed is None else _plain(enclosed)
        case run_goal:
            run = find_run(run_goal)
            if run is None:
                return Nothing("no-certificate", ("runs in exact and ball arithmetic", "induction on the row"))
            return _plain(run)


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(k): _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
    raise TypeError(f"not JSON: {value!r}")


def _decision(goal: Goal, find: Finder, propose: Proposer) -> Decision:
    part = _part(goal, "0", find, propose)
    verdicts = part.verdicts
    orders: tuple[str, ...] = ()
    sized = [v.orders for o, v, _ in verdicts if isinstance(o.question, Sequent) and v.status == "holds" and any(v.orders)]
    limited = [o for o in sized if EVERY_ORDER not in o]
    if limited:
        orders = tuple(x for x in limited[0] if all(x in other for other in limited))
    elif sized:
        orders = (EVERY_ORDER,)
    used = tuple(dict.fromkeys(label for o, _, c in verdicts for label in _rests_on(o, c)))
    methods = tuple(dict.fromkeys(method_of(c) for _, _, c in verdicts))
    facts = tuple(v.facts for _, v, _ in verdicts if v.facts)
    if part.status == "fails":
        false = ((o, v, c) for o, v, c in verdicts if v.status == "fails" and o.necessary)
        obligation, verdict, found = next(false, verdicts[0])  # where none is false, the contrary of the claim was proved
        counter = None
        if isinstance(obligation.question, Sequent):
            decoded = decode(found, obligation.question)
            counter = decoded if isinstance(decoded, Countermodel) else None
        if isinstance(obligation.question, RealLine) and obligation.chart == Chart() and "point" in verdict.facts:
            point = Fraction(str(verdict.facts["point"]))
            counter = Countermodel(Model({}, {obligation.question.variable: ((point,),)} if obligation.question.variable else {}))
        refuted = Refuted(obligation, counter, verdict.facts)
        against = tuple((o, c) for o, v, c in verdicts) if verdict.status == "holds" else ()  # the contrary, proved
        return Decision("fails", None, dict(part.certificates), orders, used, methods, refuted, against, facts)
    if part.status == "holds":
        proved = tuple((o, c) for o, _, c in verdicts)
        return Decision("holds", None, dict(part.certificates), orders, used, methods, None, proved, facts)
    code = part.nothing.code if part.nothing else "no-certificate"
    return Decision("undecided", code, None, orders, used, methods, None, (), facts, part.nothing.tried if part.nothing else ())


def _rests_on(o: Obligation, c: Json) -> tuple[str, ...]:
    return (*labels_of(c), *licences_of(o), *o.built_in, *relied_on(o, c))


def _part(goal: Goal, place: str, find: Finder, propose: Proposer) -> _Part:
    match goal:
        case Leaf(obligation):
            found = find(obligation, place)
            where = " = ".join(name for name, _ in obligation.equal_sizes)
            if isinstance(found, Nothing):
                if obligation.unproved:
                    return _Part("undecided", {})
                tried = f"its two sides number the entries in different orders; no counterexample was found where {where}"
                return _Part("undecided", {}, (), Nothing("no-theory", (tried,)) if where else found)
            certificate, verdict = found
            status = verdict.status if verdict.status == "holds" or obligation.necessary else "undecided"
            if status == "holds" and where:
                tried = f"its two sides number the entries in different orders; it was read where {where} only, and holds there"
                return _Part("undecided", {}, (), Nothing("no-theory", (tried,)))
            if status == "holds" and obligation.refutes_only:
                shown = ", ".join(f"{name} = {value}" for name, value in obligation.instance)
                tried = f"{obligation.refutes_only}; it holds at {shown}" if shown else obligation.refutes_only
                return _Part("undecided", {}, (), Nothing("no-certificate", (tried,)))
            nothing = Nothing("no-certificate", (f"`{obligation.label}` is false, which this claim does not need",))
            refuted = status == "undecided"
            return _Part(status, {place: certificate}, ((obligation, verdict, certificate),), nothing, refuted)
        case All(parts):
            done = []
            for k, p in enumerate(parts):
                part = _part(p, f"{place}.{k}", find, propose)
                if part.status == "fails":
                    return part
                done.append(part)
                if part.status == "undecided" and not any(o.necessary for q in parts[k + 1 :] for o in leaves(q)):
                    break  # nothing that is left can refute, and the whole is not proved any more
            open_ = next((p for p in done if p.status == "undecided"), None)
            if open_ is not None:
                return _Part("undecided", {}, (), open_.nothing)
            merged = {key: c for p in done for key, c in p.certificates.items()}
            return _Part("holds", merged, tuple(v for p in done for v in p.verdicts))
        case Contrary(inner):
            part = _part(inner, f"{place}.0", find, propose)
            implied = part.status == "holds" and all(o.necessary for o in leaves(inner))
            status = "fails" if implied else "undecided"
            return _Part(status, part.certificates, part.verdicts, part.nothing)
        case Either(parts):
            last: _Part | None = None
            for k, p in enumerate(parts):
                part = _part(p, f"{place}.{k}", find, propose)
                if part.status in {"holds", "fails"}:
                    return part
                last = part if last is None or last.nothing is None else last
                if k == 0 and part.refuted and len({o.label for o in leaves(goal)}) == 1:
                    break  # the same in other words
            return _Part("undecided", {}, (), last.nothing if last else None)
        case Under(conditions, inner):
            settled: list[_Part] = []
            for k, p in enumerate(conditions.parts if isinstance(conditions, All) else (conditions,)):
                settled.append(_part(p, f"{place}.0.{k}", find, propose))
                if settled[-1].status != "holds":  # the rest need not be searched
                    return _Part("undecided", {}, (), settled[-1].nothing)
            settled.append(_part(inner, f"{place}.1", find, propose))
            if settled[-1].status == "undecided":
                return replace(settled[-1], under=True)
            merged = {key: c for q in settled for key, c in q.certificates.items()}
            return _Part(settled[-1].status, merged, tuple(v for q in settled for v in q.verdicts))
        case Proposed():
            return _filled(goal, place, find, propose)


def _filled(goal: Proposed, place: str, find: Finder, propose: Proposer) -> _Part:
    """The first proposal with which the goal is decided.  It is kept, as text, beside the certificates of what it leads to."""
    nothing = Nothing("no-certificate", (f"no antiderivative of `{to_text(goal.wanted)}` was found",))
    for text in propose(goal, f"{place}?"):
        try:
            part = _part(goal.expand(text, lambda g: g), f"{place}?.0", find, propose)
        except NotLowered as error:
            nothing = Nothing(error.code, (error.message,))
            continue
        except ZeroDivisionError:
            continue
        if part.status != "undecided":
            return _Part(part.status, {f"{place}?": text, **part.certificates}, part.verdicts)
        nothing = part.nothing or nothing
        nothing = Nothing(nothing.code, (f"with the antiderivative {text}: {'; '.join(nothing.tried)}",))
        if part.under:
            break  # the antiderivative is one: another one has the same values
    return _Part("undecided", {}, (), nothing)


__all__ = ["Decision", "Refuted", "decide", "leaves", "recheck"]
