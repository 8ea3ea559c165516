"""The command line on its own: what can be typed, exit codes, where a report goes.  Judging is faked here, on purpose:
every ending a run can have is played, also those that the real engine should never have.  test_cli_process.py has the
real thing.
"""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from symcheck import cli, runs
from symcheck.console import output as console
from symcheck.problem.errors import ProblemError, ProblemErrors
from symcheck.report import ClaimReport, ProblemReport, Report, Scope
from symcheck.version import VERSION

HOLDS = ClaimReport("one", "x = x", "x = x", 3, "holds", scope=Scope("all"), method="identity", seconds=0.01)
UNMET = replace(HOLDS, id="two", verdict="fails", unmet=("expected holds, found fails",))
MET_FAILURE = replace(HOLDS, id="three", verdict="fails", expected={"verdict": "fails"})
OPEN = replace(HOLDS, id="four", verdict="undecided", code="budget", unmet=("expected holds, found undecided",))
CONFLICT = replace(HOLDS, id="five", verdict="conflict", unmet=("expected holds, found conflict",))
CRASH = replace(OPEN, id="six", code="internal-error")
ERROR = ProblemErrors([ProblemError("bad.yaml", 4, 7, "`Y` is not declared", "did you mean `X`?", "unknown-name", "a: Y\n   ^")])


def report(*claims):
    return Report((ProblemReport("p.yaml", "0" * 64, "A problem", claims),) if claims else ())


@pytest.fixture
def play(monkeypatch):
    """play(report, errors=(), raises=None): what the next run comes to; gives the arguments it was called with."""

    def arrange(found, errors=(), raises=None):
        seen = SimpleNamespace()

        def load_paths(paths):
            seen.paths = paths
            if raises is not None:
                raise raises
            return SimpleNamespace(errors=errors, count=lambda select: len(found.claims) or 7)

        def judge_loaded(loaded, settings, progress):
            seen.settings = settings
            progress(1, 2)
            return found

        def check_statement(claim, symbols, let, given, settings):
            seen.claim, seen.symbols, seen.let, seen.given, seen.settings = claim, symbols, let, given, settings
            if raises is not None:
                raise raises
            return found

        monkeypatch.setattr(runs, "load_paths", load_paths)
        monkeypatch.setattr(runs, "judge_loaded", judge_loaded)
        monkeypatch.setattr(runs, "check_statement", check_statement)
        return seen

    return arrange


EXIT_CODES = {
    "all as expected": ((HOLDS, MET_FAILURE), (), 0),
    "one not as expected": ((HOLDS, UNMET), (), 1),
    "a file that cannot be read, the rest in order": ((HOLDS,), (ERROR,), 2),
    "only a file that cannot be read": ((), (ERROR,), 2),
    "something open and nothing worse": ((HOLDS, OPEN), (), 3),
    "open and not as expected": ((UNMET, OPEN), (), 1),
    "open, and a file that cannot be read": ((OPEN,), (ERROR,), 2),
    "a conflict outweighs a wrong file": ((CONFLICT,), (ERROR,), 4),
    "a conflict outweighs a wrong claim": ((CONFLICT, UNMET), (), 4),
    "an internal error": ((HOLDS, CRASH), (), 4),
    "nothing selected": ((), (), 5),
}


@pytest.mark.parametrize("kind", console.FORMAT_NAMES)
@pytest.mark.parametrize(("claims", "errors", "code"), EXIT_CODES.values(), ids=EXIT_CODES.keys())
def test_the_exit_code_is_the_same_for_every_format(play, claims, errors, code, kind, capsys):
    play(report(*claims), errors)
    assert cli.run(["verify", "p.yaml", "--format", kind]) == code


ENDINGS = {
    "an interrupt": (KeyboardInterrupt(), 130, "interrupted"),
    "a fault of symcheck": (KeyError("lowering"), 4, "internal error: KeyError: 'lowering' (please report it"),
    "recursion without end": (RecursionError("maximum recursion depth exceeded"), 4, "internal error: RecursionError"),
    "no memory": (MemoryError(), 4, "internal error: MemoryError"),
    "a path that is not there": (runs.PathError("nowhere: there is no such file or folder"), 2, "no such file"),
}


@pytest.mark.parametrize(("raised", "code", "words"), ENDINGS.values(), ids=ENDINGS.keys())
def test_no_traceback_reaches_a_user(play, raised, code, words, capsys, monkeypatch):
    monkeypatch.delenv("SYMCHECK_DEBUG", raising=False)
    play(report(), raises=raised)
    assert cli.run(["verify", "p.yaml"]) == code
    said = capsys.readouterr().err
    assert words in said and "Traceback" not in said


