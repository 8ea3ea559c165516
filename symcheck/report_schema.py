"""The JSON Schema of `symcheck/report/1`, and the check that a JSON value satisfies it.

Owns: `REPORT` and `CLAIM` (as data) and `violations`, which understands exactly the keywords used here.  Keys are only
ever added: unknown ones are allowed everywhere.  Does not own: the report itself (report.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.report import CHAINS, STANDINGS, VERDICTS, Json

SCHEMA = "symcheck/report/1"

_TEXT: Json = {"type": "string"}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_BY_NAME: Json = {"type": "object", "additionalProperties": _TEXT}


def _object(about: str, required: dict[str, Json], optional: dict[str, Json] | None = None) -> dict[str, Json]:
    return {
        "type": "object",
        "description": about,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


def _or_null(schema: dict[str, Json]) -> Json:
    return {**schema, "type": ["object", "null"]}


_COUNTEREXAMPLE = _object(
    "A point that satisfies the hypotheses and at which the claim is false: replay it by hand.",
    {"sizes": {"type": "object", "additionalProperties": {"type": "integer"}}, "values": _BY_NAME},
    {"left": _TEXT, "right": _TEXT, "note": _TEXT},
)
_DIAGNOSIS = _object(
    "The name of the mistake and the smallest repair, itself proved.", {"kind": _TEXT, "message": _TEXT}, {"repaired": _TEXT}
)
_HOLDS_IF = _object(
    "A natural assumption under which the claim, which fails, is proved: as hypotheses for `given:`, and in words.",
    {"given": _TEXTS, "text": _TEXT},
)
_STEP = _object(
    "A line in its derivation: what it is to follow from, and the solutions that it gains and loses against that.",
    {
        "derivation": _TEXT, "label": _TEXT, "sign": _TEXT, "premises": _TEXTS, "assumed": _TEXTS, "gained": _TEXTS,
        "lost": _TEXTS, "fragile": _TEXT,
    },
)  # fmt: skip
_DERIVATION = _object(
    "A derivation as a whole, read off the verdicts of its lines and what follows from what.",
    {
        "id": _TEXT,
        "kind": {"enum": list(CHAINS)},
        "standing": {"type": "object", "additionalProperties": {"enum": list(STANDINGS)}},
        "first_wrong": _TEXT,
        "message": _TEXT,
    },
)
_CROSSCHECK = _object(
    "What evaluating the claim directly with NumPy says.",
    {"status": {"enum": ["agrees", "contradicts", "inconclusive", "not-applicable"]}},
    {"detail": _TEXT},
)

CLAIM = _object(
    "One claim, judged.",
    {
        "id": _TEXT,
        "source": {"type": "string", "description": "as written"},
        "read": {"type": "string", "description": "as read"},
        "line": {"type": "integer", "minimum": 0},
        "verdict": {"enum": list(VERDICTS)},
        "code": {"type": ["string", "null"], "description": "why, where the verdict has reasons: `symcheck explain CODE`"},
        "expected": {"type": ["object", "null"], "additionalProperties": _TEXT},
        "follows": {"enum": ["equivalent", "implied", "implies", "no", None]},
        "scope": _object("For which sizes and conditions.", {"dimensions": _TEXT, "where": _TEXTS}),
        "used": _TEXTS,
        "unused": _TEXTS,
        "rules": _TEXTS,
        "evidence": _object(
            "What the verdict rests on.",
            {"certificate": {}, "counterexample": _or_null(_COUNTEREXAMPLE), "crosscheck": _CROSSCHECK},
        ),
        "diagnosis": _or_null(_DIAGNOSIS),
        "message": _TEXT,
        "seconds": {"type": "number", "minimum": 0},
    },
    {
        "method": _TEXT,
        "holds_if": _or_null(_HOLDS_IF),
        "step": _or_null(_STEP),
        "notes": _TEXTS,
        "unmet": _TEXTS,
        "replayed": {"description": "true: the certificate is a lock file's, checked again; nothing was searched for it"},
        "lost": {"enum": ["", "holds", "fails"], "description": "the verdict of a lock file, where it is another one now"},
        "hypotheses": {"type": "object", "additionalProperties": _TEXT, "description": "the user's words for each label"},
    },
)

_STATEMENT = _object(
    "What a single statement was given with: there is no file to read it from.",
    {"claim": _TEXT, "symbols": _BY_NAME, "let": _BY_NAME, "given": _TEXTS},
)
PROBLEM = _object(
    "One problem file.",
    {"path": _TEXT, "sha256": _TEXT, "title": _TEXT, "claims": {"type": "array", "items": CLAIM}},
    {"derivations": {"type": "array", "items": _DERIVATION}, "statement": _STATEMENT},
)

REPORT: dict[str, Json] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": SCHEMA,
    **_object(
        "What symcheck says of some problem files.",
        {
            "schema": {"const": SCHEMA},
            "tool": _object("Who says it.", {"name": {"const": "symcheck"}, "version": _TEXT}),
            "problems": {"type": "array", "items": PROBLEM},
            "summary": _object("How many claims have each verdict.", {v: {"type": "integer", "minimum": 0} for v in VERDICTS}),
        },
        {"lock": _TEXTS, "outdated": _TEXTS},
    ),
}

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


def violations(value: Json, schema: Json, where: str = "") -> Iterator[str]:
    """One sentence for each place at which `value` does not satisfy `schema`, with the path to it."""
    if not isinstance(schema, dict):
        return
    place = where or "the report"
    stated = schema.get("type")
    kinds = [str(k) for k in stated] if isinstance(stated, list) else [stated] if isinstance(stated, str) else []
    if kinds and (isinstance(value, bool) or not isinstance(value, tuple(t for k in kinds for t in _TYPES[k]))):
        yield f"{place} is {_named(value)}, not {' or '.join(kinds)}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{place} is {_named(value)}, not {_named(schema['const'])}"
    options = schema.get("enum")
    if isinstance(options, list) and value not in options:
        yield f"{place} is {_named(value)}, not one of {', '.join(map(_named, options))}"
    least = schema.get("minimum")
    if isinstance(least, int) and isinstance(value, int | float) and value < least:
        yield f"{place} is {value}, below {least}"
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from violations(item, schema.get("items"), f"{where}[{i}]")
    if isinstance(value, dict):
        yield from _object_violations(value, schema, where)


def _object_violations(value: dict[str, Json], schema: dict[str, Json], where: str) -> Iterator[str]:
    required, properties = schema.get("required"), schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    for key in required if isinstance(required, list) else ():
        if key not in value:
            yield f"{where or 'the report'} has no {key!r}"
    for key, item in value.items():
        yield from violations(item, properties.get(key, schema.get("additionalProperties")), f"{where}.{key}".lstrip("."))


def _named(value: Json) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    text = repr(value) if value is not None else "null"
    return text if len(text) <= 60 else text[:57] + "…"
