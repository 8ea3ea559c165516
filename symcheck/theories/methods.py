"""What a certificate rests on, in words: the method of a proof, and the labels of the hypotheses that it uses.

Owns: `method_of`, `labels_of`, `licences_of`.
"""

from __future__ import annotations

from symcheck.kernel.sequent import Sequent
from symcheck.kernel.serial import Json
from symcheck.theories.lowering import Obligation


def licences_of(obligation: Obligation) -> list[str]:
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


def labels_of(certificate: Json) -> list[str]:
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
    "enclosure": "integration in balls",
    "dominated": "domination term by term",
    "faster": "growth along one direction",
    "real line": "the signs of all polynomials on the real line",
}


def method_of(certificate: Json) -> str:
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
    of_axioms = [a for a in labels_of(body) if a.startswith(("axiom:", "reciprocal:"))]
    if len(of_axioms) == len(labels_of(body)):
        return method.replace("hypotheses", "axioms")
    return f"{method} and axioms" if of_axioms else method
