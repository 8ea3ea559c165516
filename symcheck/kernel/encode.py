"""Certificates as JSON.

Not trusted: what is written here is decoded (serial.py) and checked again before it counts.
"""

from __future__ import annotations

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.certificate import (
    Absurd,
    Body,
    Boxed,
    Branch,
    Cases,
    Certificate,
    Combination,
    Contradiction,
    Countermodel,
    Factor,
    Lemma,
    Proof,
    Squares,
    Step,
    Witness,
)
from symcheck.kernel.evaluation import Array, Model
from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.serial import Json
from symcheck.language.sizes import Size


def encode(certificate: Certificate) -> Json:
    match certificate:
        case Countermodel(model, separator):
            return {"countermodel": _model(model), "separator": _array(separator) if separator is not None else None}
        case Proof(body, models, axioms):
            return {**_branch(Branch(body, axioms)), "models": [_model(m) for m in models]}


def _branch(branch: Branch) -> dict[str, Json]:
    proof: Json = _body(branch.body)
    return {"proof": proof, "axioms": [_axiom(a) for a in branch.axioms]} if branch.axioms else {"proof": proof}


def _body(body: Body) -> dict[str, Json]:
    match body:
        case Cases(q, branches):
            return {"kind": "cases", "polynomial": polynomial_json(q), "branches": [_branch(b) for b in branches]}
        case Absurd(branch):
            return {"kind": "absurd", "branch": _branch(branch)}
        case Lemma(formula, proof, rest):
            said: Json = {"relation": formula.relation, "polynomial": polynomial_json(formula.polynomial)}
            return {"kind": "lemma", "formula": said, "branch": _branch(proof), "rest": _branch(rest)}
        case Boxed(label):
            return {"kind": "boxed", "label": label}
        case Combination(factors, steps):
            return {"kind": "combination", "factors": _factors(factors), "steps": _steps(steps)}
        case Squares(summands, factors, steps):
            listed: list[Json] = [
                {
                    "coefficient": str(s.coefficient),
                    "factors": _factors(s.factors),
                    "nonnegative": list(s.nonnegative),
                    "squares": [polynomial_json(q) for q in s.squares],
                }
                for s in summands
            ]
            return {"kind": "squares", "summands": listed, "factors": _factors(factors), "steps": _steps(steps)}
        case Contradiction(factors, steps):
            return {"kind": "contradiction", "factors": _factors(factors), "steps": _steps(steps)}
        case Witness(value, proof):
            return {"kind": "witness", "value": polynomial_json(value), "proof": _body(proof)}


def _axiom(a: Axiom) -> Json:
    return {
        "schema": a.schema,
        "atoms": list(a.atoms),
        "powers": list(a.powers),
        "factors": [polynomial_json(f) for f in a.factors],
    }


def _factors(factors: tuple[Factor, ...]) -> list[Json]:
    return [
        {"label": f.label, "power": f.power}
        if f.polynomial is None or f.proof is None
        else {"power": f.power, "polynomial": polynomial_json(f.polynomial), "proof": _body(f.proof)}
        for f in factors
    ]


def _steps(steps: tuple[Step, ...]) -> list[Json]:
    return [{"label": s.label, "context": polynomial_json(s.context)} for s in steps]


def _model(model: Model) -> Json:
    return {"sizes": dict(model.sizes), "values": {name: _array(value) for name, value in model.values.items()}}


def _array(value: Array) -> Json:
    return [[str(v) for v in row] for row in value]


def polynomial_json(p: Polynomial) -> Json:
    terms: list[Json] = [[str(c), [[_network(f), e] for f, e in m.factors], _network(m.open)] for m, c in sorted(p.terms.items())]
    return {"rows": _size(p.rows), "cols": _size(p.cols), "terms": terms}


def _network(network: Network) -> Json:
    nodes: list[Json] = [[x.name, list(legs)] for x, legs in network.nodes]
    return [nodes, [_size(s) for s in network.sizes], list(network.free)]


def _size(size: Size) -> Json:
    return [[c, *names] for names, c in size.terms]
