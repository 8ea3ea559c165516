"""What proofs and computations found, in words: witnesses, squares, counts, runs, regions, bounds.

Owns: `proof_text`, `facts_text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

from symcheck.diagnosis.polynomials import to_text
from symcheck.kernel.algebra import Rejected
from symcheck.kernel.certificate import Proof, Squares, Witness
from symcheck.kernel.counting import Count
from symcheck.kernel.growth import GrowthGoal
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Sequent
from symcheck.kernel.serial import Json, decode
from symcheck.theories.counting import affine_dimension
from symcheck.theories.lowering import Obligation

MOST_SQUARES = 3


def proof_text(obligation: Obligation, certificate: Json) -> str:
    """The witness of a membership, the squares of an inequality, both sides of a relation between numbers."""
    question = obligation.question
    if isinstance(question, Count):
        return _dimension(question)
    if isinstance(question, GrowthGoal):
        kept = f"numbers kept alive: {_growth_text(question)} (the memory model of docs/recurrences.md)"
        return kept if "memory(" in obligation.label else ""
    if not isinstance(question, Sequent):
        return ""
    if obligation.sides is not None and all(p.constant is not None for p in obligation.sides):
        left, right = (str(p.constant) for p in obligation.sides)
        return f"the sides are {left} and {right}" if left != right else ""
    try:
        found = decode(certificate, question)
    except Rejected:
        return ""
    match found:
        case Proof(Witness(value, _), _):
            text = to_text(value, obligation.names)
            return f"witness: {text}" if text else ""
        case Proof(Squares(summands, (), _), _):
            squares = [s for s in summands if s.squares]
            texts = [_square_text(q, obligation) for s in squares for q in s.squares]
            if squares and len(squares) == len(summands) <= MOST_SQUARES and all(texts):
                scales = ["" if s.coefficient == 1 else f"{s.coefficient} " for s in squares]
                total = " + ".join(f"{c}norm({t})^2" for c, t in zip(scales, texts, strict=True))
                return f"{obligation.difference or 'the difference'} = {total}"
    return ""


def _square_text(q: Polynomial, obligation: Obligation) -> str | None:
    """The array under a square by the names that the claim has for it, or for two whose difference it is."""
    for text, p in obligation.arrays:
        if p in (q, -q):
            return text
    for (a, p), (b, r) in permutations(obligation.arrays, 2):
        if (p.rows, p.cols) == (r.rows, r.cols) == (q.rows, q.cols) and p - r in (q, -q):
            return f"{a} - {b}"
    return to_text(q, obligation.names)


def _dimension(goal: Count) -> str:
    try:
        dimension = affine_dimension(goal)
    except ValueError:
        return ""
    if dimension is None:
        return "over the reals there are no solutions"
    return f"over the reals the solutions form an affine space of dimension {dimension}"


def _growth_text(goal: GrowthGoal) -> str:
    """The counted function as a sum of powers, the terms that grow first."""
    parts = []
    for powers, c in sorted(goal.f, key=lambda t: -sum(e for n, e in t[0] if n in goal.variables)):
        names = " ".join(n if e == 1 else f"{n}^{e}" for n, e in powers)
        parts.append(names if c == 1 and names else f"{c} {names}".strip())
    return " + ".join(parts)


def facts_text(facts: Mapping[str, object]) -> str:
    """What a computation found, in words."""
    match facts:
        case {"cells": _}:  # how many was never a reason
            return ""
        case {"count": count, "cases": cases}:
            return f"the count is {count} ({cases} cases)"
        case {"rows": rows, "matching": matching, "largest_difference": gap, "largest_difference_row": row}:
            spread = _spread(facts.get("differing"), row)
            return f"{matching} of {rows} rows match; {spread}the largest difference is {gap} in row {row}: any less would fail"
        case {"row": row, "left": left, "right": right, "relation": relation}:
            last = facts.get("last")
            values = _values(last if isinstance(last, Mapping) else {})
            tail = f"; at row {facts.get('to')}: {values}" if values else ""
            if facts.get("from") == facts.get("to"):  # one row, which the values name
                return f"false: {left} {relation} {right} does not hold{f'; {values}' if values else ''}"
            first = "first false" if facts.get("first") else "false"
            return f"{first} at row {row}: {left} {relation} {right} does not hold{tail}"
        case {"row": row, "steps": steps, "functional": functional, "limit there": there}:
            box = ", ".join(f"{k.removeprefix('box ')} = {v}" for k, v in facts.items() if k.startswith("box "))
            return (
                f"at row {row} the exact sequence enters a region ({box}) that {steps} steps map into itself; "
                f"the limit would have {functional} = {there}, which the region excludes"
            )
        case {"row": row, "steps": steps}:
            return f"from row {row} on the sequence is in regions that {steps} steps map into themselves and that shrink"
        case {"unchanged_from": int() as row}:
            return f"stationary from row {row} on"
        case {"C": bound}:
            return f"at most C times the bound with C = {bound}"
        case {"base": base, "invariants": list() as invariants}:
            return f"invariants from row {base} on: {', '.join(str(i) for i in invariants)}"
    parts = []
    for key, value in facts.items():
        if value is None or isinstance(value, Mapping | list | tuple) or key in {"from", "to", "kind"}:
            continue
        parts.append(f"{str(key).replace('_', ' ')} {value}")
    return ", ".join(parts)


def _spread(differing: object, worst: object) -> str:
    """The range of the differences of the rows that do not match, the worst row left out."""
    gaps = []
    for item in differing if isinstance(differing, list | tuple) else ():
        match item:
            case {"row": row, "printed": printed, "computed": computed} if row != worst:
                pairs = zip(printed, computed, strict=False)
                gaps += [abs(Fraction(str(p)) - Fraction(str(c))) for p, c in pairs]
    gaps = [g for g in gaps if g]
    if len(gaps) < 2:
        return ""
    return f"differences from {float(min(gaps)):.2g} to {float(max(gaps)):.2g}; "


def _values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in values.items())
