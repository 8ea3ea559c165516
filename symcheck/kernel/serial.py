"""Certificates from JSON.  Decoding renormalises everything: nothing in the text is trusted to be canonical.

TRUSTED.  Malformed JSON raises `Rejected`; it never yields a certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symcheck.kernel.algebra import Rejected
from symcheck.kernel.axioms import INTRODUCTION, Axiom, extended, introduced
from symcheck.kernel.certificate import (
    GOAL,
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
    Summand,
    Witness,
    hole,
)
from symcheck.kernel.evaluation import Array, Model
from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import Polynomial, assemble, size_letter
from symcheck.kernel.reasoning import case, negated, stated
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.language.sizes import Size

LARGEST = 1000
MOST_PROOFS = 50  # of factors, nested or not
MOST_PARTS = 3000
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def decode(text: Json, sequent: Sequent) -> Certificate:
    """The certificate that `text` denotes for `sequent`.  Raises Rejected."""
    try:
        return _Decoder(sequent).certificate(text)
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError, AttributeError, RecursionError) as error:
        raise Rejected(f"the certificate cannot be read: {type(error).__name__}: {error}") from error


class _Decoder:
    def __init__(self, sequent: Sequent) -> None:
        self.sequent = sequent
        self.proofs = self.parts = 0
        self.letters = {name: x for name, (x, _, _) in sequent.letters.items()}

    def certificate(self, text: Json) -> Certificate:
        data = _mapping(text)
        if "countermodel" in data:
            separator = data.get("separator")
            return Countermodel(self.model(data["countermodel"]), None if separator is None else self.array(separator))
        branch = self.branch(data, self.sequent)
        return Proof(branch.body, tuple(self.model(m) for m in _list(data["models"])), branch.axioms)

    def branch(self, data: Mapping[str, Json], sequent: Sequent) -> Branch:
        """A part of a proof, which speaks of the hypotheses and the letters of its own sequent."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise ValueError(f"a proof of more than {MOST_PARTS} parts")
        outer = self.sequent, self.letters
        self.sequent = stage = sequent
        axioms: list[Axiom] = []
        for item in _list(data.get("axioms", [])):
            axioms.append(self.axiom(_mapping(item)))
            if axioms[-1].schema == INTRODUCTION:
                stage = introduced(stage, axioms[-1])
                self.letters = {name: x for name, (x, _, _) in stage.letters.items()}
        self.sequent = extended(sequent, tuple(axioms))
        found = Branch(self.body(_mapping(data["proof"])), tuple(axioms))
        self.sequent, self.letters = outer
        return found

    def axiom(self, data: Mapping[str, Json]) -> Axiom:
        return Axiom(
            str(data["schema"]),
            tuple(str(x) for x in _list(data["atoms"])),
            tuple(_integer(k) for k in _list(data.get("powers", []))),
            tuple(self.polynomial(f) for f in _list(data.get("factors", []))),
        )

    def body(self, data: Mapping[str, Json]) -> Body:
        match data["kind"]:
            case "cases":
                q, given = self.polynomial(data["polynomial"]), [_mapping(b) for b in _list(data["branches"])]
                parts = (self.branch(b, case(self.sequent, q, k, len(given))) for k, b in enumerate(given))
                return Cases(q, tuple(parts))
            case "absurd":
                return Absurd(self.branch(_mapping(data["branch"]), negated(self.sequent)))
            case "lemma":
                said = _mapping(data["formula"])
                formula = Formula(str(said["relation"]), self.polynomial(said["polynomial"]))
                shown, known = stated(self.sequent, formula)
                return Lemma(formula, self.branch(_mapping(data["branch"]), shown), self.branch(_mapping(data["rest"]), known))
            case "boxed":
                return Boxed(str(data["label"]))
            case "combination":
                return Combination(self.factors(data["factors"]), self.steps(data["steps"]))
            case "squares":
                return self.squares(data)
            case "contradiction":
                return Contradiction(self.factors(data["factors"]), self.steps(data["steps"]))
            case "witness":
                proof = self.body(_mapping(data["proof"]))
                if not isinstance(proof, Combination):
                    raise ValueError("a witness is proved by a combination")
                return Witness(self.polynomial(data["value"]), proof)
        raise ValueError(f"unknown kind {data['kind']!r}")

    def squares(self, data: Mapping[str, Json]) -> Squares:
        summands = []
        for item in _list(data["summands"]):
            s = _mapping(item)
            summands.append(
                Summand(
                    _fraction(s["coefficient"]),
                    self.factors(s["factors"]),
                    tuple(str(x) for x in _list(s["nonnegative"])),
                    tuple(self.polynomial(q) for q in _list(s["squares"])),
                )
            )
        return Squares(tuple(summands), self.factors(data["factors"]), self.steps(data["steps"]))

    def factors(self, text: Json) -> tuple[Factor, ...]:
        out = []
        for item in _list(text):
            f = _mapping(item)
            if "polynomial" in f:
                self.proofs += 1
                if self.proofs > MOST_PROOFS:
                    raise ValueError(f"more than {MOST_PROOFS} factors with a proof of their own")
                base = self.polynomial(f["polynomial"])
                out.append(Factor("", _integer(f["power"]), base, self.positivity(_mapping(f["proof"]), base)))
            else:
                out.append(Factor(str(f["label"]), _integer(f["power"])))
        return tuple(out)

    def positivity(self, data: Mapping[str, Json], base: Polynomial) -> Squares | Contradiction | Boxed:
        if data["kind"] == "boxed":
            return Boxed(str(data["label"]))
        if data["kind"] == "contradiction":
            return Contradiction(self.factors(data["factors"]), self.steps(data["steps"], base))
        return self.squares(data)

    def steps(self, text: Json, goal: Polynomial | None = None) -> tuple[Step, ...]:
        out = []
        for item in _list(text):
            s = _mapping(item)
            label = str(s["label"])
            if label == GOAL and goal is not None:
                filled = goal
            elif label == GOAL and isinstance(self.sequent.goal, Formula):
                filled = self.sequent.goal.polynomial
            else:
                filled = self.sequent.hypothesis(label).polynomial
            out.append(Step(label, self.polynomial(s["context"], hole(filled))))
        return tuple(out)

    def model(self, text: Json) -> Model:
        data = _mapping(text)
        sizes = {name: _integer(v) for name, v in _mapping(data["sizes"]).items()}
        return Model(sizes, {name: self.array(v) for name, v in _mapping(data["values"]).items()})

    def array(self, text: Json) -> Array:
        return tuple(tuple(_fraction(v) for v in _list(row)) for row in _list(text))

    def polynomial(self, text: Json, extra: Letter | None = None) -> Polynomial:
        data = _mapping(text)
        raw = []
        for item in _list(data["terms"]):
            c, factors, opened = _list(item)
            pairs = []
            for pair in _list(factors):
                f, e = _list(pair)
                pairs.append((self.network(f, extra), _integer(e)))
            raw.append((_fraction(c), tuple(pairs), self.network(opened, extra)))
        return assemble(self.size(data["rows"]), self.size(data["cols"]), raw)

    def network(self, text: Json, extra: Letter | None) -> Network:
        nodes, sizes, free = _list(text)
        if not _list(nodes) and not _list(sizes):
            return EMPTY
        built = []
        for item in _list(nodes):
            name, legs = _list(item)
            built.append((self.letter(str(name), extra), tuple(_integer(c) for c in _list(legs))))
        return Network(tuple(built), tuple(self.size(s) for s in _list(sizes)), tuple(_integer(c) for c in _list(free)))

    def letter(self, name: str, extra: Letter | None) -> Letter:
        if extra is not None and name == extra.name:
            return extra
        if name.startswith("#"):
            return size_letter(name[1:])
        return self.letters[name]

    def size(self, text: Json) -> Size:
        total = Size.of(0)
        for item in _list(text):
            c, *names = _list(item)
            term = Size.of(_integer(c))
            for name in names:
                term = term * Size.of(str(name))
            total = total + term
        return total


def _mapping(text: Json) -> Mapping[str, Json]:
    if not isinstance(text, dict):
        raise TypeError("a mapping was expected")
    return text


def _list(text: Json) -> list[Json]:
    if not isinstance(text, list):
        raise TypeError("a list was expected")
    return text


def _integer(text: Json) -> int:
    """Sizes, powers and indices: small ones, so that no number asks for endless work."""
    if not isinstance(text, int) or isinstance(text, bool) or abs(text) > LARGEST:
        raise TypeError(f"an integer up to {LARGEST} was expected")
    return text


def _fraction(text: Json) -> Fraction:
    """Written p or p/q: a decimal exponent asks for endless work."""
    if not isinstance(text, str) or not text.removeprefix("-").replace("/", "", 1).isdecimal():
        raise TypeError("a fraction was expected, as text")
    return Fraction(text)