def test_a_developer_can_ask_for_the_traceback(play, capsys, monkeypatch):
    monkeypatch.setenv("SYMCHECK_DEBUG", "1")
    play(report(), raises=KeyError("lowering"))
    assert cli.run(["verify", "p.yaml"]) == 4
    assert "Traceback" in capsys.readouterr().err


USAGE = {
    "a misspelt command": (["verfy", "p.yaml"], "there is no command `verfy`; did you mean `verify`?"),
    "a file for a command": (["{file}"], "`symcheck verify {file}` verifies it"),
    "no such command at all": (["dance"], "the commands are verify, check, read, audit, replay, explain, schema"),
    "a misspelt option": (["verify", "p.yaml", "--formt", "json"], "--format"),
    "an unknown format": (["verify", "p.yaml", "--format", "pdf"], "'pdf' is not one of"),
    "no path": (["verify"], "Missing argument 'PATH...'"),
    "a suffix without a format": (["verify", "p.yaml", "-o", "out.pdf"], "-o out.pdf: no format has that suffix"),
    "a folder that is not there": (["verify", "p.yaml", "-o", "/no/such/folder/r.json"], "there is no folder /no/such/folder"),
    "no time": (["verify", "p.yaml", "--timeout", "0"], "0.0 is no positive number of seconds"),
    "endless time": (["verify", "p.yaml", "--timeout", "inf"], "inf is no positive number of seconds"),
    "no workers": (["verify", "p.yaml", "--jobs", "0"], "0 is not in the range x>=1"),
    "a selection that cannot be read": (["verify", "p.yaml", "-k", "a and"], "-k `a and` cannot be read"),
    "a symbol without a kind": (["check", "x = x", "-s", "x"], "--symbol `x` is not of the form `NAME: …`"),
    "a definition without a body": (["check", "x = x", "-l", "a:"], "--let `a:` is not of the form"),
    "a symbol twice": (["check", "x = x", "-s", "x: real", "-s", "x: integer"], "declares `x` twice"),
    "an unknown code": (["explain", "shape-mismach"], "did you mean shape-mismatch"),
    "an unknown word": (["explain", "zzzzzz"], "symcheck explain without a code lists them"),
    "a report that is not there": (["replay", "no.json"], "no.json: there is no such file"),
    "a report that is none": (["replay", "{file}"], "this is not JSON"),
    "a claim of a report that is none": (["explain", "{file}#one"], "this is not JSON"),
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.values(), ids=USAGE.keys())
def test_a_wrong_command_line_is_exit_code_2_and_says_what_would_be_right(play, arguments, words, capsys, tmp_path):
    play(report(HOLDS))
    file = tmp_path / "p.yaml"
    file.write_text("title: no report\n")
    assert cli.run([a.replace("{file}", str(file)) for a in arguments]) == 2
    said = capsys.readouterr()
    assert words.replace("{file}", str(file)) in " ".join(said.err.split())
    assert said.out == ""


def test_what_is_typed_arrives(play):
    seen = play(report(HOLDS))
    arguments = ["verify", "a", "b", "-k", "one", "-j", "3", "--timeout", "2.5", "--seed", "7", "--ignore-expect"]
    assert cli.run(arguments) == 0
    assert seen.paths == ("a", "b")
    settings = seen.settings
    assert (settings.jobs, settings.timeout, settings.seed, settings.ignore_expect) == (3, 2.5, 7, True)
    assert settings.select("one") and not settings.select("two")


def test_a_statement_is_checked_with_what_is_declared(play):
    seen = play(report(HOLDS))
    declared = ["--symbol", "v, w: vector(d)", "-s", "f: R -> R", "--let", "a: v: w", "-g", "v != 0", "-g", "w = v"]
    assert cli.run(["check", "a = b", *declared]) == 0
    assert seen.claim == "a = b"
    assert seen.symbols == {"v, w": "vector(d)", "f": "R -> R"}
    assert seen.let == {"a": "v: w"}
    assert seen.given == ("v != 0", "w = v")


def test_errors_of_a_file_are_shown_where_they_are(play, capsys):
    play(report(HOLDS), (ERROR,))
    cli.run(["verify", "p.yaml"])
    said = capsys.readouterr()
    assert said.err.startswith("bad.yaml:4:7: `Y` is not declared\n  a: Y\n     ^\n  did you mean `X`?\n")
    assert "x = x" in said.out


