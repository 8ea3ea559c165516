"""Certificates as hostile text: every malformed kind is rejected at once, and nothing but Rejected is ever raised.

Replay reads certificates from files that anyone may have written.
"""

import json
import math
from copy import deepcopy

import pytest
from certified import DROP, VALID, changed, gap, model, proof, sequent, step, summand, x, y

from symcheck.kernel.check import Rejected, check
from symcheck.kernel.encode import encode, polynomial_json
from symcheck.kernel.polynomial import number, product
from symcheck.kernel.serial import decode


def nested(depth):
    text = []
    for _ in range(depth):
        text = [text]
    return text


def towers(depth):
    """A factor shown positive by a factor shown positive by …"""
    found = summand()
    for _ in range(depth):
        shown = {"kind": "squares", "factors": [], "steps": [], "summands": [found]}
        found = {**summand(), "factors": [{"power": 1, "polynomial": polynomial_json(number(1)), "proof": shown}]}
    return found


BODY = ("proof",)
TERM = (*BODY, "steps", 0, "context", "terms", 0)
OPEN = (*TERM, 2)
UNREADABLE = "the certificate cannot be read"

# what is wrong -> (valid certificate, place, what stands there instead, the message)
MALFORMED = {
    "nothing": ("transitivity", (), None, "a mapping was expected"),
    "a number": ("transitivity", (), 7, "a mapping was expected"),
    "a text": ("transitivity", (), "holds", "a mapping was expected"),
    "a list": ("transitivity", (), [], "a mapping was expected"),
    "a verdict instead of a certificate": ("transitivity", (), {"verdict": "holds"}, "KeyError: 'proof'"),
    "an empty mapping": ("transitivity", (), {}, "KeyError: 'proof'"),
    "a proof that is a list": ("transitivity", BODY, [], "a mapping was expected"),
    "a proof without a kind": ("transitivity", (*BODY, "kind"), DROP, "KeyError: 'kind'"),
    "an unknown kind": ("transitivity", (*BODY, "kind"), "obvious", "unknown kind 'obvious'"),
    "a kind that is a list": ("transitivity", (*BODY, "kind"), ["combination"], "unknown kind"),
    "no models": ("transitivity", ("models",), DROP, "KeyError: 'models'"),
    "models that are a mapping": ("transitivity", ("models",), {}, "a list was expected"),
    "a model that is a list": ("transitivity", ("models", 0), [], "a mapping was expected"),
    "a model without values": ("transitivity", ("models", 0), {"sizes": {}}, "KeyError: 'values'"),
    "a size that is a text": ("squared norm", ("models", 0, "sizes", "n"), "2", "an integer up to 1000 was expected"),
    "a size that is true": ("squared norm", ("models", 0, "sizes", "n"), True, "an integer up to 1000 was expected"),
    "a size that is a float": ("squared norm", ("models", 0, "sizes", "n"), 1.0, "an integer up to 1000 was expected"),
    "a size that is huge": ("squared norm", ("models", 0, "sizes", "n"), 10**100, "an integer up to 1000 was expected"),
    "a value that is a number": ("transitivity", ("models", 0, "values", "x"), 1, "a list was expected"),
    "an entry that is a number": ("transitivity", ("models", 0, "values", "x"), [[1]], "a fraction was expected, as text"),
    "an entry that is NaN": ("transitivity", ("models", 0, "values", "x"), [[math.nan]], "a fraction was expected"),
    "an entry that is the text nan": ("transitivity", ("models", 0, "values", "x"), [["nan"]], "a fraction was expected"),
    "an entry that is infinite": ("transitivity", ("models", 0, "values", "x"), [["inf"]], "a fraction was expected"),
    "an entry with an exponent": ("transitivity", ("models", 0, "values", "x"), [["1e999999999"]], "a fraction was expected"),
    "an entry that is a decimal": ("transitivity", ("models", 0, "values", "x"), [["0.5"]], "a fraction was expected"),
    "an entry over 0": ("transitivity", ("models", 0, "values", "x"), [["1/0"]], "ZeroDivisionError"),
    "an entry of millions of digits": ("transitivity", ("models", 0, "values", "x"), [["9" * 1_000_000]], UNREADABLE),
    "steps that are a mapping": ("transitivity", (*BODY, "steps"), {}, "a list was expected"),
    "a step that is a list": ("transitivity", (*BODY, "steps", 0), [], "a mapping was expected"),
    "a step without a context": ("transitivity", (*BODY, "steps", 0, "context"), DROP, "KeyError: 'context'"),
    "a label that is a list": ("transitivity", (*BODY, "steps", 0, "label"), ["first"], "KeyError"),
    "a polynomial without a shape": ("transitivity", (*BODY, "steps", 0, "context", "rows"), DROP, "KeyError: 'rows'"),
    "a term that is too short": ("transitivity", TERM, ["1", []], UNREADABLE),
    "a term that is too long": ("transitivity", TERM, ["1", [], [[], [], []], []], UNREADABLE),
    "a coefficient that is a float": ("transitivity", (*TERM, 0), 1.5, "a fraction was expected"),
    "a coefficient with an exponent": ("transitivity", (*TERM, 0), "1e10", "a fraction was expected"),
    "an exponent that is huge": ("transitivity", (*TERM, 1, 0, 1), 10**9, "an integer up to 1000 was expected"),
    "an exponent that is a fraction": ("transitivity", (*TERM, 1, 0, 1), "1/2", "an integer up to 1000 was expected"),
    "an exponent that is 0": ("transitivity", (*TERM, 1, 0, 1), 0, "a context must contain its hole exactly once"),
    "a factor that is too short": ("transitivity", (*TERM, 1, 0), [[[], [], []]], UNREADABLE),
    "a network that is a mapping": ("transitivity", OPEN, {}, "a list was expected"),
    "a network that is too short": ("transitivity", OPEN, [[], []], UNREADABLE),
    "an unknown letter": ("transitivity", OPEN, [[["q", []]], [], []], "KeyError: 'q'"),
    "a letter that is a list": ("transitivity", OPEN, [[[["x"], []]], [], []], "KeyError"),
    "a leg in no class": ("multiplying an equation", OPEN, [[["A", [0, 9]]], [[[1, "n"]]], [0]], "the legs of A do not fit"),
    "a leg below 0": ("multiplying an equation", OPEN, [[["A", [0, -1]]], [[[1, "n"]]], [0]], "the legs of A do not fit"),
    "a leg too many": ("multiplying an equation", OPEN, [[["A", [0, 0, 0]]], [[[1, "n"]]], [0]], "the legs of A do not fit"),
    "a class of another size": ("multiplying an equation", OPEN, [[["A", [0, 0]]], [[[1, "d"]]], [0]], "have other sizes"),
    "a free leg in no class": ("multiplying an equation", OPEN, [[], [[[1, "n"]]], [3]], UNREADABLE),
    "free legs of another shape": ("multiplying an equation", OPEN, [[], [[[1, "n"]]], [0, 0]], "do not fit the shape"),
    "a size that is a number": ("multiplying an equation", OPEN, [[], [1], [0]], "a list was expected"),
    "a size with a huge coefficient": ("multiplying an equation", OPEN, [[], [[[10**9]]], [0]], "an integer up to 1000"),
    "a negative power of a sum of sizes": (
        "multiplying an equation", (*TERM, 1), [[[[], [[[1, "n"], [1, "d"]]], []], -1]],
        "a negative exponent on what is not one factor",
    ),
    "a coefficient of a summand that is a list": ("square", (*BODY, "summands", 0, "coefficient"), [], "a fraction was expected"),
    "nonnegative that is a text": ("square", (*BODY, "summands", 0, "nonnegative"), "sign", "a list was expected"),
    "squares that are a mapping": ("square", (*BODY, "summands", 0, "squares"), {}, "a list was expected"),
    "a factor without a power": ("cancelling a number", (*BODY, "factors", 0), {"label": "nonzero"}, "KeyError: 'power'"),
    "a factor with a polynomial and no proof": (
        "a factor with its own proof", (*BODY, "factors", 0, "proof"), DROP, "KeyError: 'proof'",
    ),
    "a power that is huge": ("cancelling a number", (*BODY, "factors", 0, "power"), 10**9, "an integer up to 1000 was expected"),
    "a power that is too large to expand": (
        "a factor with its own proof", (*BODY, "summands", 0, "factors"),
        [{"power": 900, "polynomial": polynomial_json(product(x + y + number(1), x + y + number(1)) + number(1)), "proof": {
            "kind": "squares", "factors": [], "steps": [], "summands": [summand(squares=[x + y + number(1)]), summand()],
        }}],
        "a power that is too large to expand",
    ),
    "a separator that is a text": ("not in the range", ("separator",), "1", "a list was expected"),
    "a separator of numbers": ("not in the range", ("separator",), [[0], [1]], "a fraction was expected"),
    "a countermodel that is null": ("two roots", ("countermodel",), None, "a mapping was expected"),
    "a value that is nested deeply": ("two roots", ("countermodel", "values", "x"), nested(50_000), "a fraction was expected"),
    "steps that are nested deeply": ("transitivity", (*BODY, "steps", 0), nested(50_000), "a mapping was expected"),
    "proofs of factors nested deeply": ("square plus one", (*BODY, "summands", 1), towers(60), "more than 50 factors"),
    "proofs of factors nested very deeply": ("square plus one", (*BODY, "summands", 1), towers(3_000), "more than 50 factors"),
}  # fmt: skip


