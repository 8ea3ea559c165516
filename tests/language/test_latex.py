"""The LaTeX surface: the same terms as the typed line, and what is not understood is said by name."""
# ruff: noqa: E501

from __future__ import annotations

import pytest
from grammar_scope import SCOPE, sexpr

from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statement
from symcheck.language.printing import to_latex

# fmt: off
READINGS = [
    (r'$\nabla_w L = \frac{\partial}{\partial w} (\|X w - t\|^2) = 2X^T(Xw - t)$', 'chain[= =](call[grad](L, w), call[diff](pow(call[norm](sub(juxt(X, w), t)), 2), w), juxt(juxt(2, transpose(X)), sub(juxt(X, w), t)))'),
    (r'$(w - \hat{w})^T w = t^T [X^T (X X^T)^{-1}]^T X^T (X X^T)^{-1} t$', 'rel[=](juxt(transpose(sub(w, w_hat)), w), juxt(juxt(juxt(juxt(transpose(t), transpose(juxt(transpose(X), pow(juxt(X, transpose(X)), -1)))), transpose(X)), pow(juxt(X, transpose(X)), -1)), t))'),
    (r'$w_1 = w_0 - \frac{2\eta}{n} X^T (Xw_0 - t)$', 'rel[=](w1, sub(w0, juxt(juxt(div(juxt(2, eta), n), transpose(X)), sub(juxt(X, w0), t))))'),
    (r'$L_1 = \frac{1}{n} \|X(w_0 - \frac{2\eta}{n} X^T a) - t\|^2$', 'rel[=](L1, juxt(div(1, n), pow(call[norm](sub(juxt(X, sub(w0, juxt(juxt(div(juxt(2, eta), n), transpose(X)), a))), t)), 2)))'),
    (r'$\frac{2}{n} a^T \left( A - \frac{2\eta}{n} XX^T \right) \left( -\frac{2\eta}{n} XX^T \right) a = 0$', 'rel[=](juxt(juxt(juxt(juxt(div(2, n), transpose(a)), sub(A, juxt(juxt(div(juxt(2, eta), n), X), transpose(X)))), neg(juxt(juxt(div(juxt(2, eta), n), X), transpose(X)))), a), 0)'),
    (r'$\frac{\partial L_1}{\partial w_0} = \tilde{\lambda} w_0 I$', 'rel[=](call[diff](L1, w0), juxt(juxt(lambda_tilde, w0), call[I]()))'),
    (r'$w_1 = (1-\lambda) w_0 - \eta \cdot \frac{2}{n} (X^T X w_0 - X^T t)$', 'rel[=](w1, sub(juxt(sub(1, lambda), w0), star(eta, juxt(div(2, n), sub(juxt(juxt(transpose(X), X), w0), juxt(transpose(X), t))))))'),
    (r'$\begin{bmatrix} 1 & 1 \\ 0 & -1 \end{bmatrix}$', 'matrix(row(1, 1), row(0, neg(1)))'),
    (r'$\begin{pmatrix} 2 \\ 1 \end{pmatrix} \begin{bmatrix} 2 & 1 \\ \end{bmatrix}$', 'juxt(matrix(row(2), row(1)), matrix(row(2, 1)))'),
    (r'$\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}$', 'call[det](matrix(row(1, 2), row(3, 4)))'),
    (r'$\left[ \frac{4}{5}, \frac{2}{5} \right]^T$', 'transpose(vector(div(4, 5), div(2, 5)))'),
    (r'$\frac12 + \tfrac1x$', 'add(div(1, 2), div(1, x))'),
    (r'$\sqrt2 + \sqrt{x+1} + \sqrt[3]{x}$', 'add(add(call[sqrt](2), call[sqrt](add(x, 1))), pow(x, div(1, 3)))'),
    (r'$\log_{10} 2 + \log_2 x$', 'add(call[log](2, 10), call[log](x, 2))'),
    (r'$\lim_{x\to 0^+}\frac{\sin x}{x} = 1$', 'rel[=](call[limit](div(call[sin](x), x), tends[x +](0)), 1)'),
    (r'$\sum_{k=1}^{n} k^2$', 'call[sum](pow(k, 2), bind[k](range(1, n)))'),
    (r'$\sum_{j=1}^n x_j^2$', 'call[sum](pow(index(x, j), 2), bind[j](range(1, n)))'),
    (r'$\prod_{i \in \{1, 2\}} g_i$', 'call[prod](index(g, i), bind[i](set(1, 2)))'),
    (r'$x \in [0,1]\cup[2,3]$', 'in(x, union(interval[[]](0, 1), interval[[]](2, 3)))'),
    (r'$A \in \mathbb{R}^{n\times d}$', 'in(A, arrays(domain[R](), n, d))'),
    (r'$|x| + \max(x, 0)$', 'add(call[abs](x), call[max](x, 0))'),
    (r'$\operatorname{tr}(A B)$', 'call[tr](juxt(A, B))'),
    (r'$\mathbf{w}^\top \mathbf{x} + X^{\top}$', 'add(juxt(transpose(w), x), transpose(X))'),
    (r'$\mathbb{E}[x]$', 'call[E](x)'),
    (r'$\arg\min_w \|Xw-t\|$', 'call[argmin](call[norm](sub(juxt(X, w), t)), w)'),
    (r'$\operatorname{argmin}_{w} L(w)$', 'call[argmin](apply[L](w), w)'),
    (r"$s'(z) \odot x$", 'hadamard(derivative[s](z), x)'),
    (r'$A_{1,k} + A_{1,:}$', 'add(index(A, 1, k), index(A, 1, all()))'),
    (r'$x_k^2 + x^2_k$', 'add(pow(index(x, k), 2), pow(index(x, k), 2))'),
    (r'$A^{-T}$', 'transpose(pow(A, -1))'),
    (r'$w^*$', 'w_star'),
    (r'$\frac{dL_1}{d\eta} + \frac{d}{d x} f(x)$', 'add(call[diff](L1, eta), call[diff](apply[f](x), x))'),
    (r'$\frac{d^2 L_1}{dx^2}$', 'call[diff](call[diff](L1, x), x)'),
    (r'$\frac{\partial^2 L_1}{\partial w \partial x}$', 'call[diff](call[diff](L1, w), x)'),
    (r'$\frac{\det A}{\det B}$', 'div(call[det](A), call[det](B))'),
    (r'$\nabla^2_w L(w)$', 'call[hess](apply[L](w), w)'),
    (r'$\langle x, y \rangle$', 'call[inner](x, y)'),
    (r'$\lfloor x \rfloor + \lceil x \rceil + \binom{n}{k}$', 'add(add(call[floor](x), call[ceil](x)), call[binomial](n, k))'),
    (r'$\lVert A \rVert_F^2$', 'pow(call[norm](A), 2)'),
    (r'$A \text{ is positive definite}$', 'is[positive-definite](A)'),
    (r'$\forall x \in \mathbb{R}: x^2 \ge 0 \Rightarrow x \neq 1$', 'forall(bind[x](domain[R]()), implies(rel[>=](pow(x, 2), 0), rel[!=](x, 1)))'),
    (r'$w_1$ = $w_0 - \eta \nabla_{w_0} L(w_0)$', 'rel[=](w1, sub(w0, juxt(eta, call[grad](apply[L](w0), w0))))'),
    (r'$$x^2$$', 'pow(x, 2)'),
    (r'$\, x \quad + \; y$', 'add(x, y)'),
    (r'$\frac{a}{b}c$', 'juxt(div(a, b), c)'),
    (r'$\mathrm{lt}\, x$', 'juxt(lt, x)'),
    (r'$\int_0^1 x^2\,dx$', 'call[integrate](pow(x, 2), x, 0, 1)'),
    (r'$\int\limits^{1}_{0} x \mathrm{d}x + 1$', 'add(call[integrate](x, x, 0, 1), 1)'),
    (r'$\int_1^2 \frac{dx}{x} \int dx$', 'juxt(call[integrate](div(1, x), x, 1, 2), call[integrate](1, x))'),
    (r'$\int_0^1\int_0^x (x + y) \,dy \,dx$', 'call[integrate](call[integrate](add(x, y), y, 0, x), x, 0, 1)'),
    (r'$\left\lfloor x \right\rfloor - \left\lceil y \right\rceil$', 'sub(call[floor](x), call[ceil](y))'),
    (r'$\max\{x, 0\} + \min\left\{x, y\right\}$', 'add(call[max](x, 0), call[min](x, y))'),
    (r'$0.1\overline{6} + .\bar{3}$', 'add(div(1, 6), div(1, 3))'),
    (r'$xe^x + xe$', 'add(juxt(x, pow(const[e](), x)), juxt(x, const[e]()))'),
    (r'$2 \boxed{x + 1}$', 'juxt(2, add(x, 1))'),
    (r'$\operatorname{receptive\_field}(\mathrm{net})$', 'call[receptive_field](net)'),
]

