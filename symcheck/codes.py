"""What every verdict, code and answer of a report means: the table behind `symcheck explain CODE`.

Owns: names and their explanations, one paragraph each.  Does not own: when a code is given (engine, theories, kernel).
"""

from __future__ import annotations

from collections.abc import Mapping

VERDICTS: Mapping[str, str] = {
    "holds": (
        "True at every point that satisfies the hypotheses and where everything written on either side is defined, and "
        "for all sizes unless the claim fixes them. The kernel has accepted a certificate (a proof that the report "
        "contains and `symcheck replay` checks again), and the numerical cross-check agrees or does not apply."
    ),
    "fails": (
        "False. For a claim about all values the report shows a counterexample: sizes and values that satisfy the "
        "hypotheses, and both sides evaluated there, so that you can replay it by hand. For limits, growth, counts and "
        "existence it shows a bound, an enclosure or an exhaustive count."
    ),
    "malformed": (
        "It can be read and every name is declared, but it has no meaning: kinds or shapes do not fit, as in the square "
        "of a vector. The report says where, what was found there, and which nearby readings do fit, with their verdicts."
    ),
    "undecided": (
        "Neither a proof nor a counterexample was found within the budget. Nothing is concluded from that. The code says "
        "why the search ended, and the report what was tried and what speaks for or against the claim."
    ),
    "conflict": (
        "symcheck contradicts itself: the kernel accepted a proof and the numerical cross-check contradicts it, or the "
        "reverse. That is a fault of symcheck, never of your claim. Please report it with the problem file; exit code 4."
    ),
}

CODES: Mapping[str, str] = {
    "shape-mismatch": (
        "Malformed: the shapes of two parts do not fit, such as a row plus a column, or X w with X n×d and w n×1. Often a "
        "transpose is missing. A vector(n) is an n×1 column; 1×1 is a scalar."
    ),
    "kind-mismatch": (
        "Malformed: a part is of the wrong kind, such as the argmin of a statement, the gradient with respect to something "
        "that is no symbol, or a limit of a set."
    ),
    "no-theory": (
        "Undecided: the statement can be read, but no theory of symcheck gives meaning to one of its operators yet. The "
        "message names the operator. Nothing is guessed in such a case."
    ),
    "vacuous": (
        "Undecided: no values were found that satisfy all hypotheses, so a proof would be a proof about nothing. Either the "
        "hypotheses contradict each other, or their common solutions are hard to find."
    ),
    "budget": (
        "Undecided: the search used up its budget of counted work without finding a proof or a counterexample. The same "
        "problem ends the same way on every machine."
    ),
    "time-limit": (
        "Undecided: the claim was stopped at the limit of wall-clock time (`--timeout`, 10 s unless stated) or of memory. "
        "The limits are a safety net under the counted budgets; raising `--timeout` may help."
    ),
    "internal-error": (
        "Undecided, because of a fault of symcheck: a worker crashed, or a certificate was not accepted when it was checked "
        "again. Exit code 4. SYMCHECK_DEBUG=1 shows the traceback; please report it with the problem file."
    ),
}

FOLLOWS: Mapping[str, str] = {
    "equivalent": "The step follows from the line before it, and that line from the step: nothing is lost or gained.",
    "implied": "The step follows from the line before it, but does not give it back: something was given up on the way.",
    "implies": (
        "The step does not follow from the line before it; the line before follows from the step. It claims more than was "
        "known, even where it happens to be true."
    ),
    "no": "The step does not follow from the line before it, nor that line from the step; the step may be true all the same.",
}

EXPLANATIONS: Mapping[str, str] = {**VERDICTS, **CODES, **FOLLOWS}
