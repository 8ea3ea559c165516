"""Rows of a recurrence that lie beyond those its document speaks of: no mistake, but worth a note.

Owns: `rows_beyond`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from symcheck.language.objects import NamedObject, Recurrence
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms


def rows_beyond(statement: Term, objects: Mapping[str, NamedObject]) -> Iterator[str]:
    """A sentence for each row with a number that is above the last one of `rows:`."""
    for t in dict.fromkeys(subterms(statement)):
        match t:
            case Term("index", (Term("member", _, str(member)), Term("num", (), Fraction() as row), *_)):
                found = objects.get(member.partition(".")[0])
                if isinstance(found, Recurrence) and found.last_row is not None and row > found.last_row:
                    rows = f"{found.start_row}..{found.last_row}"
                    yield f"`{to_text(t)}` is beyond `rows: {rows}` of `{found.name}`: the run is carried on to there"
