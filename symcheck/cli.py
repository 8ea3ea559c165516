"""The command line: commands and their options, and that no traceback ever reaches a user.

Owns: what can be typed, and which exit code an ending gets.  Does not own: where reports go (console.py), how they look
(render/), judging (runs.py and below).  What only one command needs is loaded when that command runs.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symcheck import lazy
from symcheck.console.options import auditing, judging, locking, output, pairs, statement
from symcheck.console.output import (
    BROKEN,
    INTERRUPTED,
    MET,
    NOTHING,
    UNMET,
    UNUSABLE,
    Output,
    Unusable,
    say,
    say_of_locks,
    worst,
    write_out,
)
from symcheck.console.progress import Progress
from symcheck.report import Report
from symcheck.version import VERSION

if TYPE_CHECKING:
    from symcheck import replay, report_json, report_schema, runs, selection, verification
    from symcheck.audit import findings, inspection, table
    from symcheck.explain import answers, code_pages
    from symcheck.lock import records
    from symcheck.problem import errors, schema, single
else:
    errors = lazy.module("symcheck.problem.errors")
    answers = lazy.module("symcheck.explain.answers")
    code_pages = lazy.module("symcheck.explain.code_pages")
    findings = lazy.module("symcheck.audit.findings")
    inspection = lazy.module("symcheck.audit.inspection")
    records = lazy.module("symcheck.lock.records")
    replay = lazy.module("symcheck.replay")
    report_json = lazy.module("symcheck.report_json")
    report_schema = lazy.module("symcheck.report_schema")
    runs = lazy.module("symcheck.runs")
    schema = lazy.module("symcheck.problem.schema")
    selection = lazy.module("symcheck.selection")
    single = lazy.module("symcheck.problem.single")
    table = lazy.module("symcheck.audit.table")
    verification = lazy.module("symcheck.verification")


def main() -> None:
    """The program `symcheck`."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command line and gives its exit code; whatever goes wrong inside becomes a sentence."""
    try:
        code = program.main(args=arguments, prog_name="symcheck", standalone_mode=False)
        return code if isinstance(code, int) else MET
    except click.ClickException as error:
        say(_usage(error))
        return UNUSABLE
    except Unusable as error:
        say(f"symcheck: {error}")
        return UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        say("symcheck: interrupted")
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("SYMCHECK_DEBUG"):
            say(traceback.format_exc())
        what = " ".join(f"{type(error).__name__}: {error}".split())
        say(f"symcheck: internal error: {what[:300]} (please report it; SYMCHECK_DEBUG=1 shows the traceback)")
        return BROKEN


def _usage(error: click.ClickException) -> str:
    usage = error.ctx.get_usage() + "\n" if isinstance(error, click.UsageError) and error.ctx else ""
    return f"{usage}symcheck: {error.format_message()}"


