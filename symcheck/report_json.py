"""Reports as JSON (`symcheck/report/1`) and back.

Owns: which key holds what.  Does not own: the schema (report_schema.py) or the layout of the text (render/json_.py).
What crosses a process boundary crosses it in this form: a certificate in it is evidence to be checked again, the
verdict beside it is not.
"""

from __future__ import annotations

import json
from typing import Any, cast

from symcheck.report import (
    ClaimReport,
    Counterexample,
    CrossCheck,
    DerivationReport,
    Diagnosis,
    HoldsIf,
    Json,
    ProblemReport,
    Report,
    Scope,
    StepReport,
)
from symcheck.report_schema import CLAIM, REPORT, SCHEMA, violations
from symcheck.version import VERSION

SHOWN = 5


class ReportError(ValueError):
    """A text that is not a `symcheck/report/1`; the message says where and why."""


def claim_to_json(claim: ClaimReport) -> dict[str, Json]:
    """The claim under the keys of the schema, in the order in which a person reads them."""
    example, diagnosis, holds_if = claim.counterexample, claim.diagnosis, claim.holds_if
    return {
        "id": claim.id,
        "source": claim.source,
        "read": claim.read,
        "line": claim.line,
        "verdict": claim.verdict,
        "code": claim.code,
        "expected": None if claim.expected is None else dict(claim.expected),
        "unmet": list(claim.unmet),
        "follows": claim.follows,
        "scope": {"dimensions": claim.scope.dimensions, "where": list(claim.scope.where)},
        "method": claim.method,
        "used": list(claim.used),
        "unused": list(claim.unused),
        "hypotheses": dict(claim.hypotheses),
        "rules": list(claim.rules),
        "evidence": {
            "certificate": claim.certificate,
            "counterexample": None
            if example is None
            else {
                "sizes": dict(example.sizes),
                "values": dict(example.values),
                "left": example.left,
                "right": example.right,
                "note": example.note,
            },
            "crosscheck": {"status": claim.crosscheck.status, "detail": claim.crosscheck.detail},
        },
        "diagnosis": None
        if diagnosis is None
        else {"kind": diagnosis.kind, "message": diagnosis.message, "repaired": diagnosis.repaired},
        "holds_if": None if holds_if is None else {"given": list(holds_if.given), "text": holds_if.text},
        **({} if claim.step is None else {"step": _step_to_json(claim.step)}),
        "notes": list(claim.notes),
        "message": claim.message,
        "seconds": claim.seconds,
        **({"replayed": True} if claim.replayed else {}),
        **({"lost": claim.lost} if claim.lost else {}),
    }


def _step_to_json(step: StepReport) -> Json:
    return {
        "derivation": step.derivation,
        "label": step.label,
        "sign": step.sign,
        "premises": list(step.premises),
        "assumed": list(step.assumed),
        "gained": list(step.gained),
        "lost": list(step.lost),
        "fragile": step.fragile,
    }


def _problem_to_json(problem: ProblemReport) -> Json:
    chains: list[Json] = [
        {"id": d.id, "kind": d.kind, "standing": dict(d.standing), "first_wrong": d.first_wrong, "message": d.message}
        for d in problem.derivations
    ]
    return {
        "path": problem.path,
        "sha256": problem.sha256,
        "title": problem.title,
        "claims": [claim_to_json(c) for c in problem.claims],
        **({"derivations": chains} if chains else {}),
        **({"statement": problem.statement} if problem.statement is not None else {}),
    }


def report_to_json(report: Report) -> dict[str, Json]:
    return {
        "schema": SCHEMA,
        "tool": {"name": "symcheck", "version": VERSION},
        "problems": [_problem_to_json(p) for p in report.problems],
        "summary": dict(report.summary),
        **({"lock": list(report.lock), "outdated": list(report.outdated)} if report.lock or report.outdated else {}),
    }


def claim_from_json(value: Json) -> ClaimReport:
    """The claim that `claim_to_json` gave `value` for.  Raises ReportError where `value` is not of that form."""
    _check(value, CLAIM)
    return _claim(cast("dict[str, Any]", value))


def report_from_json(value: Json) -> Report:
    """The report that `report_to_json` gave `value` for.  Raises ReportError where `value` is not of that form."""
    if not isinstance(value, dict) or "schema" not in value:
        raise ReportError(f"this is no report of symcheck: it has no key `schema` that says {SCHEMA!r}")
    _check(value, REPORT)
    said = cast("dict[str, Any]", value)
    problems = (
        ProblemReport(
            p["path"], p["sha256"], p["title"], tuple(_claim(c) for c in p["claims"]),
            tuple(
                DerivationReport(d["id"], d["kind"], d["standing"], d["first_wrong"], d["message"])
                for d in p.get("derivations", ())
            ),
            p.get("statement"),
        )
        for p in said["problems"]
    )  # fmt: skip
    return Report(tuple(problems), tuple(said.get("lock", ())), tuple(said.get("outdated", ())))


def read_json(text: str) -> Json:
    """The JSON value that `text` is.  Raises ReportError, also for nesting and numbers beyond what Python reads."""
    try:
        return cast("Json", json.loads(text))
    except RecursionError:
        raise ReportError("this JSON is nested too deeply") from None
    except ValueError as error:
        raise ReportError(f"this is not JSON: {error}") from None


def _check(value: Json, schema: Json) -> None:
    found = list(violations(value, schema))
    if found:
        more = f" … and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise ReportError("; ".join(found[:SHOWN]) + more)


def _claim(value: dict[str, Any]) -> ClaimReport:
    evidence, scope = value["evidence"], value["scope"]
    example, diagnosis, crosscheck = evidence["counterexample"], value["diagnosis"], evidence["crosscheck"]
    holds_if = value.get("holds_if")
    return ClaimReport(
        id=value["id"],
        source=value["source"],
        read=value["read"],
        line=value["line"],
        verdict=value["verdict"],
        code=value["code"],
        expected=value["expected"],
        follows=value["follows"],
        scope=Scope(scope["dimensions"], tuple(scope["where"])),
        used=tuple(value["used"]),
        unused=tuple(value["unused"]),
        hypotheses=value.get("hypotheses", {}),
        rules=tuple(value["rules"]),
        method=value.get("method", ""),
        certificate=evidence["certificate"],
        counterexample=None
        if example is None
        else Counterexample(
            example["sizes"], example["values"], example.get("left", ""), example.get("right", ""), example.get("note", "")
        ),
        crosscheck=CrossCheck(crosscheck["status"], crosscheck.get("detail", "")),
        diagnosis=None
        if diagnosis is None
        else Diagnosis(diagnosis["kind"], diagnosis["message"], diagnosis.get("repaired", "")),
        holds_if=None if holds_if is None else HoldsIf(tuple(holds_if["given"]), holds_if["text"]),
        step=None if value.get("step") is None else _step(value["step"]),
        notes=tuple(value.get("notes", ())),
        message=value["message"],
        seconds=float(value["seconds"]),
        unmet=tuple(value.get("unmet", ())),
        replayed=value.get("replayed") is True,
        lost=value.get("lost", ""),
    )


def _step(value: dict[str, Any]) -> StepReport:
    premises, assumed, gained, lost = (tuple(value[key]) for key in ("premises", "assumed", "gained", "lost"))
    return StepReport(value["derivation"], value["label"], value["sign"], premises, assumed, gained, lost, value["fragile"])
