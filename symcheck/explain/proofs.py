"""Proofs of sequents as derivations that a person can read: one method a kind of certificate.

Owns: `ProofText`.  It repeats what the certificate says, in the words of the claim; nothing is proved here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from symcheck.explain.notation import Notation, bare
from symcheck.explain.proof_parts import count_parts, first_part, indented, interval, labels_in
from symcheck.explain.schemas import SAYS
from symcheck.explain.steps import multiplication
from symcheck.kernel.axioms import INTRODUCTION, Axiom, extended, introduced
from symcheck.kernel.certificate import (
    GOAL,
    Absurd,
    Body,
    Boxed,
    Branch,
    Cases,
    Combination,
    Contradiction,
    Factor,
    Lemma,
    Squares,
    Step,
    Summand,
    Witness,
    hole,
)
from symcheck.kernel.evaluation import enclosure
from symcheck.kernel.polynomial import Polynomial, number, product, substitute, transpose
from symcheck.kernel.reasoning import NEGATED, bounds, box, case, negated, stated
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.render.mathematics import pretty

LONGEST = 160  # characters of a formula that is worth repeating
MOST_PARTS = 12  # cases told one by one
SOURCES = {
    "inverse": "by the definition of the inverse", "reciprocal": "by the definition of the quotient",
    "root": "by the definition of the root", "defined": "where the claim is defined", "case": "the case",
    "lemma": "shown above", NEGATED: "the contrary", "axiom": "by the axiom",
    "induction": "the induction hypothesis", "size": "a size is at least 1", GOAL: "supposed",
    "supposed": "otherwise an alternative is true",
}  # fmt: skip


class ProofText:
    """words: of the user's hypotheses by label; plain: without mathematical signs, as typed."""

    def __init__(self, names: Mapping[str, str], words: Mapping[str, str], *, plain: bool = False) -> None:
        self.names, self.words, self.plain = dict(names), words, plain
        self.notation = Notation(self.names)

    def named(self, sequent: Sequent) -> None:
        """Values of functions that the claim does not write as calls."""
        for name, atom in sequent.atoms.items():
            arguments = [self.notation.polynomial(p) for p in atom.arguments]
            match atom.function:
                case "power":
                    base = arguments[0] if arguments[0].isalnum() else f"({arguments[0]})"
                    self.names[name] = f"{base}^({arguments[1]})"
                case "reciprocal":
                    self.names[name] = f"1/({arguments[0]})"
                case "block-det":
                    self.names[name] = self.names.get(name, "det").replace("block-det", "det")

    def show(self, text: str) -> str:
        return text if self.plain else pretty(text)

    def math(self, p: Polynomial) -> str:
        return self.show(self.notation.polynomial(p))

    def formula(self, f: Formula) -> str:
        return self.show(self.notation.formula(f))

    def cite(self, sequent: Sequent, label: str) -> str:
        """A hypothesis and where it comes from."""
        stem = label.split("/", maxsplit=1)[0]
        if stem in self.words:
            return f"{self.show(self.words[stem])} (given)"
        kind = re.split(r"[:. ]", label, maxsplit=1)[0]
        if label.startswith("size:"):
            return f"{label[5:]} {self.show('>=')} 1 (a size)"
        try:
            said = self.formula(sequent.hypothesis(label))
        except KeyError:
            said = self.formula(sequent.goal) if isinstance(sequent.goal, Formula) else label
        return f"{said} ({SOURCES.get(kind, 'a property of the symbols')})"

    # -- parts ---------------------------------------------------------------------------------------------------------

    def branch(self, sequent: Sequent, branch: Branch) -> Iterator[str]:
        """The lines of a proof of the goal; those of a part are indented."""
        used = labels_in(branch.body)
        stage = sequent
        for k, axiom in enumerate(branch.axioms):
            before = {h.label for h in stage.hypotheses}
            stage = introduced(stage, axiom) if axiom.schema == INTRODUCTION else extended(sequent, branch.axioms[: k + 1])
            yield from self._axiom(stage, axiom, before, used)
        yield from self.body(stage, branch.body)

    def _axiom(self, stage: Sequent, axiom: Axiom, before: set[str], used: set[str]) -> Iterator[str]:
        if axiom.schema == INTRODUCTION:
            (name, function), arguments = axiom.atoms, ", ".join(self.notation.polynomial(p) for p in axiom.factors)
            self.names[name] = f"{function}({arguments})"
            return
        said = [self.formula(h.formula) for h in stage.hypotheses if h.label not in before and h.label in used]
        if not said:
            return
        yield f"by the axiom: {self.show(SAYS.get(axiom.schema, axiom.schema))}, here {' and '.join(said)}"

    def body(self, sequent: Sequent, body: Body) -> Iterator[str]:
        match body:
            case Combination():
                assert isinstance(sequent.goal, Formula)
                yield from self._combination(sequent, body, sequent.goal.polynomial, self.formula(sequent.goal))
            case Squares():
                assert isinstance(sequent.goal, Formula)
                yield from self._squares(sequent, body, sequent.goal)
            case Contradiction():
                yield from self._contradiction(sequent, body)
            case Witness(value, proof):
                yield f"take u = {self.math(value)} for the coefficients; what is left to show is an equation:"
                yield from self._combination(sequent, proof, None, "the equation")
            case Boxed(label):
                yield from self._boxed(sequent, label)
            case Cases(q, branches):
                yield from self._cases(sequent, q, branches)
            case Absurd(part):
                inner = negated(sequent)
                yield f"suppose the contrary: {self.formula(inner.hypothesis(NEGATED))}"
                yield from indented(self.branch(inner, part))
                yield "that is 0 > 0, so the contrary is impossible"
            case Lemma(formula, proof, rest):
                shown, known = stated(sequent, formula)
                yield f"first, {self.formula(formula)}:"
                yield from indented(self.branch(shown, proof))
                yield from self.branch(known, rest)

    def _combination(self, sequent: Sequent, body: Combination, goal: Polynomial | None, said: str) -> Iterator[str]:
        if not body.steps and not body.factors:
            yield "multiplied out, both sides are the same, term by term"
            return
        told = list(self._steps(sequent, body.steps))
        yield from told
        together = "the sum of these is" if len(body.steps) > 1 else "that is"
        if not body.factors:
            if len(told) > 1 or said not in told[0]:
                yield f"{together} {said}"
            return
        scale, why = self._factors(sequent, body.factors), self._why(sequent, body.factors)
        yield f"{together} {said}, both sides multiplied by {scale}, which is not zero: {why}"
        yield from self._positivity(sequent, body.factors)

    def _steps(self, sequent: Sequent, steps: tuple[Step, ...], goal: Polynomial | None = None) -> Iterator[str]:
        for step in steps:
            if step.label == GOAL and goal is not None:
                value, cited = goal, self.formula(Formula("=", goal)) + " (supposed)"
            else:
                value, cited = sequent.hypothesis(step.label).polynomial, self.cite(sequent, step.label)
            how = multiplication(step.context, self.notation, self.show)
            if value.rows == value.cols and transpose(value) == value:
                how = how.replace("the transpose of {}", "{}")
            result = self.formula(Formula("=", substitute(step.context, hole(value), value)))
            yield how.format(cited) + (f": {result}" if len(result) <= LONGEST and how != "take {}" else "")

    def _squares(self, sequent: Sequent, body: Squares, goal: Formula) -> Iterator[str]:
        if body.steps:
            yield from self._steps(sequent, body.steps)
        parts = [self._summand(sequent, s) for s in body.summands]
        gap = self.notation.grouped(goal.polynomial)
        factors = self._factors(sequent, body.factors) if body.factors else ""
        left = f"{factors} {self.show(gap)}" if factors else self.math(goal.polynomial)
        rest = " + what was shown to be 0" if body.steps else ""
        total = self.show(" + ".join(parts) or "0") + rest
        strict = goal.relation == ">"
        relation = ">" if strict else self.show(">=")
        if bare(left) == bare(total):
            yield f"{left} {relation} 0, as it stands"
        else:
            yield f"{left} = {total} {relation} 0"
        labels = dict.fromkeys(
            label for s in body.summands for label in (*s.nonnegative, *(f.label for f in s.factors if f.label))
        )
        labels |= dict.fromkeys(f.label for f in body.factors if f.label)
        reasons = [self.cite(sequent, label) for label in labels]
        squares = ["a square is never negative"] if any(s.squares for s in body.summands) else []
        if reasons or squares:
            yield f"since {', '.join([*reasons, *squares])}"
        yield from self._positivity(sequent, (*body.factors, *(f for s in body.summands for f in s.factors)))

    def _summand(self, sequent: Sequent, s: Summand) -> str:
        pieces = [self._factor(sequent, f) for f in s.factors]
        for label in s.nonnegative:
            p = number(1)
            p = product(p, self._labelled(sequent, label))
            pieces.append(self.notation.grouped(p))
        for q in s.squares:
            text = self.notation.polynomial(q)
            single = q.is_scalar and len(q.terms) == 1 and " " not in text and text[0] != "-"
            pieces.append(f"{text if single else f'({text})'}^2" if q.is_scalar else f"norm({text})^2")
        if s.coefficient != 1 or not pieces:
            pieces.insert(0, str(s.coefficient) if s.coefficient.denominator == 1 else f"({s.coefficient})")
        return " ".join(pieces)

    def _labelled(self, sequent: Sequent, label: str) -> Polynomial:
        if label.startswith("size:"):
            return number(1)
        return sequent.hypothesis(label).polynomial

    def _contradiction(self, sequent: Sequent, body: Contradiction, goal: Polynomial | None = None) -> Iterator[str]:
        p = goal if goal is not None else sequent.goal.polynomial
        yield f"suppose {self.formula(Formula('=', p))}"
        yield from indented(self._steps(sequent, body.steps, p))
        yield f"together: {self._factors(sequent, body.factors)} = 0, but it is not zero: {self._why(sequent, body.factors)}"
        yield from self._positivity(sequent, body.factors)

    def _boxed(self, sequent: Sequent, label: str) -> Iterator[str]:
        ranges = [
            f"{self.notation.letter(name)} in [{low}, {high}]"
            for name, (low, high) in bounds(sequent).items()
            if None not in (low, high)
        ]
        formula = sequent.hypothesis(label) if label else sequent.goal
        assert isinstance(formula, Formula)
        value, *_ = enclosure(formula.polynomial, box(sequent))
        said = f"for all {', '.join(ranges)}" if ranges else "there"
        verdict = f"so {self.cite(sequent, label)} does not occur" if label else f"so {self.formula(formula)}"
        yield f"{self.show(said)}, in interval arithmetic: {self.math(formula.polynomial)} is in {interval(value[0])}, {verdict}"

    def _cases(self, sequent: Sequent, q: Polynomial, branches: tuple[Branch, ...]) -> Iterator[str]:
        parts = count_parts(Cases(q, branches))
        if parts > MOST_PARTS:
            first = f"whether {self.math(q)} {self.show('>')} 0"
            yield f"by cases, the first of which are {first}: {parts} parts, each by interval arithmetic or as below"
            yield from indented(self.branch(*first_part(sequent, q, branches)))
            yield f"the other {parts - 1} parts likewise"
            return
        for k, part in enumerate(branches):
            inner = case(sequent, q, k, len(branches))
            added = next(h for h in reversed(inner.hypotheses))
            yield f"case {k + 1}: {self.formula(added.formula)}"
            yield from indented(self.branch(inner, part))

    # -- factors ---------------------------------------------------------------------------------------------------------

    def _factors(self, sequent: Sequent, factors: tuple[Factor, ...]) -> str:
        return self.show(" ".join(self._factor(sequent, f) for f in factors) or "1")

    def _factor(self, sequent: Sequent, f: Factor) -> str:
        power = f"^{f.power}" if f.power > 1 else ""
        if f.label.startswith("size:"):
            return f.label[5:] + power
        p = f.polynomial if f.polynomial is not None else sequent.hypothesis(f.label).polynomial
        if not p.is_scalar:
            return f"norm({self.notation.polynomial(p)})^{2 * f.power}"
        text = self.notation.polynomial(p)
        return f"({text}){power}" if " " in text or text[0] == "-" else text + power

    def _why(self, sequent: Sequent, factors: tuple[Factor, ...]) -> str:
        reasons = [self.cite(sequent, f.label) for f in factors if f.label]
        reasons += [f"{self._factor(sequent, replace(f, power=1))}, see below" for f in factors if not f.label]
        return ", ".join(dict.fromkeys(reasons)) or "it is 1"

    def _positivity(self, sequent: Sequent, factors: tuple[Factor, ...]) -> Iterator[str]:
        for f in factors:
            if f.polynomial is None or f.proof is None:
                continue
            positive = replace(sequent, goal=Formula(">" if f.polynomial.is_scalar else "!=", f.polynomial))
            yield f"here {self.formula(positive.goal)}:"  # type: ignore[arg-type]
            match f.proof:
                case Contradiction() as proof:
                    yield from indented(self._contradiction(positive, proof, f.polynomial))
                case proof:
                    yield from indented(self.body(positive, proof))
