"""The members of a range or a finite set that are written out: `for i in 1..3`, `for i in 1..3, j in 1..i`.

TRUSTED FOR MEANING.  Owns: `folded`, `each_member`.  lo..hi has the whole numbers k with lo ≤ k ≤ hi, none where hi < lo: a
sum over none is 0, a product over none is 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.binders import require_no_capture
from symcheck.theories.convolution import Entries
from symcheck.theories.indexed_sums import SUM_OF_ENTRIES, array_sum
from symcheck.theories.lowering import NotLowered

MOST_MEMBERS = 3_000
MOST_TERMS = 3_000


class Reader(Protocol):
    bound: dict[str, Polynomial]

    @property
    def context(self) -> Context: ...

    def lower(self, term: Term) -> Polynomial: ...

    def rule(self, name: str) -> None: ...


def folded(reader: Reader, term: Term, name: str, body: Term, binds: tuple[Term, ...], nothing: Polynomial) -> Polynomial:
    """sum(f for i in …), prod(f for i in …) over members that are written out; nothing: the zero of the shape of the sum."""
    whole = array_sum(term)
    if whole is not None:
        for bind in binds:
            require_no_capture(reader.context, str(bind.value))
        with suppress(NotLowered):
            value = reader.lower(whole)
            reader.rule(SUM_OF_ENTRIES)
            return value
    total = number(1) if name == "prod" else nothing
    for _ in each_member(reader, binds, term):
        value = reader.lower(body)
        total = product(total, value) if name == "prod" else total + value
        if len(total.terms) > MOST_TERMS:
            raise NotLowered("budget", f"`{to_text(term)}` has more than {MOST_TERMS} terms written out")
    reader.rule("range-written-out")
    return total


class EntryReader(Protocol):
    bound: dict[str, Entries]

    @property
    def scalars(self) -> Reader: ...

    def lower(self, term: Term) -> Entries: ...


def folded_entries(reader: EntryReader, term: Term, name: str, body: Term, binds: tuple[Term, ...]) -> Entries:
    """As `folded`, of arrays entry by entry."""
    saved, total = dict(reader.bound), None
    try:
        for _ in each_member(reader.scalars, binds, term):
            reader.bound = {**saved, **{n: ((p,),) for n, p in reader.scalars.bound.items()}}
            value = reader.lower(body)
            if total is None:
                total = value
            else:
                pairs = zip(total, value, strict=True)
                op = product if name == "prod" else Polynomial.__add__
                total = tuple(tuple(op(x, y) for x, y in zip(p, q, strict=True)) for p, q in pairs)
    finally:
        reader.bound = saved
    reader.scalars.rule("range-written-out")
    if total is not None:
        return total
    if term.shape is None or not term.shape.is_scalar:
        raise NotLowered("no-theory", f"`{to_text(term)}` is a sum of no arrays")
    return ((number(name == "prod"),),)


def each_member(reader: Reader, binds: tuple[Term, ...], term: Term) -> Iterator[None]:
    """Once for each choice of members, with the bound names standing for them meanwhile."""
    saved = dict(reader.bound)
    spent = [0]
    try:
        yield from _walk(reader, binds, term, spent)
    finally:
        reader.bound = saved


def _walk(reader: Reader, binds: tuple[Term, ...], term: Term, spent: list[int]) -> Iterator[None]:
    if not binds:
        yield
        return
    (domain,), name = binds[0].args, str(binds[0].value)
    require_no_capture(reader.context, name)
    for member in members(reader, domain, term):
        spent[0] += 1
        if spent[0] > MOST_MEMBERS:
            raise NotLowered("budget", f"`{to_text(term)}` has more than {MOST_MEMBERS} members to write out")
        reader.bound = {**reader.bound, name: number(member)}
        yield from _walk(reader, binds[1:], term, spent)


def members(reader: Reader, domain: Term, term: Term) -> list[Fraction]:
    """The members of a domain of numbers.  Raises NotLowered where they cannot be written out."""
    match domain:
        case Term("range", (_, Term("const", (), "inf"))):
            raise NotLowered("no-theory", f"no theory reads the infinite series `{to_text(term)}`")
        case Term("range", (lo, hi)):
            low, high = reader.lower(lo).constant, reader.lower(hi).constant
            for end, value in ((lo, low), (hi, high)):
                if value is None or value.denominator != 1:
                    raise NotLowered(
                        "no-theory", f"the end `{to_text(end)}` of the range in `{to_text(term)}` is not a whole number"
                    )
            assert low is not None and high is not None
            if high - low >= MOST_MEMBERS:
                raise NotLowered("budget", f"`{to_text(term)}` has more than {MOST_MEMBERS} members to write out")
            return [Fraction(k) for k in range(int(low), int(high) + 1)]
        case Term("set", elements):
            found = [reader.lower(e).constant for e in elements]
            if all(q is not None for q in found):
                return list(dict.fromkeys(q for q in found if q is not None))
    raise NotLowered("no-theory", f"no theory reads `{to_text(domain)}` in `{to_text(term)}`")
