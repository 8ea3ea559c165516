"""The names of mistakes, each with what it means in one sentence: the labels of the diagnosis, and of `symcheck explain`.

Owns: `MISTAKES`.  Does not own: when a label is given (diagnosis/).
"""

from __future__ import annotations

from collections.abc import Mapping

MISTAKES: Mapping[str, str] = {
    "sign": "The sign of a term is the wrong way round.",
    "missing-constant": (
        "The claim holds: the right side is an antiderivative of the integrand. An indefinite integral is all of them, so a "
        "constant is missing, `+ C`."
    ),
    "missing-term": "A summand is missing; with it the claim holds.",
    "extra-term": "There is a summand too many; without it the claim holds.",
    "missing-factor": "A factor is missing, such as the 2 of a derived square or the inner derivative of the chain rule.",
    "extra-factor": "There is a factor too many, such as a variable that derivation should have removed.",
    "constant": "A number is wrong; the repaired claim has the right one.",
    "exponent": "An exponent is wrong.",
    "wrong-order": "Two matrices are multiplied in the wrong order.",
    "wrong-symbol": "One symbol stands where another one belongs.",
    "fraction-inverted": "Numerator and denominator are exchanged.",
    "swapped-operands": "The two sides of a difference, or base and exponent, are exchanged.",
    "not-distributed": (
        "A factor, a divisor or a power is applied to the first summand only, or to each summand by itself: a bracket is lost."
    ),
    "missing-cross-term": (
        "The mixed term of a square is missing: (a + b)^2 is a^2 + 2 a b + b^2, and for matrices A^2 + A B + B A + B^2."
    ),
    "one-side-only": "What was done to one side of the equation before was not done to the other one.",
    "lost-solution": "The line before has solutions that this line does not have, as after dividing by what may be 0.",
    "gained-solution": "This line has solutions that the line before does not have, as after squaring both sides.",
    "missing-plus-minus": "A root was taken with one sign only: x^2 = 4 is x = 2 or x = -2.",
    "two-mistakes": "No single change repairs the claim; two independent ones, each in a term of its own, do.",
    "not-in-form": "The value is right, but it is not written in the form that was asked for with `form:`.",
    "transposed": (
        "Right up to transposition: a Jacobian in the other layout (`layout: denominator` or `layout: numerator` in the file or "
        "the claim settles it), or a gradient written as a row, though a gradient has the shape of its variable."
    ),
    "missing-transpose": "A transpose is missing.",
    "extra-transpose": "There is a transpose too many.",
    "missing-inverse": "An inverse is missing.",
    "extra-inverse": "There is an inverse too many.",
    "missing-assumption": (
        "The claim is false as it stands and true under a natural assumption that it does not state. With the assumption under "
        "`given:`, such as that a matrix is symmetric or that a vector has sum 1, it holds."
    ),
    "changed-literal": "The printed rows are those of a run with another number in the place of one that the listing states.",
    "shifted-rows": "The printed rows are right, but stand one or more rows too early or too late.",
    "misprint": "Most printed rows are right; the others differ in a digit or two.",
}
