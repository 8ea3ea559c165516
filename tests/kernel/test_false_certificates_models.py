"""The kernel against false models: of the hypotheses of a proof, of the negation of a goal, and sequents that mean nothing."""

from dataclasses import replace

import pytest
from certified import (
    DROP,
    TABLE,
    THE_UNKNOWN,
    VALID,
    A,
    D,
    N,
    S,
    X,
    atom,
    changed,
    gap,
    member,
    model,
    n,
    ones,
    over,
    proof,
    sequent,
    step,
    summand,
    u,
    unknown,
    x,
    y,
)

from symcheck.kernel.check import Rejected, check
from symcheck.kernel.evaluation import Atom
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import number, product, reciprocal, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.kernel.verdict import Verdict
from symcheck.language.sizes import ONE

MODEL = ("models", 0)
COUNTER = ("countermodel",)

# reason -> (valid certificate, place, what stands there instead, the message)
OF_PROOFS = {
    "no model": ("transitivity", ("models",), [], "no model of the hypotheses is exhibited: the theorem could be vacuous"),
    "a hypothesis is false": ("transitivity", MODEL, model(x=1, y=2, z=2), "the hypothesis first is false there"),
    "the second model is none": ("transitivity", ("models",), lambda m: [*m, model(x=1, y=1, z=3)], "second is false there"),
    "a letter has no value": ("transitivity", MODEL, model(x=1, y=1), "z has no value of its shape"),
    "an inequation is false": ("cancelling a number", MODEL, model(x=0, y=0), "the hypothesis nonzero is false there"),
    "a strict sign is 0": ("product of signs", MODEL, model(x=0, y=0), "the hypothesis positive is false there"),
    "a sign is wrong": ("product of signs", MODEL, model(x=1, y=-1), "the hypothesis sign is false there"),
    "a size is 0": ("squared norm", MODEL, model({"n": 0}, u=[]), "size n has no value ≥ 1"),
    "a size is negative": ("sizes are positive", MODEL, model({"n": -3}), "size n has no value ≥ 1"),
    "a size has no value": ("squared norm", MODEL, model({}, u=0), "size n has no value ≥ 1"),
    "a compound size is 0": ("the last entries", MODEL, model({"n": 1}, tail=[]), "is below 1 there"),
}

OF_NEGATIONS = {
    "a hypothesis is false": ("two roots", COUNTER, model(x=1, y=1), "the hypothesis h is false there"),
    "a sign is wrong": ("not positive", COUNTER, model(x=-1), "the hypothesis sign is false there"),
    "the equation is true": ("two roots", COUNTER, model(x=0, y=0), "the goal is true at the model"),
    "the inequality is true": ("not positive", COUNTER, model(x=1), "the goal is true at the model"),
    "the inequation is true": ("an integer", COUNTER, model(k=1), "the goal is true at the model"),
    "the matrices commute": (
        "matrices do not commute",
        COUNTER,
        model({"n": 2}, A=[[1, 0], [0, 2]], B=[[3, 0], [0, 4]]),
        "the goal is true at the model",
    ),
    "a letter has no value": ("two roots", COUNTER, model(x=1), "y has no value of its shape"),
    "a value of another shape": ("matrices do not commute", (*COUNTER, "values", "A"), [["0", "1"]], "A has no value of its"),
    "a ragged value": ("matrices do not commute", (*COUNTER, "values", "A"), [["0", "1"], ["0"]], "A has no value of its shape"),
    "a value with a row too many": (
        "matrices do not commute",
        (*COUNTER, "values", "B"),
        lambda rows: [*rows, ["0", "0"]],
        "B has no value of its shape",
    ),
    "a number for a matrix": ("matrices do not commute", (*COUNTER, "values", "A"), [["1"]], "A has no value of its shape"),
    "not symmetric": ("a symmetric matrix is not zero", COUNTER, model({"n": 2}, S=[[1, 2], [3, 4]]), "S is not symmetric"),
    "not an integer": ("an integer", COUNTER, model(k="1/2"), "the value of k is not an integer"),
    "a size is 0": ("no size is at least two", COUNTER, model({"n": 0}), "size n has no value ≥ 1"),
    "a size has no value": ("no size is at least two", COUNTER, model(), "size n has no value ≥ 1"),
    "the goal is undefined": ("a reciprocal is not one", COUNTER, model(x=0), "the hypothesis nonzero is false there"),
    "no separator": ("not in the range", ("separator",), None, "a membership is refuted by a separating functional only"),
    "the separator is missing": ("not in the range", ("separator",), DROP, "refuted by a separating functional only"),
    "the separator is 0": ("not in the range", ("separator",), [["0"], ["0"]], "the goal is true at the model"),
    "the separator sees the range": ("not in the range", ("separator",), [["1"], ["1"]], "the goal is true at the model"),
    "the separator sees the range only": ("not in the range", ("separator",), [["1"], ["0"]], "the goal is true at the model"),
    "the separator has another shape": ("not in the range", ("separator",), [["0", "1"]], "functional has another shape"),
    "the separator is ragged": ("not in the range", ("separator",), [["0"], ["1", "1"]], "functional has another shape"),
    "the separator is empty": ("not in the range", ("separator",), [], "functional has another shape"),
    "the vector is in the range": (
        "not in the range",
        COUNTER,
        model({"n": 1, "d": 2}, X=[[1, 0]], w=[[1], [0]]),
        "the goal is true at the model",
    ),
}

