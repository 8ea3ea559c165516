"""How these tests write a claim: symbols, definitions and hypotheses as one would in a problem file."""

import textwrap

from symcheck.crosscheck.check import crosscheck, truths
from symcheck.problem.load import load_text


def block(name, items, indent=2):
    lines = [i.strip() for i in items.split(";") if i.strip()]
    return f"{name}:\n" + "".join(" " * indent + line + "\n" for line in lines) if lines else ""


def problem(claim, symbols="", let="", given="", more=""):
    """The problem file with that one claim."""
    text = block("symbols", symbols) + block("let", let) + textwrap.dedent(more)
    text += "claims:\n  it:\n    claim: |\n" + textwrap.indent(claim, "      ") + "\n"
    if given:
        text += "    given: |\n" + textwrap.indent(given, "      ") + "\n"
    return load_text(text, "test.yaml")


def parts(claim, **written):
    found = problem(claim, **written)
    (one,) = found.claims
    assert one.statement is not None, one.malformed
    return one.statement, tuple(g.statement for g in one.given), one.context, found.objects


def finding(claim, *, tolerance=None, seed=0, points=6, **written):
    return crosscheck(*parts(claim, **written), tolerance=tolerance, seed=seed, points=points)


def points_of(claim, *, tolerance=None, seed=0, points=6, **written):
    return truths(*parts(claim, **written), tolerance=tolerance, seed=seed, points=points)
