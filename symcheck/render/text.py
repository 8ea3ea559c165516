"""The report for a terminal: one entry a claim, aligned, coloured where the terminal can.

Owns: layout and colours of text.  Does not own: what is said (words.py).  Without a width (a pipe, a file) nothing is
wrapped: one fact, one line.
"""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from symcheck.render.words import UNEXPECTED, Fact, Style, details, facts, one_line, outcome, printable, summary
from symcheck.report import ClaimReport, ProblemReport, Report

VERDICT_STYLE = {
    "holds": "green",
    "fails": "red",
    "malformed": "magenta",
    "undecided": "yellow",
    "conflict": "bold white on red",
}
MARKS = {
    "met": ("✓", "+", "green"),
    "unmet": ("✗", "x", "bold red"),
    "open": ("?", "?", "bold yellow"),
    "broken": ("‼", "!", "bold red"),
}
UNWRAPPED = 1_000_000
NARROW = 64  # below this many columns the claim goes under its id, not beside it
LONGEST_ID = 32


def render(report: Report, style: Style) -> str:
    """Every problem with its claims, then the summary."""
    blocks = [_problem(p, style) for p in report.problems]
    last = _text(summary(report, style.seconds), "bold" if report.exit_code == 0 else "bold red", style)
    return "\n".join(b for b in (*blocks, last) if b)


def render_claim(claim: ClaimReport, style: Style, *, fully: bool = False) -> str:
    """One claim by itself; fully: with everything that is known about it."""
    return _grid((claim,), style, fully=fully)


def render_facts(claim: ClaimReport, style: Style) -> str:
    """What is said about one claim, without the claim itself: for an exception that quotes it already."""
    return _printed(_facts(tuple(f for f in facts(claim) if f.label != UNEXPECTED)), style)


def _problem(problem: ProblemReport, style: Style) -> str:
    shown = tuple(c for c in problem.claims if not style.quiet or outcome(c) != "met")
    if not shown:
        return ""
    title, path = one_line(problem.title), one_line(problem.path)
    heads = [(title, "bold"), (path, "dim" if title else "bold")]
    if path.startswith("<"):  # a statement, not a file: nothing was written about what to expect
        return "".join(_grid((replace(c, unmet=()),), style, outcome(c)) for c in shown)
    chains = "".join(_text(f" {d.id}: {d.message}", "", style) for d in problem.derivations if not style.quiet)
    return "".join(_text(text, look, style) for text, look in heads if text) + _grid(shown, style) + chains


def _grid(claims: tuple[ClaimReport, ...], style: Style, came_out: str = "", *, fully: bool = False) -> str:
    narrow = style.width is not None and style.width < NARROW
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    if not narrow:
        table.add_column(overflow="fold", max_width=LONGEST_ID if style.width is not None else None)
    table.add_column(overflow="fold")
    for claim in claims:
        mark, plain, color = MARKS[came_out or outcome(claim)]
        verdict = Text(claim.verdict, VERDICT_STYLE[claim.verdict])
        name = Text(one_line(claim.id), "bold")
        statement = Text(one_line(claim.source))
        said = _facts(details(claim) if fully else facts(claim))
        cells = [Text(f" {mark if style.unicode else plain}", color), verdict]
        if narrow:
            table.add_row(*cells, Group(name, statement, said))
        else:
            table.add_row(*cells, name, Group(statement, said))
    return _printed(table, style)


def _facts(said: tuple[Fact, ...]) -> Table:
    """Labels in one column, said once where they repeat; what is said in the other."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for before, fact in zip((None, *said), said, strict=False):
        label = "" if before is not None and before.label == fact.label else fact.label
        table.add_row(label, Text(printable(fact.text), "bold red" if fact.label == UNEXPECTED else ""))
    return table


def _text(text: str, look: str, style: Style) -> str:
    return _printed(Text(printable(text), look), style)


def _printed(what: Table | Text, style: Style) -> str:
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=style.width or UNWRAPPED,
        color_system="standard" if style.color else None,
        force_terminal=style.color,
        no_color=not style.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        soft_wrap=False,
    )
    console.print(what)
    return "".join(line.rstrip() + "\n" for line in buffer.getvalue().splitlines())