FALSE = {f"proof: {k}": v for k, v in OF_PROOFS.items()} | {f"refutation: {k}": v for k, v in OF_NEGATIONS.items()}


@pytest.mark.parametrize(("base", "path", "value", "message"), FALSE.values(), ids=FALSE.keys())
def test_a_false_model_is_rejected_for_its_reason(base, path, value, message):
    question, certificate, _ = VALID[base]
    with pytest.raises(Rejected) as found:
        check(question, changed(certificate, path, value))
    assert message in str(found.value)


def test_what_a_proof_may_abstract_a_refutation_may_not():
    """exp~1 stands for exp(x): a proof holds for every value of it, and no value is that of exp(x)."""
    goal = sequent(atom - x)
    with pytest.raises(Rejected, match="an uninterpreted atom cannot be given a value in a refutation"):
        check(goal, {"countermodel": model(exp=2, x=1)})
    hypothesis = sequent(atom - x, h=("=", atom - x))
    with pytest.raises(Rejected, match="the hypothesis h speaks of an uninterpreted atom"):
        check(hypothesis, proof("combination", model(exp=1, x=1), steps=[step("h", gap(x))]))
    beside = Sequent((), {**sequent(x).letters, "exp~1": TABLE["exp~1"]}, (), Formula("=", x))
    assert check(beside, {"countermodel": model(exp=2, x=1)}).status == "fails"


def test_an_atom_has_the_value_of_its_function_and_no_other():
    """exp(1) is not 1, whatever a certificate says; at 0 it is 1 exactly."""

    def about_exp(goal, **hypotheses):
        plain = sequent(goal, **hypotheses)
        return Sequent((), plain.letters, plain.hypotheses, plain.goal, {"exp~1": Atom("exp", (x,))})

    goal = about_exp(atom - x)
    assert check(goal, {"countermodel": model(exp=1, x=1)}).status == "fails"
    with pytest.raises(Rejected, match="the goal is true at the model"):
        check(about_exp(atom - number(1) + x - x + product(x, x)), {"countermodel": model(exp=5, x=0)})
    hypothesis = about_exp(atom - x, h=("=", atom - x))
    with pytest.raises(Rejected, match="the hypothesis h is false there"):
        check(hypothesis, proof("combination", model(exp=1, x=1), steps=[step("h", gap(x))]))
    positive = about_exp(atom - x, h=(">", atom - number(3)))
    with pytest.raises(Rejected, match="the hypothesis h is false there"):
        check(positive, {"countermodel": model(exp=9, x=1)})
    assert check(positive, {"countermodel": model(exp=9, x=2)}).status == "fails"


def test_an_undefined_goal_is_no_counterexample():
    """x⁻¹ without its hypothesis is no sequent; with one that the model violates, the model is none."""
    with pytest.raises(Rejected, match="a negative exponent without a hypothesis"):
        check(sequent(reciprocal(x)), {"countermodel": model(x=0)})


def test_no_order_of_the_sizes_is_claimed_without_a_model():
    question, certificate, _ = VALID["multiplying an equation"]
    assert check(question, certificate).orders == ("n < d", "d < n")
    one = changed(certificate, ("models",), lambda models: models[:1])
    assert check(question, one).orders == ("n < d",)


