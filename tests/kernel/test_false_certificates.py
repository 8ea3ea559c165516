"""The kernel against false proofs: each is rejected, and for the reason that makes it false.

Every false certificate is a valid one (certified.py) with one place changed, so that what rejects it is that change alone.
Models and countermodels: test_false_certificates_models.py.  Malformed JSON: test_false_certificates_json.py.
"""

import json

import pytest
from certified import (
    DROP,
    THE_UNKNOWN,
    VALID,
    A,
    B,
    D,
    I,
    N,
    X,
    changed,
    gap,
    half,
    model,
    n,
    ones,
    proof,
    step,
    summand,
    u,
    x,
    y,
    z,
)

from symcheck.kernel.check import Rejected, check
from symcheck.kernel.encode import polynomial_json as p
from symcheck.kernel.polynomial import number, product, reciprocal, transpose
from symcheck.language.sizes import ONE, Size


@pytest.mark.parametrize(("question", "certificate", "verdict"), VALID.values(), ids=VALID.keys())
def test_the_certificates_that_are_changed_below_are_valid(question, certificate, verdict):
    assert check(question, certificate).status == verdict
    assert check(question, json.loads(json.dumps(certificate))).status == verdict


UNEQUAL = "the two sides do not expand to the same normal form"
UNLICENSED = "a negative exponent without a hypothesis that its factor is not zero"
NO_KIND = "this kind of certificate does not prove this kind of goal"
NOT_STRICT = "no summand is strictly positive"

BODY = ("proof",)
STEPS, SUMMANDS, FACTORS = (*BODY, "steps"), (*BODY, "summands"), (*BODY, "factors")
CONTEXT, LABEL = (*STEPS, 0, "context"), (*STEPS, 0, "label")
SUMMAND, FACTOR = (*SUMMANDS, 0), (*FACTORS, 0)
VALUE = (*BODY, "value")
EMPTY = {"kind": "combination", "factors": [], "steps": []}
NO_SQUARES = {"kind": "squares", "factors": [], "steps": [], "summands": []}


def named(label, power=1):
    return {"label": label, "power": power}


def shown(value, *summands):
    """A factor with a proof that it is positive."""
    return {"power": 1, "polynomial": p(value), "proof": {**NO_SQUARES, "summands": list(summands)}}


# reason -> (valid certificate, place, what stands there instead, the message)
COFACTORS = {
    "another cofactor": ("multiplying an equation", CONTEXT, p(product(A, gap(X))), UNEQUAL),
    "another coefficient": ("transitivity", CONTEXT, half(gap(x)), UNEQUAL),
    "a step too few": ("transitivity", (*STEPS, 1), DROP, UNEQUAL),
    "no steps": ("transitivity", STEPS, [], UNEQUAL),
    "a step twice": ("transitivity", STEPS, lambda s: [*s, s[0]], UNEQUAL),
    "the other hypothesis": ("transitivity", LABEL, "second", UNEQUAL),
    "another square": ("product of signs", (*SUMMAND, "squares"), [p(y)], UNEQUAL),
    "another coefficient of a square": ("square", (*SUMMAND, "coefficient"), "2", UNEQUAL),
    "another witness": ("witness", VALUE, p(u.times(2)), UNEQUAL),
    "a contradiction without the goal": ("not zero", (*STEPS, 0), DROP, UNEQUAL),
    "a contradiction that ends in 1/2": ("not zero", CONTEXT, half(product(y, gap(x))), UNEQUAL),
    "a power of a factor too many": ("cancelling a number", (*FACTOR, "power"), 2, UNEQUAL),
    "a square missing in the proof of a factor": (
        "a factor with its own proof",
        (*FACTOR, "proof", "summands", 1),
        DROP,
        UNEQUAL,
    ),
}

