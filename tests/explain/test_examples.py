"""The examples of `symcheck explain CODE` are run: each gets the name that it is to show, and its repair holds."""

import pytest

from symcheck.audit.inspection import audit_problems
from symcheck.codes import EXPLANATIONS, FINDINGS, MISTAKES
from symcheck.engine import judge_problem
from symcheck.explain.code_examples import EXAMPLES, NONE
from symcheck.explain.code_pages import UnknownCode, code
from symcheck.explain.mistake_examples import OF_MISTAKES
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load_problem, load_text
from symcheck.verification import Origin, Settings

JUDGED = {**EXAMPLES, **OF_MISTAKES}
BY_VERDICT = [name for name in JUDGED if name not in FINDINGS and name != "property-shape"]


def test_every_name_has_an_example_or_a_reason():
    assert set(EXPLANATIONS) == {*EXAMPLES, *OF_MISTAKES, *NONE}
    assert set(OF_MISTAKES) == set(MISTAKES) and not set(JUDGED) & set(NONE)


@pytest.mark.parametrize("name", BY_VERDICT)
def test_the_example_gets_the_name_and_the_repair_holds(name):
    report = judge_problem(load_text(JUDGED[name], "example.yaml"))
    assert [(c.id, c.unmet) for c in report.claims if c.unmet] == []
    wrong = [c for c in report.claims if c.id.split(".")[0] == "wrong"]
    names = {n for c in wrong for n in (c.verdict, c.code, c.follows, c.diagnosis and c.diagnosis.kind)}
    assert name in names
    right = [c for c in report.claims if c.id.split(".")[0] == "repaired"]
    printed = name in ("changed-literal", "misprint")  # the repair is another table, which nobody writes for the reader
    assert all(c.verdict == "holds" for c in right) and (right or printed)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The kinds of findings in each part of each example of one, by name: one run for all of them."""
    folder, origins, names = tmp_path_factory.mktemp("findings"), [], []
    for name in FINDINGS:
        for k, part in enumerate(EXAMPLES[name].split("---\n")):
            path = folder / f"{name}-{k}.yaml"
            path.write_text(part)
            origins.append(Origin(load_problem(str(path)), {"path": str(path)}))
            names.append((name, k))
    audited = audit_problems(origins, Settings(2), 6)
    return {key: {f.kind for f in p.findings} for key, p in zip(names, audited.problems, strict=True)}


@pytest.mark.parametrize("name", FINDINGS)
def test_the_example_of_a_finding_is_found_and_its_repair_is_not(name, found):
    assert name in found[name, 0] and name not in found[name, 1]


def test_a_file_that_is_refused_for_a_property():
    wrong, right = EXAMPLES["property-shape"].split("---\n")
    with pytest.raises(ProblemErrors) as refused:
        load_text(wrong, "example.yaml")
    assert {e.code for e in refused.value.errors} == {"property-shape"}
    assert [c.verdict for c in judge_problem(load_text(right, "example.yaml")).claims] == ["holds"]


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_shows_its_example(name):
    text = code(name)
    assert ("    claims:" in text) == (name in JUDGED) and text.endswith("\n") and max(map(len, text.splitlines())) <= 88


def test_a_word_that_is_no_code():
    with pytest.raises(UnknownCode, match="did you mean sign"):
        code("sing")