REFUSALS = [
    ('$\\unknowncmd x$', 'unknown-command', 'the LaTeX command `\\unknowncmd` is not understood', 'write the formula without it'),
    ('$\\include{/etc/passwd}$', 'unknown-command', 'the LaTeX command `\\include` is not understood', 'write the formula without it'),
    ('$\\def\\x{\\x\\x}\\x$', 'unknown-command', 'the LaTeX command `\\def` is not understood', 'write the formula without it'),
    ('$\\begin{cases} 1 \\end{cases}$', 'unknown-command', 'the environment `cases` is not understood', 'matrices are written \\begin{bmatrix}'),
    ('$x^10$', 'latex-script', '`^10` raises or lowers only its first digit in LaTeX', 'write `^{10}`'),
    ('$x_12$', 'latex-script', '`_12` raises or lowers only its first digit in LaTeX', 'write `_{12}`'),
    ('$x^y^z$', 'ambiguous-power', 'two powers stand one after the other', 'write (x^a)^b or x^{a^b}'),
    ('$x_1_2$', 'unexpected', 'two subscripts stand one after the other', 'write x_{i,j}'),
    ('$w^{(k)}$', 'upper-index', '`^{(k)}`: an upper index in brackets is not a power', 'write an index below, w_k, and a power without brackets, w^{k}'),
    ('$\\frac{1}$', 'missing-operand', '`\\frac` lacks its argument', 'write `\\frac{…}`'),
    ('$\\sqrt{}$', 'missing-operand', 'the group after `\\sqrt` is empty', 'put something between the braces'),
    ('$\\hat{xy+1}$', 'not-a-name', '`\\hat` stands over something that is not one name', 'write \\hat{w}'),
    ('$\\operatorname{}$', 'missing-operand', '`\\operatorname{}` is empty', 'write the name between the braces'),
    ('$\\operatorname{tr$', 'unbalanced', 'the brace after `\\operatorname` is never closed', 'add a `}`'),
    ('$\\text x$', 'missing-operand', '`\\text` lacks its argument', 'write \\text{…}'),
    ('${x$', 'unbalanced', 'the LaTeX stops before `}`', 'close the group that is open here'),
    ('$x}$', 'unbalanced', '`}` closes or separates nothing here', 'check the braces before it'),
    ('$x & y$', 'unbalanced', '`&` closes or separates nothing here', 'check the braces before it'),
    ('$9%$', 'unknown-command', '`%` is not read: nothing may be hidden from a reader', ''),
    ('$\\left. x \\right)$', 'unknown-command', 'an invisible bracket `\\left.` or `\\right.` is not read', ''),
    ('$\\begin{bmatrix} 1 & 2$', 'unbalanced', 'the LaTeX stops before `\\\\ or \\end`', 'close the group that is open here'),
    ('$\\begin{bmatrix} 1 \\end{pmatrix}$', 'unbalanced', '`\\begin{bmatrix}` is not closed by `\\end{bmatrix}`', 'close it'),
    ('$\\mathbb{X}$', 'unknown-command', '`\\mathbb` stands before R, N, Z, Q, C, E or P only', 'write \\mathbb{R}'),
    ('$\\arg x$', 'unknown-command', '`\\arg` stands before \\min or \\max only', 'write \\arg\\min_{x}'),
    ('$\\sum x$', 'missing-binder', '`\\sum` needs what it ranges over', 'write sum(f for i in 1..n)'),
    ('$\\sin^{-1} x$', 'ambiguous-power', '`sin^-1` may be the inverse function or the reciprocal', 'write arcsin(x) or 1/sin(x)'),
    ('$x \\mid y$', 'unbalanced', 'the bar `\\mid` (character 4) is never closed', 'write abs(x) or norm(x)'),
    ("$\\mathrm{open}('x')$", 'unknown-name', 'the name `\\mathrm{open}` is not declared', 'declare `open` under `symbols:` or `let:`'),
    ('$2\\frac12$', 'mixed-number', '`2\\frac12` may be a mixed number, or a product', 'write 2 + 1/2, or 2 \\cdot \\frac{…}{…}'),
    ('$9\\%$', 'percent', '`\\%` is not read: a percentage is not the number before it', 'write 9/100 for 9\\%'),
    ('$\\int xdx$', 'missing-variable', 'the integral does not say over what it is: no `dx` ends it', 'write x \\, dx for xdx'),
    ('$\\int_0^1 x = 1$', 'missing-variable', 'the integral does not say over what it is: no `dx` ends it', 'write \\int_{a}^{b} f \\, dx'),
    ('$(\\int_0^1 x) dx$', 'missing-variable', 'the integral does not say over what it is: no `dx` ends it', 'write \\int_{a}^{b} f \\, dx'),
    ('$\\int_0 x dx$', 'missing-operand', 'the integral has one end only', 'write \\int_{a}^{b} f \\, dx'),
    ('$\\left\\lfloor x \\right\\rceil$', 'unknown-command', 'the LaTeX command `\\rceil` is not understood', 'write the formula without it'),
    ('xe = x', 'unknown-name', 'the name `xe` is not declared', 'did you mean `x`?'),
    ('$x$ $y', 'unbalanced', 'the LaTeX that begins here has no closing dollar sign', 'add `$` at its end'),
]
# fmt: on


