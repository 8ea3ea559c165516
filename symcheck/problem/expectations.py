"""`expect:`: what the author says of a claim, in its short and long form, and per line of a derivation.

Owns: the reading.  Does not own: whether a judged claim meets it (symcheck/expectation.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from symcheck.problem.errors import ErrorLog, quoted, suggestion
from symcheck.problem.fields import known, name_of, several, word_of, wrong_form
from symcheck.problem.nodes import BrokenNode, MappingNode, Node, ScalarNode
from symcheck.problem.schema import EXPECT
from symcheck.problem.types import Expect

SEPARATOR = re.compile(r"[,\n](?![^\[(]*[\])])")  # between hypotheses, and not inside brackets


def read_expect(node: Node | None, log: ErrorLog) -> Expect:
    """`fails`, or `{verdict: fails, follows: no, …}`."""
    if node is None or isinstance(node, BrokenNode):
        return Expect()
    if isinstance(node, ScalarNode):
        return Expect(verdict=word_of(node, EXPECT["verdict"], log))
    parts = known(node, EXPECT, log, "`expect`")
    where = tuple(p.text.strip() for p in several(parts["where"], log, "`where`")) if "where" in parts else None
    assumed = None
    if "holds_if" in parts:
        texts = [p.text for p in several(parts["holds_if"], log, "`holds_if`")]
        texts = [] if [t.strip() for t in texts] == ["none"] else texts
        assumed = tuple(one.strip() for text in texts for one in SEPARATOR.split(text) if one.strip())
    follows = word_of(parts.get("follows"), EXPECT["follows"], log)
    return Expect(
        verdict=word_of(parts.get("verdict"), EXPECT["verdict"], log),
        follows="" if follows == "none" else follows,
        diagnosis=name_of(parts.get("diagnosis"), EXPECT["diagnosis"], log),
        because=name_of(parts.get("because"), EXPECT["because"], log),
        where=where,
        holds_if=assumed,
    )


def read_expectations(node: Node | None, labels: Iterable[str], log: ErrorLog) -> dict[str, Expect]:
    """The expectations of a derivation's lines by label."""
    labels = tuple(labels)
    if node is None or isinstance(node, BrokenNode):
        return {}
    if not isinstance(node, MappingNode):
        wrong_form(node, log, "`expect` of a derivation", "a mapping from its lines to what is expected")
        return {}
    found: dict[str, Expect] = {}
    for key, value in node.entries:
        if key.text in labels:
            found[key.text] = read_expect(value, log)
            continue
        hint = suggestion(key.text, labels) or f"its lines are {', '.join(labels[:12])}{', …' if len(labels) > 12 else ''}"
        message = f"{quoted(key.text)} is not a line of this derivation"
        log.add(key.source, key.start, key.end, message, code="unknown-line", hint=hint)
    return found
