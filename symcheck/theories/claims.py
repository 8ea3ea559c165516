"""A claim with its hypotheses → its goal tree: the one entrance to the theories.

TRUSTED FOR MEANING.  Owns: `lower_claim`, and the choice between the two readings of arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Hypothesis, Sequent
from symcheck.language.context import Context
from symcheck.language.objects import Network
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories.completion import Completion
from symcheck.theories.cutting import with_cut
from symcheck.theories.definedness import of_bound_names
from symcheck.theories.factorials import relate
from symcheck.theories.goals import All, Either, Goal, LoweredClaim, leaves
from symcheck.theories.indexed_sums import EntrySums
from symcheck.theories.induction import Values, lower_with_exponents
from symcheck.theories.infinite_series import lower_infinite
from symcheck.theories.lowering import NotLowered, OtherOrder
from symcheck.theories.lowest import from_lowest
from symcheck.theories.matrix_powers import exponents
from symcheck.theories.partitioned import Uncut
from symcheck.theories.random_claims import lower_random, undetermined
from symcheck.theories.random_names import claim_names, independence, speaks_of_chance
from symcheck.theories.real_goals import real_goal, system_goal
from symcheck.theories.series import is_fold, unfolded
from symcheck.theories.set_statements import SETS, without_sets
from symcheck.theories.setting import Setting
from symcheck.theories.statements import StatementLowerer
from symcheck.theories.summation import lower_series

ENTRY_OPS = frozenset({"vector", "matrix", "index", "list"})
ENTRY_CALLS = frozenset({"conv", "flip", "shape", "rows", "cols", "count"})
MOST_CASES = 32
MOST_LETTERS = 40  # entries of all arrays, where a claim about whole arrays is read entry by entry as well


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
    if speaks_of_chance(terms, setting.context):
        sums = EntrySums()
        statement, *conditions = map(sums.of_arrays, terms)
        given = tuple((label, t) for (label, _), t in zip(given, conditions, strict=True))
        entrywise = _needs_entries((statement, *conditions), setting)
        lowered = lower_random(partial(_lowered, statement, given, entrywise=entrywise), setting)
        return replace(lowered, rules=(*lowered.rules, *sums.rules))
    series = lower_infinite(statement, given, setting, lower_claim) or lower_series(statement, given, setting, lower_claim)
    if series is not None:
        return series
    names = exponents(_unfolded(terms, setting), setting.context)
    if names and not _needs_entries(terms, setting):

        def read(values: Values, assumed: Values | None) -> LoweredClaim:
            return _lowered(statement, given, setting, entrywise=False, values=values, assumed=assumed)

        return lower_with_exponents(names, given, setting.context, read)
    if _needs_entries(terms, setting):
        return _lowered(statement, given, setting, entrywise=True)
    whole, reason = None, None
    try:
        whole = _lowered(statement, given, setting, entrywise=False)
    except OtherOrder:
        whole = _where_sizes_are_equal(statement, given, setting)
    except NotLowered as error:
        reason = error
    entries = _by_entries(statement, given, setting) if _is_small(terms, setting) else None
    if entries is not None and whole is not None:
        rules, notes = (tuple(dict.fromkeys((*x, *y))) for x, y in ((whole.rules, entries.rules), (whole.notes, entries.notes)))
        return LoweredClaim(Either((whole.goal, entries.goal)), rules, whole.where, notes)
    if whole is not None:
        return whole
    if entries is None:
        raise reason or NotLowered("no-theory", f"no theory reads `{to_text(statement)}`")
    return entries


def _by_entries(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting) -> LoweredClaim | None:
    """The claim about arrays of fixed size read entry by entry, where that has a theory."""
    try:
        return _lowered(statement, given, setting, entrywise=True)
    except NotLowered:
        return None


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


def _lowered(
    statement: Term,
    given: tuple[tuple[str, Term], ...],
    setting: Setting,
    *,
    entrywise: bool,
    values: Values | None = None,
    assumed: Values | None = None,
) -> LoweredClaim:
    """The claim, read anew as often as a symbol turns out to stand beside blocks.

    values: of exponents; assumed: those at which the statement is a hypothesis, of an induction.
    """
    made: list[StatementLowerer] = []

    def read(lowerer: StatementLowerer) -> LoweredClaim:
        made.append(lowerer)
        return _read(lowerer, statement, given, values, assumed)

    while True:
        try:
            return from_lowest(setting, entrywise, read)
        except Uncut as wanted:
            setting = with_cut(setting, made[-1].letters, wanted)


def _read(
    lowerer: StatementLowerer,
    statement: Term,
    given: tuple[tuple[str, Term], ...],
    values: Values | None,
    assumed: Values | None,
) -> LoweredClaim:
    setting = lowerer.setting
    given, independent = independence(given, setting.context)
    chance = lowerer.networks.chance
    chance.prepare(*claim_names((statement, *(t for _, t in given)), setting.context), independent)
    if assumed is not None:
        lowerer.put(assumed)
        given = (*given, ("induction", statement))
    elif values is not None:
        lowerer.put(values)
    cases: list[list[Hypothesis]] = [[]]
    for label, term in given:
        more = lowerer.assume(term, label)
        cases = [[*c, *m] for c in cases for m in more]
        if len(cases) > MOST_CASES:
            raise NotLowered("budget", f"the hypotheses split into more than {MOST_CASES} cases")
    if values is not None:
        lowerer.networks.rule("induction-on-the-exponent")
        lowerer.put(values)
    goals: list[Goal] = []
    common = [h.formula for h in cases[0] if all(any(h.formula == k.formula for k in c) for c in cases)]
    lowerer.letters.facts = [f.polynomial for f in common if f.relation in {">=", ">"}]
    for case in cases:
        lowerer.letters.given[:] = case
        goals.append(lowerer.prove(statement))
    pool = _arrays(lowerer, terms=(statement, *(t for _, t in given)))
    relate(lowerer.letters)
    equal = tuple((s, setting.equal.get(s, s)) for s in lowerer.networks.met)
    completion = Completion(lowerer.letters, setting.context.sizes, pool, equal)
    goal = completion.completed(goals[0] if len(goals) == 1 else All(tuple(goals)))
    if next(leaves(goal), None) is None:
        raise NotLowered("vacuous", "nothing is claimed: there is no value for the statement to be about")
    if any(o.built_in for o in leaves(goal)):
        lowerer.networks.rule("read-into-the-letter")
    rules = tuple(dict.fromkeys([*lowerer.networks.rules]))
    notes = (*lowerer.networks.notes, *undetermined(chance.symbols.unknown))
    where = tuple(dict.fromkeys((*completion.where, *of_bound_names(lowerer.letters))))
    return LoweredClaim(goal, rules, where, notes, tuple(chance.symbols.unknown), chance.distributions())


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
    """True where the claim, with the definitions it uses, speaks of single entries, literal arrays or layers.

    An entry in a sum over all entries is none of these.
    """
    terms = tuple(terms)
    if any(is_fold(t) or t.value == "mean" for t in _unfolded(terms, setting)):
        terms = tuple(EntrySums().of_arrays(unfolded(t, setting.context)) for t in terms)
    for t in _unfolded(terms, setting):
        if t.op in ENTRY_OPS or (t.op == "call" and t.value in ENTRY_CALLS):
            return True
        if t.op == "call" and t.value in {"max", "min"} and len(t.args) == 1:  # of the entries
            return True
        if t.op in {"sym", "apply"} and isinstance(t.value, str) and isinstance(setting.objects.get(t.value), Network):
            return True
    return False


def _is_small(terms: Iterable[Term], setting: Setting) -> bool:
    """All arrays have a fixed size, and few entries altogether: what is not decided for whole arrays may be entry by entry."""
    entries, arrays = 0, False
    seen: set[object] = set()
    for t in _unfolded(terms, setting):
        if t.op == "sym" and t.value in setting.context.sizes:
            return False
        if t.shape is None:
            continue
        rows, cols = t.shape.rows.constant, t.shape.cols.constant
        if rows is None or cols is None:
            return False
        arrays = arrays or rows * cols > 1
        if t.op == "sym" and t.value not in seen:
            seen.add(t.value)
            entries += rows * cols
    return arrays and entries <= MOST_LETTERS


def _unfolded(terms: Iterable[Term], setting: Setting) -> Iterator[Term]:
    """All nodes of the terms and of the definitions that they name."""
    seen: set[str] = set()
    stack = [t for term in terms for t in _beside_grids(term)]
    while stack:
        t = stack.pop()
        yield t
        if t.op in {"sym", "apply"} and isinstance(t.value, str) and t.value not in seen:
            seen.add(t.value)
            definition = _definition(t.value, setting.context)
            if definition is not None:
                stack.extend(_beside_grids(definition))


def _beside_grids(term: Term) -> Iterator[Term]:
    """The nodes of a term without the grids of block(…) themselves: what stands in them is what counts."""
    stack = [term]
    while stack:
        t = stack.pop()
        yield t
        is_grid = t.op == "call" and t.value == "block" and t.args[0].op == "matrix"
        stack += [cell for row in t.args[0].args for cell in row.args] if is_grid else t.args


def _definition(name: str, context: Context) -> Term | None:
    definition = None if name in context.symbols else context.definitions.get(name)
    return None if definition is None else definition.body
