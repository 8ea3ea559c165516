"""`symcheck audit`: every planted weakness is named, and a clean file has none.

Cases are data: (file, findings as (kind, claim, words of the message)), with the reason beside each.
"""

import json
import re
from pathlib import Path

import pytest

from symcheck.audit import asking
from symcheck.audit.asking import Asking, Audits
from symcheck.audit.findings import SCHEMA, audit_to_json
from symcheck.audit.inspection import audit_problems
from symcheck.audit.mutants import mutants
from symcheck.audit.names import unused_names
from symcheck.audit.questions import Ask
from symcheck.audit.table import render
from symcheck.audit.tautologies import tautology
from symcheck.cli import run
from symcheck.codes import FINDINGS
from symcheck.isolation.pool import Crashed, TimedOut
from symcheck.language.printing import to_text
from symcheck.problem.load import load, load_text
from symcheck.problem.single import problem_of_statement
from symcheck.verification import Origin, Settings

SYMBOLS = """\
symbols:
  X: matrix(n, d)
  A, B: matrix(n, n)
  P: matrix(n, n)
  S: matrix(n, n), symmetric
  v: vector(n)
  w, wh: vector(d)
  t: vector(n)
  x, y, a, e: real
  k: natural
"""


def claim(text, given="", expect=""):
    """One claim of a file."""
    lines = [f"    claim: '{text}'"] + [f"    given: {given}"] * bool(given) + [f"    expect: {expect}"] * bool(expect)
    return "\n".join(lines)


# (claim, given) → (kind, words of the message)
PLANTED = {
    "both sides are the same": (claim("x = x"), "tautology", "true of anything: both sides are `x`"),
    "terms cancel": (claim("X w - X w = 0"), "tautology", "terms cancel, and both sides are `0`"),
    "zero equals zero": (claim("0 = 0"), "tautology", "both sides are `0`"),
    "nothing times anything": (claim("0 X w = 0"), "tautology", "both sides are `0`"),
    "a part of a conjunction": (claim("x + y = y + x and x = x"), "tautology", "its part `x = x`"),
    "a hypothesis repeated": (claim("x = 1", "x = 1"), "tautology", "only repeats the hypothesis `x = 1`"),
    "a hypothesis turned round": (claim("1 = x", "x = 1"), "tautology", "only repeats the hypothesis `x = 1`"),
    "an empty range": (claim("for all j in 5..1: j = j + 1"), "nowhere-defined", "what it presupposes is true"),
    "never equal": (claim("x^2 + 1 >= 0"), "too-weak", "`x^2 + 1 > 0` (relation changed)"),
    "a bound far away": (claim("x^2 >= -5"), "too-weak", "`x^2 >= -4` (number changed)"),
    "a strict bound far away": (claim("x > 1", "x > 5"), "too-weak", "`x > 2` (number changed)"),
    "a wide interval": (claim("x in [0, 5]", "x in [1, 2]"), "too-weak", "`x in [0, 5)` (edge moved)"),
    "an edge that is not reached": (claim("0 <= x^2 / (1 + x^2) <= 1"), "too-weak", "`0 <= x^2 / (1 + x^2) < 1`"),
    "a premise too many": (claim("x > 0 => x^2 >= 0"), "too-weak", "`x^2 >= 0` (premise dropped)"),
    "an alternative too many": (claim("x > 0 or x = 7", "x > 1"), "too-weak", "`x > 0` (alternative dropped)"),
    "a range too short": (claim("for all j in 1..5: j >= 1"), "too-weak", "1..6: j >= 1` (edge moved)"),
    "a factor too many": (claim("X^T (X wh - t) = 0", "X wh = t"), "too-weak", "`X wh - t = zeros(n, 1)` (factor dropped)"),
    "zero on both sides": (claim("norm(X w) = norm(w)", "w = 0"), "too-weak", "both sides are 0 under the hypotheses"),
    "never defined": (claim("1/(x - x) = 1"), "nowhere-defined", "`x - x` is zero, and something is divided by it"),
    "not defined under the hypothesis": (claim("x/x = 1", "x = 0"), "nowhere-defined", "it is defined, that is, x != 0"),
    "a premise that is never true": (claim("x > 1 and x < 0 => y = 1"), "nowhere-defined", "what it presupposes is true"),
    "two contradict": (claim("x = 1", "y > 0, x > 2, x < 1"), "unsatisfiable", "`x > 2` and `x < 1` contradict each other"),
    "one is impossible": (claim("x = 1", "y^2 = -1"), "unsatisfiable", "`y^2 = -1` cannot be satisfied"),
    "impossible sizes": (claim("x = 1", "n < d, d < n"), "unsatisfiable", "`n < d` and `d < n` contradict each other"),
    "not needed": (claim("(x + 1)^2 = x^2 + 2 x + 1", "y > 0"), "unneeded-hypothesis", "`y > 0`: the claim holds without it"),
    "one of two": (claim("x + y > 0", "x > 0, y > 0, y > -1"), "unneeded-hypothesis", "`y > -1`: the claim holds without it"),
}  # fmt: skip

