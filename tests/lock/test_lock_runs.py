"""What a lock changes in a run, and what it does not: replays, edits, upgrades, forgeries.  Soundness first: whatever is in
the lock, the verdicts are those of a run without it."""

import json

import pytest
from locked_runs import IDS, PROBLEM, HerePool, comparable, judged, use_pool, verdicts

from symcheck.cli import run
from symcheck.decide import Decision
from symcheck.diagnosis import assumptions as assumptions_module
from symcheck.diagnosis import judging
from symcheck.lock import ledger as ledger_module
from symcheck.lock.records import LockError, read_lock
from symcheck.report import RECORDED


@pytest.fixture
def pool(monkeypatch):
    return use_pool(monkeypatch, HerePool())


@pytest.fixture(scope="module")
def made():
    """The text of the lock of PROBLEM, and the report without one; made once."""
    return {}


@pytest.fixture
def project(tmp_path, monkeypatch, pool, made):
    """A folder with `page.yaml` and its lock, which is the current folder."""
    (tmp_path / "page.yaml").write_text(PROBLEM)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    if not made:
        made["plain"] = judged(["page.yaml"], "ignore")
        made["written"] = judged(["page.yaml"], "write")
        made["lock"] = (tmp_path / "symcheck.lock").read_text()
    (tmp_path / "symcheck.lock").write_text(made["lock"])
    pool.tasks.clear()
    return tmp_path


def no_search(goal, seed=0):
    raise AssertionError("a search was run")


def finds_nothing(*_):
    return Decision("undecided", "budget", tried=("nothing was found",))


def edited(project, change):
    """The lock, changed as data."""
    path = project / "symcheck.lock"
    data = json.loads(path.read_text())
    change(data["problems"]["page.yaml"])
    path.write_text(json.dumps(data))


def test_the_second_run_searches_nothing_and_reports_the_same(project, made, monkeypatch):
    assert comparable(made["written"]) == comparable(made["plain"])
    monkeypatch.setattr(judging, "decide", no_search)
    report = judged(["page.yaml"], "check")
    assert comparable(report) == comparable(made["plain"])
    assert report.outdated == ()
    assert report.lock == ("symcheck.lock: 7 replayed, the cross-checks of 6 as recorded, not run again",)
    assert [c.id for c in report.claims if c.replayed] == [i for i in IDS if i != "shapes"]
    assert all(c.crosscheck.detail.endswith(RECORDED) for c in report.claims if c.replayed)


def test_the_same_run_gives_the_same_lock(project, made):
    judged(["page.yaml"], "write")
    assert (project / "symcheck.lock").read_text() == made["lock"]


# (what is replaced, by what): ids of the claims that are not as they were locked
EDITS = {
    "a comment": (("title:", "# new\ntitle:"), ()),
    "an expectation": (("    expect: fails\n", "    expect: holds\n"), ()),
    "a symbol that no claim uses": (("  w: vector(n)\n", "  w: vector(n), nonzero\n  z: real\n"), ()),
    "the kind of a symbol behind two definitions": (("A: matrix(n, n), symmetric", "A: matrix(n, n)"), ("gradient",)),
    "a definition": (("g: grad(q(v), v)", "g: grad(3 q(v), v)"), ("gradient",)),
    "a hypothesis": (("given: 4 x = 6", "given: 8 x = 12"), ("halves",)),
    "the text of a claim": (("= x^2 + x y + y^2", "= x^2 + 3 x y + y^2"), ("slip",)),
    "a new claim": (("claims:\n", "claims:\n  more: x + y = y + x\n"), ("more",)),
    "another id": (("  square:", "  the-square:"), ()),
    "another start of a derivation": (("from: 2 x + 2 = 4 y", "from: 4 x + 4 = 8 y"), ("steps.halved", "steps.wrong")),
    "the domain of the file": (("title:", "domain: ignore\ntitle:"), IDS),
}