@pytest.mark.parametrize(("base", "path", "value", "message"), MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_json_is_rejected_with_what_is_wrong(base, path, value, message):
    question, certificate, _ = VALID[base]
    with pytest.raises(Rejected) as found:
        check(question, changed(certificate, path, value))
    assert message in str(found.value)


def test_a_few_nested_proofs_are_fine():
    question, certificate, _ = VALID["square plus one"]
    assert check(question, changed(certificate, (*BODY, "summands", 1), towers(20))).status == "holds"


def test_a_certificate_may_be_written_in_any_order_and_in_pieces():
    """Decoding renormalises: nothing in the text is trusted to be canonical."""
    question, certificate, _ = VALID["transitivity"]
    one = certificate["proof"]["steps"][0]["context"]["terms"][0]
    pieces = [[c, *deepcopy(one[1:])] for c in ("1/3", "-1/3", "2/2")]
    assert check(question, changed(certificate, (*BODY, "steps", 0, "context", "terms"), pieces)).status == "holds"
    split = [["1", [[[[["x", []]], [], []], 2], [[[["x", []]], [], []], -2], *one[1]], one[2]]]
    assert check(question, changed(certificate, (*BODY, "steps", 0, "context", "terms"), split)).status == "holds"


@pytest.mark.parametrize(("question", "certificate", "verdict"), VALID.values(), ids=VALID.keys())
def test_encoding_and_decoding_give_the_same_certificate(question, certificate, verdict):
    read = decode(json.loads(json.dumps(certificate)), question)
    assert decode(encode(read), question) == read
    assert check(question, encode(read)).status == verdict


JUNK = (None, True, 0, -1, 2, 10**30, 1.5, math.nan, "", "x", "1/2", [], [[]], {}, {"x": 1}, [["1"]], nested(3_000))


def places(text, path=()):
    yield path
    items = text.items() if isinstance(text, dict) else enumerate(text) if isinstance(text, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


@pytest.mark.parametrize(("question", "certificate", "verdict"), VALID.values(), ids=VALID.keys())
def test_junk_at_any_place_is_rejected_or_changes_nothing(question, certificate, verdict):
    rejected = 0
    for path in places(certificate):
        for junk in (*JUNK, DROP):
            if junk is DROP and not path:
                continue
            try:
                assert check(question, changed(certificate, path, junk)).status == verdict
            except Rejected:
                rejected += 1
    assert rejected > 50


def test_a_true_sequent_is_not_refuted_by_the_certificates_of_others():
    """Every certificate against every sequent: it proves at most what is true of it."""
    pairs = 0
    for question, _, verdict in VALID.values():
        for _, certificate, _ in VALID.values():
            try:
                assert check(question, certificate).status == verdict
            except Rejected:
                pairs += 1
    assert pairs > 500


def test_labels_are_data():
    question = sequent(x, h=("=", product(x, y)))
    for text in ("__import__('os').system('true')", "\x00", "□", "#n", "goal", "size:n"):
        with pytest.raises(Rejected):
            check(question, proof("combination", model(x=0, y=1), steps=[{**step("h", gap(x)), "label": text}]))
