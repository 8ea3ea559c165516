"""What a word on the typed line refers to.

Owns: finding the declaration a use means, words that run several names together (`Xw`, `X^TX`), subscripts that
index (`x_i`), unknown names.  Does not own: how calls are read (factors.py).
"""

from __future__ import annotations

from symcheck.language.builtins import BUILTINS, CONSTANTS, DOMAINS
from symcheck.language.cursor import Cursor
from symcheck.language.errors import LanguageError
from symcheck.language.names import spellings, suggestion
from symcheck.language.terms import Term
from symcheck.language.tokens import Token, quote


class Words(Cursor):
    """Names in their scope."""

    def declared(self, word: str) -> str | None:
        """The bound or declared name that `word` means, or None."""
        for spelling in spellings(word):
            if spelling in self.bound or self.scope.category(spelling) is not None:
                return spelling
        return None

    def split(self, word: str) -> list[str] | None:
        """The one way in which `word` is a run of declared names; None where there is none.

        In LaTeX, where letters side by side are a product, e may be one of them: xe^x.  LanguageError `ambiguous-word`
        where there are several ways.
        """
        n = len(word)
        letters = {"e"} if self.text.count("$", 0, self.token.start) % 2 else set()
        ways = [0] * n + [1]
        first: list[list[int]] = [[] for _ in range(n)]
        for i in range(n - 1, -1, -1):
            # a name does not begin with a digit or underscore
            if not word[i].isalpha():
                continue
            for j in range(i + 1, n + 1):
                if ways[j] and (j < n or i > 0) and (word[i:j] in letters or self.declared(word[i:j]) is not None):
                    ways[i] += ways[j]
                    first[i].append(j)
        if not ways[0]:
            return None
        if ways[0] > 1:
            raise self.error(
                f"{quote(word)} can be read as a product in {'two' if ways[0] == 2 else 'several'} ways: "
                + " or ".join(f"`{' '.join(r)}`" for r in self._readings(word, first)[:2]),
                self.token.span,
                "ambiguous-word",
                "put spaces between the factors",
            )
        return self._readings(word, first)[0]

    def _readings(self, word: str, first: list[list[int]]) -> list[list[str]]:
        """The first two readings of a word."""
        out: list[list[str]] = []
        stack: list[tuple[int, list[str]]] = [(0, [])]
        while stack and len(out) < 2:
            i, names = stack.pop()
            if i == len(word):
                out.append(names)
                continue
            stack.extend((j, [*names, word[i:j]]) for j in first[i])
        return out

    def split_here(self) -> bool:
        """Replaces the unknown word that stands here by the names it runs together; False where it does not."""
        token = self.token
        if token.part:
            return False
        names = self.split(token.text)
        if names is None:
            return False
        self.notes.append(f"{self.said(token)} is read `{' '.join(names)}`")
        self.replace_here(names)
        return True

    def replace_here(self, names: list[str]) -> None:
        """Puts the tokens of `names` in place of the word that stands here, each with its own span where it is ASCII."""
        token = self.token
        exact = self.text[token.start : token.end] == "".join(names)
        at = token.start
        pieces = []
        for i, name in enumerate(names):
            start, end = (at, at + len(name)) if exact else (token.start, token.end)
            pieces.append(Token("name", name, start, end, None, token.touching if i == 0 else False, token.newline and i == 0))
            pieces[-1].part = True
            at += len(name)
        self.tokens[self.at : self.at + 1] = pieces

    def subscripted(self, word: str) -> tuple[str, list[str]] | None:
        """`x_i` as the declared x and the indices i, where x_i itself is not declared; `W_ij` has two."""
        base, underscore, suffix = word.rpartition("_")
        if not underscore or not base or not suffix:
            return None
        name = self.declared(base)
        if name is None:
            return None
        if suffix.isdigit() or self.declared(suffix) is not None:
            return name, [suffix]
        parts = self.split(suffix) if all(c.isalpha() for c in suffix) else None
        return (name, parts) if parts is not None and len(parts) == 2 else None

    def unknown(self, token: Token) -> LanguageError:
        """The refusal of a name that is not declared, with what it may have been meant for."""
        word = token.text
        said = self.said(token)
        hint = suggestion(word, [*self.scope.names(), *self.bound])
        head, variable = word[:1], word[1:]
        base, _, index = word.rpartition("_")
        if base and len(index) < 3 and not hint and self.declared(base) is not None:
            hint = f"an entry is written {base}[{index}]; for that declare `{index}`, or bind it with `for {index} in …`"
        elif not hint and head == "d" and self.declared(variable) is not None:
            hint = f"a derivative is written diff(f, {variable}) or ∂f/∂{variable}"
        return self.error(
            f"the name {said} is not declared", token.span, "unknown-name", hint or f"declare `{word}` under `symbols:` or `let:`"
        )

    def is_builtin(self, word: str) -> bool:
        """Whether `word` is a built-in function that no declaration hides."""
        return word in BUILTINS and self.declared(word) is None

    def constant(self, token: Token) -> Term | None:
        """pi, e, inf, or a domain letter, where it is not declared."""
        word = token.text
        if word in CONSTANTS or word in {"infty", "infinity"}:
            value = "inf" if word.startswith("inf") else word
            return Term("const", (), value, None, token.span)
        if word in DOMAINS:
            return Term("domain", (), word, None, token.span)
        return None
