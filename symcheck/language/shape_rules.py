"""Shape rules: from the shapes of a call's arguments to the shape of its value.

Owns: `Operator`, `Call`, and one small function a rule, its mathematics beside it.  Does not own: the rules of calculus
(calculus_rules.py), which operator has which rule (operators.py).  A rule raises IllFormed, in the user's words, where
the arguments do not fit; it never guesses a size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symcheck.language.errors import IllFormed
from symcheck.language.size_terms import size_of
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Span, Term
from symcheck.language.unify import SizeUnifier, unknowns


@dataclass(frozen=True, slots=True)
class Call:
    """A call as its rule sees it: elaborated arguments, the shapes of the names it binds, and the user's words.

    layout: of Jacobians, as in `Context`.
    """

    name: str
    args: tuple[Term, ...]
    keywords: Mapping[str, Term]
    bound: tuple[Shape, ...]
    sizes: SizeUnifier
    words: Callable[[Term], str]
    span: Span
    layout: str = ""

    def shape(self, i: int) -> Shape:
        return self.sizes.shape(self.args[i].shape or SCALAR)

    def said(self, i: int) -> str:
        """`X w` is n×1: argument i in the user's words, with its shape."""
        return f"`{self.words(self.args[i])}` is {describe(self.shape(i))}"

    def refuse(self, message: str, hint: str = "", code: str = "shape-mismatch", at: int | None = None) -> IllFormed:
        span = self.span if at is None else self.args[at].span or self.span
        return IllFormed(f"{self.name}: {message}", span, code=code, hint=hint)


def describe(shape: Shape) -> str:
    """`a scalar` or `n×d`; sizes that are not settled yet read as `?`."""
    if shape.is_scalar:
        return "a scalar"
    return "×".join(_said(s) for s in (shape.rows, shape.cols))


def _said(size: Size) -> str:
    """The size as it stands in n×d: (n + 1), (n d), ? where it is not settled."""
    said = "?" if unknowns(size) else str(size)
    return f"({said})" if " " in said else said


Rule = Callable[[Call], Shape | None]


@dataclass(frozen=True, slots=True)
class Operator:
    """One built-in.

    arities: allowed numbers of positional arguments (binders and keywords not counted); variadic: any number from
    the smallest up.  roles: what each argument must be ("value", "function": a value or the name of a function of the
    variable, "variable", "statement", "object", "mark", "blocks", "law": a value or a distribution,
    "random": a value or an event); the last is repeated.
    result: "value" | "set" (its shape is that of an element) | "growth" | "tuple" | "statement" | "distribution".
    conforming: the literals 0 and 1 among the arguments take the shape of the others.  binds: takes `for V in D` or
    `V -> target`.  entrywise: maps arrays to arrays entry by entry.
    """

    name: str
    arities: tuple[int, ...]
    rule: Rule
    keywords: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("value",)
    result: str = "value"
    variadic: bool = False
    conforming: bool = False
    binds: bool = False
    entrywise: bool = False

    def role(self, i: int) -> str:
        return self.roles[min(i, len(self.roles) - 1)]


def logarithm(call: Call) -> Shape:
    """log(x), entry by entry; log(x, b) to the base b."""
    if len(call.args) == 2 and not call.shape(1).is_scalar:
        raise call.refuse(f"the base is a number, but {call.said(1)}", at=1)
    return call.shape(0)


def nothing(call: Call) -> None:
    """Statements and tuples have no shape."""
    return None


def same(call: Call) -> Shape:
    """Entry by entry, or the value's own shape."""
    return call.shape(0)


def scalar(call: Call) -> Shape:
    return SCALAR


def scalars(call: Call) -> Shape:
    """Scalars to a scalar."""
    for i in range(len(call.args)):
        if not call.shape(i).is_scalar:
            raise call.refuse(f"needs scalars, but {call.said(i)}", at=i)
    return SCALAR


def square(call: Call) -> Shape:
    """A is n×n."""
    shape = call.shape(0)
    if not call.sizes.unify(shape.rows, shape.cols):
        hint = ""
        if call.name == "inv":
            hint = "only a square matrix has an inverse; pinv is the pseudo-inverse"
        elif call.name in {"tr", "trace", "det", "logdet"}:
            hint = "an array times its transpose is square: A^T A, A A^T"
        raise call.refuse(f"needs a square matrix, but {call.said(0)}", hint, at=0)
    return call.shape(0)


def scalar_of_square(call: Call) -> Shape:
    square(call)
    return SCALAR


def transposed(call: Call) -> Shape:
    """pinv(A) is d×n for A n×d."""
    return call.shape(0).transposed()