LABELS = {
    "a step by what is no hypothesis": ("transitivity", LABEL, "third", "KeyError: 'third'"),
    "a sign by what is no hypothesis": (
        "product of signs",
        (*SUMMAND, "nonnegative", 0),
        "third",
        "there is no hypothesis third",
    ),
    "a factor by what is no hypothesis": ("cancelling a number", FACTOR, named("third"), "there is no hypothesis third"),
    "a size that is none": ("sizes are positive", (*SUMMAND, "factors", 0), named("size:m"), "there is no hypothesis size:m"),
    "a sign used as an equation": ("product of signs", STEPS, [step("sign", gap(y))], "sign is not an equation"),
    "an inequation used as an equation": ("cancelling a number", LABEL, "nonzero", "nonzero is not an equation"),
    "an equation used as a sign": (
        "inequality by an equation",
        (*SUMMAND, "nonnegative"),
        ["h"],
        "h does not say that something is nonnegative",
    ),
    "an inequation used as a sign": (
        "square of a number that is not zero",
        (*SUMMAND, "nonnegative"),
        ["nonzero"],
        "nonzero does not say that something is nonnegative",
    ),
    "the goal as a step of its own proof": ("transitivity", STEPS, [step("goal", gap(x))], "there is no hypothesis goal"),
    "the goal as a step of its sum of squares": ("square", STEPS, [step("goal", gap(x))], "there is no hypothesis goal"),
    "the goal as a factor": ("cancelling a number", FACTOR, named("goal"), "there is no hypothesis goal"),
    "the goal as a factor of a contradiction": ("not zero", FACTORS, [named("goal")], "there is no hypothesis goal"),
    "the goal as a step of a witness": (
        "witness",
        (*BODY, "proof", "steps"),
        [step("goal", gap(u))],
        "KeyError: 'goal'",
    ),
}

SIGNS = {
    "an equation as a factor": (
        "cancelling a number",
        FACTOR,
        named("h"),
        "h does not say that something is not zero",
    ),
    "a factor that may be zero": (
        "product of signs",
        (*SUMMAND, "factors", 0),
        named("sign"),
        "sign does not say that something is not zero",
    ),
    "a factor to the power 0": ("cancelling a number", FACTOR, named("nonzero", 0), "a factor with a power below 1"),
    "a factor to a negative power": ("cancelling a number", FACTOR, named("nonzero", -1), "a factor with a power below 1"),
    "an odd power of unknown sign in a summand": (
        "square of a number that is not zero",
        (*SUMMAND, "factors", 0),
        named("nonzero", 1),
        "the factor nonzero is not known to be positive",
    ),
    "an odd power of unknown sign before the goal": (
        "square of a number that is not zero",
        FACTORS,
        [named("nonzero", 3)],
        "the factor nonzero is not known to be positive",
    ),
    "a factor that is shown nonnegative only": (
        "a factor with its own proof",
        FACTOR,
        shown(product(x, x), summand(squares=[x])),
        NOT_STRICT,
    ),
    "a factor that is an array": ("squared norm", FACTORS, [shown(u)], UNEQUAL),
    "a factor shown positive by the wrong squares": ("square", FACTORS, [shown(-number(1), summand())], UNEQUAL),
    "a negative coefficient": ("square", (*SUMMAND, "coefficient"), "-1", "coefficient that is not positive"),
    "the coefficient 0": ("square", (*SUMMAND, "coefficient"), "0", "coefficient that is not positive"),
    "squares only, for >": ("square plus one", SUMMANDS, [summand(squares=[q]) for q in (x, number(1))], NOT_STRICT),
    "a hypothesis that is nonnegative, for >": (
        "reciprocal of a positive number",
        SUMMAND,
        summand(1, (), ["positive"]),
        NOT_STRICT,
    ),
    "the square of ones(n - 2) is -1 at n = 1": (
        "no size is at least two",
        (),
        proof("squares", model({"n": 3}), steps=[], summands=[summand(squares=[ones(N - Size.of(2), ONE)])]),
        "is not known to be at least 1",
    ),
    "the square of ones(-5) is -5": (
        "square plus one",
        (*SUMMAND, "squares", 0),
        p(ones(Size.of(-5), ONE)),
        "the size -5 is not known to be at least 1",
    ),
    "ones over no index": (
        "square plus one",
        (*SUMMAND, "squares", 0),
        p(ones(Size.of(0), ONE)),
        "the size 0 is not known to be at least 1",
    ),
    "a square over a size that nothing declares": (
        "squared norm",
        (*SUMMAND, "squares", 0),
        p(ones(D, ONE)),
        "the size d is not known to be at least 1",
    ),
}

DIVISIONS = {
    "dividing by what may vanish": ("transitivity", CONTEXT, p(product(reciprocal(y), gap(x))), UNLICENSED),
    "dividing an array": ("multiplying an equation", CONTEXT, p(product(reciprocal(product(z, z)), gap(X))), "KeyError: 'z'"),
    "a square of a reciprocal": ("square", (*SUMMAND, "squares", 0), p(reciprocal(x)), UNLICENSED),
    "a witness that divides": ("witness", VALUE, p(product(reciprocal(product(transpose(u), u)), u)), UNLICENSED),
    "a factor that divides": (
        "square",
        FACTORS,
        [shown(product(reciprocal(x), reciprocal(x)), summand(squares=[reciprocal(x)]))],
        UNLICENSED,
    ),
    "a hole under a negative exponent": ("transitivity", CONTEXT, p(reciprocal(gap(x))), UNLICENSED),
}

