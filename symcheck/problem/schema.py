"""The keys of a problem file: one table that drives both the loader and the JSON Schema for editors.

Owns: which keys exist where, what form their values have, and one line about each.  Does not own: reading the
values (declarations, blocks, claims …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symcheck.theories.layer_settings import FORMS, PAIRS, SYNONYMS

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
SCHEMA_ID = "https://symcheck.org/schema/problem/1"

VERDICTS = ("holds", "fails", "malformed", "undecided")
FOLLOWS = ("yes", "no", "equivalent", "implied", "implies", "none")
DOMAINS = ("warn", "strict", "ignore")
FORMS_OF_ANSWERS = ("expanded", "factored", "reduced", "rational", "number")
STARS = ("product", "elementwise")
LAYOUTS = ("numerator", "denominator")
SYMMETRIC = ("unstructured", "structured")
FIRST = ("start", "after update")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, the form of its value (a name of `FORMS`), what it is for, and the words it allows where they are few."""

    name: str
    form: str
    about: str
    words: tuple[str, ...] = ()


def table(*keys: Key) -> Mapping[str, Key]:
    return {k.name: k for k in keys}


FILE = table(
    Key("title", "text", "What the problem is about."),
    Key("source", "text", "Where the problem comes from."),
    Key("uses", "paths", "Files (below the same root) whose symbols, definitions and objects are inherited."),
    Key("symbols", "kinds", "Names and their kinds, `X: matrix(n, d)`; several names share one with `v, w: vector(d)`."),
    Key("given", "statements", "Hypotheses of every claim, separated by commas or lines."),
    Key("let", "definitions", "Definitions, `a: X w - t` or `L(w): norm(X w - t)^2`."),
    Key("data", "data", "Matrices of numbers, and printed tables."),
    Key("networks", "networks", "Networks as lists of layers."),
    Key("recurrences", "recurrences", "Recurrences: a start, ordered updates, the rows printed."),
    Key("claims", "claims", "What is to be judged: id and statement."),
    Key("domain", "word", "What to do where only one side of a claim is defined.", DOMAINS),
    Key("star", "word", "How `*` between arrays is read.", STARS),
    Key("layout", "word", "The layout of Jacobians: rows of f × rows of x (numerator), or its transpose.", LAYOUTS),
    Key("symmetric", "word", "How a matrix declared symmetric varies in a gradient.", SYMMETRIC),
    Key("tolerance", "number", "How far apart the two sides of `~=` may be."),
)
CLAIM = table(
    Key("claim", "mathematics", "The statement."),
    Key("given", "statements", "Hypotheses of this claim, besides the file's."),
    Key("let", "definitions", "Definitions for this claim only."),
    Key("data", "data", "Matrices and tables for this claim only."),
    Key("from", "mathematics", "The equation a derivation starts from."),
    Key("derivation", "lines", "The lines of a derivation, each judged and each compared with the line before."),
    Key("expect", "expect", "The verdict this claim should get, where that is not `holds`."),
    Key("tolerance", "number", "How far apart the two sides of `~=` may be."),
    Key("domain", "word", "What to do where only one side of the claim is defined.", DOMAINS),
    Key("form", "word", "The form in which the right side is to be written.", FORMS_OF_ANSWERS),
    Key("layout", "word", "The layout of Jacobians in this claim.", LAYOUTS),
    Key("symmetric", "word", "How a matrix declared symmetric varies in a gradient of this claim.", SYMMETRIC),
    Key("note", "text", "A remark for the reader of the file."),
)
EXPECT = table(
    Key("verdict", "word", "The verdict.", VERDICTS),
    Key("follows", "word", "Whether the line follows from the line before.", FOLLOWS),
    Key("diagnosis", "name", "The kind of mistake, such as missing-term."),
    Key("because", "name", "The code of the verdict, such as shape-mismatch."),
    Key("where", "texts", "The conditions under which the verdict is stated."),
    Key("holds_if", "statements", "The natural assumption under which a claim that fails holds."),
)
RECURRENCE = table(
    Key("parameters", "bindings", "Constants with their default; `name(parameter = value)` overrides them."),
    Key("start", "bindings", "The state variables, in order, and their first values."),
    Key("updates", "bindings", "What one step assigns, in order; each sees the values assigned before it."),
    Key("rows", "rows", "The rows the document prints, `0..199`."),
    Key("first", "word", "What the first row shows.", FIRST),
)
NETWORK = table(
    Key("parameters", "bindings", "Constants with their default; `name(parameter = value)` overrides them."),
    Key("input", "text", "channels x height x width, or the number of features."),
    Key("layers", "layers", "The layers in order, `conv 3x3, padding 1, bias no, as conv1`."),
)


