"""Reads `hostile.json`: writes out the long inputs from their pieces.  Owns: `cases`, `text_of`.  Evaluates nothing."""

from __future__ import annotations

import json
from pathlib import Path

HERE = Path(__file__).parent


def read() -> dict[str, object]:
    return json.loads((HERE / "hostile.json").read_text(encoding="utf-8"))


def text_of(case: dict) -> str | bytes:
    """The input as text, or as bytes where it is no UTF-8."""
    if "input" in case:
        return case["input"]
    parts = [_piece(p) for p in case["pieces"]]
    return parts[0] if isinstance(parts[0], bytes) else "".join(parts)


def _piece(piece: list | dict) -> str | bytes:
    if isinstance(piece, list):
        return piece[0] * piece[1]
    if "latin-1" in piece:
        return piece["latin-1"].encode("latin-1")
    if "indented" in piece:
        return "".join(" " * i + piece["indented"] for i in range(piece["times"]))
    return piece["between"].join(piece["numbered"] % i for i in range(piece["times"]))