class Commands(click.Group):
    """A group that answers a misspelt command with the nearest one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.commands, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else f"the commands are {', '.join(self.commands)}"
            if not near and Path(name).exists():
                hint = f"`symcheck verify {name}` verifies it"
            raise click.UsageError(f"there is no command `{name}`; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "--version", prog_name="symcheck")
def program() -> None:
    """Verifies the mathematics of machine learning, claim by claim: holds, fails, malformed or undecided.

    Exit codes: 0 every claim is as expected, 1 some are not, 2 the file or the command line is wrong, 3 something is
    undecided and nothing worse, 4 internal error or conflict, 5 nothing selected, 130 interrupted.
    """


@program.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-k", "expression", default="", metavar="EXPR", help="Only claims whose id matches, as in -k '2.2 and not loss'.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=None, metavar="N", help="Claims judged at once.")
@click.option("--ignore-expect", is_flag=True, help="Expect `holds` of every claim, whatever the file says.")
@locking
@judging
@output
def verify(
    paths: tuple[str, ...],
    expression: str,
    jobs: int | None,
    ignore_expect: bool,
    lock: str | None,
    timeout: float,
    seed: int,
    level: str,
    format_name: str | None,
    to: str,
    quiet: bool,
    color: str,
) -> int:
    """Judge every claim of problem files."""
    shown = Output.chosen(to, format_name, color, quiet, level)
    try:
        chosen = selection.read_selection(expression) if expression else selection.everything
    except selection.SelectionError as error:
        raise Unusable(str(error)) from None
    settings = verification.Settings(jobs or 0, timeout, seed, ignore_expect, chosen, lock or "use")
    start = time.monotonic()
    with Progress(quiet) as progress:
        try:
            loaded = runs.load_paths(paths)
        except runs.PathError as error:
            raise Unusable(str(error)) from None
        for problem in loaded.errors:
            say(str(problem))
        try:
            report = runs.judge_loaded(loaded, settings, progress)
        except records.LockError as error:
            raise Unusable(str(error)) from None
    if not report.claims and not loaded.errors:
        say(f"symcheck: nothing to verify: -k `{expression}` selects none of the {loaded.count(selection.everything)} claims")
    if report.claims or shown.format != "text":
        shown.show(report, time.monotonic() - start)
    stale = say_of_locks(report, locked=lock == "check", quiet=quiet)
    return worst(report.exit_code, *(UNUSABLE for _ in loaded.errors), *(UNUSABLE for _ in range(stale)))


@program.command()
@click.argument("claim", metavar="STATEMENT")
@statement
@judging
@output
def check(
    claim: str,
    symbols: tuple[str, ...],
    lets: tuple[str, ...],
    given: tuple[str, ...],
    timeout: float,
    seed: int,
    level: str,
    format_name: str | None,
    to: str,
    quiet: bool,
    color: str,
) -> int:
    """Judge one statement."""
    shown = Output.chosen(to, format_name, color, quiet, level)
    settings = verification.Settings(1, timeout, seed)
    start = time.monotonic()
    try:
        with Progress(quiet):
            report = runs.check_statement(claim, pairs("--symbol", symbols), pairs("--let", lets), given, settings)
    except errors.ProblemErrors as error:
        say(str(error))
        return UNUSABLE
    shown.show(report, time.monotonic() - start)
    return report.exit_code


@program.command()
@click.argument("text")
@statement
def read(text: str, symbols: tuple[str, ...], lets: tuple[str, ...], given: tuple[str, ...]) -> int:
    """Show how a text is read.

    In full, as LaTeX, with its shape and every choice that was made.
    """
    try:
        reading = single.read_text(text, pairs("--symbol", symbols), pairs("--let", lets), given)
    except errors.ProblemErrors as error:
        say(str(error))
        return UNUSABLE
    write_out(answers.reading(text, reading))
    return UNMET if reading.malformed else MET


@program.command()
@auditing
@judging
def audit(paths: tuple[str, ...], mutants: int, timeout: float, seed: int, as_json: bool, to: str, quiet: bool) -> int:
    """Say what the claims of problem files leave unchecked.

    Changes every claim that holds and names those that stay true; names hypotheses that cannot be satisfied or that no
    claim needs, names that nothing uses, and claims that say nothing. Exit codes: 0 nothing found, 1 something found,
    2 a file cannot be read, 3 nothing found, but a claim is undecided, 4 internal error, 130 interrupted.
    """
    shown = Output.chosen(to, "json" if as_json or to.endswith(".json") else "text", "never", quiet)
    with Progress(quiet, "questions") as progress:
        try:
            loaded = runs.load_paths(paths)
        except runs.PathError as error:
            raise Unusable(str(error)) from None
        for problem in loaded.errors:
            say(str(problem))
        found = inspection.audit_problems(loaded.origins, verification.Settings(0, timeout, seed), mutants, progress)
    if found.problems or shown.format == "json":
        shown.write(findings.as_text(found) if shown.format == "json" else table.render(found, quiet=quiet))
    return worst(found.exit_code, *(UNUSABLE for _ in loaded.errors))


@program.command(name="replay")
@click.argument("report", metavar="REPORT.json")
@click.option("-q", "--quiet", is_flag=True, help="Show only what is not confirmed.")
def replay_command(report: str, quiet: bool) -> int:
    """Check every certificate of a report again.

    The report is a JSON report; the claims are read from the problem files it names.
    """
    result = replay.replay(_report(report), Path(report).parent)
    write_out(replay.render(result, quiet=quiet))
    return NOTHING if not result else worst(MET, *(r.exit_code for r in result))


@program.command(name="explain")
@click.argument("what", required=False, default="", metavar="CODE|REPORT.json#ID")
@click.option("--code", "only_code", is_flag=True, help="Of a claim that fails: only the program that shows it.")
@click.option("--certificate", is_flag=True, help="Of a claim: its certificate too.")
def explain_command(what: str, only_code: bool, certificate: bool) -> int:
    """Explain a code (with an example and its repair; without one, all are listed), or a claim of a JSON report.

    Of a proof it is a derivation, of a refutation a program that runs without symcheck.
    """
    path, hash_, claim_id = what.partition("#")
    folder = Path(path).parent
    try:
        if hash_ and only_code:
            write_out(answers.code_of_claim(_report(path), claim_id, folder))
        elif hash_:
            style = Output.chosen("", "text", "auto", False).style()
            write_out(answers.claim_in_full(_report(path), claim_id, style, folder, certificate=certificate))
        else:
            write_out(code_pages.code(what) if what else code_pages.every_code())
    except code_pages.UnknownCode as error:
        raise Unusable(str(error)) from None
    return MET


@program.command(name="schema")
@click.argument("what", type=click.Choice(("problem", "report")), default="problem")
def schema_command(what: str) -> int:
    """Print the JSON Schema of problem files (for editors), or that of reports."""
    found = schema.schema() if what == "problem" else report_schema.REPORT
    write_out(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return MET


def _report(path: str) -> Report:
    """The report in that file.  Raises Unusable."""
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
        return report_json.report_from_json(report_json.read_json(text))
    except FileNotFoundError:
        raise Unusable(f"{path}: there is no such file{runs.nearest(Path(path))}") from None
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path}: this is not UTF-8 text") from None
    except report_json.ReportError as error:
        raise Unusable(f"{path}: {error}") from None
