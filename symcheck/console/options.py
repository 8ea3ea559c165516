"""The options that several commands share, and reading what was typed for them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import click

from symcheck.console.output import COLOR_NAMES, FORMAT_NAMES, LEVEL_NAMES, Unusable

Command = TypeVar("Command", bound=Callable[..., object])
EXAMPLES = {"--symbol": "X: matrix(n, d)", "--let": "a: X w - t"}


def _seconds(ctx: click.Context, parameter: click.Parameter, value: float) -> float:
    if not math.isfinite(value) or value <= 0:
        raise click.BadParameter(f"{value} is no positive number of seconds")
    return value


def output(command: Command) -> Command:
    """--level, --format, -o, --quiet, --color."""
    levels = click.Choice(LEVEL_NAMES)
    for option in (
        click.option("--color", type=click.Choice(COLOR_NAMES), default="auto", help="Colours; NO_COLOR is honoured."),
        click.option("-q", "--quiet", is_flag=True, help="Show only what is not as expected."),
        click.option("-o", "--output", "to", default="", metavar="FILE", help="Write to FILE; its suffix names the format."),
        click.option("--format", "format_name", type=click.Choice(FORMAT_NAMES), help="How the report is written."),
        click.option("--level", type=levels, default="repair", help="How much is told of what does not hold (repair: all)."),
    ):
        command = option(command)
    return command


def judging(command: Command) -> Command:
    """--timeout, --seed."""
    for option in (
        click.option("--seed", type=int, default=0, metavar="N", help="Seed of the sampling; no verdict depends on it."),
        click.option("--timeout", type=float, default=10.0, callback=_seconds, metavar="SECONDS", help="Limit for a claim (10)."),
    ):
        command = option(command)
    return command


def locking(command: Command) -> Command:
    """--lock, --locked, --no-lock."""
    for flag, value, about in (
        ("--no-lock", "ignore", "Use no lock file: search everything."),
        ("--locked", "check", "Exit with 2 unless symcheck.lock is up to date."),
        ("--lock", "write", "Write the certificates to symcheck.lock, for the next runs to replay."),
    ):
        command = click.option(flag, "lock", flag_value=value, help=about)(command)
    return command


def auditing(command: Command) -> Command:
    """PATH..., --mutants, --format, -o, --quiet."""
    formats = click.Choice(("text", "json"))
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Show only what was found."),
        click.option("-o", "--output", "to", default="", metavar="FILE", help="Write to FILE; JSON where it ends in .json."),
        click.option(
            "--format", "as_json", type=formats, default="text", callback=lambda c, p, v: v == "json", help="How it is written."
        ),
        click.option("--mutants", type=click.IntRange(0), default=40, metavar="N", help="At most so many changes a claim (40)."),
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    ):
        command = option(command)
    return command


def statement(command: Command) -> Command:
    """--symbol, --let, --given."""
    for option in (
        click.option("-g", "--given", multiple=True, metavar="STATEMENT", help="A hypothesis: --given 'n <= d'."),
        click.option("-l", "--let", "lets", multiple=True, metavar="DEFINITION", help="A definition: --let 'a: X w - t'."),
        click.option("-s", "--symbol", "symbols", multiple=True, metavar="SYMBOL", help="A symbol: --symbol 'X: matrix(n, d)'."),
    ):
        command = option(command)
    return command


def pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """`NAME: TEXT` by name.  Raises Unusable."""
    found: dict[str, str] = {}
    for text in texts:
        name, colon, rest = text.partition(":")
        if not colon or not name.strip() or not rest.strip():
            raise Unusable(f"{option} `{text}` is not of the form `NAME: …`; write it as in {option} '{EXAMPLES[option]}'")
        if name.strip() in found:
            raise Unusable(f"{option} declares `{name.strip()}` twice")
        found[name.strip()] = rest.strip()
    return found