def test_errors_of_a_statement(play, capsys):
    play(report(), raises=ERROR)
    assert cli.run(["check", "Y = 0"]) == 2
    assert "`Y` is not declared" in capsys.readouterr().err


def test_nothing_selected_says_which_expression_and_out_of_how_many(play, capsys):
    play(report())
    assert cli.run(["verify", "p.yaml", "-k", "nine"]) == 5
    assert "-k `nine` selects none of the 7 claims" in capsys.readouterr().err


FILES = {"r.json": "{", "r.xml": "<?xml", "r.html": "<!DOCTYPE", "r.jsonl": "{", "r.txt": "A problem"}


@pytest.mark.parametrize(("name", "start"), FILES.items())
def test_a_file_gets_the_report_in_the_format_of_its_suffix(play, name, start, tmp_path, capsys):
    play(report(HOLDS))
    assert cli.run(["verify", "p.yaml", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_text().startswith(start)
    said = capsys.readouterr()
    assert said.out == ""
    assert "1 claim: 1 holds; all as expected" in said.err and str(tmp_path / name) in said.err


def test_the_format_named_wins_over_the_suffix(play, tmp_path):
    play(report(HOLDS))
    cli.run(["verify", "p.yaml", "-o", str(tmp_path / "r.txt"), "--format", "json"])
    assert json.loads((tmp_path / "r.txt").read_text())["schema"] == "symcheck/report/1"


def test_a_file_that_cannot_be_written(play, tmp_path, capsys):
    play(report(HOLDS))
    (tmp_path / "r.json").mkdir()
    assert cli.run(["verify", "p.yaml", "-o", str(tmp_path / "r.json")]) == 2
    assert "Is a directory" in capsys.readouterr().err


def test_quiet_leaves_out_what_is_as_expected(play, capsys):
    play(report(HOLDS, UNMET))
    cli.run(["verify", "p.yaml", "-q"])
    shown = capsys.readouterr().out
    assert " two " in shown and " one " not in shown


COLORS = {
    "on a terminal": ("auto", True, {}, True),
    "in a pipe": ("auto", False, {}, False),
    "NO_COLOR": ("auto", True, {"NO_COLOR": "1"}, False),
    "an empty NO_COLOR says nothing": ("auto", True, {"NO_COLOR": ""}, True),
    "a dumb terminal": ("auto", True, {"TERM": "dumb"}, False),
    "always": ("always", False, {"NO_COLOR": "1"}, True),
    "never": ("never", True, {}, False),
}


@pytest.mark.parametrize(("choice", "terminal", "environment", "colored"), COLORS.values(), ids=COLORS.keys())
def test_color(choice, terminal, environment, colored, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert console.wants_color(choice, terminal) is colored


@pytest.mark.parametrize(
    ("codes", "code"), [((0, 1), 1), ((1, 3), 1), ((3, 0), 3), ((5, 2), 2), ((4, 2, 1), 4), ((0,), 0), ((5,), 5)]
)
def test_the_worst_exit_code_wins(codes, code):
    assert console.worst(*codes) == code


def test_version(capsys):
    assert cli.run(["--version"]) == 0
    assert VERSION in capsys.readouterr().out


WORDS = (
    "holds", "fails", "malformed", "undecided", "conflict", "shape-mismatch", "kind-mismatch", "no-theory", "vacuous", "budget",
    "time-limit", "internal-error", "implies",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_every_verdict_and_code_is_explained(word, capsys):
    assert cli.run(["explain", word]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{word}\n  ") and len(shown) > 100
    assert max(map(len, shown.splitlines())) <= 88


def test_explain_lists_what_it_explains(capsys):
    assert cli.run(["explain"]) == 0
    shown = capsys.readouterr().out
    assert "shape-mismatch" in shown and "conflict" in shown and "equivalent" in shown


def test_explain_shows_a_claim_of_a_report_in_full(play, tmp_path, capsys):
    play(report(replace(HOLDS, certificate={"kind": "identity"}, rules=("gradient",))))
    path = tmp_path / "r.json"
    cli.run(["verify", "p.yaml", "-q", "-o", str(path)])
    assert cli.run(["explain", f"{path}#one", "--certificate"]) == 0
    shown = capsys.readouterr().out
    assert "no derivation: p.yaml: there is no such file" in shown
    assert '"kind": "identity"' in shown and "gradient" in shown and "not-applicable" in shown
    assert cli.run(["explain", f"{path}#on"]) == 2
    assert "no claim `on`; did you mean one?" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["problem", "report"])
def test_schema(what, capsys):
    assert cli.run(["schema", what]) == 0
    assert "properties" in json.loads(capsys.readouterr().out)
