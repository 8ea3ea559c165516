"""Goal tree → decision: oracles find certificates, the kernel checks them, and the tree says what follows for the claim.

Owns: `decide` (search, then check) and `recheck` (check what was found before).  Both go through `kernel.check` on JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.kernel.certificate import Countermodel
from symcheck.kernel.check import EVERY_ORDER, Rejected, check
from symcheck.kernel.counting import Count
from symcheck.kernel.encode import encode
from symcheck.kernel.evaluation import Model
from symcheck.kernel.growth import GrowthGoal
from symcheck.kernel.real_line import RealLine, check_line
from symcheck.kernel.sequent import Sequent
from symcheck.kernel.serial import Json, decode
from symcheck.kernel.verdict import Verdict
from symcheck.oracles.counting import count_certificate
from symcheck.oracles.growth import find_growth
from symcheck.oracles.models import Sampler
from symcheck.oracles.runs import find_run
from symcheck.oracles.search import Hints, Nothing, search
from symcheck.theories.comparison import Chart
from symcheck.theories.goals import All, Either, Goal, Leaf, leaves
from symcheck.theories.lowering import Obligation


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


Finder = Callable[[Obligation, str], tuple[Json, Verdict] | Nothing]


def decide(goal: Goal, seed: int = 0) -> Decision:
    """Search for certificates of the leaves of the goal, check them, and combine."""
    samplers: list[Sampler] = []

    def find(obligation: Obligation, _place: str) -> tuple[Json, Verdict] | Nothing:
        found = _search(obligation, seed, samplers)
        if isinstance(found, Nothing):
            return found
        try:
            return found, check(obligation.question, found)
        except Rejected as error:
            return Nothing("rejected-certificate", (f"a certificate was found, but the kernel rejects it: {error}",))

    return _decision(goal, find)


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

    return _decision(goal, find)


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


def _decision(goal: Goal, find: Finder) -> Decision:
    part = _part(goal, "0", find)
    verdicts = part.verdicts
    orders: tuple[str, ...] = ()
    sized = [v.orders for o, v, _ in verdicts if isinstance(o.question, Sequent) and v.status == "holds" and any(v.orders)]
    limited = [o for o in sized if EVERY_ORDER not in o]
    if limited:
        orders = tuple(x for x in limited[0] if all(x in other for other in limited))
    elif sized:
        orders = (EVERY_ORDER,)
    used = tuple(dict.fromkeys(label for o, _, c in verdicts for label in (*_labels(c), *_licences(o), *o.built_in)))
    methods = tuple(dict.fromkeys(_method(c) for _, _, c in verdicts))
    facts = tuple(v.facts for _, v, _ in verdicts if v.facts)
    if part.status == "fails":
        obligation, verdict, found = next((o, v, c) for o, v, c in verdicts if v.status == "fails" and o.necessary)
        counter = None
        if isinstance(obligation.question, Sequent):
            decoded = decode(found, obligation.question)
            counter = decoded if isinstance(decoded, Countermodel) else None
        if isinstance(obligation.question, RealLine) and obligation.chart == Chart() and "point" in verdict.facts:
            point = Fraction(str(verdict.facts["point"]))
            counter = Countermodel(Model({}, {obligation.question.variable: ((point,),)} if obligation.question.variable else {}))
        refuted = Refuted(obligation, counter, verdict.facts)
        return Decision("fails", None, dict(part.certificates), orders, used, methods, refuted, (), facts)
    if part.status == "holds":
        proved = tuple((o, c) for o, _, c in verdicts)
        return Decision("holds", None, dict(part.certificates), orders, used, methods, None, proved, facts)
    code = part.nothing.code if part.nothing else "no-certificate"
    return Decision("undecided", code, None, orders, used, methods, None, (), facts, part.nothing.tried if part.nothing else ())


def _part(goal: Goal, place: str, find: Finder) -> _Part:
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
            return _Part(status, {place: certificate}, ((obligation, verdict, certificate),), nothing)
        case All(parts):
            done = []
            for k, p in enumerate(parts):
                part = _part(p, f"{place}.{k}", find)
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
        case Either(parts):
            last: _Part | None = None
            for k, p in enumerate(parts):
                part = _part(p, f"{place}.{k}", find)
                if part.status in {"holds", "fails"}:
                    return part
                last = part if last is None or last.nothing is None else last
            return _Part("undecided", {}, (), last.nothing if last else None)


def _licences(obligation: Obligation) -> list[str]:
    """Labels of the hypotheses that allow what the goal divides by."""
    question = obligation.question
    if not isinstance(question, Sequent):
        return []
    below = {f for m in question.goal.polynomial.terms for f, e in m.factors if e < 0}
    return [
        h.label
        for h in question.hypotheses
        if h.formula.relation in {"!=", ">"} and any(f in below for m in h.formula.polynomial.terms for f, _ in m.factors)
    ]


def _labels(certificate: Json) -> list[str]:
    """Labels of the hypotheses that a certificate uses."""
    out: list[str] = []
    stack: list[Json] = [certificate]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if isinstance(item.get("label"), str):
                out.append(str(item["label"]))
            labels = item.get("nonnegative")
            if isinstance(labels, list):
                out += [str(x) for x in labels]
            stack.extend(v for k, v in item.items() if k not in {"context", "models"})
        elif isinstance(item, list):
            stack.extend(item)
    return out


METHODS = {
    "run": "carrying out the run",
    "region": "an invariant region",
    "dominated": "domination term by term",
    "faster": "growth along one direction",
    "real line": "the signs of all polynomials on the real line",
}


def _method(certificate: Json) -> str:
    if not isinstance(certificate, dict):
        return ""
    if "countermodel" in certificate:
        return "countermodel"
    body = certificate.get("proof")
    if not isinstance(body, dict):
        kind = str(certificate.get("kind", "case split"))
        return METHODS.get(kind, kind)
    steps = body.get("steps")
    if body.get("kind") == "combination" and not steps:
        return "normal form"
    axioms = certificate.get("axioms")
    named = {"combination": "linear combination of hypotheses", "squares": "sum of squares"}
    method = named.get(str(body.get("kind")), str(body.get("kind")))
    if not isinstance(axioms, list) or not axioms:
        return method
    of_axioms = [a for a in _labels(body) if a.startswith(("axiom:", "reciprocal:"))]
    if len(of_axioms) == len(_labels(body)):
        return method.replace("hypotheses", "axioms")
    return f"{method} and axioms" if of_axioms else method


__all__ = ["Decision", "Refuted", "decide", "leaves", "recheck"]
