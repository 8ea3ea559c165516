"""Random rewrites, judged by lowering and deciding alone.  Owns: `verdict_of`, `counted`, `LONGEST`.

The cross-check is not asked: the truth is known by construction, and to eighty digits.  A claim that takes more than LONGEST
seconds of processor time is open.
"""

from collections import Counter

from judged_pairs import OutOfTime, limited

from symcheck.decide import CLAIM
from symcheck.diagnosis.judging import judge, question_of
from symcheck.problem.single import problem_of_statement

LONGEST = 2


def verdict_of(rewrite, text=None, work=CLAIM):
    """(verdict, what was tried) under the domain policy `warn`: where both sides are defined; work: units of effort."""
    problem = problem_of_statement(text or rewrite.text, rewrite.symbols, {}, ())
    (claim,) = problem.claims
    try:
        with limited(LONGEST):
            decision, _ = judge(question_of(problem, claim, claim.statement), work=work)
    except OutOfTime:
        return "time-limit", f"longer than {LONGEST} s"
    return decision.status, f"{decision.code}: {'; '.join(decision.tried)}"


def counted(rewrites, wrong, work=CLAIM):
    """(verdicts by kind, the rewrites that have the verdict `wrong`, those that are decided right by kind)."""
    found, errors = {}, []
    for rewrite in rewrites:
        verdict, tried = verdict_of(rewrite, work=work)
        found.setdefault(rewrite.kind, Counter())[verdict] += 1
        if verdict == wrong:
            errors.append(f"{rewrite}\n    {verdict}: {tried}")
    return found, errors


def drawn(make, count, first=0):
    """`count` claims of `make(seed)`, from the seed `first` on, those seeds left out that draw nothing."""
    out, seed = [], first
    while len(out) < count:
        claim = make(seed)
        if claim is not None:
            out.append(claim)
        seed += 1
    return out


def share(found, right):
    total = sum(found.values(), Counter())
    return total[right] / sum(total.values())
