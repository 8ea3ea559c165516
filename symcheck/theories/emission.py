"""Sequents for the parts of an induction: what is known of n, the premise for n, and the goal for n + 1.

TRUSTED FOR MEANING.  Owns: `emitted`, `as_way`.  A claim is about the points at which all of it is defined, so the premise
"the claim at n" may be used only where it is defined: those conditions are goals here, not hypotheses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.language.terms import Term
from symcheck.theories.applied import with_values
from symcheck.theories.completion import Completion
from symcheck.theories.expressions import UNINTERPRETED as PARTIAL
from symcheck.theories.factorials import relate
from symcheck.theories.goals import All, Contrary, Either, Goal, Leaf, Proposed, Under, weaker
from symcheck.theories.letters import UNINTERPRETED, Letters
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.lowest import from_lowest
from symcheck.theories.setting import Setting
from symcheck.theories.statements import StatementLowerer

Given = tuple[tuple[str, Term], ...]
# defined at every number, or only under a condition that is a hypothesis of its own
EVERYWHERE = frozenset(
    {"exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "sigmoid", "erf", "abs", "sign", "step", "floor", "ceil"}
    | {"log", "factorial", "binomial"}
)
STATEMENTS = frozenset({"rel", "chain", "and", "or", "not", "in", "is", "implies", "iff", "forall"})
PARTIAL_ENTRYWISE = frozenset({"log", "reciprocal", "sqrt"})


def emitted(setting: Setting, given: Given, premises: Given, goals: tuple[Term, ...], way: str) -> tuple[Goal, tuple[str, ...]]:
    """The goals under what is given and the premises, and the definedness of the premises under what is given; and the rules.

    Raises NotLowered, ZeroDivisionError.
    """
    stated = tuple(t for _, t in premises)
    there, rules = defined(setting, given, goals, stated, way) if premises else (All(()), ())
    listed = (*(t for _, t in given), *stated, *goals)
    listed, setting = with_values(listed, setting, only_numbers=False)
    known, assumed = len(given), len(given) + len(premises)
    given = tuple((label, t) for (label, _), t in zip(given, listed[:known], strict=True))
    premises = tuple((label, t) for (label, _), t in zip(premises, listed[known:assumed], strict=True))
    goal, used = from_lowest(setting, False, lambda lowerer: _read(lowerer, given, premises, listed[assumed:], way))
    return All((goal, there)), (*used, *rules)


def defined(
    setting: Setting, given: Given, spoken: tuple[Term, ...], terms: tuple[Term, ...], way: str
) -> tuple[Goal, tuple[str, ...]]:
    """That the terms and statements are defined, under what is given, where the statements that are spoken are.

    What is spoken is read first, by itself: n! beside an (n − 1)! that is only asked about would be (n − 1)! n, which is not
    defined where n is 0.  Raises NotLowered, ZeroDivisionError.
    """
    listed = (*(t for _, t in given), *terms, *spoken)
    listed, setting = with_values(listed, setting, only_numbers=False)
    hypotheses = tuple((label, t) for (label, _), t in zip(given, listed, strict=False))
    asked = listed[len(given) : len(given) + len(terms)]
    lowest: dict[tuple[str, object], tuple[Polynomial, str]] = {}

    def read(lowerer: StatementLowerer) -> tuple[Goal, tuple[str, ...]]:
        letters = lowerer.letters
        cases = _cases(lowerer, hypotheses)
        of_spoken = letters.lowest
        parts: list[Goal] = []
        for case in cases:
            letters.given[:] = case
            letters.facts = [h.formula.polynomial for h in case if h.formula.relation in {">=", ">"}]
            letters.lowest = of_spoken
            for statement in listed[len(given) + len(terms) :]:
                lowerer.prove(statement)
            letters.lowest = lowest
            with letters.set_aside() as needed:
                for t in asked:
                    if t.op in STATEMENTS:
                        lowerer.assume(t, "asked")
                    else:
                        lowerer.scalar(t)
            parts += [lowerer.leaf(f, (), way, necessary=False) for f in conditions(letters, needed)]
        return Completion(letters, lowerer.setting.context.sizes, ()).completed(All(tuple(parts))), tuple(lowerer.networks.rules)

    goal, rules = from_lowest(setting, False, read)
    return as_way(goal, f"the definedness in the {way}"), rules


def _read(
    lowerer: StatementLowerer, given: Given, premises: Given, goals: tuple[Term, ...], way: str
) -> tuple[Goal, tuple[str, ...]]:
    letters = lowerer.letters
    cases = _cases(lowerer, given)
    parts: list[Goal] = []
    for case in cases:
        letters.given[:] = case
        letters.facts = [h.formula.polynomial for h in case if h.formula.relation in {">=", ">"}]
        with letters.set_aside():
            assumed = _cases(lowerer, premises)
        for more in assumed:
            parts += [lowerer.prove(goal, tuple(more)) for goal in goals]
    relate(letters)
    completed = Completion(letters, lowerer.setting.context.sizes, ()).completed(All(tuple(parts)))
    return as_way(completed, f"the step of the {way}"), tuple(lowerer.networks.rules)


def _cases(lowerer: StatementLowerer, given: Given) -> list[list[Hypothesis]]:
    cases: list[list[Hypothesis]] = [[]]
    for label, term in given:
        cases = [[*c, *m] for c in cases for m in lowerer.assume(term, label)]
    return cases


def conditions(letters: Letters, needed: Iterable[str]) -> list[Formula]:
    """When the letters and conditions with these keys are defined.  Raises NotLowered where that is not known."""
    found: list[Formula] = []
    for key in needed:
        found += [h.formula for h in letters.definitions.get(key, ()) if h.label.startswith("defined:")]
        origin = letters.origins.get(key)
        if origin is None:
            continue
        if origin.kind in {"inverse", "block-inverse"}:
            raise NotLowered("no-theory", f"whether {origin.text} is invertible for every n is not known")
        if origin.kind == "atom":
            function = origin.function
            if function in PARTIAL_ENTRYWISE and not origin.of[0].is_scalar:
                raise NotLowered("no-theory", f"whether `{function}` is defined at every entry is not known")
            if function == "reciprocal":
                found.append(Formula("!=", origin.of[0]))
            elif function == "sqrt":
                found.append(Formula(">=", origin.of[0]))
            elif function == "power":
                _of_power(letters, key)
            elif function not in EVERYWHERE and (function[0] != UNINTERPRETED or function[1:] in PARTIAL):
                raise NotLowered("no-theory", f"where `{function.removeprefix(UNINTERPRETED)}` is defined is not known")
    return list({(f.relation, str(f.polynomial.terms)): f for f in found}.values())


def _of_power(letters: Letters, key: str) -> None:
    """A power with a constant base must be defined for every whole exponent; other bases have conditions of their own."""
    base, exponent = letters.origins[key].of
    q = base.constant
    if q is None or q > 0:
        return
    whole = all(x.integer for m in exponent.terms for f, _ in m.factors for x, _ in f.nodes)
    if q == 0 or not whole or any(c.denominator != 1 for c in exponent.terms.values()):
        raise NotLowered("no-theory", f"whether {q} to the power {letters.origins[key].text} is defined is not known")


def as_way(goal: Goal, label: str) -> Goal:
    """The goal as part of a way to prove the claim: the claim does not imply it.  label: what it is called in messages."""
    match goal:
        case Leaf(obligation):
            return Leaf(replace(obligation, necessary=False, label=label or obligation.label, sides=None, difference=""))
        case All(parts):
            return All(tuple(as_way(p, label) for p in parts))
        case Either((Leaf(Obligation(question=Sequent(goal=Formula("=", _)))) as equation, All(_))):
            return as_way(equation, label)  # its two inequalities are not worth the search
        case Either(parts):
            return Either(tuple(as_way(p, label) for p in parts))
        case Under(conditions, inner):
            return Under(conditions, as_way(inner, label))
        case Proposed() | Contrary():
            return weaker(goal)
