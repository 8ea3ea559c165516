"""What cannot be read, and what is said about it: every message of the grammar, with an input that triggers it."""
# ruff: noqa: E501

from __future__ import annotations

import pytest
from grammar_scope import SCOPE

from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statement, parse_statements
from symcheck.language.printing import to_latex, to_text

# fmt: off
REFUSALS = [
    ('(x + y', 'unbalanced', '`(` (character 1) is never closed', 'add a `)`'),
    ('x + y)', 'unbalanced', '`)` closes a bracket that was never opened', 'delete it'),
    ('[x, y', 'unbalanced', '`[` (character 1) is never closed', 'add a `]`'),
    ('f(x]', 'unbalanced', '`f(` is closed by `]`', 'close it with `)`'),
    ('(x, y, z]', 'unbalanced', '`(` is closed by `]`', 'close it with `)`; a half-open interval has two ends, [0, 1)'),
    ('{x', 'unbalanced', '`{` (character 1) is never closed', 'add a `}`'),
    ('x +', 'missing-operand', 'the statement stops too early: an operand is missing after `+`', 'complete the formula'),
    ('x = ', 'missing-operand', 'the statement stops too early: an operand is missing after `=`', 'complete the formula'),
    ('= y', 'missing-operand', '`=` does not fit here: an operand is missing at the start', 'write the left side before it'),
    ('x * / y', 'missing-operand', '`/` does not fit here: an operand is missing after `*`', ''),
    ('x y z +', 'missing-operand', 'the statement stops too early: an operand is missing after `+`', 'complete the formula'),
    ('@x', 'missing-operand', '`@` does not fit here: an operand is missing at the start', ''),
    ('()', 'missing-operand', 'the brackets are empty', 'put something between them'),
    ('[]', 'missing-operand', 'the vector is empty', 'write its entries, [1, 2]'),
    ('f()', 'missing-argument', '`f()` has no argument', 'write f(x)'),
    ('x,', 'unexpected', 'one statement is expected here, and a comma follows it', 'if the comma separates thousands, leave it out; decimals are written with a point'),
    ('x, y', 'unexpected', 'one statement is expected here, and a comma follows it', 'if the comma separates thousands, leave it out; decimals are written with a point'),
    ('x == y', 'foreign-sign', '`==`: equality is written with one sign', 'write `=`'),
    ('x =< y', 'foreign-sign', '`=<`: this is not a relation', 'write `<=`'),
    ('x := y', 'foreign-sign', '`:=`: an equation is written with a plain sign', 'write `=`'),
    ('x <> y', 'foreign-sign', '`<>`: this is not a relation', 'write `!=`'),
    ('x && y', 'foreign-sign', '`&&`: this is not an operator here', 'write `and`'),
    ('"x"', 'quoted-text', '`"`: quoted text has no place in a statement', 'write it without quotes'),
    ("open('x')", 'unknown-name', 'the name `open` is not declared', 'declare `open` under `symbols:` or `let:`'),
    ("'x'", 'quoted-text', "`'` does not fit here: it is no quotation mark", 'a prime follows what it transposes; text is not quoted'),
    ('\\frac{1}{2}', 'backslash', 'a backslash is LaTeX, which stands between dollar signs', 'write $\\frac{1}{2}$, or the plain name without a backslash'),
    ('$x', 'unbalanced', 'the LaTeX that begins here has no closing dollar sign', 'add `$` at its end'),
    ('x # y', 'unreadable-character', 'the character `#` (U+0023) is not part of the language', ''),
    ('x ; y', 'unreadable-character', 'the character `;` (U+003B) is not part of the language', ''),
    ('`x`', 'quoted-text', '"`": quoted text has no place in a statement', 'write it without quotes'),
    ('x\u200b+1', 'unreadable-character', 'the character `\\u200b` (U+200B) is not part of the language', 'delete it; it may be an invisible or look-alike character from copying'),
    ('½½', 'adjacent-numbers', 'two numbers stand side by side: `½½`', 'write a product of numbers with `*`'),
    ('①', 'unreadable-character', 'the character `①` (U+2460) is not part of the language', 'delete it; it may be an invisible or look-alike character from copying'),
    ('2 * in', 'unexpected', '`in` is a keyword and does not fit here', 'a keyword cannot be used as a name'),
    ('for + 1', 'unexpected', '`+` does not fit here: `all` is expected after `for`, as in `for all x in R: x^2 >= 0`', ''),
    ('x if y else z', 'unexpected', '`if` is a keyword and does not fit here: nothing fits after `x`', 'conditions are written `P => Q`, or stand in `given:`'),
    ('import os', 'unknown-name', 'the name `import` is not declared', 'declare `import` under `symbols:` or `let:`'),
    ("__import__('os')", 'missing-operand', '`_` does not fit here: an operand is missing at the start', 'a name begins with a letter and has single underscores, w_hat; a statement is mathematics, not Python'),
    ('().__class__', 'missing-operand', 'the brackets are empty', 'put something between them'),
    ('x.shape', 'python-code', 'a dot stands here before `shape`: only `.T` and members of a recurrence, network or table have one', 'write shape(…) for a built-in function'),
    ('sin.eval', 'missing-argument', '`sin` needs an argument', 'write sin(x)'),
    ('{1:2}', 'unexpected', '`:` does not fit here: a comma, an operator or the closing bracket is expected', 'a colon stands after `for all x in D`, in `count(x in D: P)`, and in an index'),
    ('x[1:3]', 'unexpected', 'a range of indices is written with two dots', 'write 1..3, both ends included'),
    ('lambda x: x', 'unexpected', '`:` does not fit here: nothing fits after `x`', 'a colon stands after `for all x in D`, in `count(x in D: P)`, and in an index'),
    ('x << 2', 'missing-operand', '`<` does not fit here: an operand is missing after `<`', ''),
    ('~x', 'unreadable-character', 'the character `~` (U+007E) is not part of the language', ''),
    ('...', 'missing-operand', '`..` does not fit here: an operand is missing at the start', ''),
    ('x_undeclared', 'unknown-name', 'the name `x_undeclared` is not declared', 'declare `x_undeclared` under `symbols:` or `let:`'),
    ('etaa2', 'unknown-name', 'the name `etaa2` is not declared', 'did you mean `eta` or `theta` or `Theta`?'),
    ('lamda', 'unknown-name', 'the name `lamda` is not declared', 'did you mean `lambda` or `gamma`?'),
    ('xᵢ', 'unknown-name', 'the name `xᵢ` is not declared', 'an entry is written x[i]; for that declare `i`, or bind it with `for i in …`'),
    ('E', 'missing-argument', 'the name `E` is not declared, and the built-in function `E` needs brackets', 'declare `E`, or write E(…)'),
    ('P', 'missing-argument', 'the name `P` is not declared, and the built-in function `P` needs brackets', 'declare `P`, or write P(…)'),
    ('log', 'missing-argument', '`log` needs an argument', 'write log(x)'),
    ('log + 1', 'missing-argument', '`log` needs an argument', 'write log(x)'),
    ('sin^-1 x', 'ambiguous-power', '`sin^-1` may be the inverse function or the reciprocal', 'write arcsin(x) or 1/sin(x)'),
    ('X^T^2', 'ambiguous-power', 'two powers stand one after the other', 'write (X^T)^2 or X^(T^2)'),
    ('1 2', 'adjacent-numbers', 'two numbers stand side by side: `1 2`', 'write a product of numbers with `*`'),
    ('3.5 4', 'adjacent-numbers', 'two numbers stand side by side: `3.5 4`', 'write a product of numbers with `*`'),
    ('x!!', 'unexpected', '`!!` is not read', 'write (n!)! or a product'),
    ('|x', 'unbalanced', 'the bar `|` (character 1) is never closed', 'write abs(x) or norm(x)'),
    ('‖x', 'unbalanced', 'the bar `‖` (character 1) is never closed', 'write abs(x) or norm(x)'),
    ('A is nice', 'unknown-property', '`nice` is not a property that `is` knows', 'did you mean `finite`?'),
    ('A is', 'missing-operand', 'the statement stops too early: a property is missing after `is`', 'complete the formula'),
    ('x in', 'missing-operand', 'the statement stops too early: an operand is missing after `in`', 'complete the formula'),
    ('x in [1, 2, 3]', 'not-an-interval', 'an interval has two ends, and this has 3', 'write a finite set in braces, {1, 2, 3}'),
    ('for all x: x = 1', 'unexpected', '`:` does not fit here: `in` and what `x` ranges over are expected', 'a colon stands after `for all x in D`, in `count(x in D: P)`, and in an index'),
    ('for x in R: x = 1', 'unexpected', '`x` does not fit here: `all` is expected after `for`, as in `for all x in R: x^2 >= 0`', ''),
    ('for all x in R x = 1', 'unexpected', '`x` does not fit here: `:` is expected before the statement, as in `for all x in R: x^2 >= 0`', ''),
    ('exists 3 in R: x = 1', 'unexpected', '`3` does not fit here: the name of a bound variable is expected', ''),
    ('∇ L(w)', 'missing-variable', '∇ needs its variable', 'write ∇_w f, or grad(f, w)'),
    ('∂L1', 'missing-variable', '∂f stands without ∂x below it', 'write ∂f/∂x or diff(f, x)'),
    ('∂²L1/∂eta', 'derivative-order', 'the derivative is of order 2 above and 1 below', 'write ∂²f/∂x² or ∂²f/∂x∂y'),
    ('∑ x', 'missing-binder', '`∑` needs what it ranges over', 'write sum(f for i in 1..n)'),
    ('∑_{i} x', 'missing-binder', '`∑` needs a range', 'write ∑_{i=1}^{n} f'),
    ('∑_{i=1} x', 'missing-binder', 'the range of `i` has no upper end', 'write ∑_{i=1}^{n} f'),
    ("f'", 'missing-argument', "`f'` needs its argument", "write f'(x), or diff(f'(x), x)"),
    ("f''(x)", 'missing-argument', 'a second derivative is written diff', "write f'(x), or diff(f'(x), x)"),
    ('w^(k)*', 'missing-operand', 'the statement stops too early: an operand is missing after `*`', 'complete the formula'),
    ('z^*', 'unknown-name', '`z^*` is not declared', 'a starred name is declared as w_star; a product needs its second factor'),
    ('9^9^9^9', 'number-too-large', 'this number has more than 10000 digits', 'use a symbol for it'),
    ('2^(2^40)', 'number-too-large', 'this number has more than 10000 digits', 'use a symbol for it'),
    ('(1/3)^(10^9)', 'number-too-large', 'this number has more than 10000 digits', 'use a symbol for it'),
    ('(10^7)!', 'number-too-large', 'this number has more than 10000 digits', 'use a symbol for it'),
    ('1e99999', 'number-too-large', 'the exponent of `1e99999` is beyond ±10000', 'use a symbol'),
    ('x { y', 'unbalanced', '`{` (character 3) is never closed', 'add a `}`'),
    ('x: y', 'unexpected', '`:` does not fit here: nothing fits after `x`', 'a colon stands after `for all x in D`, in `count(x in D: P)`, and in an index'),
    ('x -> y', 'unexpected', '`->` does not fit here: nothing fits after `x`', 'an arrow stands in limit(f, x -> a)'),
    ('[[1, 2], [3]]', 'ragged-matrix', 'the rows of the matrix have different lengths: 2, 1', 'give every row the same number of entries'),
    ('- - - - x', 'unexpected', 'too many signs stand in a row', 'write one sign'),
    ('conv(A, J, pad=1)', 'unknown-keyword', '`conv` has no argument named `pad`', 'did you mean `padding=`?'),
    ('1x2y)', 'unbalanced', '`)` closes a bracket that was never opened', 'delete it'),
    ("x\ny", "unexpected", "one statement is expected here, and `y` begins a second one on a new line", "join the lines with an operator"),
    ("x = 1 y = 2)", "unbalanced", "`)` closes a bracket that was never opened", "delete it"),
]
# fmt: on