@dataclass(frozen=True, slots=True)
class LayerForm:
    """How a layer is written: the setting its first words give ("" for none), those required, and those allowed besides."""

    first: str
    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def settings(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


# which operation takes which setting is the theory's business; the words after the operation give its one required setting
LAYERS: Mapping[str, LayerForm] = {
    name: LayerForm(required[0] if len(required) == 1 else "rate" if "rate" in optional else "", required, optional)
    for name, (required, optional) in FORMS.items()
}
LAYER_NAMES = (*LAYERS, *SYNONYMS)

MATHEMATICS: dict[str, Json] = {"type": ["string", "number"]}
ONE_OR_MORE: dict[str, Json] = {"anyOf": [MATHEMATICS, {"type": "array", "items": MATHEMATICS, "minItems": 1}]}
NUMBERS: dict[str, Json] = {"type": ["string", "number", "array", "object"]}


def mapping_of(value: Json) -> dict[str, Json]:
    return {"type": "object", "additionalProperties": value}


def as_object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def closed(keys: Mapping[str, Key], required: tuple[str, ...] = ()) -> dict[str, Json]:
    """A mapping with these keys and no others."""
    properties: dict[str, Json] = {k.name: {**form(k), "description": k.about} for k in keys.values()}
    out: dict[str, Json] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**out, "required": list(required)} if required else out


def form(key: Key) -> dict[str, Json]:
    """The JSON Schema of the value of a key."""
    match key.form:
        case "word":
            return {"enum": list(key.words)}
        case "name":
            return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
        case "text" | "number" | "mathematics" | "rows":
            return MATHEMATICS
        case "lines":
            return {"type": "string"}
        case "statements" | "texts" | "paths":
            return ONE_OR_MORE
    return {"$ref": f"#/$defs/{key.form}"}


def layer_schema() -> dict[str, Json]:
    setting: dict[str, Json] = {"type": ["string", "number", "boolean"]}
    spelled: dict[str, Json] = {}
    for name in LAYER_NAMES:
        settings = LAYERS[SYNONYMS.get(name, name)].settings
        sides = [f"{s}_{side}" for s in settings if s in PAIRS for side in ("height", "width")]
        names = (*settings, *sides, "mark")
        keys: dict[str, Json] = dict.fromkeys(names, setting)
        spelled[name] = {"type": ["object", "string", "number", "null"], "properties": keys, "additionalProperties": False}
    operations = "|".join(LAYER_NAMES)
    compact: dict[str, Json] = {"type": "string", "pattern": f"^({operations})\\b"}
    one: dict[str, Json] = {
        "type": "object", "properties": spelled, "additionalProperties": False, "minProperties": 1, "maxProperties": 1,
    }  # fmt: skip
    return {"type": "array", "items": {"anyOf": [compact, one]}, "minItems": 1}


def schema() -> dict[str, Json]:
    """The format of a problem file as a JSON Schema (draft 2020-12), for editors; the loader checks more than it says."""
    verdict: dict[str, Json] = {"enum": list(VERDICTS)}
    shared = {k: v for k, v in CLAIM.items() if k not in ("claim", "derivation", "from", "expect")}
    single = closed({"claim": CLAIM["claim"], **shared, "expect": CLAIM["expect"]}, ("claim",))
    lines = closed({"derivation": CLAIM["derivation"], "from": CLAIM["from"], **shared}, ("derivation",))
    by_label: Json = {"description": "What is expected of a line, by its label.", **mapping_of({"$ref": "#/$defs/expect"})}
    derivation: dict[str, Json] = {**lines, "properties": {**as_object(lines["properties"]), "expect": by_label}}
    definitions: dict[str, Json] = {
        "kinds": mapping_of({"type": "string"}),
        "definitions": mapping_of(MATHEMATICS),
        "bindings": mapping_of(MATHEMATICS),
        "data": mapping_of(NUMBERS),
        "networks": mapping_of(closed(NETWORK, ("input", "layers"))),
        "recurrences": mapping_of(closed(RECURRENCE, ("start", "updates"))),
        "layers": layer_schema(),
        "expect": {"anyOf": [verdict, closed(EXPECT)]},
        "claims": mapping_of({"anyOf": [MATHEMATICS, single, derivation]}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "symcheck problem file",
        **closed(FILE),
        "$defs": definitions,
    }