CLEAN = {
    "a gradient": claim("grad(norm(X w - t)^2, w) = 2 X^T (X w - t)"),
    "signs under a norm": claim("norm(X w - t)^2 = norm(t)^2 - 2 t^T X w + w^T X^T X w"),
    "a symmetric letter": claim("grad(v^T S v, v) = 2 S v"),
    "symmetric by hypothesis": claim("grad(v^T A v, v) = 2 A v", "A^T = A"),
    "a trace that is 0": claim("tr(A B - B A) = 0"),
    "a derivative that is 0": claim("diff(a, x) = 0"),
    "a tight inequality": claim("x^2 + y^2 >= 2 x y"),
    "a hypothesis that makes the inverse exist": claim("w = inv(X^T X + a I) X^T t", "X^T X w + a w = X^T t, a > 0"),
    "a hypothesis that makes a quotient defined": claim("a x / a = x", "a != 0"),
    "an inverse": claim("A B v = v", "A B = I"),
    "numbers": claim("2 <= 3"),
    "a tight range": claim("for all j in 1..5: j^2 <= 25"),
    "false on purpose": claim("x = x + 1", expect="fails"),
    "two solutions": claim("x = 3", "x + y = 5, x - y = 1"),
}


def file_of(claims):
    return SYMBOLS + "claims:\n" + "\n".join(f"  c{k}:\n{text}" for k, text in enumerate(claims)) + "\n"


def audited(folder, text, most=30):
    path = Path(folder) / "file.yaml"
    path.write_text(text)
    return audit_problems([Origin(load(str(path)), {"path": str(path)})], Settings(jobs=2, timeout=20.0), most)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    return audited(tmp_path_factory.mktemp("planted"), file_of([text for text, _, _ in PLANTED.values()]))


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_weakness_is_named(planted, name):
    _, kind, words = PLANTED[name]
    found = [f for f in planted.findings if f.claim == f"c{list(PLANTED).index(name)}"]
    assert [(f.kind, words in f.message) for f in found if f.kind == kind] == [(kind, True)], found
    assert all(f.kind in {kind, "unneeded-hypothesis"} for f in found)
    assert planted.broken == () and planted.exit_code == 1


def test_a_clean_file_gives_no_alarm(tmp_path):
    audit = audited(tmp_path, file_of(CLEAN.values()))
    in_claims = [f for f in audit.findings if f.kind != "unused-symbol"]
    assert in_claims == []
    assert {f.text for f in audit.findings} == {"P", "wh", "e", "k"}  # declared above, and not used by these claims
    assert [c.verdict for c in audit.problems[0].claims if c.verdict != "holds"] == ["fails"]
    assert all(c.mutants["made"] for c in audit.problems[0].claims if c.verdict == "holds" and c.source != "2 <= 3")


def test_without_the_unused_names_nothing_is_left(tmp_path):
    text = "symbols:\n  x, y: real\nclaims:\n  square: (x + y)^2 = x^2 + 2 x y + y^2\n"
    audit = audited(tmp_path, text)
    assert (audit.exit_code, audit.findings) == (0, ())
    assert render(audit).endswith("nothing found\n") and render(audit, quiet=True).count("\n") == 1


FILE_WIDE = """\
symbols:
  x, y: real
given: {given}
claims:
  one: {one}
  two: (x + 1)^2 = x^2 + 2 x + 1
"""


@pytest.mark.parametrize(
    ("given", "one", "found"),
    [
        ("y > 0", "x + y > x", []),  # one claim needs it
        ("y > 0", "x + x = 2 x", [("unneeded-hypothesis", "", 3, "the 2 claims that hold under it hold without it")]),
        ("y > 0, y >= 0", "x + y >= x", [("unneeded-hypothesis", "", 3, "`y >= 0`")]),  # either would do: one is named
        ("y > 0, y < 0", "x = x + 0 y", [("unsatisfiable", "", 3, "`y > 0` and `y < 0` contradict each other")]),
    ],
)
def test_hypotheses_of_the_whole_file(tmp_path, given, one, found):
    audit = audited(tmp_path, FILE_WIDE.format(given=given, one=one))
    seen = [f for f in audit.findings if f.kind in {"unneeded-hypothesis", "unsatisfiable"}]
    assert [(f.kind, f.claim, f.line) for f in seen] == [f[:3] for f in found]
    assert all(words in f.message for f, (_, _, _, words) in zip(seen, found, strict=True))


