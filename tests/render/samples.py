"""One report that shows everything a report can show, for the tests of every format."""

from symcheck.report import ClaimReport, Counterexample, CrossCheck, Diagnosis, ProblemReport, Report, Scope

HOLDS = ClaimReport(
    id="2.2.1.w1",
    source="w1 = w0 - (2 eta/n) X^T (X w0 - t)",
    read="w1 = w0 - ((2 eta)/n) (X^T (X w0 - t))",
    line=17,
    verdict="holds",
    scope=Scope("all", ("n != 0",)),
    used=("given.1",),
    unused=("given.2",),
    rules=("gradient", "unfold w1"),
    method="linear combination",
    message="proved by linear combination, for all n, d, where n != 0, using given.1",
    certificate={"kind": "combination", "terms": [["1", "given.1", "1"]]},
    crosscheck=CrossCheck("agrees", "at 6 points"),
    notes=("w1 is unfolded: L reaches w0 this way only",),
    seconds=0.0042,
)
EXPECTED_FAILURE = ClaimReport(
    id="2.3.2.sign-error",
    source="1 - lambda = -2 lt eta",
    read="1 - lambda = -2 lt eta",
    line=31,
    verdict="fails",
    expected={"verdict": "fails", "follows": "no"},
    follows="no",
    method="counterexample",
    certificate={"kind": "countermodel"},
    counterexample=Counterexample(
        {"d": 1}, {"lambda": "0", "lt": "1", "eta": "1/2", "w0": "[1]"}, "1", "-1", "all hypotheses hold"
    ),
    crosscheck=CrossCheck("contradicts", "at 6 points"),
    diagnosis=Diagnosis("missing-term", "the term 1 is missing on the right", "1 - lambda = 1 - 2 lt eta"),
    seconds=0.01,
)
UNMET = ClaimReport(
    id="2.2.3.step1",
    source="grad(L1, eta) = (2/n) (X w1 - t)^2",
    read="grad(L1, eta) = (2/n) (X w1 - t)^2",
    line=40,
    verdict="malformed",
    code="shape-mismatch",
    message="`(X w1 - t)^2` squares a vector (n×1)",
    unmet=("expected holds, found malformed",),
    seconds=0.001,
)
UNDECIDED = ClaimReport(
    id="open",
    source="sum(1/k^3 for k in 1..inf) <= 5/4",
    read="sum(1/k^3 for k in 1..inf) <= 5/4",
    line=44,
    verdict="undecided",
    code="no-theory",
    message="no theory handles infinite sums yet",
    crosscheck=CrossCheck("inconclusive", "the series converges slowly"),
    unmet=("expected holds, found undecided",),
    seconds=0.2,
)
CONFLICT = ClaimReport(
    id='odd <one> & "two"',
    source="x = x\x1b[31m",
    read="x = x",
    line=0,
    verdict="conflict",
    message="the kernel accepts a proof, the cross-check contradicts it",
    crosscheck=CrossCheck("contradicts", "at 5 points"),
    unmet=("expected holds, found conflict",),
    seconds=1.5,
)
REPORT = Report(
    (
        ProblemReport("problems/homework2/2.2.yaml", "a" * 64, "Best learning rate", (HOLDS, EXPECTED_FAILURE)),
        ProblemReport("odd, 100%: file.yaml", "b" * 64, "", (UNMET, UNDECIDED, CONFLICT)),
    )
)
ALL_MET = Report((ProblemReport("one.yaml", "c" * 64, "One <claim>", (HOLDS,)),))
EMPTY = Report(())