@pytest.mark.parametrize(("text", "term"), READINGS)
def test_reading(text: str, term: str) -> None:
    assert sexpr(parse_statement(text, SCOPE)) == term


@pytest.mark.parametrize(("text", "code", "message", "hint"), REFUSALS)
def test_refusal(text: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_statement(text, SCOPE)
    error = caught.value
    assert (error.code, error.message, error.hint) == (code, message, hint)
    assert 0 <= error.span.start < error.span.end <= len(text) + 1


SAME = [
    (r"$\frac{2\eta}{n} X^\top a$", "(2 eta/n) X^T a"),
    (r"$\|Xw - t\|^2$", "norm(X w - t)^2"),
    (r"$\hat{w}^T x$", "w_hat^T x"),
    (r"$\tilde\lambda \le \frac{\lambda}{2\eta}$", "lambda_tilde <= lambda / (2 eta)"),
    (r"$x \in \{0, 1\}$", "x in {0, 1}"),
    (r"$\sum_{i=1}^{k} g_i$", "sum(g[i] for i in 1..k)"),
    (r"$\exists v \in \mathbb{R}^n: Xv = 0$", "exists v in R^n: X v = 0"),
]


@pytest.mark.parametrize(("latex", "typed"), SAME)
def test_both_surfaces_give_the_same_term(latex: str, typed: str) -> None:
    assert parse_statement(latex, SCOPE) == parse_statement(typed, SCOPE)


@pytest.mark.parametrize("text", [text for text, _ in READINGS])
def test_printed_latex_can_be_read(text: str) -> None:
    parse_statement(f"${to_latex(parse_statement(text, SCOPE))}$", SCOPE)
