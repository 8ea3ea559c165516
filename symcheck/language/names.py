"""Names: one canonical spelling for each, whichever surface it was typed on.

Owns: `canonical`, the spellings under which a use finds a declaration, suggestions, and which names may be declared.
Does not own: tokens, or what a name refers to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from symcheck.language.builtins import BUILTINS, CONSTANTS, RESERVED
from symcheck.language.characters import ACCENTS, DOMAIN_LETTERS, GREEK, SUBSCRIPTS, SUPERSCRIPTS
from symcheck.language.errors import LanguageError
from symcheck.language.terms import Span

NAME_LIMIT = 100
LATEX_ACCENTS = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "overline": "bar",
    "dot": "dot", "ddot": "ddot", "vec": "vec", "check": "check", "breve": "breve",
}  # fmt: skip


def canonical(word: str) -> str:
    """The canonical spelling of a name: `η` -> eta, `ŵ` and `\\hat{w}` -> w_hat, `λ̃` -> lambda_tilde, `w₁` -> w1, `xᵢ` -> x_i.

    Idempotent; plain ASCII names without a backslash are returned as they are.  A character that stands for nothing
    here is kept, so that the word is then reported as unknown.
    """
    if word.isascii() and "\\" not in word:
        return word
    if "\\" in word:
        return _from_latex(word)
    letters, accents, subscript = "", "", ""
    for char in unicodedata.normalize("NFD", "".join(c if c in GREEK else _plain(c) for c in word)):
        if char in SUBSCRIPTS:
            low = SUBSCRIPTS[char]
            subscript += GREEK.get(low, low)
        elif char in ACCENTS:
            accents += "_" + ACCENTS[char]
        else:
            # the accent of a letter follows that letter's name: λ̃1 -> lambda_tilde1
            letters += accents + GREEK.get(char, char)
            accents = ""
    if subscript and not subscript.isdigit():
        subscript = "_" + subscript
    return letters + accents + subscript


def _plain(char: str) -> str:
    """Full-width and styled letters as plain ones; scripts and double-struck domain letters are left alone."""
    if char in SUPERSCRIPTS or char in SUBSCRIPTS or char in DOMAIN_LETTERS:
        return char
    return unicodedata.normalize("NFKC", char)


def _from_latex(word: str) -> str:
    """`\\hat{w}_1` -> w_hat1, `\\tilde\\lambda` -> lambda_tilde: a lone name, for declarations written in LaTeX."""
    accents = []
    text = word.strip().strip("$").replace(" ", "")
    for command, suffix in LATEX_ACCENTS.items():
        if text.startswith("\\" + command) and not text[len(command) + 1 : len(command) + 2].isalpha():
            accents.append(suffix)
            text = text[len(command) + 1 :]
    text = text.replace("\\", "").replace("{", "").replace("}", "")
    base, underscore, rest = text.partition("_")
    marks = "".join("_" + a for a in accents)
    return canonical(base) + marks + (rest if rest.isdigit() else underscore + rest)


def spellings(word: str) -> tuple[str, ...]:
    """The declarations that a use of `word` may mean, best first: `w_1` finds w_1 or w1, `w1` finds w1 or w_1."""
    out = [word]
    head = word.rstrip("0123456789")
    digits = word[len(head) :]
    if digits and head:
        if head.endswith("_") and len(head) > 1:
            out.append(head[:-1] + digits)
        elif head[-1] != "_":
            out.append(head + "_" + digits)
    return tuple(out)


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known names that look like `word`; names that differ only in case come first."""
    names = sorted(set(known))
    same = [n for n in names if n.lower() == word.lower()]
    close = get_close_matches(word[:NAME_LIMIT], names, n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*same, *close]))[:3]


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest declared or built-in names, "" where nothing is near."""
    found = nearest(word, [*known, *(b for b in BUILTINS | CONSTANTS if len(b) > 1)])
    return f"did you mean {' or '.join(f'`{n}`' for n in found)}?" if found else ""


def declared_name(text: str, span: Span) -> str:
    """The canonical name that a declaration `text: …` introduces.

    Raises LanguageError `reserved-name` for a keyword and `not-a-name` for anything that is not one name.
    """
    word = canonical(text.strip())
    if word in RESERVED:
        raise LanguageError(
            f"`{text.strip()}` is a keyword of the language and cannot be declared",
            span,
            code="reserved-name",
            hint=f"choose another name, for instance `{word}1`",
        )
    readable = word.isidentifier() and word.replace("_", "").isalnum()
    if not readable or word.startswith("_") or "__" in word or word.endswith("_") or len(word) > NAME_LIMIT:
        raise LanguageError(
            f"`{text.strip()[:40]}` is not a name",
            span,
            code="not-a-name",
            hint="a name is a letter followed by letters, digits and single underscores, such as w, w0, eta, w_hat",
        )
    return word
