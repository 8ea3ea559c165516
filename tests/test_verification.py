"""What the parent process makes of a worker's outcome: certificates are believed after a check, verdicts never."""

import json
from dataclasses import replace

import pytest

from symcheck import verification
from symcheck.isolation.pool import Crashed, TimedOut
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Expect
from symcheck.report import ClaimReport
from symcheck.report_json import claim_to_json
from symcheck.verification import Settings, pool_for, settled, worker_command

PROBLEM = problem_of_statement("(x + y)^2 = x^2 + 2 x y + y^2", {"x, y": "real"}, {})
(CLAIM,) = PROBLEM.claims
HOLDS = ClaimReport(CLAIM.id, CLAIM.text, CLAIM.read, 1, "holds", certificate={"the kernel": "decides"}, seconds=0.5)


@pytest.fixture
def kernel_says(monkeypatch):
    """kernel_says(answer): what checking the certificate gives; collects the certificates that were checked."""
    checked = []

    def arrange(answer):
        def recheck(problem, claim, certificate):
            checked.append(certificate)
            return answer

        monkeypatch.setattr(verification, "recheck", recheck)
        return checked

    return arrange


def outcome(report):
    return json.dumps(claim_to_json(report))


def settle(result, settings=None, claim=CLAIM):
    return settled(PROBLEM, claim, result, settings or Settings())


def test_a_certificate_that_is_accepted_is_a_verdict(kernel_says):
    checked = kernel_says("holds")
    assert settle(outcome(HOLDS)) == HOLDS
    assert checked == [HOLDS.certificate]


@pytest.mark.parametrize("answer", ["fails", "rejected: the sum is not the goal"])
@pytest.mark.parametrize("verdict", ["holds", "fails"])
def test_a_verdict_that_its_certificate_does_not_give_is_never_reported(kernel_says, verdict, answer):
    if answer == verdict:
        return
    kernel_says(answer)
    found = settle(outcome(replace(HOLDS, verdict=verdict)))
    assert (found.verdict, found.code) == ("undecided", "internal-error")
    assert f"a worker says {verdict}, but its certificate, checked again, gives {answer}" in found.message


@pytest.mark.parametrize("verdict", ["malformed", "undecided", "conflict"])
def test_what_is_not_proved_needs_no_certificate(kernel_says, verdict):
    checked = kernel_says("holds")
    assert settle(outcome(replace(HOLDS, verdict=verdict))).verdict == verdict
    assert checked == []


BAD_ENDS = {
    "the deadline": (TimedOut(10.0), "time-limit", "stopped after 10 s"),
    "the memory limit": (Crashed("MemoryError", memory=True), "time-limit", "stopped at the memory limit"),
    "a crash": (Crashed("the worker was ended by SIGSEGV"), "internal-error", "SIGSEGV: this is a fault of symcheck"),
    "an answer that is no JSON": ("{", "internal-error", "a worker's answer cannot be read"),
    "an answer that is no claim": ("{}", "internal-error", "has no 'id'"),
}


@pytest.mark.parametrize(("result", "code", "words"), BAD_ENDS.values(), ids=BAD_ENDS.keys())
def test_a_worker_that_ends_badly_leaves_the_claim_undecided(result, code, words):
    found = settle(result)
    assert (found.verdict, found.code, found.id, found.source) == ("undecided", code, CLAIM.id, CLAIM.text)
    assert words in found.message
    assert found.unmet == ("expected holds, found undecided",)


def test_a_trace_is_for_developers(monkeypatch):
    crash = Crashed("an exception was raised", trace="Traceback: line 7")
    monkeypatch.delenv("SYMCHECK_DEBUG", raising=False)
    assert "Traceback" not in settle(crash).message
    monkeypatch.setenv("SYMCHECK_DEBUG", "1")
    assert "Traceback: line 7" in settle(crash).message


def test_expectations_are_judged_here(kernel_says):
    kernel_says("holds")
    claim = replace(CLAIM, expect=Expect(verdict="fails"))
    assert settle(outcome(HOLDS), claim=claim).unmet == ("expected fails, found holds",)
    assert settle(outcome(HOLDS), Settings(ignore_expect=True), claim).unmet == ()


def test_workers_find_modules_where_this_process_does_and_nowhere_else():
    command = worker_command()
    assert "-P" in command


@pytest.mark.parametrize(("claims", "settings"), [(1, Settings()), (1000, Settings(jobs=2)), (0, Settings())])
def test_a_pool_for_any_number_of_claims(claims, settings):
    with pool_for(claims, settings) as pool:
        assert list(pool.run([])) == []


# ---- What a worker had found when it was stopped


def told(report, *missing):
    return json.dumps({"report": claim_to_json(report), "missing": list(missing)})


CUT = {
    "at the deadline": (lambda so_far: TimedOut(10.0, so_far), "stopped after 10 s"),
    "at the memory limit": (lambda so_far: Crashed("memory", memory=True, so_far=so_far), "stopped at the memory limit"),
}


@pytest.mark.parametrize(("stopped", "words"), CUT.values(), ids=CUT.keys())
def test_a_verdict_found_before_the_worker_was_stopped_is_reported_with_what_is_missing(kernel_says, stopped, words):
    checked = kernel_says("holds")
    found = settle(stopped(told(HOLDS, "the cross-check", "the diagnosis")))
    assert (found.verdict, found.certificate, found.unmet) == ("holds", HOLDS.certificate, ())
    assert words in found.notes[-1] and "not carried out: the cross-check, the diagnosis" in found.notes[-1]
    assert checked == [HOLDS.certificate], "its certificate is checked here like any other"


def test_a_verdict_so_far_that_its_certificate_does_not_give_is_not_reported(kernel_says):
    kernel_says("rejected: no")
    found = settle(TimedOut(10.0, told(HOLDS, "the cross-check")))
    assert (found.verdict, found.code) == ("undecided", "internal-error")


@pytest.mark.parametrize("so_far", ["", "{", "[]", "{}", '{"missing": [], "report": {"verdict": "holds"}}', '{"report": null}'])
def test_what_was_told_and_cannot_be_read_is_as_if_nothing_was_told(kernel_says, so_far):
    kernel_says("holds")
    found = settle(TimedOut(10.0, so_far))
    assert (found.verdict, found.code) == ("undecided", "time-limit")


def test_a_crash_is_a_fault_whatever_was_found_before(kernel_says):
    kernel_says("holds")
    found = settle(Crashed("the worker was ended by SIGSEGV", so_far=told(HOLDS, "the cross-check")))
    assert (found.verdict, found.code) == ("undecided", "internal-error")
