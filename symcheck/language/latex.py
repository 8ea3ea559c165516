"""The LaTeX surface: what stands between dollar signs, as the tokens of the typed line.

Owns: `latex_tokens`, and the commands with arguments: fractions, roots, matrices.  An unknown command is an error that
names it.  Does not own: the grammar, which is the same for both surfaces.

LaTeX groups become invisible brackets, so `\\frac{2\\eta}{n} X^T a` has one reading.  A script takes one letter or
one group, as TeX does; `x^10`, which TeX prints as x¹0, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from symcheck.language.builtins import BUILTINS, DOMAINS
from symcheck.language.latex_commands import MATRICES
from symcheck.language.latex_integrals import Integrals
from symcheck.language.terms import Span
from symcheck.language.tokens import CLOSE, Token, literal, quote


def latex_tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of the LaTeX in `text[start:end]`, spans into `text`.  LanguageError where it is not understood."""
    reader = _Structures(text, start, end)
    out: list[Token] = []
    reader.sequence(out, frozenset())
    return out


class _Structures(Integrals):
    """Commands with arguments."""

    def structure(self, word: str, out: list[Token], start: int) -> bool:
        read = _STRUCTURES.get(word)
        if read is not None:
            read(self, out, start)
        return read is not None

    def fraction(self, out: list[Token], start: int) -> None:
        """\\frac{a}{b} is a quotient closed on all sides; \\frac{∂f}{∂x} and \\frac{∂}{∂x} are derivatives."""
        whole = out[-1] if out and out[-1].kind == "num" else None
        above = self.argument("\\frac")
        middle = self.at
        below = self.argument("\\frac")
        if whole is not None and all(len(part) == 1 and part[0].kind == "num" for part in (above, below)):
            said = self.text[whole.start : self.at]
            message = f"{quote(said)} may be a mixed number, or a product"
            parts = f"{whole.text} + {above[0].text}/{below[0].text}", f"{whole.text} \\cdot \\frac{{…}}{{…}}"
            raise self.error(message, whole.start, "mixed-number", f"write {parts[0]}, or {parts[1]}")
        slash = Token("sign", "/", start, self.at)
        if self.differential(above, 1) and self.differential(below, 2):
            for tokens in (above, below):
                self.as_partial(tokens)
        if above[0].text == "∂" and below[0].text == "∂":
            order = 1
            if len(above) > 1 and above[1].text == "^":
                order = next(i for i, t in enumerate(above) if t.text == CLOSE) + 1
            if len(above) == order:
                # an operator: what it differentiates follows the fraction
                out.extend([*above, slash, *below])
                return
            function: list[Token] = []
            self.wrapped(function, above[order:], start)
            self.wrapped(out, [*above[:order], *function, slash, *below], start)
            return
        quotient: list[Token] = []
        self.wrapped(quotient, above, start)
        quotient.append(slash)
        self.wrapped(quotient, below, middle)
        self.wrapped(out, quotient, start)

    def differential(self, tokens: list[Token], parts: int) -> bool:
        """Whether the tokens are those of `d…`: a d and `parts` - 1 things after it, run together or not."""
        first = tokens[0]
        if first.kind != "name" or self.text[first.start] != "d" or first.text in BUILTINS:
            return False
        return (first.text == "d" and len(tokens) >= parts) or first.text[1:2].isalpha()

    def as_partial(self, tokens: list[Token]) -> None:
        """`dL` as ∂ L."""
        first = tokens[0]
        tokens[0] = Token("sign", "∂", first.start, first.start + 1)
        if len(first.text) > 1:
            tokens.insert(1, Token("name", first.text[1:], first.start + 1, first.end))

    def root(self, out: list[Token], start: int) -> None:
        """\\sqrt{x} is sqrt(x); \\sqrt[3]{x} is x^(1/3)."""
        degree: list[Token] = []
        if self.text.startswith("[", self.at) and self.at < self.end:
            self.at += 1
            self.sequence(degree, frozenset("]"))
        inner = self.argument("\\sqrt")
        if not degree:
            self.called(out, "sqrt", [inner], start)
            return
        power: list[Token] = []
        self.wrapped(power, inner, start)
        power.append(Token("sign", "^", start, start))
        one = Token("num", "1", start, start + 1, literal("1", Span(start, start)))
        exponent: list[Token] = [one, Token("sign", "/", start, start + 1)]
        self.wrapped(exponent, degree, start)
        self.wrapped(power, exponent, start)
        self.wrapped(out, power, start)

    def binomial(self, out: list[Token], start: int) -> None:
        above = self.argument("\\binom")
        self.called(out, "binomial", [above, self.argument("\\binom")], start)

    def arg_extremum(self, out: list[Token], start: int) -> None:
        """\\arg\\min, \\arg\\max."""
        m = _ARG.match(self.text, self.at, self.end)
        if m is None:
            raise self.error("`\\arg` stands before \\min or \\max only", start, "unknown-command", "write \\arg\\min_{x}")
        self.at = m.end()
        self.name(out, "arg" + m.group(1), start)

    def floor(self, out: list[Token], start: int) -> None:
        """\\lfloor x \\rfloor, with or without \\left and \\right."""
        inner: list[Token] = []
        self.sequence(inner, frozenset({"\\rfloor"}))
        self.called(out, "floor", [inner], start)

    def ceiling(self, out: list[Token], start: int) -> None:
        """\\lceil x \\rceil."""
        inner: list[Token] = []
        self.sequence(inner, frozenset({"\\rceil"}))
        self.called(out, "ceil", [inner], start)

    def greatest(self, out: list[Token], start: int) -> None:
        self.extremum(out, "max", start)

    def least(self, out: list[Token], start: int) -> None:
        self.extremum(out, "min", start)

    def extremum(self, out: list[Token], name: str, start: int) -> None:
        """\\max\\{x, 0\\} is max(x, 0): no function has a set for its only argument."""
        m = _BRACE.match(self.text, self.at, self.end)
        if m is None:
            self.name(out, name, start)
            return
        self.at = m.end()
        inner: list[Token] = []
        self.sequence(inner, frozenset({"\\}", "\\rbrace"}))
        self.called(out, name, [inner], start)

    def box(self, out: list[Token], start: int) -> None:
        """\\boxed{x} is x."""
        self.wrapped(out, self.argument("\\boxed"), start)

    def percent(self, out: list[Token], start: int) -> None:
        raise self.error("`\\%` is not read: a percentage is not the number before it", start, "percent", "write 9/100 for 9\\%")

    def double_struck(self, out: list[Token], start: int) -> None:
        """\\mathbb{R} is the reals, \\mathbb{E} the expectation."""
        inner = self.argument("\\mathbb")
        letter = inner[0].text if len(inner) == 1 and inner[0].kind == "name" else ""
        if letter in DOMAINS:
            out.append(Token("domain", letter, start, self.at))
        elif letter in {"E", "P"}:
            self.name(out, letter, start)
        else:
            raise self.error("`\\mathbb` stands before R, N, Z, Q, C, E or P only", start, "unknown-command", "write \\mathbb{R}")

    def environment(self, out: list[Token], start: int) -> None:
        """\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix} is [[a, b], [c, d]]; vmatrix is its determinant."""
        m = _ENVIRONMENT.match(self.text, self.at, self.end)
        kind = m.group(1) if m else ""
        if m is None or kind not in MATRICES:
            raise self.error(
                f"the environment {quote(kind)} is not understood",
                start,
                "unknown-command",
                "matrices are written \\begin{bmatrix}",
            )
        self.at = m.end()
        rows: list[list[list[Token]]] = [[]]
        while True:
            cell: list[Token] = []
            stop = self.sequence(cell, _MATRIX_STOPS)
            if stop == "\\end" and not cell and not rows[-1] and len(rows) > 1:
                rows.pop()  # a line break after the last row
            else:
                rows[-1].append(cell)
            if stop == "\\end":
                break
            if stop == "\\\\":
                rows.append([])
        closing = _ENVIRONMENT.match(self.text, self.at, self.end)
        if closing is None or closing.group(1) != kind:
            raise self.error(f"`\\begin{{{kind}}}` is not closed by `\\end{{{kind}}}`", start, "unbalanced", "close it")
        self.at = closing.end()
        matrix = [Token("sign", "[", start, start)]
        for i, row in enumerate(rows):
            if i:
                matrix.append(Token("sign", ",", start, start))
            matrix.append(Token("sign", "[", start, start))
            for j, cell in enumerate(row):
                if j:
                    matrix.append(Token("sign", ",", start, start))
                matrix.extend(cell)
            matrix.append(Token("sign", "]", self.at, self.at))
        matrix.append(Token("sign", "]", self.at, self.at))
        if kind == "vmatrix":
            self.called(out, "det", [matrix], start)
        else:
            out.extend(matrix)


_ENVIRONMENT = re.compile(r"\{([A-Za-z]*\*?)\}")
_BRACE = re.compile(r"\s*(?:\\left\s*)?\\(?:\{|lbrace(?![A-Za-z]))")
_ARG = re.compile(r"\s*(?:\\[,!]\s*)?\\(min|max)(?![A-Za-z])")
_MATRIX_STOPS = frozenset({"&", "\\\\", "\\end"})
_STRUCTURES: Mapping[str, Callable[[_Structures, list[Token], int], None]] = {
    "frac": _Structures.fraction, "tfrac": _Structures.fraction, "dfrac": _Structures.fraction, "cfrac": _Structures.fraction,
    "sqrt": _Structures.root, "binom": _Structures.binomial, "arg": _Structures.arg_extremum, "lfloor": _Structures.floor,
    "lceil": _Structures.ceiling, "max": _Structures.greatest, "min": _Structures.least, "boxed": _Structures.box,
    "%": _Structures.percent, "int": _Structures.integral, "mathbb": _Structures.double_struck, "begin": _Structures.environment,
}  # fmt: skip