SHAPES = {
    "a context without a hole": ("transitivity", CONTEXT, p(x), "a step with first does not fit"),
    "a context with a summand without a hole": ("transitivity", CONTEXT, p(gap(x) + x), "a step with first does not fit"),
    "a context with two holes": ("transitivity", CONTEXT, p(product(gap(x), gap(x))), "a context must be linear in its hole"),
    "a context with two holes in one network": (
        "multiplying an equation",
        CONTEXT,
        p(product(gap(X), product(transpose(gap(X)), gap(X)))),
        "a context must contain its hole exactly once",
    ),
    "a context with a hole of another shape": (
        "multiplying an equation",
        CONTEXT,
        p(product(B, product(gap(A), ones(N, ONE)))),
        "the legs of □ have other sizes",
    ),
    "a context over a size that the sequent does not have": (
        "transitivity",
        CONTEXT,
        p(product(gap(x), ones(N, ONE))),
        "the size n is not known to be at least 1",
    ),
    "a context scaled by a size": ("multiplying an equation", CONTEXT, p(product(n, product(B, gap(X)))), UNEQUAL),
    "a context of another shape than the goal": (
        "multiplying an equation",
        CONTEXT,
        p(product(gap(X), ones(D, ONE))),
        "a step with h does not fit",
    ),
    "a contradiction of arrays": ("a matrix that is not zero", STEPS, [step("goal", gap(A))], "a step with goal does not fit"),
    "a contradiction of factors that are arrays": (
        "a matrix that is not zero",
        FACTORS,
        [shown(I, summand())],
        UNEQUAL,
    ),
    "a letter that the sequent does not have": ("transitivity", CONTEXT, p(product(transpose(u), u)), "KeyError: 'u'"),
    "a size that the sequent does not have": (
        "transitivity",
        CONTEXT,
        p(product(n, gap(x))),
        "letter #n is not declared in the sequent",
    ),
    "a witness of another size": ("witness", VALUE, p(product(transpose(X), u)), "the witness does not fit: index of size"),
    "a witness that is a number": ("witness", VALUE, p(number(1)), "the witness does not fit: a context must contain its hole"),
    "a witness that is a matrix": ("witness", VALUE, p(I), "the witness does not fit: a context must contain its hole"),
    "a witness that mentions the unknown": ("witness", VALUE, p(THE_UNKNOWN), "KeyError: 'c~9'"),
}

KINDS = {
    "a combination for >=": ("square", BODY, EMPTY, NO_KIND),
    "a combination for !=": ("not zero", BODY, EMPTY, NO_KIND),
    "a combination for a membership": ("witness", BODY, EMPTY, NO_KIND),
    "a contradiction for =": ("transitivity", (*BODY, "kind"), "contradiction", NO_KIND),
    "a contradiction for >": ("square plus one", BODY, {**EMPTY, "kind": "contradiction"}, NO_KIND),
    "squares for =": ("transitivity", BODY, NO_SQUARES, NO_KIND),
    "squares for !=": ("not zero", BODY, NO_SQUARES, NO_KIND),
    "a witness for =": ("transitivity", BODY, {"kind": "witness", "value": p(x), "proof": EMPTY}, NO_KIND),
    "a witness proved by squares": ("witness", (*BODY, "proof"), NO_SQUARES, "a witness is proved by a combination"),
}

FALSE = {**COFACTORS, **LABELS, **SIGNS, **DIVISIONS, **SHAPES, **KINDS}


def test_no_reason_is_given_twice():
    assert len(FALSE) == sum(map(len, (COFACTORS, LABELS, SIGNS, DIVISIONS, SHAPES, KINDS))) > 60


@pytest.mark.parametrize(("base", "path", "value", "message"), FALSE.values(), ids=FALSE.keys())
def test_a_false_proof_is_rejected_for_its_reason(base, path, value, message):
    question, certificate, _ = VALID[base]
    with pytest.raises(Rejected) as found:
        check(question, changed(certificate, path, value))
    assert message in str(found.value)
