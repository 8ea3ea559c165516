"""Refutations as programs: they run where symcheck cannot be imported, and show that the two sides differ."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from symcheck import cli
from symcheck.engine import Options, judge_claim
from symcheck.explain.located import located
from symcheck.explain.programs import FALSE, program
from symcheck.explain.python_names import Names, comment, literal
from symcheck.problem.load import load_problem, load_text
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "X": "matrix(n, d)", "A, B": "matrix(n, n)", "S": "matrix(n, n), symmetric", "u, v": "vector(n)", "w": "vector(d)",
    "z": "vector(3)", "M": "matrix(2, 3)", "x, y": "real", "r": "random", "E1, E2": "event",
}  # fmt: skip
ALONE = "import sys; sys.modules['symcheck'] = None; exec(compile(sys.stdin.read(), 'program', 'exec'))"
# claim, hypotheses, words of the program (how the claim is said), words of what it prints
CLAIMS = {
    "numbers are fractions": ("x/2 + x/3 = x", (), "Fraction(1)", "5/6"),
    "matrices of fractions": ("(A + B)^2 = A^2 + 2 A B + B^2", (), "np.linalg.matrix_power(A + B, 2)", "left side"),
    "a product that is a number": ("v^T A v = u^T A u", (), "(v.T @ A @ v).item()", ""),
    "a hypothesis that holds": ("x = 1", ("x^2 = 1",), "x**2", "x^2 = 1 True"),
    "an inverse": ("inv(A + B) = inv(A) + inv(B)", (), "np.linalg.inv(A + B)", ""),
    "a gradient": ("grad(norm(X w - u)^2, w) = X^T (X w - u)", (), "derivative(lambda w:", ""),
    "a jacobian": ("jac(A v, v) = A^T", (), "jacobian(lambda v: A @ v, v)", ""),
    "a hessian": ("hess(v^T A v, v) = 2 A", (), "jacobian(lambda v: derivative(", ""),
    "a second derivative": ("diff(x^4, x, 2) = 4 x^3", (), "derivative(lambda x: derivative(", ""),
    "a sum": ("sum(i^2 for i in 1..3) = 13", (), "sum(i**2 for i in range(1, 3 + 1))", "left side  = 14"),
    "a norm": ("norm(u + v) = norm(u) + norm(v)", (), "np.linalg.norm(u + v)", ""),
    "traces": ("tr(A B) = tr(A) tr(B)", (), "np.trace(A @ B)", ""),
    "entries": ("z[1] + z[2] = z[3]", (), "z.flat[0]", ""),
    "an entry of a matrix": ("M[1, 2] = M[2, 1]", (), "M[0, 1]", ""),
    "literals": ("[1, 2]^T [3, x] = 3", (), "np.vstack([1, 2])", ""),
    "functions": ("exp(x + y) = exp(x) + exp(y)", (), "np.exp(x + y)", ""),
    "an order": ("exp(x) >= 1 + 2 x", (), "left >= right", ""),
    "several": ("x <= x^2 <= x^4 + 1", (), "np.all(left1 <= right1)", "has the sides"),
    "an implication": ("x^2 = 4 => x = 2", (), "))) or (np.all(", "'x^2 = 4:' has the sides".replace("'", "")),
    "one solution too few": ("solve(x^2 = 4, x) = {2}", (), "bool(", ""),
    "an interval": ("x in [0, 1] union [2, 3] <=> x in [0, 3]", (), "or", ""),
    "an irrational point": ("x^2 = 2 => x > 0", (), "1.41421356", ""),
    "for all of a few": ("for all i in 1..3: i^2 < 9", (), "for i in range(1, 3 + 1)", ""),
    "at an angle": ("sin(x) < 1", (), "np.sin(np.pi / 2)", ""),
    "a membership": ("w in rowspace(X)", (), "units = [", "for no and for each unit vector"),
    "a property": ("A is symmetric", (), "A.T", ""),
    "an integral of numbers": ("integrate(exp(x^2), x, 0, 1) = 3/2", (), "integral(lambda x: np.exp(x**2), 0, 1)", "1.46265"),
    "a random symbol": ("Var(r) = E(r)^2", (), "", ""),
    "events": ("P(E1 or E2) = P(E1) + P(E2)", (), "gap", ""),
    "blocks": ("block([[A, B], [0, A]])^2 = block([[A^2, A B], [0, A^2]])", (), "np.block([[A, B]", ""),
    "a small difference": ("pi = 355/113", (), "rtol=1e-12", ""),
    "convexity": ("exp(x) is concave in x", (), "np.exp", "what must be >= 0: -1.0"),
}


def refuted(claim, given=(), symbols=SYMBOLS):
    problem = problem_of_statement(claim, symbols, {}, given)
    report = judge_claim(problem, problem.claims[0], Options(points=1, repairs=0, assumptions=0), {})
    assert report.verdict == "fails"
    return program(located(problem, problem.claims[0], report.certificate))


def output(text):
    """What the program prints, run by a Python that knows no symcheck."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE], input=text, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("claim", "given", "said", "printed"), CLAIMS.values(), ids=CLAIMS.keys())
def test_the_program_runs_alone_and_shows_that_the_claim_is_false(claim, given, said, printed):
    text = refuted(claim, given)
    assert said in text
    found = output(text)
    assert FALSE in found and printed in found
    assert len(text.splitlines()) <= 30


