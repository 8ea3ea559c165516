"""The answers of `symcheck explain REPORT#ID` and `symcheck read`: one claim of a report in full, how a text is read.

Owns: the wording and layout of those answers.  Does not own: derivations and programs (derivations.py, programs.py), reading
(language/), what codes mean (code_pages.py).
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path

from symcheck.explain.code_pages import UnknownCode
from symcheck.explain.derivations import derivation
from symcheck.explain.located import NotExplained, locate
from symcheck.explain.programs import program
from symcheck.language.printing import to_latex, to_text
from symcheck.problem.statements import Elaborated
from symcheck.render.text import render_claim
from symcheck.render.words import Style, printable
from symcheck.report import ClaimReport, Report


def claim_in_full(report: Report, claim_id: str, style: Style, folder: Path, *, certificate: bool = False) -> str:
    """Everything the report has on one claim; of a proof a derivation, of a refutation a program.  Raises UnknownCode."""
    shown = []
    for claim in _claims(report, claim_id):
        shown.append(render_claim(claim, style, fully=True))
        if claim.verdict in ("holds", "fails"):
            shown.append("\n" + _why(report, claim, folder, plain=not style.unicode))
        if certificate and claim.certificate is not None:
            shown.append("\ncertificate\n" + printable(json.dumps(claim.certificate, indent=1, ensure_ascii=False)) + "\n")
    return "".join(shown)


def code_of_claim(report: Report, claim_id: str, folder: Path) -> str:
    """The program of a refutation and nothing else, to be run.  Raises UnknownCode, also where there is none."""
    claim = _claims(report, claim_id)[0]
    try:
        if claim.verdict != "fails":
            raise NotExplained(f"it {claim.verdict}: only a refutation has a program")
        found = locate(report, claim, folder)
    except NotExplained as error:
        raise UnknownCode(f"there is no program for `{printable(claim_id)}`: {error}") from None
    return program(found)


def _claims(report: Report, claim_id: str) -> list[ClaimReport]:
    found = [c for c in report.claims if c.id == claim_id]
    if not found:
        near = get_close_matches(claim_id, [c.id for c in report.claims], n=2, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownCode(f"the report has no claim `{printable(claim_id)}`{hint}")
    return found


def _why(report: Report, claim: ClaimReport, folder: Path, *, plain: bool) -> str:
    """The derivation or the program; or why there is none."""
    try:
        found = locate(report, claim, folder)
    except NotExplained as error:
        return f"no derivation: {printable(str(error))}\n"
    if claim.verdict == "holds" or found.decision.proved:
        return "derivation\n" + "".join(f"  {one_line_kept(line)}\n" for line in derivation(found, plain=plain))
    return "why it fails, to be run (without this line)\n" + program(found)


def one_line_kept(line: str) -> str:
    """A line with its indentation, and nothing in it that a terminal would take for a command."""
    return printable(line).replace("\n", " ")


def reading(text: str, found: Elaborated) -> str:
    """How a text is read: in full, as LaTeX, the shape of what it denotes, and every reading that was a choice."""
    lines = [("text", " ".join(text.split()))]
    if found.malformed is not None:
        lines += [("malformed", found.malformed.message), ("hint", found.malformed.hint), ("code", found.malformed.code)]
    elif found.term is not None:
        shape = found.term.shape
        lines += [("read as", to_text(found.term)), ("LaTeX", to_latex(found.term))]
        lines += [("denotes", "a statement" if shape is None else str(shape))]
    lines += [("note", note) for note in found.notes]
    width = max(len(label) for label, _ in lines)
    return "".join(f"{label:<{width}}  {printable(said)}\n" for label, said in lines if said)