@pytest.mark.parametrize(("edit", "ids"), EDITS.values(), ids=EDITS.keys())
def test_only_what_is_changed_is_searched(project, edit, ids):
    text = PROBLEM.replace(*edit)
    assert text != PROBLEM
    (project / "page.yaml").write_text(text)
    report = judged(["page.yaml"], "check")
    assert comparable(report) == comparable(judged(["page.yaml"], "ignore"))
    listed = " ".join(o for o in report.outdated if ": new: " in o or ": changed: " in o)
    assert {c.id for c in report.claims if not c.replayed} - {"shapes"} == set(ids) - {"shapes"}
    assert all(i in listed or " and " in listed for i in ids)


def swap(a, b):
    def change(claims):
        claims[a]["certificates"], claims[b]["certificates"] = claims[b]["certificates"], claims[a]["certificates"]

    return change


def everywhere(claim, value):
    """All certificates of the claim become `value`, under their own keys."""

    def change(claims):
        claims[claim]["certificates"] = dict.fromkeys(claims[claim]["certificates"], value)

    return change


def across(claim, other):
    """The certificate of another claim stands under every key of this one."""

    def change(claims):
        stolen = next(iter(claims[other]["certificates"].values()))
        claims[claim]["certificates"] = dict.fromkeys(claims[claim]["certificates"], stolen)

    return change


def put(claim, key, value):
    def change(claims):
        claims[claim][key] = value

    return change


NO_STEPS = {"kind": "combination", "factors": [], "steps": []}
HUGE_POWERS = {"kind": "combination", "factors": [{"label": "given.1", "power": 1000}] * 200, "steps": []}
POINT = {"sizes": {}, "values": {"x": [["1"]], "y": [["0"]]}}
FORGED = {place: {"proof": NO_STEPS, "models": [POINT]} for place in ("0", "0.0")}
HUGE = {place: {"proof": HUGE_POWERS, "models": [POINT]} for place in ("0", "0.0")}
NO_COUNTERMODEL = {place: {"countermodel": POINT, "separator": None} for place in ("0", "0.0")}
LONG = {place: {"countermodel": {"sizes": {}, "values": {"x": [["9" * 4000]], "y": [["1/0"]]}}} for place in ("0", "0.0")}
# how the lock is forged: ids that may be `lost` for it
FORGERIES = {
    "certificates exchanged": (swap("square", "halves"), ()),
    "the certificate of another claim": (across("square", "slip"), ()),
    "a refutation under a truth": (across("gradient", "slip"), ()),
    "a proof under a falsehood": (everywhere("slip", FORGED), ()),
    "an empty certificate": (everywhere("square", {}), ()),
    "a certificate of the wrong type": (everywhere("square", ["0"]), ()),
    "a number": (everywhere("halves", 7), ()),
    "null": (everywhere("halves", None), ()),
    "a countermodel that is none": (everywhere("square", NO_COUNTERMODEL), ()),
    "endless work": (everywhere("halves", HUGE), ()),
    "nesting": (everywhere("square", json.loads("[" * 400 + "]" * 400)), ()),
    "long numbers": (everywhere("slip", LONG), ()),
    "the verdict": (put("square", "verdict", "fails"), ("square",)),
    "the verdict of a refuted claim": (put("slip", "verdict", "holds"), ("slip",)),
    "the verdict undecided": (put("slip", "verdict", "undecided"), ()),
    "a cross-check that contradicts": (put("square", "crosscheck", {"status": "contradicts", "detail": "forged"}), ()),
    "a cross-check that agrees with what is false": (put("slip", "crosscheck", {"status": "agrees", "detail": "forged"}), ()),
    "another digest": (put("square", "claim", "0" * 64), ()),
    "another tool": (put("square", "tool", "0.0.1+0"), ()),
    "an unknown verdict": (put("square", "verdict", "true"), ()),
    "no certificates": (put("square", "certificates", {}), ()),
    "certificates that are a list": (put("square", "certificates", []), ()),
    "a record that is a text": (lambda claims: claims.update(square="holds"), ()),
    "repairs that are texts": (put("slip", "repairs", {"a": "b"}), ()),
}


@pytest.mark.parametrize(("change", "lost"), FORGERIES.values(), ids=FORGERIES.keys())
def test_no_forgery_makes_a_verdict(project, made, change, lost):
    edited(project, change)
    report = judged(["page.yaml"])
    assert verdicts(report) == verdicts(made["plain"])
    assert {c.id for c in report.claims if c.lost} == set(lost)
    if not lost:
        assert comparable(report) == comparable(made["plain"])


