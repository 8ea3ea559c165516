"""Matrix expressions with two meanings that share no code: the kernel's normal form, and plain loops over entries.

Owns: `Term`, the letters that the tests use, `normal_form`, `entries` (at a model), random terms and random models.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel import polynomial
from symcheck.kernel.evaluation import Model
from symcheck.kernel.network import Letter
from symcheck.language.sizes import ONE, Size

N, D = Size.of("n"), Size.of("d")
SHAPES = {
    **dict.fromkeys(("A", "B", "C", "S", "R"), (N, N)), **dict.fromkeys(("X", "Y"), (N, D)),
    **dict.fromkeys(("u", "v"), (N, ONE)), **dict.fromkeys(("w", "z"), (D, ONE)),
    "r": (ONE, D), "a": (ONE, ONE), "b": (ONE, ONE),
}  # fmt: skip
LETTERS = {
    name: Letter(name, tuple(s for s in shape if s != ONE), symmetric=name in {"S", "R"}) for name, shape in SHAPES.items()
}


@dataclass(frozen=True)
class Term:
    """op applied to args; a letter has op "letter" and its name in `value`, a number op "number", a size op "size"."""

    op: str
    args: tuple[Term, ...] = ()
    value: object = None

    def __add__(self, other):
        return Term("add", (self, term(other)))

    def __sub__(self, other):
        return Term("sub", (self, term(other)))

    def __neg__(self):
        return Term("sub", (Term("number", (), 0), self)) if shape(self) == (ONE, ONE) else Term("times", (self,), -1)

    def __matmul__(self, other):
        return Term("product", (self, term(other)))

    def __rmatmul__(self, other):
        return Term("product", (term(other), self))

    def __mul__(self, other):
        return Term("hadamard", (self, other))

    @property
    def T(self):
        return Term("transpose", (self,))


def term(x):
    return x if isinstance(x, Term) else Term("number", (), Fraction(x))


A, B, C, S, R, X, Y, u, v, w, z, r, a, b = (Term("letter", (), name) for name in SHAPES)
n, d = Term("size", (), "n"), Term("size", (), "d")
eye_n, eye_d = Term("eye", (), "n"), Term("eye", (), "d")
ones_n, ones_d = Term("ones", (), "n"), Term("ones", (), "d")


def tr(x):
    return Term("trace", (x,))


def diag(x):
    """The diagonal matrix of a column."""
    return Term("diagonal_matrix", (x,))


def diagonal(x):
    """The diagonal of a square matrix, as a column."""
    return Term("diagonal_of", (x,))


def inner(x, y):
    return Term("inner", (x, y))


def shape(t):
    match t.op:
        case "letter":
            return SHAPES[t.value]
        case "number" | "size" | "trace" | "inner":
            return (ONE, ONE)
        case "eye":
            return (Size.of(t.value), Size.of(t.value))
        case "ones":
            return (Size.of(t.value), ONE)
        case "transpose":
            return tuple(reversed(shape(t.args[0])))
        case "diagonal_matrix":
            rows, _ = shape(t.args[0])
            return (rows, rows)
        case "diagonal_of":
            rows, _ = shape(t.args[0])
            return (rows, ONE)
        case "product":
            left, right = shape(t.args[0]), shape(t.args[1])
            if left == (ONE, ONE):
                return right
            return left if right == (ONE, ONE) else (left[0], right[1])
    return shape(t.args[0])


def normal_form(t):
    """The meaning in the kernel."""
    parts = [normal_form(x) for x in t.args]
    match t.op:
        case "letter":
            return polynomial.letter(LETTERS[t.value], *SHAPES[t.value])
        case "number":
            return polynomial.number(Fraction(t.value))
        case "size":
            return polynomial.size_number(Size.of(t.value))
        case "eye":
            return polynomial.identity(Size.of(t.value))
        case "ones":
            return polynomial.ones(Size.of(t.value), ONE)
        case "add":
            return parts[0] + parts[1]
        case "sub":
            return parts[0] - parts[1]
        case "times":
            return parts[0].times(t.value)
    return getattr(polynomial, t.op)(*parts)


def entries(t, model):
    """The meaning by definition: lists of rows, every sum a loop."""
    parts = [entries(x, model) for x in t.args]
    match t.op:
        case "letter":
            return [list(row) for row in model.values[t.value]]
        case "number":
            return [[Fraction(t.value)]]
        case "size":
            return [[Fraction(model.sizes[t.value])]]
        case "eye":
            return [[Fraction(i == j) for j in range(model.sizes[t.value])] for i in range(model.sizes[t.value])]
        case "ones":
            return [[Fraction(1)] for _ in range(model.sizes[t.value])]
        case "times":
            return [[t.value * x for x in row] for row in parts[0]]
        case "transpose":
            return [list(row) for row in zip(*parts[0], strict=True)]
        case "trace":
            return [[sum(row[i] for i, row in enumerate(parts[0]))]]
        case "diagonal_matrix":
            return [[x if i == j else Fraction(0) for j in range(len(parts[0]))] for i, (x,) in enumerate(parts[0])]
        case "diagonal_of":
            return [[row[i]] for i, row in enumerate(parts[0])]
        case "inner":
            return [[sum(x * y for p, q in zip(*parts, strict=True) for x, y in zip(p, q, strict=True))]]
        case "product":
            return _product(*parts)
    combine = {"add": lambda x, y: x + y, "sub": lambda x, y: x - y, "hadamard": lambda x, y: x * y}[t.op]
    return [[combine(x, y) for x, y in zip(p, q, strict=True)] for p, q in zip(*parts, strict=True)]


def _product(p, q):
    for scalar, other in ((p, q), (q, p)):
        if len(scalar) == len(scalar[0]) == 1:
            return [[scalar[0][0] * x for x in row] for row in other]
    return [[sum(p[i][k] * q[k][j] for k in range(len(q))) for j in range(len(q[0]))] for i in range(len(p))]


def random_model(sizes, random, entry=lambda random: random.randint(-99, 99)):
    """Values for all letters; S and R symmetric."""
    values = {}
    for name, (rows, cols) in SHAPES.items():
        value = [[Fraction(entry(random)) for _ in range(cols.at(sizes))] for _ in range(rows.at(sizes))]
        if LETTERS[name].symmetric:
            value = [[value[max(i, j)][min(i, j)] for j in range(len(value))] for i in range(len(value))]
        values[name] = tuple(tuple(row) for row in value)
    return Model(sizes, values)


def random_term(wanted, random, depth):
    """A random term of a shape from (n, n), (n, d), (d, n), (d, d), (n, 1), (d, 1), (1, 1)."""
    rows, cols = wanted
    if depth <= 0:
        fitting = [Term("letter", (), name) for name, s in SHAPES.items() if s == wanted]
        fitting += [Term("letter", (), name).T for name, (p, q) in SHAPES.items() if (q, p) == wanted]
        if rows == cols and rows != ONE:
            fitting.append(Term("eye", (), str(rows)))
        if cols == ONE and rows != ONE:
            fitting.append(Term("ones", (), str(rows)))
        if wanted == (ONE, ONE):
            fitting += [n, d, term(random.choice((-1, 2, Fraction(1, 2))))]
        return random.choice(fitting)

    def part(p, q):
        return random_term((p, q), random, depth - 1 - random.randint(0, 1))

    kinds = ["add", "sub", "product", "product", "transpose", "scale"]
    if wanted == (ONE, ONE):
        kinds += ["trace", "inner", "form"]
    else:
        kinds += ["hadamard"]
        if rows == cols:
            kinds += ["diagonal_matrix"]
        if cols == ONE:
            kinds += ["diagonal_of"]
    match random.choice(kinds):
        case "add":
            return part(rows, cols) + part(rows, cols)
        case "sub":
            return part(rows, cols) - part(rows, cols)
        case "hadamard":
            return part(rows, cols) * part(rows, cols)
        case "transpose":
            return part(cols, rows).T
        case "scale":
            return part(ONE, ONE) @ part(rows, cols)
        case "trace":
            size = random.choice((N, D))
            return tr(part(size, size))
        case "inner":
            size = random.choice((N, D))
            other = random.choice((N, D, ONE))
            return inner(part(size, other), part(size, other))
        case "form":
            size = random.choice((N, D))
            return part(ONE, size) @ part(size, ONE)
        case "diagonal_matrix":
            return diag(part(rows, ONE))
        case "diagonal_of":
            return diagonal(part(rows, rows))
    size = random.choice((N, D))
    return part(rows, size) @ part(size, cols)