CHAIN = """\
symbols:
  A: matrix(n, n)
  v: vector(n)
claims:
  chain:
    given: A v = 0
    derivation: |
      v^T A v = (A^T v)^T v
      = 2 v^T A v
      = 0
"""


def test_a_line_that_continues_another_is_compared_with_it_and_not_called_zero(tmp_path):
    """All are 0.  `follows` tells v^T A v from 2 v^T A v in the second line; nothing looks at the first but its verdict."""
    audit = audited(tmp_path, CHAIN)
    assert [(f.claim, f.kind, "both sides are 0" in f.message) for f in audit.findings] == [("chain.1", "too-weak", True)]


NAMES_FILE = """\
symbols:
  n: natural
  X: matrix(n, d)
  w: vector(d)
  spare: real
  k: real
let:
  a: X w
  f(q): norm(q)^2
  inner: 2 k
  outer: inner + 1
claims:
  local:
    let:
      used: a
      extra: a + a
    claim: f(used) = norm(X w)^2
  sum: sum(k for k in 1..3) = 6
"""


def test_unused_names_are_found_through_definitions_sizes_and_binders():
    found = [(u.what, u.name, u.line, u.claim) for u in unused_names(load_text(NAMES_FILE, "names.yaml"))]
    # `k` is used by `inner`, which nothing uses; the k of the sum is a bound name.  `n` is used as a size.
    assert found == [
        ("symbol", "spare", 5, ""), ("symbol", "k", 6, ""), ("definition", "inner", 10, ""), ("definition", "outer", 11, ""),
        ("definition", "extra", 17, "local"),
    ]  # fmt: skip


def test_names_of_a_used_file_are_not_called_unused(tmp_path):
    (tmp_path / "notation.yaml").write_text("symbols:\n  x, shared: real\n")
    (tmp_path / "file.yaml").write_text("uses: notation.yaml\nsymbols:\n  own: real\nclaims:\n  a: x + x = 2 x\n")
    assert [u.name for u in unused_names(load(str(tmp_path / "file.yaml")))] == ["own"]


SAYS_NOTHING = [
    ("x - x = 0", "terms cancel"), ("-(-x) = x", "terms cancel"), ("(X^T)^T = X", "terms cancel"), ("x <= x", "both sides are"),
    ("x = 1 => x = 1", "both sides are"), ("for all y in R: y = y", "both sides are"), ("a = X w", "only repeats what `a`"),
    ("norm(a) = norm(X w)", "only repeats what `a`"), ("g(x) = x^2 + 1", "only repeats what `g`"),
]  # fmt: skip
SAYS_SOMETHING = ["tr(M N - N M) = 0", "x + x = 2 x", "1 + 1 = 2", "2 - 2 = 0", "x < x + 1", "grad(norm(a)^2, w) = 2 X^T a"]
KINDS = {"x, y": "real", "X": "matrix(n, d)", "w": "vector(d)", "M, N": "matrix(n, n)"}
LET = {"a": "X w", "g(q)": "q^2 + 1"}


def said_of(text):
    (found,) = problem_of_statement(text, KINDS, LET).claims
    return tautology(found.statement, (), found.context)


@pytest.mark.parametrize(("text", "words"), SAYS_NOTHING)
def test_what_says_nothing(text, words):
    assert words in said_of(text)


@pytest.mark.parametrize("text", SAYS_SOMETHING)
def test_what_says_something(text):
    assert said_of(text) == ""


MADE = [
    ("x^2 = x y", "-x^2 = x y"), ("M N w2 = 0", "N w2 = zeros(n, 1)"), ("M N = N M", "N M = N M"), ("M^T = N", "M = N"),
    ("M = N", "M = N^T"), ("M^3 = N", "M^2 = N"), ("x <= y", "x < y"), ("x <= y", "x = y"), ("x != y", "x > y"),
    ("x in [0, 1]", "x in [0, 1)"), ("x in [0, 1]", "x in [0, 2]"), ("for all z in [0, 1): z < 2", "for all z in [0, 1]: z < 2"),
    ("tr(M) = k", "tr(M) = k - 1"), ("M w2 = N w2", "M = N"), ("x = 1 => y = 2", "y = 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mutant"), MADE)
def test_changes_that_are_made(text, mutant):
    (found,) = problem_of_statement(text, {**KINDS, "w2": "vector(n)", "k": "natural"}, {}).claims
    made = mutants(found.statement, found.context, 1000)
    assert mutant in {to_text(m.term) for m in made}
    assert found.statement not in {m.term for m in made} and len({m.term for m in made}) == len(made)