def test_a_forged_repair_is_not_reported(project, made):
    def change(claims):
        claims["slip"]["repairs"] = {key: 1 << 60 if "assumed" in key else 900 for key in claims["slip"]["repairs"]}
        claims["slip"]["certificates"] = dict.fromkeys(claims["slip"]["certificates"], FORGED)

    edited(project, change)
    assert comparable(judged(["page.yaml"])) == comparable(made["plain"])


SAID = {
    "rejected": (everywhere("square", {}), "square of page.yaml: its certificate does not count: the report has no certificate"),
    "not of the form": (put("square", "certificates", []), "square of page.yaml is not read from it: its record has no object"),
    "no verdict": (put("square", "verdict", "true"), "is not read from it: its record has the verdict 'true'"),
}


@pytest.mark.parametrize(("change", "words"), SAID.values(), ids=SAID.keys())
def test_what_is_not_used_is_said_with_its_reason(project, change, words):
    edited(project, change)
    report = judged(["page.yaml"], "check")
    assert any(words in sentence for sentence in report.lock), report.lock
    assert any("square" in sentence for sentence in report.outdated)


def test_a_certificate_outlives_the_search_that_found_it(project, made, monkeypatch):
    monkeypatch.setattr(judging, "decide", finds_nothing)
    assert comparable(judged(["page.yaml"])) == comparable(made["plain"])


def test_a_claim_lost_by_an_upgrade_is_reported(project, monkeypatch, capsys):
    edited(project, everywhere("halves", {}))
    edited(project, put("halves", "tool", "0.0.1+feed"))
    monkeypatch.setattr(judging, "decide", finds_nothing)
    assert run(["verify", "page.yaml"]) == 1
    shown = capsys.readouterr().out
    sentence = "lost: symcheck.lock has it as holds (by symcheck 0.0.1); the claim is unchanged, but it is undecided now"
    assert sentence in shown and shown.count("lost:") == 1
    assert [c.lost for c in judged(["page.yaml"]).claims if c.id == "halves"] == ["holds"]


def test_a_claim_that_its_author_changed_is_not_lost(project, monkeypatch):
    (project / "page.yaml").write_text(PROBLEM.replace("2 x = 3", "2 x = 4"))
    report = judged(["page.yaml"])
    assert verdicts(report)["halves"] == "fails" and not any(c.lost for c in report.claims)


def test_a_refreshed_lock_accepts_the_loss_and_says_so(project, monkeypatch):
    edited(project, everywhere("halves", {}))
    monkeypatch.setattr(judging, "decide", finds_nothing)
    report = judged(["page.yaml"], "write")
    assert any("halves was locked as holds" in said and "is undecided now" in said for said in report.lock)
    assert not any(c.lost for c in judged(["page.yaml"]).claims)


def test_what_stops_a_worker_is_judged_once_more_without_it(project, made, monkeypatch):
    use_pool(monkeypatch, HerePool(stop=True))
    report = judged(["page.yaml"])
    assert comparable(report) == comparable(made["plain"])
    assert any("was not checked within the limits" in sentence for sentence in report.lock)


@pytest.mark.parametrize("case", ["another seed", "another symcheck"])
def test_the_cross_check_is_run_again_where_it_could_differ(project, monkeypatch, case):
    if case == "another symcheck":
        monkeypatch.setattr(ledger_module, "tool_digest", lambda: "9.9.9+other")
    report = judged(["page.yaml"], seed=case == "another seed")
    assert not any(RECORDED in c.crosscheck.detail for c in report.claims)
    assert all(c.replayed for c in report.claims if c.verdict in ("holds", "fails"))


def test_the_cross_check_beside_a_certificate_that_does_not_count_is_run_again(project):
    edited(project, everywhere("square", {}))
    edited(project, put("square", "crosscheck", {"status": "agrees", "detail": "forged"}))
    (square,) = [c for c in judged(["page.yaml"]).claims if c.id == "square"]
    assert square.crosscheck.status == "agrees" and "forged" not in square.crosscheck.detail
    assert not square.replayed


