"""Problems → Audit, through killable workers: what is asked, in which order, and what is said of each claim.

Owns: `audit_problems`.  Every claim is judged first.  Then: a model of the hypotheses of what is undecided, the mutants of what
holds (strength.py), what holds without each hypothesis (hypotheses.py), and, without any judging, names that nothing uses
(names.py) and claims that say nothing (tautologies.py).  What a finding rests on is checked again in this process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symcheck.audit.asking import Answer, Asking, Audits
from symcheck.audit.findings import Audit, ClaimAudit, Finding, ProblemAudit, Survivor
from symcheck.audit.hypotheses import all_given, contradictions, unneeded
from symcheck.audit.names import Unused, unused_names
from symcheck.audit.questions import Ask
from symcheck.audit.strength import Weakness, weaknesses
from symcheck.audit.tautologies import tautology
from symcheck.problem.types import Claim
from symcheck.verification import Origin, Settings, pool_for, worker_command

MUTANTS = 40
NAMED = 3  # mutants in the sentence about a claim that is too weak; the others are listed in the JSON


def audit_problems(
    origins: Sequence[Origin], settings: Settings, most: int = MUTANTS, progress: Callable[[int, int], None] | None = None
) -> Audit:
    """The audit of every problem, with up to `most` mutants a claim.  Raises WorkerUnavailable."""
    claims = sum(len(o.problem.claims) for o in origins)
    with pool_for(claims, settings, worker_command("symcheck.audit.questions")) as pool:
        audits = Audits(pool, progress or (lambda done, total: None))
        found = tuple(_audit(audits, Asking(o, most, settings.seed)) for o in origins)
    return Audit(found, tuple(dict.fromkeys(audits.broken)))


def _audit(audits: Audits, asking: Asking) -> ProblemAudit:
    problem = asking.problem
    readable = [c for c in problem.claims if c.statement is not None]
    answers = audits.ask(asking, [Ask(c.id, "claim") for c in readable])
    verdicts = {c.id: answers[Ask(c.id, "claim")] for c in readable}
    holding = [c for c in readable if verdicts[c.id].status == "holds"]
    findings, barren = contradictions(audits, asking, verdicts)
    weak = weaknesses(audits, asking, holding)
    findings += unneeded(audits, asking, verdicts)
    findings += [_unused(u) for u in unused_names(problem)]
    for claim in readable:
        if claim.id not in barren:
            found = _of_claim(asking, claim, verdicts[claim.id], weak.get(claim.id))
            findings += [] if found is None else [found]
    summaries = tuple(_summary(c, verdicts.get(c.id), weak.get(c.id)) for c in problem.claims)
    findings.sort(key=lambda f: f.line)
    return ProblemAudit(problem.path, problem.sha256, problem.title, tuple(findings), summaries)


def _of_claim(asking: Asking, claim: Claim, found: Answer, weak: Weakness | None) -> Finding | None:
    """What is wrong with a claim by itself: the gravest that was found."""

    def finding(kind: str, message: str, survivors: tuple[Survivor, ...] = ()) -> Finding:
        return Finding(kind, claim.id, claim.place.line, claim.text, message, survivors)

    if found.status == "undecided":
        return None if claim.expect.verdict == "undecided" else _nowhere(asking, claim, found, finding)
    if weak is None or claim.statement is None:
        return None
    if found.certificate == {}:
        return finding("tautology", "it speaks of no case at all: what it is said of is empty")
    unfolds = claim.step is not None  # a line of a derivation may well put in what a name stands for
    said = tautology(claim.statement, tuple((g.text, g.statement) for g in claim.given), None if unfolds else claim.context)
    if said:
        return finding("tautology", said)
    continues = claim.step is not None and claim.step.previous is not None
    if not weak.survivors or (weak.zero and continues):
        return None  # in `a = b = c = 0` every line is 0; whether b is c is checked by `follows`, without the hypothesis
    return finding("too-weak", _weak_message(weak), weak.survivors)


def _nowhere(asking: Asking, claim: Claim, found: Answer, finding: Callable[[str, str], Finding]) -> Finding | None:
    """A claim that holds only where nothing is defined."""
    if found.code == "undefined":
        return finding("nowhere-defined", f"it is defined nowhere: {'; '.join(found.tried)}")
    if found.code != "vacuous":
        return None
    where = sorted(asking.where(Ask(claim.id, "claim")))
    under = "the hypotheses hold and " if all_given(claim) else ""
    if not where:
        return finding("nowhere-defined", f"no values were found at which {under}what it presupposes is true")
    return finding("nowhere-defined", f"no values were found at which {under}it is defined, that is, {' and '.join(where)}")


def _weak_message(weak: Weakness) -> str:
    count = len(weak.survivors)
    listed = "; ".join(f"`{s.statement}` ({s.change})" for s in weak.survivors[:NAMED])
    more = f"; and {count - NAMED} more" if count > NAMED else ""
    if weak.zero:
        return f"both sides are 0 under the hypotheses, so factors and signs in it are not checked: also true are {listed}{more}"
    return f"more is true: {listed}{more}"


def _unused(u: Unused) -> Finding:
    verb = "declared" if u.what == "symbol" else "defined" if u.what == "definition" else "described"
    kind = {"symbol": "unused-symbol", "definition": "unused-definition"}.get(u.what, "unused-object")
    return Finding(kind, u.claim, u.line, u.name, f"the {u.what} `{u.name}` is {verb}, and nothing uses it")


def _summary(claim: Claim, found: Answer | None, weak: Weakness | None) -> ClaimAudit:
    expected = claim.expect.verdict or "holds"
    if found is None:
        code = claim.malformed.code if claim.malformed else None
        return ClaimAudit(claim.id, claim.place.line, claim.text, "malformed", code, expected)
    note = "; ".join(found.tried) if found.status == "undecided" else ""
    counts = weak.counts if weak is not None else {}
    return ClaimAudit(claim.id, claim.place.line, claim.text, found.status, found.code, expected, counts, note)
