"""Kinds as they are declared: `matrix(n, d), full row rank`, `real, in [0, 1)`, `vector(d) -> real, convex`.

Owns: `read_kind`.  Does not own: the properties (properties.py), sizes in shapes (size_terms.py), how a domain or a
mean is read (reading.py's way in, used here).  A name used as a size needs no declaration; a name declared as something
that is not a whole number cannot be a size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from symcheck.language.context import Context, FunctionKind, Kind
from symcheck.language.distributions import NAMES, canonical, law_of_kind
from symcheck.language.elaborate import elaborate
from symcheck.language.elaboration import SETS
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.grammar import parse_domain, parse_with_notes
from symcheck.language.properties import ARRAY, FUNCTION, SQUARE, property_name, with_implied
from symcheck.language.reading import read, scope_of
from symcheck.language.size_terms import read_size
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Span, Term, num

BASES = ("real", "complex", "integer", "natural")
DOMAINS = {c: base for base, letters in zip(BASES, ("Rℝ", "Cℂ", "Zℤ", "Nℕ"), strict=True) for c in letters}
ARRAYS = {"vector": 1, "matrix": 2}
SIGNS = {">": "positive", ">=": "nonnegative", "<": "negative", "<=": "nonpositive", "!=": "nonzero"}
MAX_TEXT = 2_000

_ARRAY = re.compile(r"\s*(vector|matrix)\s*\((.*)\)\s*\Z", re.S)
_POWER = re.compile(r"\s*([RCZNℝℂℤℕ])\s*\^\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\{([^{}]*)\}|(\w+))\s*\Z")
_COMPARED = re.compile(r"\s*(<=|>=|!=|≤|≥|≠|<|>)\s*(.+)\Z", re.S)
_ARROW = re.compile(r"->|→|\\to\b|\\rightarrow\b")

Piece = tuple[str, int]


def read_kind(text: str, context: Context) -> Kind | FunctionKind:
    """The kind that a declaration `name: text` gives.

    Raises LanguageError: `unknown-kind`, `unknown-property`, `size-syntax`, `not-a-size`, `property-shape`, and
    what the terms of a domain, mean or covariance raise.
    """
    if len(text) > MAX_TEXT:
        raise LanguageError("this kind is too long to read", Span(0, len(text)), code="too-large")
    pieces = list(_split(text, 0, ","))
    arrow = _ARROW.search(pieces[0][0])
    if arrow:
        return _function(pieces, arrow, context)
    return _value(pieces, context)


def _split(text: str, offset: int, at: str) -> Iterator[Piece]:
    """The parts of `text` between the separators outside brackets; `[0, 1)` counts as one bracket."""
    depth, start = 0, 0
    for i, char in enumerate(text):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == at and depth == 0:
            yield text[start:i], offset + start
            start = i + 1
    yield text[start:], offset + start


def _span(piece: Piece) -> Span:
    text, offset = piece
    lead = len(text) - len(text.lstrip())
    return Span(offset + lead, offset + max(len(text.rstrip()), lead))


def _base(piece: Piece, context: Context) -> Kind:
    """The first piece of a kind: a number, vector, matrix or power of a domain, without properties."""
    text, offset = piece
    words = text.split()
    if words and words[0] == "random":
        skip = text.index("random") + len("random")
        rest = (text[skip:], offset + skip)
        inner = _base(rest, context) if rest[0].strip() else Kind("real", SCALAR)
        return Kind("random", inner.shape)
    for base in BASES:
        if words[:1] == [base] and len(words) > 1:
            skip = text.index(base) + len(base)
            return Kind(base, _base((text[skip:], offset + skip), context).shape)
    word = text.strip()
    if word in BASES or word == "event":
        return Kind(word, SCALAR)
    if word in DOMAINS:
        return Kind(DOMAINS[word], SCALAR)
    if word in {"scalar", "number"}:
        return Kind("real", SCALAR)
    if found := _ARRAY.match(text):
        sizes = [_size(p, context) for p in _split(found[2], offset + found.start(2), ",")]
        if len(sizes) == ARRAYS[found[1]]:
            return Kind("real", Shape(sizes[0], sizes[1] if len(sizes) == 2 else ONE))
        example = {"vector": "vector(n)", "matrix": "matrix(n, d)"}[found[1]]
        raise LanguageError(f"`{word}` has {len(sizes)} sizes", _span(piece), code="unknown-kind", hint=f"write {example}")
    if found := _POWER.match(text):
        group = next(g for g in (2, 3, 4) if found[g] is not None)
        sizes = [_size(p, context) for p in _split(re.sub("[×]|\\\\times", ",", found[group]), offset + found.start(group), ",")]
        if len(sizes) <= 2:
            return Kind(DOMAINS[found[1]], Shape(sizes[0], sizes[1] if len(sizes) == 2 else ONE))
    near = get_close_matches(word.split("(")[0].lower(), [*BASES, *ARRAYS, "random"], n=1)
    hint = f"did you mean `{near[0]}`?" if near else "kinds: real, complex, integer, natural, vector(n), matrix(n, d), R -> R"
    raise LanguageError(f"`{word}` is not a kind", _span(piece), code="unknown-kind", hint=hint)


def _size(piece: Piece, context: Context) -> Size:
    size = read_size(*piece)
    for name in size.names:
        kind = context.symbols.get(name)
        if kind is None:
            continue
        if isinstance(kind, FunctionKind) or not kind.shape.is_scalar or kind.base not in {"integer", "natural"}:
            raise LanguageError(
                f"`{name}` is used as a size but declared as something else", _span(piece), code="not-a-size",
                hint=f"leave it undeclared, or declare `{name}: natural`",
            )  # fmt: skip
    return size


def _value(pieces: list[Piece], context: Context) -> Kind:
    kind = _base(pieces[0], context)
    properties: list[str] = []
    domain: Term | None = None
    moments: dict[str, Term] = {}
    law: Term | None = None
    for piece in pieces[1:]:
        text, offset = piece
        words = text.split()
        if not words:
            raise LanguageError("a property is missing after the comma", Span(offset, offset + 1), code="unknown-property")
        if kind.base == "random" and (word := words[0].split("(")[0]) in NAMES:
            if word != text.strip():
                law = _law(piece, kind, context)
            else:
                law = _BARE
        elif words[0] in {"mean", "covariance", "variance"}:
            if kind.base != "random":
                raise LanguageError(
                    f"only a random kind has a {words[0]}",
                    _span(piece),
                    code="unknown-property",
                    hint="random vector(d), mean mu",
                )
            moments["mean" if words[0] == "mean" else "covariance"] = _moment(piece, words[0], kind, context)
        elif words[0] in {"in", "∈"} or text.lstrip().startswith("∈"):
            domain = _domain(piece, context)
        elif found := _COMPARED.match(text):
            sign = {"≤": "<=", "≥": ">=", "≠": "!="}.get(found[1], found[1])
            bound = _term((found[2], offset + found.start(2)), context)
            if bound == num(0):
                properties.append(SIGNS[sign])
            else:
                domain = _half_line(sign, bound, piece)
        else:
            properties.append(_property(piece, kind))
    mean, covariance = moments.get("mean"), moments.get("covariance")
    if law is _BARE:
        if mean is None or covariance is None:
            raise LanguageError(
                "a normal distribution is given by its mean and covariance", _span(pieces[0]), code="unknown-property",
                hint="random vector(d), normal(mu, S)",
            )  # fmt: skip
        law = Term("call", (mean, covariance), "normal", kind.shape)
    elif law is not None and moments:
        raise LanguageError(
            f"a {law.value} distribution has its mean and variance from its parameters",
            _span(pieces[0]),
            code="unknown-property",
            hint="leave out mean and variance, or the distribution",
        )
    if law is not None and law.value == "normal" and law.shape == kind.shape:
        mean, covariance = law.args
    return Kind(kind.base, kind.shape, with_implied(tuple(properties)), domain, mean, covariance, law)


_BARE = Term("call", (), "normal")  # the word alone: mean and covariance stand beside it


def _law(piece: Piece, kind: Kind, context: Context) -> Term:
    """`normal(mu, S)`: the named distribution of the array, or of each of its entries."""
    said = piece[0].strip()
    try:
        surface, _ = parse_with_notes(piece[0], scope_of(_with_sizes(context, kind)))
        law = elaborate(surface, _with_sizes(context, kind), text=piece[0]).term
    except LanguageError as error:
        raise _shifted(error, piece[1]) from None
    return law_of_kind(canonical(law), kind.shape, said, _span(piece))


def _with_sizes(context: Context, kind: Kind) -> Context:
    """The context in which the sizes of this very kind are known."""
    return replace(context, symbols={**context.symbols, "~": Kind("real", kind.shape)})


def _property(piece: Piece, kind: Kind) -> str:
    name = property_name(piece[0], ARRAY, _span(piece))
    if name in SQUARE and kind.shape.rows != kind.shape.cols:
        raise LanguageError(
            f"`{piece[0].strip()}` is a property of square matrices, and this is {kind.shape}",
            _span(piece),
            code="property-shape",
        )
    return name


def _shifted(error: LanguageError, offset: int) -> LanguageError:
    span = Span(error.span.start + offset, error.span.end + offset)
    return type(error)(error.message, span, code=error.code, hint=error.hint)


def _term(piece: Piece, context: Context) -> Term:
    try:
        return read(piece[0], context).term
    except LanguageError as error:
        raise _shifted(error, piece[1]) from None


def _moment(piece: Piece, word: str, kind: Kind, context: Context) -> Term:
    text, offset = piece
    skip = text.index(word) + len(word)
    shape = kind.shape
    if word != "mean":
        size = shape.rows * shape.cols
        shape = Shape(size, size)
    term = _of_shape((text[skip:], offset + skip), shape, _with_sizes(context, kind))
    if term == num(0) and word == "mean":
        return term
    if term.shape != shape:
        found = "not an array" if term.shape is None else str(term.shape)
        raise LanguageError(
            f"the {word} of {kind.shape} is {shape}, but `{text[skip:].strip()}` is {found}", _span(piece), code="shape-mismatch"
        )
    return term


def _of_shape(piece: Piece, shape: Shape, context: Context) -> Term:
    """The term, where I and 0 take their size from the shape that is wanted."""
    model = Term("sym", (), "~~", shape)
    inside = replace(context, symbols={**context.symbols, "~~": Kind("real", shape)})
    try:
        surface, _ = parse_with_notes(piece[0], scope_of(context))
        return elaborate(Term("rel", (model, surface), "="), inside, text=piece[0]).term.args[1]
    except IllFormed:
        return _term(piece, context)
    except LanguageError as error:
        raise _shifted(error, piece[1]) from None


def _domain(piece: Piece, context: Context) -> Term:
    """`in [0, 1)`: the set that the value (of an array: each entry) lies in."""
    text, offset = piece
    found = re.match(r"\s*(in\b|∈)", text)
    skip = found.end() if found else 0
    try:
        home = elaborate(parse_domain(text[skip:], scope_of(context)), context, text=text[skip:]).term
    except LanguageError as error:
        raise _shifted(error, offset + skip) from None
    if home.op in SETS and home.shape is not None and home.shape.is_scalar:
        return home
    raise LanguageError(
        f"`{text.strip()}` does not name a set of numbers", _span(piece), code="unknown-property", hint="in [0, 1), in {0, 1}"
    )


def _half_line(sign: str, bound: Term, piece: Piece) -> Term:
    infinity = Term("const", (), "inf", SCALAR)
    below = Term("neg", (infinity,), None, SCALAR)
    match sign:
        case ">" | ">=":
            return Term("interval", (bound, infinity), "()" if sign == ">" else "[)", SCALAR)
        case "<" | "<=":
            return Term("interval", (below, bound), "()" if sign == "<" else "(]", SCALAR)
    raise LanguageError(
        f"`{piece[0].strip()}` is a hypothesis, not a property", _span(piece), code="unknown-property",
        hint="put it under `given:`, with the name on the left",
    )  # fmt: skip


def _function(pieces: list[Piece], arrow: re.Match[str], context: Context) -> FunctionKind:
    text, offset = pieces[0]
    left, right = text[: arrow.start()], text[arrow.end() :]
    if _ARROW.search(right):
        raise LanguageError("a function of functions cannot be declared", _span(pieces[0]), code="unknown-kind")
    at = offset + len(left) - len(left.lstrip())
    bare = left.strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare, at = bare[1:-1], at + 1
    parts = [q for p in _split(bare, at, ",") for q in _split(p[0], p[1], "×")]
    arguments = tuple(_base(p, context) for p in parts)
    result = _base((right, offset + arrow.end()), context)
    properties = [property_name(p[0], FUNCTION, _span(p)) for p in pieces[1:]]
    return FunctionKind(arguments, result, with_implied(tuple(properties)))