def test_what_is_undecided_is_searched_every_time(project, pool):
    path = project / "open.yaml"
    path.write_text("symbols:\n  x: real\nclaims:\n  open:\n    claim: exp(sin(x)) <= 3\n    expect: undecided\n")
    judged([path], "write")
    report = judged([path], "check")
    assert (verdicts(report), report.outdated) == ({"open": "undecided"}, ())
    assert read_lock(str(project / "symcheck.lock")).records["open.yaml"]["open"].crosscheck is None


# ---- the command line


def test_a_lock_up_to_date_passes_and_any_other_is_exit_code_2(project, capsys):
    assert run(["verify", "page.yaml", "--locked", "-q"]) == 0
    (project / "page.yaml").write_text(PROBLEM.replace("2 x = 3", "x = 3/2"))
    assert run(["verify", "page.yaml", "-q"]) == 0
    assert run(["verify", "page.yaml", "--locked", "-q"]) == 2
    said = capsys.readouterr().err
    assert "symcheck: out of date: symcheck.lock: changed: halves; `symcheck verify --lock` brings it up to date" in said
    assert run(["verify", "page.yaml", "--lock", "-q"]) == 0
    assert run(["verify", "page.yaml", "--locked", "-q"]) == 0


def test_a_record_without_a_claim_is_out_of_date_until_it_is_dropped(project):
    (project / "page.yaml").write_text(PROBLEM.replace("  square: (x + y)^2 = x^2 + 2 x y + y^2\n", ""))
    assert judged(["page.yaml"], "check").outdated == ("symcheck.lock: without a claim: square",)
    judged(["page.yaml"], "write")
    assert judged(["page.yaml"], "check").outdated == ()


def test_a_selection_leaves_the_other_records_alone(project, made):
    assert run(["verify", "page.yaml", "--lock", "-k", "halves", "-q"]) == 0
    assert (project / "symcheck.lock").read_text() == made["lock"]


def test_no_lock_searches_everything(project, pool):
    assert run(["verify", "page.yaml", "--no-lock", "-q"]) == 0
    assert not any("certificates" in task for task in pool.tasks)


def test_a_lock_that_is_broken_is_exit_code_2_and_can_be_written_anew(project, capsys):
    (project / "symcheck.lock").write_text("<<<<<<< HEAD\n")
    assert run(["verify", "page.yaml", "-q"]) == 2
    assert "symcheck.lock: this is not JSON" in capsys.readouterr().err
    assert run(["verify", "page.yaml", "--lock"]) == 0
    assert "nothing of the old file is kept" in capsys.readouterr().err
    assert run(["verify", "page.yaml", "--locked", "-q"]) == 0


def test_where_there_must_be_a_lock_and_is_none(project):
    (project / "symcheck.lock").unlink()
    with pytest.raises(LockError, match="there is no lock file for it; `symcheck verify --lock` makes one"):
        judged(["page.yaml"], "check")


def test_a_tolerance_is_part_of_the_claim(project):
    text = "symbols:\n  x: real\ngiven: x = 1\ntolerance: {}\nclaims:\n  near: x ~= 1.01\n"
    path = project / "near.yaml"
    path.write_text(text.format("0.1"))
    judged([path], "write")
    path.write_text(text.format("0.001"))
    report = judged([path], "check")
    assert report.outdated == ("symcheck.lock: changed: near",)


ASSUMED = """\
title: What is assumed in a diagnosis is another question than the claim
symbols:
  A: matrix(n, n)
  x: vector(n)
claims:
  symmetry:
    claim: grad(x^T A x, x) = 2 A x
    expect: fails
  layout:
    claim: jac(A x, x) = A^T
    expect: fails
"""


def test_what_a_diagnosis_assumes_is_another_question(tmp_path, monkeypatch, pool):
    """Once the proof under the assumption was kept as the certificate of the claim itself, and rejected in the next run."""
    (tmp_path / "page.yaml").write_text(ASSUMED)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    written = judged(["page.yaml"], "write")
    assert written.problems[0].claims[0].holds_if is not None
    assert written.problems[0].claims[1].diagnosis is not None
    monkeypatch.setattr(assumptions_module._Trials, "outcome", no_search)
    again = judged(["page.yaml"], "check")
    assert comparable(again) == comparable(written)
    assert again.outdated == ()
    assert all(claim.replayed for claim in again.problems[0].claims)
