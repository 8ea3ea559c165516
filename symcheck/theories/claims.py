"""A claim with its hypotheses → its goal tree: the one entrance to the theories.

TRUSTED FOR MEANING.  Owns: `lower_claim`, and the choice between the two readings of arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Hypothesis, Sequent
from symcheck.language.context import Context
from symcheck.language.objects import Network
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories.completion import Completion
from symcheck.theories.expressions import Setting
from symcheck.theories.goals import All, Either, Goal, LoweredClaim, leaves
from symcheck.theories.lowering import NotLowered, OtherOrder
from symcheck.theories.real_goals import real_goal, system_goal
from symcheck.theories.set_statements import SETS, without_sets
from symcheck.theories.statements import StatementLowerer

ENTRY_OPS = frozenset({"vector", "matrix", "index", "list"})
ENTRY_CALLS = frozenset({"conv", "flip", "shape", "rows", "cols", "count"})
MOST_CASES = 32


def lower_claim(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting) -> LoweredClaim:
    """The goals whose truth under the hypotheses is the truth of the claim.  Raises NotLowered."""
    on_line = real_goal(statement, given, setting)
    if on_line is not None and _is_compound(statement):
        return on_line
    statement = without_sets(statement, setting.context)
    given = tuple((label, without_sets(t, setting.context)) for label, t in given)
    try:
        general = _in_general(statement, given, setting)
    except NotLowered:
        if on_line is None:
            raise
        return on_line
    system = system_goal(statement, given, setting) if on_line is None else None
    if system is not None:
        roots = any(t.value == "sqrt" for t in subterms(statement))  # on which the general search is slow
        goals = (system, general.goal) if roots else (general.goal, system)
        return replace(general, goal=Either(goals), rules=(*general.rules, "elimination-by-linear-equations"))
    if on_line is None or (not given and statement.op == "rel" and statement.value == "="):
        return general
    return replace(general, goal=Either((general.goal, on_line.goal)), rules=(*general.rules, *on_line.rules))


def _is_compound(statement: Term) -> bool:
    """Connectives, sets and solutions: more than one relation."""
    compared = statement.op == "rel" and any(a.op in SETS or (a.op == "call" and a.value == "solve") for a in statement.args)
    return compared or statement.op in {"iff", "implies", "or", "in", "subset", "forall"}


def _in_general(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting) -> LoweredClaim:
    terms = (statement, *(t for _, t in given))
    entrywise = _needs_entries(terms, setting)
    try:
        return _lowered(statement, given, setting, entrywise=entrywise)
    except OtherOrder:
        return _where_sizes_are_equal(statement, given, setting)


def _where_sizes_are_equal(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting) -> LoweredClaim:
    """The claim where all sizes are the same: it follows from the claim, so a refutation of it is one of the claim."""
    context = setting.context
    names = tuple(s for s in context.sizes if s not in context.symbols)
    if len(names) < 2 or names != context.sizes or setting.objects:
        return _lowered(statement, given, setting, entrywise=False)
    equal = dict.fromkeys(names[1:], names[0])
    lowered = _lowered(statement, given, replace(setting, equal=equal), entrywise=False)
    if any(not isinstance(o.question, Sequent) or set(o.question.sizes) & set(equal) for o in leaves(lowered.goal)):
        return _lowered(statement, given, setting, entrywise=False)
    return lowered


def _lowered(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting, *, entrywise: bool) -> LoweredClaim:
    lowerer = StatementLowerer(setting, entrywise=entrywise)
    cases: list[list[Hypothesis]] = [[]]
    for label, term in given:
        more = lowerer.assume(term, label)
        cases = [[*c, *m] for c in cases for m in more]
        if len(cases) > MOST_CASES:
            raise NotLowered("budget", f"the hypotheses split into more than {MOST_CASES} cases")
    goals: list[Goal] = []
    for case in cases:
        lowerer.letters.given[:] = case
        goals.append(lowerer.prove(statement))
    pool = _arrays(lowerer, terms=(statement, *(t for _, t in given)))
    equal = tuple((s, setting.equal.get(s, s)) for s in lowerer.networks.met)
    completion = Completion(lowerer.letters, setting.context.sizes, pool, equal)
    goal = completion.completed(goals[0] if len(goals) == 1 else All(tuple(goals)))
    if next(leaves(goal), None) is None:
        raise NotLowered("vacuous", "nothing is claimed: there is no value for the statement to be about")
    rules = tuple(dict.fromkeys([*lowerer.networks.rules]))
    return LoweredClaim(goal, rules, tuple(completion.where), tuple(lowerer.networks.notes))


def _arrays(lowerer: StatementLowerer, terms: Iterable[Term]) -> tuple[tuple[str, Polynomial], ...]:
    """Arrays that the claim itself speaks of: their squares are worth trying in a proof of an inequality."""
    listed = tuple(terms)
    if lowerer.entrywise or not any(_orders(t) for term in listed for t in subterms(term)):
        return ()
    found: list[tuple[str, Polynomial]] = []
    for term in listed:
        for t in subterms(term):
            if t.op in {"sym", "call", "mul", "add", "sub"} and t.shape is not None and not t.shape.is_scalar:
                try:
                    with lowerer.letters.set_aside():
                        p = lowerer.networks.lower(t)
                except (NotLowered, ZeroDivisionError):
                    continue
                if all(p != q for _, q in found):
                    found.append((to_text(t), p))
    return tuple(found[:8])


def _orders(t: Term) -> bool:
    """Whether a node makes the claim one about an order: an inequality, a minimiser, convexity."""
    signs = t.value if isinstance(t.value, tuple) else (t.value,)
    return t.op == "is" or t.value in {"argmin", "argmax"} or (t.op in {"rel", "chain"} and any(str(s)[0] in "<>" for s in signs))


def _needs_entries(terms: Iterable[Term], setting: Setting) -> bool:
    """True where the claim, with the definitions it uses, speaks of single entries, literal arrays or layers."""
    seen: set[str] = set()
    stack = [t for term in terms for t in subterms(term)]
    while stack:
        t = stack.pop()
        if t.op in ENTRY_OPS or (t.op == "call" and t.value in ENTRY_CALLS):
            return True
        if t.op in {"sym", "apply"} and isinstance(t.value, str):
            if isinstance(setting.objects.get(t.value), Network):
                return True
            definition = _definition(t.value, setting.context)
            if definition is not None and t.value not in seen:
                seen.add(t.value)
                stack.extend(subterms(definition))
    return False


def _definition(name: str, context: Context) -> Term | None:
    definition = None if name in context.symbols else context.definitions.get(name)
    return None if definition is None else definition.body