@pytest.mark.parametrize(("text", "code", "message", "hint"), REFUSALS)
def test_refusal(text: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_statement(text, SCOPE)
    error = caught.value
    assert (error.code, error.message, error.hint) == (code, message, hint)
    assert 0 <= error.span.start < error.span.end <= len(text) + 1


# hostile sizes: a clear refusal, at once, whoever calls
HOSTILE = [
    ("(" * 10_000 + "x" + ")" * 10_000, "too-long"),
    ("(" * 2_000 + "x" + ")" * 2_000, "too-deep"),
    ("(" * 2_000, "too-deep"),
    ("-" * 4_000 + "x", "unexpected"),
    ("^".join(["2"] * 1_000), "too-deep"),
    ("1/(1+" * 95 + "x" + ")" * 95, "too-deep"),
    ("sin " * 1_000 + "x", "too-deep"),
    ("x" + "'" * 1_000, "too-deep"),
    ("/".join(["x"] * 500), "too-deep"),
    ("+".join(["x"] * 500), "too-deep"),
    ("*".join(f"(x+{i})" for i in range(3_000)), "too-long"),
    ("x+" * 400_000 + "x", "too-long"),
    ("x+" * 4_000 + "x", "too-long"),
    ("9" * 2_000, "number-too-large"),
    ("a" * 150, "too-long"),
    ("|" * 4_000, "missing-operand"),
    ("a/b c/" * 50 + "d", "too-many-readings"),
    ("not " * 1_000 + "x = 1", "too-deep"),
    ("for all x in R: " * 300 + "x = 1", "too-deep"),
    ("x = 1 => " * 500 + "x = 1", "too-deep"),
    (" " * 1_000_000, "too-long"),
    ("", "empty"),
    ("   ", "empty"),
    ("$" + "{" * 5_000 + "$", "too-deep"),
    ("$x^{" * 3_000, "unbalanced"),
    ("$" + "x^{" * 3_000 + "x" + "}" * 3_000 + "$", "too-deep"),
    ("$\\begin{bmatrix}" + (r"&".join(["0"] * 2_000) + r"\\\\") * 4 + r"0\end{bmatrix}$", "too-long"),
]


@pytest.mark.parametrize(("text", "code"), HOSTILE)
def test_hostile_sizes_are_refused(text: str, code: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_statement(text, SCOPE)
    assert caught.value.code == code


LARGE = ["(" * 80 + "x" + ")" * 80, "+".join(["x"] * 150), "x + 1e9999", "2^33000", "sin(" * 50 + "x" + ")" * 50, "a|" * 40 + "a"]


@pytest.mark.parametrize("text", LARGE)
def test_large_but_readable(text: str) -> None:
    term = parse_statement(text, SCOPE)
    assert parse_statement(to_text(term), SCOPE) == term
    assert to_latex(term)


def test_the_limit_on_nesting_does_not_depend_on_the_caller() -> None:
    def called_from(depth: int, text: str) -> str:
        if depth:
            return called_from(depth - 1, text)
        try:
            parse_statement(text, SCOPE)
        except LanguageError as error:
            return error.code
        return "read"

    for brackets in (60, 85, 90, 99):
        text = "x^(" * brackets + "x" + ")" * brackets
        assert called_from(0, text) == called_from(200, text)


def test_lists_point_at_the_statement_that_fails() -> None:
    text = "x = 1, y = = 2"
    with pytest.raises(LanguageError) as caught:
        parse_statements(text, SCOPE)
    assert text[caught.value.span.start :] == "= 2"
    with pytest.raises(LanguageError, match="after the comma"):
        parse_statements("x = 1,", SCOPE)
