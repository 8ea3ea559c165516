"""What every verdict, code and answer of a report means: the table behind `symcheck explain CODE`.

Owns: names and their explanations, one paragraph each.  Does not own: when a code is given (engine, theories, kernel).
"""

from __future__ import annotations

from collections.abc import Mapping

from symcheck.mistakes import MISTAKES

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
        "A contradiction of symcheck with itself: the kernel accepted a proof and the cross-check contradicts it, or the "
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
    "argument-count": (
        "Malformed: a function is given more or fewer arguments than it takes. The message says how many it takes."
    ),
    "no-direction": (
        "Undecided: nothing says where the variable of O(…) goes. Write O(x^3, x -> 0), or `as x -> 0` behind the statement; "
        "whole numbers grow."
    ),
    "index-range": "Malformed or undecided: an index lies outside the array, whose entries are counted from 1.",
    "property-shape": (
        "Malformed: a property is claimed of something that cannot have it for its shape, such as a symmetric n×d matrix."
    ),
    "size-unknown": ("Malformed: nothing says which size `I`, `0` or `1` has there. Say it: `I(n)`, `zeros(n, m)`, `ones(n)`."),
    "not-a-variable": (
        "Malformed: a derivative, an argmin or a limit is taken with respect to something that is no variable, such as `X w`. "
        "Give it a name under `let:` and use that."
    ),
    "symmetric-variable": (
        "Undecided: the gradient with respect to a symmetric matrix depends on a convention, and none is stated. In the file or "
        "the claim, `symmetric: unstructured` takes all entries as independent, `symmetric: structured` lets x_ij and x_ji vary "
        "together. Or declare the matrix without `symmetric`, and state the symmetry as a hypothesis."
    ),
    "skew-variable": (
        "Undecided: the derivative with respect to a matrix declared skew, whose entries do not vary independently. Declare it "
        "without `skew`, and state `A^T = -A` as a hypothesis."
    ),
    "no-theory": (
        "Undecided: the statement can be read, but no theory of symcheck gives meaning to one of its operators yet. The "
        "message names the operator. Nothing is guessed in such a case."
    ),
    "domain": (
        "The two sides agree where both are defined, and the problem says `domain: strict`. Fails: the report shows a point "
        "where one side is defined and the other is not. Undecided: neither such a point nor a proof that there is none was "
        "found. With `domain: warn`, the default, such a claim holds and the report says so."
    ),
    "vacuous": (
        "Undecided: no values were found that satisfy all hypotheses, so a proof would be a proof about nothing. Either the "
        "hypotheses contradict each other, or their common solutions are hard to find."
    ),
    "budget": (
        "Undecided: the search used up its budget of counted work without finding a proof or a counterexample. The same "
        "problem ends the same way on every machine."
    ),
    "no-certificate": (
        "Undecided: the search ended without a proof and without a counterexample, though its budget was not used up. Nothing "
        "follows for the claim; the report says what was tried and what the numerical cross-check found."
    ),
    "rejected-certificate": (
        "Undecided: a proof or a counterexample was found, but the kernel does not accept it. That is a gap in the search, "
        "and no evidence in either direction."
    ),
    "no-program": (
        "Undecided: the claim is about the rows of a recurrence, and some part of it cannot be computed step by step. The "
        "message names the part."
    ),
    "no-value": (
        "Undecided: a run has to be carried out, and a name in it has no numeric value. Define it under `let:`, `data:` or as "
        "a parameter of the recurrence."
    ),
    "no-parameter": "Undecided: a recurrence or a network is given a parameter that it does not have.",
    "no-tolerance": ("Undecided: `~=` compares up to a tolerance, and none is stated. Write `tolerance: 1e-6` beside the claim."),
    "row-index": (
        "Undecided: a row of a recurrence is named that cannot be counted to. A row is a number, or `k`, `k + 1` and the like."
    ),
    "row-length": "Undecided: a printed row has more or fewer numbers than the variable it is compared with has entries.",
    "float64": (
        "Undecided: `float64(…)` evaluates a row of a recurrence in double precision, in the order written, as in "
        "`float64(r.w[3])`; here it stands around something else. The real and the double-precision reading of a "
        "recurrence are different claims with different verdicts."
    ),
    "size-fixed": (
        "Undecided: the claim speaks of single entries of an array whose size is a symbol. State the sizes as numbers, or say "
        "it for whole arrays."
    ),
    "too-large": "Undecided: what has to be computed is larger than the limits of symcheck allow. The message says what.",
    "undefined": (
        "Undecided: some part of the claim is never defined, such as the inverse of a singular matrix or a division by 0."
    ),
    "time-limit": (
        "Undecided: the claim was stopped at the limit of wall-clock time (`--timeout`, 10 s unless stated) or of memory. "
        "The limits are a safety net under the counted budgets; raising `--timeout` may help. A verdict that was found before "
        "the limit is reported all the same, with a note that says which later part was cut."
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

FINDINGS: Mapping[str, str] = {
    "too-weak": (
        "The claim holds, and so does a changed one that says more: with < for <=, with a better bound, without a factor or a "
        "premise. Or a factor or a sign in it can be changed freely, since both sides are 0 under the hypotheses."
    ),
    "tautology": (
        "The claim says nothing: both sides are the same, or the same after terms cancel, or it repeats a hypothesis or a "
        "definition, or it speaks of no case at all."
    ),
    "nowhere-defined": (
        "No values were found at which the hypotheses hold and the claim is defined, or its premise true. A claim about nothing "
        "is never reported as true."
    ),
    "unsatisfiable": (
        "The hypotheses have no model: either they contradict each other, which is proved, or no values were found that satisfy "
        "them, and the message says that this is not proved."
    ),
    "unneeded-hypothesis": (
        "Every claim that holds under the hypothesis was judged without it, and holds, defined no less widely. Of two hypotheses "
        "that can replace each other one is named."
    ),
    "unused-symbol": "A symbol that no claim and no hypothesis reaches, not through definitions either, nor as a size.",
    "unused-definition": "A definition that no claim and no hypothesis reaches, not through other definitions either.",
    "unused-object": "A recurrence, a network or a table that no claim and no hypothesis reaches.",
}

EXPLANATIONS: Mapping[str, str] = {**VERDICTS, **CODES, **FOLLOWS, **MISTAKES, **FINDINGS}
