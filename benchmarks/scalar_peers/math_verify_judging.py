"""math-verify as a peer: `verify(parse(gold), parse(answer))`, with its defaults, on the LaTeX of a pair.

    PYTHON -m benchmarks.scalar_peers.math_verify_judging < pairs.json

Its own time limits are signals, as ours is, so they are switched off; ours is as long or longer.  It has no place for
hypotheses, and is asked without them.
"""

from __future__ import annotations

from math_verify import parse, verify

from benchmarks.matrix_peers.answering import CannotExpress
from benchmarks.scalar_peers.judging import judge_all


def verdict(pair: dict) -> tuple[str, str]:
    if pair["latex"] is None:
        raise CannotExpress("not two answers")
    gold, answer = (parse(f"${text}$", parsing_timeout=None, raise_on_error=True) for text in pair["latex"])
    if not gold or not answer:
        raise CannotExpress("not parsed")
    same = verify(gold, answer, timeout_seconds=None, raise_on_error=True)
    return ("equal" if same else "different"), ""


if __name__ == "__main__":
    judge_all(verdict)
