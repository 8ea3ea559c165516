"""symcheck: verifies the mathematics of machine learning, claim by claim.

The public Python API.  Importing it loads neither sympy nor numpy: what a call needs is loaded by that call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING

from symcheck import lazy
from symcheck.version import VERSION as __version__

if TYPE_CHECKING:
    from symcheck import runs as _runs
    from symcheck import selection as _selection
    from symcheck import verification as _verification
    from symcheck.problem import errors as _errors
    from symcheck.render import text as _text
    from symcheck.render import words as _words
    from symcheck.report import ClaimReport, Report
else:
    # With a leading underscore: a stand-in must not take the place of the submodule of that name.
    _errors = lazy.module("symcheck.problem.errors")
    _runs = lazy.module("symcheck.runs")
    _selection = lazy.module("symcheck.selection")
    _text = lazy.module("symcheck.render.text")
    _verification = lazy.module("symcheck.verification")
    _words = lazy.module("symcheck.render.words")

__all__ = ["__version__", "assert_holds", "check", "verify"]


def verify(
    *paths: str | PathLike[str],
    select: str = "",
    jobs: int | None = None,
    timeout: float = 10.0,
    seed: int = 0,
    ignore_expect: bool = False,
) -> Report:
    """The report on every claim of problem files, or of folders of them.

    select: as `-k` of the command line, "2.2 and not loss"; jobs: claims judged at once (None: as many as suit);
    timeout: seconds for each claim; ignore_expect: expect `holds` of every claim, whatever the files say.
    Raises ProblemErrors with all errors of all files, PathError (a ValueError) where there is none, SelectionError.
    """
    chosen = _selection.read_selection(select) if select else _selection.everything
    settings = _verification.Settings(jobs or 0, timeout, seed, ignore_expect, chosen)
    loaded = _runs.load_paths([fspath(path) for path in paths])
    if loaded.errors:
        raise _errors.ProblemErrors([error for found in loaded.errors for error in found.errors])
    return _runs.judge_loaded(loaded, settings)


def check(
    claim: str,
    *,
    symbols: Mapping[str, str] | None = None,
    let: Mapping[str, str] | None = None,
    given: str | Sequence[str] = (),
    timeout: float = 10.0,
    seed: int = 0,
) -> ClaimReport:
    """The report on one statement.

    symbols: kinds by name, {"X": "matrix(n, d)"}; let: definitions, {"a": "X w - t"}; given: hypotheses.
    Raises ProblemErrors where something cannot be read.
    """
    hypotheses = (given,) if isinstance(given, str) else tuple(given)
    settings = _verification.Settings(1, timeout, seed)
    report = _runs.check_statement(claim, symbols or {}, let or {}, hypotheses, settings)
    return _runs.judged(report)


def assert_holds(
    claim: str,
    *,
    symbols: Mapping[str, str] | None = None,
    let: Mapping[str, str] | None = None,
    given: str | Sequence[str] = (),
    timeout: float = 10.0,
    seed: int = 0,
) -> None:
    """Nothing where `claim` holds; otherwise an AssertionError that explains why it does not, or is undecided.

    Arguments and other errors are those of `check`.
    """
    __tracebackhide__ = True
    found = check(claim, symbols=symbols, let=let, given=given, timeout=timeout, seed=seed)
    if found.verdict != "holds":
        raise AssertionError(f"{found.verdict}: {found.source}\n" + _text.render_facts(found, _words.Style()))
