"""The table of report formats: name → function, and which format a file name asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from symcheck.render import github, html, json_, jsonl, junit, text
from symcheck.render.words import Style
from symcheck.report import Report

FORMATS: Mapping[str, Callable[[Report, Style], str]] = {
    "text": text.render,
    "json": json_.render,
    "jsonl": jsonl.render,
    "junit": junit.render,
    "html": html.render,
    "github": github.render,
}
SUFFIXES = {".txt": "text", ".json": "json", ".jsonl": "jsonl", ".xml": "junit", ".html": "html", ".htm": "html"}


def format_of(path: str) -> str | None:
    """The format that the suffix of `path` asks for, or None."""
    return SUFFIXES.get(PurePath(path).suffix.lower())
