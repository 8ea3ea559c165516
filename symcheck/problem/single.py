"""One statement without a file: a problem in memory, from the texts of the command line or of the Python API.

Owns: `problem_of_statement`, `read_text`, and how these texts are named in messages ("given 2:1:7: …").  Does not own:
any reading: declarations, hypotheses and statements go the way of those in a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType

from symcheck.language.elaborate import elaborate
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.grammar import parse_with_notes
from symcheck.language.reading import scope_of
from symcheck.problem.claims import FileTerms, read_claims
from symcheck.problem.declarations import read_given, read_names
from symcheck.problem.errors import ErrorLog
from symcheck.problem.nodes import MappingNode, Node, ScalarNode, passage
from symcheck.problem.scopes import Names
from symcheck.problem.source import Source
from symcheck.problem.statements import Elaborated, check_size
from symcheck.problem.types import Claim, Given, Problem
from symcheck.problem.yaml_text import MAX_BYTES

PATH = "<statement>"
ID = "claim"


def problem_of_statement(claim: str, symbols: Mapping[str, str], let: Mapping[str, str], given: Sequence[str] = ()) -> Problem:
    """The problem whose only claim (id "claim", path "<statement>") is the statement `claim`.

    symbols: kinds by name, {"X": "matrix(n, d)"}; several names may share one, {"v, w": "vector(d)"}.  let: definitions,
    {"a": "X w - t", "L(w)": "norm(X w - t)^2"}.  given: hypotheses.  Raises ProblemErrors with everything that cannot be
    read; a claim that can be read but has no meaning is a claim with `malformed`, as in a file.
    """
    log = ErrorLog()
    names, hypotheses = _declared(symbols, let, given, log)
    claims: tuple[Claim, ...] = ()
    if (node := _scalar("claim", claim, log)) is not None and not log:
        key = ScalarNode(Source("claim", ID), 0, len(ID), ID)
        entry = MappingNode(node.source, node.start, node.end, ((key, node),))
        claims = read_claims(entry, FileTerms(names, hypotheses, "warn", None), log)
    log.raise_if_any()
    said = json.dumps([claim, dict(symbols), dict(let), list(given)])
    return Problem(
        path=PATH,
        sha256=sha256(said.encode()).hexdigest(),
        title="",
        source="",
        context=names.context,
        objects=MappingProxyType({}),
        claims=claims,
    )


def read_text(text: str, symbols: Mapping[str, str], let: Mapping[str, str], given: Sequence[str] = ()) -> Elaborated:
    """`text`, a statement or any other term, as it is read.  Raises ProblemErrors."""
    log = ErrorLog()
    names, _ = _declared(symbols, let, given, log)
    node = _scalar("text", text, log)
    log.raise_if_any()
    assert node is not None
    whole = passage(node)
    try:
        surface, notes = parse_with_notes(text, scope_of(names.context))
        if check_size(surface, names, whole, log):
            reading = elaborate(surface, names.context, text=text)
            return Elaborated(reading.term, None, (*notes, *reading.notes))
    except IllFormed as error:
        return Elaborated(None, error)
    except LanguageError as error:
        log.language(whole, error)
    log.raise_if_any()
    raise AssertionError("a text that is not read is in the log")


def _declared(
    symbols: Mapping[str, str], let: Mapping[str, str], given: Sequence[str], log: ErrorLog
) -> tuple[Names, tuple[Given, ...]]:
    names = Names()
    read_names(_mapping("symbol", symbols, log), _mapping("let", let, log), names, log)
    hypotheses: list[Given] = []
    for number, text in enumerate(given, 1):
        node = _scalar("given" if len(given) == 1 else f"given {number}", text, log)
        hypotheses += read_given(node, names, log, "given", len(hypotheses))
    return names, tuple(hypotheses)


def _scalar(what: str, text: str, log: ErrorLog) -> ScalarNode | None:
    """`text` as a source of its own that messages call `what`."""
    if len(text) > MAX_BYTES:
        log.whole(what, f"the text is longer than {MAX_BYTES >> 20} MiB", code="too-large")
        return None
    if not text.strip():
        log.whole(what, "the text is empty", code="empty", hint="write a statement, such as 'X^T (X w - t) = X^T X w - X^T t'")
        return None
    return ScalarNode(Source(what, text), 0, len(text), text)


def _mapping(what: str, texts: Mapping[str, str], log: ErrorLog) -> MappingNode:
    """`name: text` pairs, each a source of its own that messages call by `what` and its name."""
    entries: list[tuple[ScalarNode, Node]] = []
    for name, text in texts.items():
        if len(name) + len(text) > MAX_BYTES:
            log.whole(what, f"the text is longer than {MAX_BYTES >> 20} MiB", code="too-large")
            continue
        whole = f"{name}: {text}"
        source = Source(what, whole)
        key = ScalarNode(source, 0, len(name), name)
        entries.append((key, ScalarNode(source, len(name) + 2, len(whole), text)))
    return MappingNode(Source(what, ""), 0, 0, tuple(entries))
