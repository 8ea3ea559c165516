"""Sequents with valid certificates as JSON, from which the tests make false ones.

Owns: letters and small builders, `VALID` (name -> sequent, certificate, verdict), `changed` (a copy with one place changed).
"""

from copy import deepcopy
from fractions import Fraction

from symcheck.kernel.certificate import hole
from symcheck.kernel.encode import polynomial_json
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import identity, letter, letters_of, number, ones, product, reciprocal, size_number, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent
from symcheck.language.sizes import ONE, Size

N, D = Size.of("n"), Size.of("d")
TABLE = {}


def declare(name, rows=ONE, cols=ONE, **marks):
    x = Letter(name, tuple(s for s in (rows, cols) if s != ONE), **marks)
    TABLE[name] = (x, rows, cols)
    return letter(x, rows, cols)


x, y, z = declare("x"), declare("y"), declare("z")
k = declare("k", integer=True)
atom = declare("exp~1", opaque=True)
A, B = declare("A", N, N), declare("B", N, N)
S = declare("S", N, N, symmetric=True)
X = declare("X", N, D)
u, v = declare("u", N), declare("v", N)
w = declare("w", D)
tail = declare("tail", N - ONE)
unknown = Letter("c~9", (N,))
n = size_number(N)
I = identity(N)
THE_UNKNOWN = letter(unknown, N, ONE)


def sequent(goal, relation="=", **hypotheses):
    """hypotheses: label=(relation, polynomial).  Letters and sizes are those that occur."""
    stated = tuple(Hypothesis(label, Formula(r, p)) for label, (r, p) in hypotheses.items())
    return over(stated, Formula(relation, goal))


def member(p, **hypotheses):
    stated = tuple(Hypothesis(label, Formula(r, q)) for label, (r, q) in hypotheses.items())
    return over(stated, Member(unknown, N, p))


def over(stated, goal):
    polynomials = [goal.polynomial, *(h.formula.polynomial for h in stated)]
    names = {l.name for p in polynomials for l in letters_of(p)}
    table = {name: TABLE[name] for name in TABLE if name in names}
    sizes = {name for _, rows, cols in table.values() for s in (rows, cols) for name in s.names}
    sizes |= {name[1:] for name in names if name.startswith("#")}
    sizes |= {name for p in polynomials for s in (p.rows, p.cols) for name in s.names}
    sizes |= set(N.names) if isinstance(goal, Member) else set()
    return Sequent(tuple(sorted(sizes)), table, stated, goal)


def gap(p):
    """The hole that fits p, as a polynomial."""
    return letter(hole(p), p.rows, p.cols)


def step(label, context):
    return {"label": label, "context": polynomial_json(context)}


def model(sizes=None, **values):
    """Numbers, or lists of rows."""
    return {
        "sizes": sizes or {},
        "values": {
            name.replace("exp", "exp~1"): [[str(e) for e in row] for row in value] if isinstance(value, list) else [[str(value)]]
            for name, value in values.items()
        },
    }


def proof(kind, *models, **parts):
    return {"proof": {"kind": kind, "factors": [], **parts}, "models": list(models)}


def summand(coefficient=1, factors=(), nonnegative=(), squares=()):
    return {
        "coefficient": str(coefficient),
        "factors": [{"label": label, "power": power} for label, power in factors],
        "nonnegative": list(nonnegative),
        "squares": [polynomial_json(q) for q in squares],
    }


ZERO, UNIT = [["0"], ["0"]], [["1", "0"], ["0", "1"]]

