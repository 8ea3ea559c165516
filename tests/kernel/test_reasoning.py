"""Proofs by cases, by contradiction and in balls: what the kernel accepts of them, and each change that makes one false.

VALID are claims with a certificate that the search finds; CHANGES put something else in one place of it.
"""

from copy import deepcopy
from fractions import Fraction

import pytest

from symcheck.diagnosis.judging import lowered, question_of
from symcheck.kernel.certificate import Boxed, Combination, Factor, Proof, Step, hole
from symcheck.kernel.check import Rejected, check
from symcheck.kernel.encode import encode, polynomial_json
from symcheck.kernel.evaluation import Model
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import letter, ones, product
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.language.sizes import Size
from symcheck.oracles.search import Hints, search
from symcheck.problem.single import problem_of_statement
from symcheck.theories.goals import leaves

SYMBOLS = {"x, y": "real", "s": "real, positive", "k": "integer", "u": "vector(n)"}
EMPTY = {"proof": {"kind": "combination", "factors": [], "steps": []}}
BOXED = {"kind": "boxed", "label": ""}


def sequent(claim, *given):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    question = question_of(problem, problem.claims[0], problem.claims[0].statement)
    return next(leaves(lowered(question).goal)).question


def proved(claim, *given):
    question = sequent(claim, *given)
    found = encode(search(question, Hints()))
    assert check(question, found).status == "holds"
    return question, found


BOXES = proved("sin(x) < x", "1 <= x", "x <= 2")
NUMBER = sequent("exp(1) + sin(2) < 4")
SIGNS = proved("abs(x) + abs(y) >= abs(x + y)")
WHOLE = proved("k^2 >= k")
ROOT = sequent("x <= 1", "x^2 <= 1")
LEMMA = proved("cos(abs(x^2) + y) = cos(x^2 + y)")


def product_of(*labels, coefficient="1"):
    positive = [{"label": label, "power": 1} for label in labels if label == "negated"]
    rest = [label for label in labels if label != "negated"]
    return {"coefficient": coefficient, "factors": positive, "nonnegative": rest, "squares": []}


# with N = x - 1 > 0: 0 = (1 - x^2) + N^2 + 2 N
SUM = [product_of("given.1"), product_of("negated", "negated"), product_of("negated", coefficient="2")]
AGAINST = {"kind": "squares", "factors": [], "steps": [], "summands": SUM}
ABSURD = {"kind": "absurd", "branch": {"proof": AGAINST}}


def of_root(body):
    return {"proof": body, "models": [{"sizes": {}, "values": {"x": [["1"]]}}]}


def without_axioms(item):
    if isinstance(item, dict):
        return {k: without_axioms(v) for k, v in item.items() if k != "axioms"}
    return [without_axioms(v) for v in item] if isinstance(item, list) else item


def with_body(found, body):
    return {**found, "proof": body, "axioms": []}


def first(found, kind):
    """The first node of this kind in a certificate."""
    stack = [found]
    while stack:
        item = stack.pop(0)
        if isinstance(item, dict):
            if item.get("kind") == kind:
                return item
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    raise AssertionError(f"no {kind}")


def renamed(polynomial, name):
    for _, factors, _ in polynomial["terms"]:
        for network, _ in factors:
            network[0][0][0] = name


def test_a_claim_on_a_box_is_cut_into_boxes():
    question, found = BOXES
    assert first(found, "cases") and first(found, "boxed")
    assert check(question, found).status == "holds"


def test_a_contradiction_is_a_proof():
    assert check(ROOT, of_root(ABSURD)).status == "holds"


def test_a_number_needs_no_box():
    assert check(NUMBER, {"proof": BOXED, "models": [{"sizes": {}, "values": {}}]}).status == "holds"


def changed_cases():
    question, found = BOXES
    yield "the whole box at once", question, with_body(found, BOXED), "too wide"
    for name, change, why in (
        ("a branch is missing", lambda c: c["branches"].pop(), "cases are two or three"),
        ("no branches", lambda c: c["branches"].clear(), "without a branch"),
        ("four branches", lambda c: c["branches"].extend(2 * c["branches"][:1]), "cases are two or three"),
        ("cases of another number", lambda c: c.update(polynomial=polynomial_json(letter(*question.letters["x"]))), "too wide"),
        (
            "a letter that is not there",
            lambda c: renamed(c["polynomial"], "z"),
            "cannot be read",
        ),
    ):
        copy = deepcopy(found)
        change(first(copy, "cases"))
        yield name, question, copy, why
    copy = deepcopy(found)
    first(copy, "boxed")["label"] = "given.1"
    yield "a hypothesis that is not false", question, copy, "too wide"
    copy = deepcopy(found)
    first(copy, "boxed")["label"] = "given.9"
    yield "a hypothesis that is not there", question, copy, "no hypothesis"


