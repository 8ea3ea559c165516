"""Sequents with all that is known of their letters, and under which conditions a claim is defined.

TRUSTED FOR MEANING.  Owns: `sequent_of`, `required_keys`, `of_bound_names`.  Every sequent of a claim has the definitions of all
letters that the claim speaks of, in whichever part: it is about the points at which all of it is defined (design, section 2).
What a quantifier binds matters inside the quantifier only.
"""

from __future__ import annotations

from collections.abc import Iterable

from symcheck.kernel.evaluation import Atom
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent, square_norm
from symcheck.language.sizes import Size
from symcheck.theories.letters import CONDITION, Letters


def sequent_of(
    letters: Letters,
    sizes: Iterable[str],
    goal: Formula | Member,
    hypotheses: tuple[Hypothesis, ...],
    supposed: frozenset[str] = frozenset(),
) -> tuple[Sequent, tuple[str, ...]]:
    """The sequent for `goal`: the hypotheses, the definitions of the letters of the claim; and the conditions among them."""
    spoken = [goal.polynomial, *(h.formula.polynomial for h in hypotheses)]
    declared = {name for name in letters.table if "~" not in name and name not in letters.local}
    declared |= {x.name for g in letters.wholes.values() for row in g for p in row for x in letters_of(p)}
    needed = _closure(letters, declared | {x.name for p in spoken for x in letters_of(p)})
    conditions: list[Hypothesis] = []
    for key in letters.required:
        more = _closure(letters, {key} if key in letters.table else _names_in(letters.definitions[key]))
        if more & letters.local <= needed:
            needed |= more
            if key not in letters.table:
                conditions += letters.definitions[key]
    named = (h for name in letters.definitions if name in needed for h in letters.definitions[name])
    defined = [*conditions, *named]
    defined += _licences(letters, [*spoken, *(h.formula.polynomial for h in defined)], known=defined)
    stated = [h.formula for h in hypotheses if h.label not in supposed]
    kept = [h for h in defined if h.formula not in stated or h.label.startswith(("reciprocal:", "defined:over", "inverse:"))]
    where = []
    for h in kept:
        others = [*stated, *(k.formula for k in kept if k is not h)]
        if h.label in letters.texts and not _implied(h.formula, others) and not _is_number(letters, h.formula.polynomial):
            where.append(letters.texts[h.label])
    unknown = goal.unknown.name if isinstance(goal, Member) else ""
    table = {n: v for n, v in letters.table.items() if n in needed and n != unknown}
    labels = {h.label for h in kept}
    opaque = [n for n, (x, _, _) in table.items() if x.opaque and f"defined:{n}" not in labels]
    of_atoms = [f"defined:{n}" for n in opaque if not all(_is_number(letters, p) for p in letters.origins[n].of)]
    where += [letters.texts[label] for label in sorted(of_atoms) if label in letters.texts]
    atoms = {n: Atom(letters.origins[n].function, letters.origins[n].of) for n, (x, _, _) in table.items() if x.opaque}
    arguments = [p for a in atoms.values() for p in a.arguments]
    used_sizes = _size_names(table, [goal.polynomial, *(h.formula.polynomial for h in (*hypotheses, *kept)), *arguments])
    sequent = Sequent(tuple(s for s in sizes if s in used_sizes), table, (*hypotheses, *kept), goal, atoms, supposed)
    return sequent, tuple(dict.fromkeys(where))


def required_keys(letters: Letters) -> set[str]:
    """Keys of the letters and conditions that what was read needs; not of what it says about a bound name only."""
    found: set[str] = set()
    for key in letters.required:
        more = _closure(letters, {key} if key in letters.table else _names_in(letters.definitions[key]))
        if not more & letters.local:
            found |= {key, *more}
    return found


def of_bound_names(letters: Letters) -> tuple[str, ...]:
    """Conditions of the claim on what a quantifier binds, in words: they count also where it cancels out of the goal."""
    found: dict[str, None] = {}
    for key in letters.required:
        more = _closure(letters, {key} if key in letters.table else _names_in(letters.definitions[key]))
        if not more & letters.local:
            continue
        listed = [h for k in (key, *more) for h in letters.definitions.get(k, ())]
        for h in listed:
            others = [k.formula for k in listed if k is not h]
            if h.label in letters.texts and not _implied(h.formula, others):
                found[letters.texts[h.label]] = None
    return tuple(found)


def _is_number(letters: Letters, p: Polynomial) -> bool:
    """It is made of atoms of numbers only: what it says is true or false, and no condition."""
    names = _closure(letters, {x.name for x in letters_of(p)})
    sizes = any(x.name[0] == "#" for x in letters_of(p)) or not p.is_scalar
    return not sizes and all(n in letters.origins and letters.table[n][0].opaque for n in names)


def _closure(letters: Letters, names: set[str]) -> set[str]:
    """The letters, with those in their definitions and in what they are the inverse, the root, the image of."""
    found: set[str] = set()
    frontier = {n for n in names if not n.startswith("#")}
    while frontier:
        found |= frontier
        more: set[str] = set()
        for name in frontier:
            more |= _names_in(letters.definitions.get(name, ()))
            for p in letters.origins[name].of if name in letters.origins else ():
                more |= {x.name for x in letters_of(p)}
        frontier = {n for n in more - found if not n.startswith("#")}
    return found


def _names_in(hypotheses: Iterable[Hypothesis]) -> set[str]:
    return {x.name for h in hypotheses for x in letters_of(h.formula.polynomial)}


def _licences(letters: Letters, polynomials: list[Polynomial], known: list[Hypothesis]) -> list[Hypothesis]:
    """Conditions for what is divided by here, of those that the claim as written does not need."""
    below = {f for p in polynomials for m in p.terms for f, e in m.factors if e < 0}
    rest = [h for key, hs in letters.definitions.items() if key.startswith(CONDITION) for h in hs if h not in known]
    return [h for h in rest if any(f in below for m in h.formula.polynomial.terms for f, _ in m.factors)]


def _implied(formula: Formula, stated: list[Formula]) -> bool:
    """The condition is a stated one, or says that the squared norm of a stated non-zero array is not zero."""
    if formula in stated:
        return True
    p = formula.polynomial
    if formula.relation == "!=" and p.is_scalar:
        for f in stated:
            if f.relation == "!=" and f.polynomial.legs and square_norm(f.polynomial) == p:
                return True
            if f.relation == ">" and f.polynomial == p:
                return True
    if formula.relation in {">=", ">"}:
        for f in stated:
            if f.relation in {">=", ">"}:
                gap = (p - f.polynomial).constant if f.polynomial.is_scalar else None
                if gap is not None and (gap > 0 or (gap == 0 and (formula.relation == ">=" or f.relation == ">"))):
                    return True
    return False


def _size_names(table: dict[str, tuple[Letter, Size, Size]], polynomials: list[Polynomial]) -> set[str]:
    names: set[str] = set()
    for _, rows, cols in table.values():
        names.update(rows.names, cols.names)
    for p in polynomials:
        names.update(p.rows.names, p.cols.names)
        for m in p.terms:
            for network in (m.open, *(f for f, _ in m.factors)):
                names.update(x.name[1:] for x, _ in network.nodes if x.name.startswith("#"))
                names.update(name for s in network.sizes for name in s.names)
    return names