VALID = {
    "normal form": (
        sequent(product(A, B) - transpose(product(transpose(B), transpose(A)))),
        proof("combination", model({"n": 1}), steps=[]),
        "holds",
    ),
    "transitivity": (
        sequent(x - z, first=("=", x - y), second=("=", y - z)),
        proof("combination", model(x=1, y=1, z=1), steps=[step("first", gap(x)), step("second", gap(x))]),
        "holds",
    ),
    "multiplying an equation": (
        sequent(product(B, product(A, X)), h=("=", product(A, X))),
        proof(
            "combination",
            model({"n": 1, "d": 2}, A=0, X=[[1, 2]], B=3),
            model({"n": 2, "d": 1}, A=[[0, 0], [0, 0]], X=[[1], [2]], B=UNIT),
            steps=[step("h", product(B, gap(X)))],
        ),
        "holds",
    ),
    "cancelling a number": (
        sequent(y, h=("=", product(x, y)), nonzero=("!=", x)),
        {
            "proof": {"kind": "combination", "factors": [{"label": "nonzero", "power": 1}], "steps": [step("h", gap(y))]},
            "models": [model(x=2, y=0)],
        },
        "holds",
    ),
    "dividing": (
        sequent(product(reciprocal(x), product(x, y)) - z, h=("=", y - z), nonzero=("!=", x)),
        proof("combination", model(x=2, y=3, z=3), steps=[step("h", gap(y))]),
        "holds",
    ),
    "cancelling a vector": (
        sequent(x - y, h=("=", product(x - y, u)), nonzero=("!=", u)),
        {
            "proof": {
                "kind": "combination",
                "factors": [{"label": "nonzero", "power": 1}],
                "steps": [step("h", product(transpose(u), gap(u)))],
            },
            "models": [model({"n": 1}, x=2, y=2, u=1)],
        },
        "holds",
    ),
    "square plus one": (
        sequent(product(x, x) + number(1), ">"),
        proof("squares", model(x=0), steps=[], summands=[summand(squares=[x]), summand()]),
        "holds",
    ),
    "square": (sequent(product(x, x), ">="), proof("squares", model(x=0), steps=[], summands=[summand(squares=[x])]), "holds"),
    "squared norm": (
        sequent(product(transpose(u), u), ">="),
        proof("squares", model({"n": 1}, u=0), steps=[], summands=[summand(squares=[u])]),
        "holds",
    ),
    "product of signs": (
        sequent(product(x, y), ">=", positive=(">", x), sign=(">=", y)),
        proof("squares", model(x=1, y=0), steps=[], summands=[summand(1, [("positive", 1)], ["sign"])]),
        "holds",
    ),
    "reciprocal of a positive number": (
        sequent(reciprocal(x), ">", positive=(">", x)),
        {
            "proof": {
                "kind": "squares",
                "factors": [{"label": "positive", "power": 2}],
                "steps": [],
                "summands": [summand(1, [("positive", 1)])],
            },
            "models": [model(x=1)],
        },
        "holds",
    ),
    "square of a number that is not zero": (
        sequent(product(x, x), ">", nonzero=("!=", x)),
        proof("squares", model(x=-1), steps=[], summands=[summand(1, [("nonzero", 2)])]),
        "holds",
    ),
    "inequality by an equation": (
        sequent(y, ">=", h=("=", y - product(x, x))),
        proof("squares", model(x=2, y=4), steps=[step("h", gap(y))], summands=[summand(squares=[x])]),
        "holds",
    ),
    "a factor with its own proof": (
        sequent(product(product(x, x) + number(1), y), ">=", h=("=", product(product(x, x) + number(1), y) - product(z, z))),
        {
            "proof": {
                "kind": "squares",
                "factors": [
                    {
                        "power": 1,
                        "polynomial": polynomial_json(product(x, x) + number(1)),
                        "proof": {"kind": "squares", "factors": [], "steps": [], "summands": [summand(squares=[x]), summand()]},
                    }
                ],
                "steps": [step("h", product(product(x, x) + number(1), gap(y)))],
                "summands": [summand(squares=[product(z, x)]), summand(squares=[z])],
            },
            "models": [model(x=1, y=2, z=2)],
        },
        "holds",
    ),
    "sizes are positive": (
        sequent(n, ">"),
        proof("squares", model({"n": 1}), steps=[], summands=[summand(1, [("size:n", 1)])]),
        "holds",
    ),
    "not zero": (
        sequent(x, "!=", h=("=", product(x, y) - number(1))),
        proof("contradiction", model(x=2, y="1/2"), steps=[step("goal", product(y, gap(x))), step("h", -gap(x))]),
        "holds",
    ),
    "a matrix that is not zero": (
        sequent(A, "!=", h=("=", product(A, B) - I), nonzero=("!=", u)),
        {
            "proof": {
                "kind": "contradiction",
                "factors": [{"label": "nonzero", "power": 1}],
                "steps": [
                    step("goal", product(transpose(u), product(gap(A), product(B, u)))),
                    step("h", -product(transpose(u), product(gap(A), u))),
                ],
            },
            "models": [model({"n": 1}, A=2, B="1/2", u=1)],
        },
        "holds",
    ),
    "witness": (
        member(product(transpose(X), THE_UNKNOWN) - product(transpose(X), u)),
        {
            "proof": {
                "kind": "witness",
                "value": polynomial_json(u),
                "proof": {"kind": "combination", "factors": [], "steps": []},
            },
            "models": [model({"n": 1, "d": 2}, X=[[1, 2]], u=3)],
        },
        "holds",
    ),
    "the last entries": (
        sequent(n - number(1), ">=", h=("=", tail - tail + ones(N - ONE, ONE) - tail)),
        proof("squares", model({"n": 2}, tail=1), steps=[], summands=[summand(squares=[ones(N - ONE, ONE)])]),
        "holds",
    ),
    "two roots": (sequent(x, h=("=", product(x, y))), {"countermodel": model(x=1, y=0)}, "fails"),
    "not positive": (sequent(x, ">", sign=(">=", x)), {"countermodel": model(x=0)}, "fails"),
    "matrices do not commute": (
        sequent(product(A, B) - product(B, A)),
        {"countermodel": model({"n": 2}, A=[[0, 1], [0, 0]], B=[[0, 0], [1, 0]])},
        "fails",
    ),
    "a symmetric matrix is not zero": (sequent(S), {"countermodel": model({"n": 2}, S=[[1, 2], [2, 3]])}, "fails"),
    "an integer": (sequent(k, "!="), {"countermodel": model(k=0)}, "fails"),
    "a reciprocal is not one": (
        sequent(reciprocal(x) - number(1), nonzero=("!=", x)), {"countermodel": model(x=2)}, "fails",
    ),
    "no size is at least two": (sequent(n - number(2), ">="), {"countermodel": model({"n": 1})}, "fails"),
    "not in the range": (
        over((), Member(unknown, N, product(transpose(X), THE_UNKNOWN) - w)),
        {"countermodel": model({"n": 1, "d": 2}, X=[[1, 0]], w=[[0], [1]]), "separator": [["0"], ["1"]]},
        "fails",
    ),
}  # fmt: skip

DROP = object()


def changed(certificate, path, value):
    """A copy with `value` at the place `path` (keys and indices); DROP takes the place away; a function changes what is there."""
    if not path:
        return value(deepcopy(certificate)) if callable(value) else value
    copy = deepcopy(certificate)
    at = copy
    for key in path[:-1]:
        at = at[key]
    if value is DROP:
        del at[path[-1]]
    elif callable(value):
        at[path[-1]] = value(at[path[-1]])
    else:
        at[path[-1]] = value
    return copy


def half(p):
    return polynomial_json(p.times(Fraction(1, 2)))