def test_the_subprocess_has_no_symcheck():
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE], input="import symcheck", capture_output=True, text=True, check=False
    )
    assert "ModuleNotFoundError" in done.stderr


STRICT = """
symbols:
  x: real
claims:
  strict:
    claim: x^2/x = x
    domain: strict
  tangent:
    claim: tan(x) cos(x) = sin(x)
    domain: strict
"""


@pytest.mark.parametrize("name", ["strict"])
def test_a_side_without_a_value(name):
    problem = load_text(STRICT, "strict.yaml")
    claim = next(c for c in problem.claims if c.id == name)
    report = judge_claim(problem, claim, Options(points=1, repairs=0, assumptions=0), {})
    assert report.code == "domain"
    found = output(program(located(problem, claim, report.certificate)))
    assert "undefined (" in found and FALSE in found


DISTANT = {
    "doubles do not tell apart": ("cos(x) = cos(x) + sin(x)/10^16", "numbers that doubles do not tell apart"),
    "growth": ("n m in O(n + m)", "more than values of symbols"),
    "divergence": ("integrate(1/x, x, -1, 1) = 0", "diverges"),
}


@pytest.mark.parametrize(("claim", "why"), DISTANT.values(), ids=DISTANT.keys())
def test_what_has_no_short_program_is_said_in_words(claim, why):
    text = refuted(claim, symbols={**SYMBOLS, "n, m": "natural"} if "O(" in claim else SYMBOLS)
    assert text.startswith("# There is no program of a dozen lines") and why in " ".join(text.split())
    assert all(line.startswith("#") for line in text.splitlines())


# A user's text as code: each would run, or change how the file is read, if it got out of its comment or its string.
HOSTILE = [
    'x = 1 # "); import os; print("OWNED")',
    "coding: rot13\nprint('OWNED')",
    "x\r\nprint('OWNED')",
    "x\x0cprint('OWNED')\u2028print('OWNED')\x85print('OWNED')",
    '"""\nprint("OWNED")\n"""',
    "\\\nprint('OWNED')",
    "{0} {} {{}} %s",
    "\ud800 \x00 \x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gets_out_of_its_comment_or_its_string(text):
    lines = list(comment(text))
    assert all(line.startswith("# ") and line.isprintable() for line in lines)
    tree = ast.parse("\n".join(["import math", "import math", *lines, f"said = {literal(text)}"]))
    assert [type(node).__name__ for node in tree.body] == ["Import", "Import", "Assign"]
    assert isinstance(tree.body[2].value, ast.Constant)


def test_a_claim_over_several_lines_with_quotes_in_its_notes():
    text = refuted("x =\n  1", ("x^2 =\n 1",))
    assert FALSE in output(text) and "# claim: x = 1" in text


NAMES = [
    "lambda",
    "np",
    "print",
    "__import__",
    "exact",
    "left",
    "η",
    "ŵ",
    "w'",
    "x_1",
    "x 1",
    "1",
    "import os; os.system('x')",
    "é",
    "σ²",
]


def test_every_name_becomes_an_identifier_of_its_own():
    names = Names()
    given = [names.of(name) for name in NAMES]
    assert all(n.isidentifier() and n.isascii() for n in given) and len(set(given)) == len(NAMES)
    assert not {"lambda", "np", "print", "__import__", "exact", "left"} & set(given)
    assert [names.of(n) for n in ("η", "ŵ")] == ["eta", "w_hat"]


def test_names_of_python_and_letters_of_the_greeks():
    symbols = {"lambda": "real", "np": "real", "η": "real", "print": "vector(n)", "exp1": "real"}
    text = refuted("lambda np = η + norm(print)^2", symbols=symbols)
    assert FALSE in output(text)


def test_code_alone_is_what_can_be_piped(tmp_path, capsys):
    path = tmp_path / "r.json"
    assert cli.run(["check", "A B = B A", "-s", "A, B: matrix(n, n)", "-o", str(path), "-q"]) == 1
    assert cli.run(["explain", f"{path}#claim", "--code"]) == 0
    text = capsys.readouterr().out
    assert FALSE in output(text)
    assert cli.run(["explain", f"{path}#claim"]) == 0
    shown = capsys.readouterr().out
    assert shown.endswith(text) and "at           n = 2" in shown
    assert cli.run(["check", "A B - A B = 0", "-s", "A, B: matrix(n, n)", "-o", str(path), "-q"]) == 0
    assert cli.run(["explain", f"{path}#claim", "--code"]) == 2
    assert "it holds: only a refutation has a program" in capsys.readouterr().err


@pytest.mark.slow
def test_all_refutations_of_the_catalogue_have_programs_that_run_or_say_why_not():
    """The share of `problems/` is counted, not only tried: what has no program is named."""
    said = {}
    for path in sorted((Path(__file__).parents[2] / "problems").rglob("*.yaml")):
        problem = load_problem(str(path))
        for claim in problem.claims:
            if claim.expect.verdict != "fails" or claim.statement is None:
                continue
            report = judge_claim(problem, claim, Options(points=1, repairs=0, assumptions=0), {})
            if report.verdict == "fails":
                text = program(located(problem, claim, report.certificate))
                said[path.stem, claim.id] = FALSE in output(text) if not text.startswith("# There is no") else None
    assert [where for where, shown in said.items() if shown is False] == []
    without = [where for where, shown in said.items() if shown is None]
    assert len(said) > 400 and len(without) <= 0.04 * len(said), without