TWICE = (Hypothesis("h", Formula("=", x)), Hypothesis("h", Formula("=", x - number(1))))
# A sequent that means nothing proves nothing: reason -> (sequent, the message)
NOT_WELL_FORMED = {
    "a letter that is not declared": (replace(sequent(x), letters={}), "letter x is not declared in the sequent"),
    "a letter of the same name": (
        replace(sequent(x), letters={"x": (Letter("x", (), integer=True), ONE, ONE)}),
        "letter x is not declared in the sequent",
    ),
    "a letter of a hypothesis": (replace(sequent(x, h=("=", y)), letters=sequent(x).letters), "letter y is not declared"),
    "a size as a number": (replace(sequent(n, ">"), sizes=()), "letter #n is not declared in the sequent"),
    "a size of a letter": (replace(sequent(u), sizes=()), "a size is not declared in the sequent"),
    "a size of an index": (
        replace(sequent(product(ones(N, ONE), transpose(ones(D, ONE)))), sizes=("n",)),
        "a size is not declared in the sequent",
    ),
    "an order of arrays": (sequent(u, ">="), "an order relation needs scalars"),
    "a strict order of arrays": (sequent(x, h=(">", A)), "an order relation needs scalars"),
    "a relation that does not exist": (sequent(x, "<"), "an order relation needs scalars"),
    "two hypotheses with one label": (over(TWICE, Formula("=", x)), "two hypotheses with one label"),
    "a reciprocal in a hypothesis": (sequent(x, h=("=", reciprocal(y))), "a negative exponent without a hypothesis"),
    "a reciprocal licensed by a sum": (
        sequent(reciprocal(x), h=("!=", x + y)),
        "a negative exponent without a hypothesis",
    ),
    "a reciprocal licensed by its square": (
        sequent(reciprocal(x), h=("!=", product(x, x))),
        "a negative exponent without a hypothesis",
    ),
    "a reciprocal licensed by itself": (
        sequent(reciprocal(x), h=("!=", reciprocal(x))),
        "a negative exponent without a hypothesis",
    ),
    "a reciprocal licensed by a sign that may be 0": (
        sequent(reciprocal(x), h=(">=", x)),
        "a negative exponent without a hypothesis",
    ),
    "the unknown of a membership is a letter": (
        replace(member(product(transpose(X), THE_UNKNOWN)), letters={**TABLE, "c~9": (unknown, N, ONE)}),
        "the unknown of a membership must be fresh",
    ),
    "a membership that is not affine": (
        member(product(product(transpose(THE_UNKNOWN), THE_UNKNOWN), product(transpose(X), u))),
        "a membership must be affine in its unknown",
    ),
    "a membership with the unknown in a denominator": (
        member(product(product(transpose(X), u), reciprocal(product(transpose(u), THE_UNKNOWN)))),
        "a negative exponent without a hypothesis|affine",
    ),
    "the unknown of a membership in a hypothesis": (
        member(product(transpose(X), THE_UNKNOWN), h=("=", product(transpose(u), THE_UNKNOWN))),
        "letter c~9 is not declared in the sequent",
    ),
}


@pytest.mark.parametrize(("question", "message"), NOT_WELL_FORMED.values(), ids=NOT_WELL_FORMED.keys())
@pytest.mark.parametrize("certificate", [{"countermodel": model()}, proof("combination", model(), steps=[])])
def test_a_sequent_that_is_not_well_formed_has_no_verdict(question, message, certificate):
    with pytest.raises(Rejected) as found:
        check(question, certificate)
    assert any(f"the sequent is not well formed: {part}" in str(found.value) for part in message.split("|"))


def test_only_the_door_makes_verdicts():
    question, certificate, _ = VALID["transitivity"]
    verdict = check(question, certificate)
    with pytest.raises(TypeError, match=r"only symcheck\.kernel\.check makes verdicts"):
        Verdict(object(), "holds", (), {})
    with pytest.raises(AttributeError, match="cannot be changed"):
        verdict.status = "fails"
    with pytest.raises(TypeError):
        verdict.facts["count"] = 1
    assert verdict.status == "holds"


def test_a_symmetric_letter_has_symmetric_values_in_models_of_proofs_too():
    goal = sequent(product(S, x), h=("=", x))
    steps = [step("h", product(S, gap(x)))]
    assert check(goal, proof("combination", model({"n": 2}, S=[[1, 2], [2, 3]], x=0), steps=steps)).status == "holds"
    with pytest.raises(Rejected, match="the value of S is not symmetric"):
        check(goal, proof("combination", model({"n": 2}, S=[[1, 2], [0, 3]], x=0), steps=steps))


def test_a_sum_of_squares_at_every_size_needs_every_size_to_be_one():
    """n ≥ 1 is known of every size: n − 1 ≥ 0 has no certificate from squares of ones(n − 1), unless n − 1 occurs."""
    squares = proof("squares", model({"n": 2}), steps=[], summands=[summand(squares=[ones(N - ONE, ONE)])])
    with pytest.raises(Rejected, match="is not known to be at least 1"):
        check(sequent(n - number(1), ">="), squares)