def total(call: Call) -> Shape:
    """Over a binder: the shape of one summand; else the scalar sum of all entries."""
    return call.shape(0) if call.bound else SCALAR


def extreme(call: Call) -> Shape:
    """max(x): the largest entry; max(x, y): entry by entry; over a binder: of scalars."""
    if call.bound:
        return scalars(call)
    return call.shape(0) if len(call.args) > 1 else SCALAR


def is_vector(shape: Shape) -> bool:
    return ONE in {shape.rows, shape.cols}


def vector_to_itself(call: Call) -> Shape:
    if not is_vector(call.shape(0)):
        raise call.refuse(f"needs a vector, but {call.said(0)}", at=0)
    return call.shape(0)


def scalar_of_vector(call: Call) -> Shape:
    vector_to_itself(call)
    return SCALAR


def diagonal(call: Call) -> Shape:
    """diag of a vector is the diagonal matrix, of a square matrix its diagonal as a column."""
    shape = call.shape(0)
    if is_vector(shape):
        size = shape.rows if shape.is_column else shape.cols
        return Shape(size, size)
    if not call.sizes.unify(shape.rows, shape.cols):
        raise call.refuse(f"needs a vector or a square matrix, but {call.said(0)}", at=0)
    return Shape(call.sizes.resolve(shape.rows), ONE)


def stacked(call: Call) -> Shape:
    """vec(A) stacks the columns of A: (m n)×1."""
    return Shape(call.shape(0).rows * call.shape(0).cols, ONE)


def kronecker(call: Call) -> Shape:
    a, b = call.shape(0), call.shape(1)
    return Shape(a.rows * b.rows, a.cols * b.cols)


def outer_product(call: Call) -> Shape:
    """x yᵀ."""
    for i in (0, 1):
        if not call.shape(i).is_column:
            raise call.refuse(f"needs columns, but {call.said(i)}", at=i)
    return Shape(call.shape(0).rows, call.shape(1).rows)


def inner_product(call: Call) -> Shape:
    """Σ xᵢ yᵢ over all entries; both have one shape."""
    return SCALAR


def row_vectors(call: Call) -> Shape:
    """Elements of rowspace(A) and nullspace(A), A m×n: n×1."""
    return Shape(call.shape(0).cols, ONE)


def column_vectors(call: Call) -> Shape:
    """Elements of colspace(A), A m×n: m×1."""
    return Shape(call.shape(0).rows, ONE)


def covariance(call: Call) -> Shape:
    """Var(x), Cov(x): d×d for x d×1; Cov(x, y): d×k."""
    last = len(call.args) - 1
    for i in (0, last):
        if not call.shape(i).is_column:
            raise call.refuse(f"needs columns, but {call.said(i)}", "stack it: vec(·)", at=i)
    return Shape(call.shape(0).rows, call.shape(last).rows)


CONVOLUTION_MODES = ("convolution", "correlation")


def convolution(call: Call) -> Shape:
    """(r + 2p − k)/s + 1 rows and as many columns, rounded down; s = 1 unless stated, p = 0 unless stated."""
    for key, word in call.keywords.items():
        if key == "mode":
            if word.op != "sym" or word.value not in CONVOLUTION_MODES:
                raise call.refuse(
                    f"mode={call.words(word)}: a convolution is either `convolution` (the kernel is flipped) or `correlation`",
                    code="kind-mismatch",
                )
            continue
        if word.shape is None or not word.shape.is_scalar:
            raise call.refuse(f"{key} is a number, but `{call.words(word)}` is not one")
    if "dilation" in call.keywords:
        raise call.refuse("a dilated kernel is not read here", "put zeros between the entries of the kernel", "kind-mismatch")
    padding = size_of(call.keywords["padding"]) if "padding" in call.keywords else Size.of(0)
    stride = size_of(call.keywords["stride"]) if "stride" in call.keywords else ONE
    if padding is None or stride is None or (stride.constant or 1) < 1 or (padding.constant or 0) < 0:
        raise call.refuse("padding and stride are whole numbers, padding from 0 and stride from 1", code="kind-mismatch")
    image, kernel = call.shape(0), call.shape(1)

    def length(size: Size, window: Size) -> Size:
        room = call.sizes.resolve(size + padding + padding - window)
        if room.constant is not None and room.constant < 0:
            raise call.refuse(f"the kernel does not fit: {call.said(0)} and {call.said(1)}, padding {padding}", at=1)
        if stride == ONE:
            return room + ONE
        if room.constant is None or stride.constant is None:
            raise call.refuse("with a stride, the sizes must be numbers", code="size-unknown")
        return Size.of(room.constant // stride.constant + 1)

    return Shape(length(image.rows, kernel.rows), length(image.cols, kernel.cols))
