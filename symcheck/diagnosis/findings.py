"""What proofs and computations found, in words: witnesses, squares, counts, runs, regions, bounds.

Owns: `proof_text`, `facts_text`.
"""

from __future__ import annotations

from collections.abc import Mapping

from symcheck.diagnosis.polynomials import to_text
from symcheck.kernel.algebra import Rejected
from symcheck.kernel.certificate import Proof, Squares, Witness
from symcheck.kernel.counting import Count
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
            texts = [to_text(q, obligation.names) for s in squares for q in s.squares]
            if squares and len(squares) == len(summands) <= MOST_SQUARES and all(texts):
                scales = ["" if s.coefficient == 1 else f"{s.coefficient} " for s in squares]
                return "the difference of the sides is " + " + ".join(
                    f"{c}norm({t})^2" for c, t in zip(scales, texts, strict=True)
                )
    return ""


def _dimension(goal: Count) -> str:
    try:
        dimension = affine_dimension(goal)
    except ValueError:
        return ""
    if dimension is None:
        return "over the reals there are no solutions"
    return f"over the reals the solutions form an affine space of dimension {dimension}"


def facts_text(facts: Mapping[str, object]) -> str:
    """What a computation found, in words."""
    match facts:
        case {"count": count, "cases": cases}:
            return f"the count is {count} ({cases} cases)"
        case {"rows": rows, "matching": matching, "largest_difference": gap, "largest_difference_row": row}:
            worst = f"the largest difference is {gap}, in row {row}: a tolerance below it would fail"
            return f"{matching} of {rows} rows match; {worst}"
        case {"row": row, "left": left, "right": right, "relation": relation}:
            last = facts.get("last")
            values = _values(last if isinstance(last, Mapping) else {})
            tail = f"; at row {facts.get('to')}: {values}" if values else ""
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
            return f"at most C times the bound, with C = {bound}, under the memory model of docs/recurrences.md"
        case {"base": base}:
            return f"base row {base}"
    parts = []
    for key, value in facts.items():
        if value is None or isinstance(value, Mapping | list | tuple) or key in {"from", "to", "kind"}:
            continue
        parts.append(f"{str(key).replace('_', ' ')} {value}")
    return ", ".join(parts)


def _values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in values.items())