def others():
    model = {"sizes": {}, "values": {"x": [["1"]]}}
    unbounded = sequent("sin(x) < 2")
    yield "no bounds", unbounded, {"proof": BOXED, "models": [model]}, "without bounds"
    half = sequent("exp(x) > 0 - x", "x >= 0")
    yield "bounds on one side", half, {"proof": BOXED, "models": [model]}, "without bounds"
    touching = sequent("x^2 > 0", "-1 <= x", "x <= 1")
    yield "a box with a zero", touching, {"proof": BOXED, "models": [model]}, "too wide"
    pole = sequent("1/x > 0", "-1 <= x", "x <= 1")
    yield "a box with a pole", pole, {"proof": BOXED, "models": [model]}, "too wide"
    jump = sequent("sign(x)^2 = 1", "-1 <= x", "x <= 2")
    yield "a box with a jump", jump, {"proof": BOXED, "models": [model]}, "too wide"
    outside = sequent("log(x) < 1", "-1 <= x", "x <= 1")
    yield "a box that leaves the domain", outside, {"proof": BOXED, "models": [model]}, "too wide"
    unreasoned = {**ABSURD, "branch": {"proof": BOXED}}
    yield "a contradiction without its reason", ROOT, of_root(unreasoned), "too wide"
    yield "the negation outside of the contradiction", ROOT, of_root(AGAINST), "no hypothesis negated"
    yield "0 > 0 from nothing", ROOT, of_root({**ABSURD, "branch": {"proof": {**AGAINST, "summands": []}}}), "strictly positive"
    two = {**ABSURD, "branch": {"proof": {**AGAINST, "summands": SUM[:2]}}}
    yield "a summand too few", ROOT, of_root(two), "normal form"
    question, found = LEMMA
    lemma = found["proof"]
    yield "a lemma without its proof", question, {**found, "proof": {**lemma, "branch": EMPTY}}, "does not prove this kind"
    yield "what a lemma proves without the lemma", question, {**found, **lemma["rest"]}, "no hypothesis says which sign"
    for name, said, why in (
        ("another relation", {**lemma["formula"], "relation": ">"}, ""),
        ("no relation", {**lemma["formula"], "relation": "<"}, "an order relation needs scalars"),
    ):
        yield f"a lemma with {name}", question, {**found, "proof": {**lemma, "formula": said}}, why
    arrays = sequent("exp(u) = exp(u)")
    order = {"relation": ">=", "polynomial": polynomial_json(letter(*arrays.letters["u"]))}
    model = {"sizes": {"n": 1}, "values": {"u": [["1"]]}}
    of_arrays = {"kind": "lemma", "formula": order, "branch": EMPTY, "rest": EMPTY}
    yield "a lemma that orders arrays", arrays, {"proof": of_arrays, "models": [model]}, "an order relation needs scalars"
    question, found = WHOLE
    yield "whole numbers without their gap", question, without_axioms(found), ""


@pytest.mark.parametrize(("question", "certificate", "why"), [c[1:] for c in (*changed_cases(), *others())],
                         ids=[c[0] for c in (*changed_cases(), *others())])  # fmt: skip
def test_a_changed_certificate_is_refused(question, certificate, why):
    with pytest.raises(Rejected) as refusal:
        check(question, certificate)
    assert why in str(refusal.value)


def test_a_case_is_known_in_its_own_branch_only():
    """What holds where an argument is positive is not used where it is not."""
    question, found = proved("relu(x) + relu(y) >= relu(x + y)")
    copy = deepcopy(found)
    cases = first(copy, "cases")
    cases["branches"][1] = cases["branches"][0]
    with pytest.raises(Rejected):
        check(question, copy)


def test_an_array_is_no_positive_factor():
    """v₁ + v₂ = 0 does not make v zero: once the matrix of ones was a factor, since its first entry is positive in balls."""
    two, one = Size.of(2), Size.of(1)
    v = Letter("v", (two,))
    total = product(ones(one, two), letter(v, two, one))
    question = Sequent((), {"v": (v, two, one)}, (Hypothesis("sum", Formula("=", total)),), Formula("=", letter(v, two, one)))
    step = Step("sum", product(ones(two, one), letter(hole(total), one, one)))
    body = Combination((Factor("", 1, ones(two, two), Boxed()),), (step,))
    forged = encode(Proof(body, (Model({}, {"v": ((Fraction(0),), (Fraction(0),))}),)))
    with pytest.raises(Rejected, match="only a number is positive"):
        check(question, forged)