def test_the_limit_keeps_one_of_each_change():
    (found,) = problem_of_statement("x^2 - y = 3 Q[1, 1] + x y", {**KINDS, "Q": "matrix(2, 2)"}, {}).claims
    every = mutants(found.statement, found.context, 1000)
    few = mutants(found.statement, found.context, 12)
    assert len(few) == 12 and few == mutants(found.statement, found.context, 12)
    assert {m.change for m in few} == {m.change for m in every}


# -- what is believed ------------------------------------------------------------------------------------------


class FewWorkers:
    """Stands for a pool that gives the outcomes it was made with."""

    def __init__(self, *outcomes):
        self.outcomes = outcomes

    def run(self, tasks):
        return enumerate(self.outcomes[: len(tasks)])


def audits_of(*outcomes):
    return Audits(FewWorkers(*outcomes), lambda done, total: None)


def asking_about(text):
    return Asking(Origin(problem_of_statement(text, KINDS, {}), {}), 10)


LIE = json.dumps({"status": "holds", "code": None, "certificate": {"0": {"proof": {}}}, "tried": []})


def test_a_worker_is_not_believed_without_its_certificate():
    about, ask = asking_about("x = y"), Ask("claim", "claim")
    audits = audits_of(LIE)
    answers = audits.ask(about, [ask])
    assert answers[ask].status == "holds"
    assert not audits.is_confirmed(about, ask, answers[ask], "holds")
    assert "checked again, gives" in audits.broken[0]


@pytest.mark.parametrize(
    ("outcome", "code", "broken"),
    [
        (TimedOut(3.0), "time-limit", False),
        (Crashed("gone", memory=True), "time-limit", False),
        (Crashed("an exception was raised", trace="Traceback\nValueError: x"), "internal-error", True),
        ("no JSON", "internal-error", True),
        ("[1]", "internal-error", True),
    ],
)
def test_a_worker_that_gives_no_answer(outcome, code, broken):
    audits, ask = audits_of(outcome), Ask("claim", "claim")
    (answer,) = audits.ask(asking_about("x = y"), [ask]).values()
    assert (answer.status, answer.code, bool(audits.broken)) == ("undecided", code, broken)
    assert all("\n" not in sentence for sentence in audits.broken)


# -- command line ----------------------------------------------------------------------------------------------

WEAK = "symbols:\n  x: real\n  unused: real\nclaims:\n  a: x = x\n"
GOOD = "symbols:\n  x: real\nclaims:\n  a: x + x = 2 x\n"
OPEN = "symbols:\n  x: real\nclaims:\n  a: exp(sin(x)) <= 3\n"


@pytest.mark.parametrize(
    ("texts", "code", "words"),
    [
        ([GOOD], 0, "nothing found"),
        ([WEAK], 1, "2 findings (1 unused-symbol, 1 tautology)"),
        ([GOOD, "claims: ["], 2, "nothing found"),
        ([WEAK, "claims: ["], 2, "line 5: tautology: a:"),
        ([OPEN], 3, "1 claim undecided, and not audited"),
    ],
)
def test_exit_codes(tmp_path, capsys, texts, code, words):
    for k, text in enumerate(texts):
        (tmp_path / f"f{k}.yaml").write_text(text)
    assert run(["audit", "--mutants", "6", str(tmp_path)]) == code
    assert words in capsys.readouterr().out


def test_json(tmp_path):
    (tmp_path / "weak.yaml").write_text(WEAK)
    out = tmp_path / "audit.json"
    assert run(["audit", str(tmp_path / "weak.yaml"), "-o", str(out), "--mutants", "5"]) == 1
    said = json.loads(out.read_text())
    assert said["schema"] == SCHEMA and said["summary"] == {"unused-symbol": 1, "tautology": 1}
    (problem,) = said["problems"]
    found = [(f["kind"], f["claim"], f["line"]) for f in problem["findings"]]
    assert found == [("unused-symbol", None, 3), ("tautology", "a", 5)]
    assert problem["claims"][0]["mutants"]["made"] == 5


def test_the_same_file_gives_the_same_audit(tmp_path):
    text = file_of([claim("x^2 >= -5"), claim("norm(X w) = norm(w)", "w = 0")])
    assert audit_to_json(audited(tmp_path, text, 15)) == audit_to_json(audited(tmp_path, text, 15))


def test_every_kind_is_explained():
    """The kinds are those that the sources give, as literals."""
    folder = Path(asking.__file__).parent
    given = {w for p in folder.glob("*.py") for w in re.findall(r'"([a-z]+(?:-[a-z]+)+|tautology|unsatisfiable)"', p.read_text())}
    assert set(FINDINGS) <= given
