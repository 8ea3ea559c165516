"""The answers of `symcheck explain CODE`: what a name means, an example that gets it, the repair; and the list of all names.

Owns: `code`, `every_code`, `UnknownCode`.  Does not own: the explanations (codes.py), the examples (code_examples.py,
mistake_examples.py).  It loads nothing that judges.
"""

from __future__ import annotations

import textwrap
from difflib import get_close_matches

from symcheck.codes import CODES, EXPLANATIONS, FINDINGS, FOLLOWS, MISTAKES, VERDICTS
from symcheck.explain.code_examples import EXAMPLES, NONE
from symcheck.explain.mistake_examples import OF_MISTAKES
from symcheck.render.words import printable

WIDTH = 88


class UnknownCode(ValueError):
    """A code without an explanation; the message names the nearest ones."""


def code(word: str) -> str:
    """The paragraph on `word`, with an example and its repair.  Raises UnknownCode."""
    name = word.strip().lower()
    if name not in EXPLANATIONS:
        near = get_close_matches(name, EXPLANATIONS, n=2, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "symcheck explain without a code lists them"
        raise UnknownCode(f"`{printable(word)}` is no verdict, code or mistake that symcheck knows; {hint}")
    said = textwrap.fill(EXPLANATIONS[name], WIDTH, initial_indent="  ", subsequent_indent="  ")
    return f"{name}\n{said}\n\n" + _example(name)


def _example(name: str) -> str:
    """A problem file that gets the name, with the repair; or why there is none."""
    text = OF_MISTAKES.get(name) or EXAMPLES.get(name)
    if text is None:
        return textwrap.fill(NONE[name], WIDTH, initial_indent="  ", subsequent_indent="  ") + "\n"
    first, _, second = text.partition("---\n")
    shown = "  for example, with its repair (as a file, `symcheck verify` judges it):\n\n" if not second else "  for example:\n\n"
    shown += textwrap.indent(first.rstrip("\n"), "    ") + "\n"
    return shown + (f"\n  put right:\n\n{textwrap.indent(second.rstrip(), '    ')}\n" if second else "")


def every_code() -> str:
    """All names, group by group."""
    groups = {"verdicts": VERDICTS, "codes": CODES, "answers to `follows`": FOLLOWS, "mistakes": MISTAKES, "findings": FINDINGS}
    listed = {title: textwrap.wrap(", ".join(names), WIDTH - 2, break_on_hyphens=False) for title, names in groups.items()}
    return "".join(f"{title}\n" + "".join(f"  {line}\n" for line in lines) for title, lines in listed.items())
