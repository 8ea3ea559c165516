"""Certificates that the oracles find, changed at random: the kernel gives the verdict that is true, or none.

Changes stay close to what is valid: numbers, letters, labels, legs and whole parts are exchanged for others of the same kind.
"""

import json
from copy import deepcopy
from random import Random

import pytest

from symcheck.diagnosis.judging import lowered, question_of
from symcheck.kernel.check import Rejected, check
from symcheck.kernel.encode import encode
from symcheck.kernel.sequent import Sequent
from symcheck.oracles.search import Hints, Nothing, search
from symcheck.problem.single import problem_of_statement
from symcheck.theories.goals import leaves

SYMBOLS = {
    "X": "matrix(n, d)", "A, B": "matrix(n, n)", "S": "matrix(n, n), symmetric", "P": "matrix(n, n), positive definite",
    "u, v": "vector(n)", "w, z": "vector(d)", "t": "vector(n)", "a, b, c": "real", "s": "real, positive", "k": "integer",
}  # fmt: skip
EACH = 200

# claim, hypotheses, the verdict of every sequent it becomes
CLAIMS = [
    ("(A B)^T = B^T A^T", (), "holds"),
    ("w = z", ("X^T X w = X^T X z", "inv(X^T X) X^T X = I"), "holds"),
    ("inv(I + X X^T) X = X inv(I + X^T X)", (), "holds"),
    ("inv(A) - inv(B) = inv(A) (B - A) inv(B)", (), "holds"),
    ("a = b", ("a u = b u", "u != 0"), "holds"),
    ("a/b + b/a = (a^2 + b^2)/(a b)", (), "holds"),
    ("a = c", ("a = b", "b = c"), "holds"),
    ("norm(X w - t)^2 <= norm(X z - t)^2", ("X^T X w = X^T t",), "holds"),
    ("u^T P u >= 0", (), "holds"),
    ("a^2 + b^2 + 1 > 2 a b", (), "holds"),
    ("s a^2 >= 0", (), "holds"),
    ("a b != 0", ("a != 0", "b != 0"), "holds"),
    ("X^T u in rowspace(X)", (), "holds"),
    ("sqrt(a^2 + 1)^2 = a^2 + 1", (), "holds"),
    ("A B = B A", (), "fails"),
    ("u^T S u >= 0", (), "fails"),
    ("k != 3", (), "fails"),
    ("w in rowspace(X)", (), "fails"),
    ("X^T inv(X X^T) X = I", (), "fails"),
    ("b = 0", ("a b = 0",), "fails"),
]


def certified():
    """(claim, sequent, certificate, verdict) for every sequent of the claims for which the oracles find one."""
    for claim, given, verdict in CLAIMS:
        problem = problem_of_statement(claim, SYMBOLS, {}, given)
        question = question_of(problem, problem.claims[0], problem.claims[0].statement)
        for k, obligation in enumerate(leaves(lowered(question).goal)):
            if isinstance(obligation.question, Sequent):
                found = search(obligation.question, Hints(draw=obligation.draw, pool=obligation.pool))
                if not isinstance(found, Nothing):
                    yield f"{claim} [{k}]", obligation.question, json.loads(json.dumps(encode(found))), verdict


FOUND = list(certified())
IDS = [name for name, *_ in FOUND]


def places(text, path=()):
    yield path, text
    items = text.items() if isinstance(text, dict) else enumerate(text) if isinstance(text, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def parent(text, path):
    for key in path[:-1]:
        text = text[key]
    return text


def another(value, all_places, random):
    """Something of the same kind in the place of `value`."""
    same = [other for _, other in all_places if type(other) is type(value) and other != value]
    match value:
        case int():
            return value + random.choice((-2, -1, 1, 2))
        case str() if value.lstrip("-").replace("/", "").isdigit():
            return random.choice((f"-{value}".replace("--", ""), "1", "2", "0", "1/2", "-1"))
        case list() if value and random.random() < 0.5:
            copy = deepcopy(value)
            k = random.randrange(len(copy))
            match random.randrange(4):
                case 0:
                    del copy[k]
                case 1:
                    copy.insert(k, deepcopy(copy[k]))
                case 2:
                    copy.reverse()
                case _:
                    copy[k] = deepcopy(random.choice(copy))
            return copy
    return deepcopy(random.choice(same)) if same else value


def fuzzed(certificate, random):
    copy = deepcopy(certificate)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        found = list(places(copy))
        path, value = random.choice(found[1:])
        parent(copy, path)[path[-1]] = another(value, found, random)
    return copy


def test_the_oracles_find_certificates_of_every_kind():
    assert len(FOUND) >= len(CLAIMS)
    kinds = {"countermodel" if "countermodel" in c else c["proof"]["kind"] for _, _, c, _ in FOUND}
    assert kinds == {"combination", "squares", "contradiction", "witness", "countermodel"}
    for _, question, certificate, verdict in FOUND:
        assert check(question, certificate).status == verdict


@pytest.mark.parametrize(("name", "question", "certificate", "verdict"), FOUND, ids=IDS)
def test_a_changed_certificate_gives_the_true_verdict_or_none(name, question, certificate, verdict):
    random = Random(name)
    rejected = changes = 0
    for _ in range(EACH):
        text = fuzzed(certificate, random)
        changes += text != certificate
        try:
            assert check(question, text).status == verdict
        except Rejected:
            rejected += 1
    assert changes > EACH // 2
    assert rejected or len(json.dumps(certificate)) < 400


@pytest.mark.parametrize(("name", "question", "certificate", "verdict"), FOUND, ids=IDS)
def test_no_certificate_of_another_sequent_gives_the_wrong_verdict(name, question, certificate, verdict):
    random = Random(name)
    for _, _, other, _ in FOUND:
        for text in (other, *(fuzzed(other, random) for _ in range(3))):
            try:
                assert check(question, text).status == verdict
            except Rejected:
                continue
