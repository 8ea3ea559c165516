"""Every format against a golden file that a person read once; nothing here writes one.

Each format is also held to what its readers rely on: it parses, nothing is lost, nothing leaks markup.
"""

import importlib.util
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from symcheck.render.formats import FORMATS, format_of
from symcheck.render.json_ import from_json
from symcheck.render.text import render_claim
from symcheck.render.words import Style, duration, facts, outcome, printable
from symcheck.report import Report
from symcheck.report_json import ReportError, claim_from_json, claim_to_json
from symcheck.report_schema import REPORT, violations

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("samples", HERE / "samples.py")
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)

GOLDEN = {
    "pipe.txt": ("text", Style()),
    "wide.txt": ("text", Style(width=100)),
    "narrow.txt": ("text", Style(width=50)),
    "ascii.txt": ("text", Style(unicode=False, quiet=True, seconds=3.0)),
    "report.json": ("json", Style()),
    "report.jsonl": ("jsonl", Style()),
    "junit.xml": ("junit", Style()),
    "report.html": ("html", Style()),
    "github.txt": ("github", Style()),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name):
    kind, style = GOLDEN[name]
    assert FORMATS[kind](samples.REPORT, style) == (HERE / "golden" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_report_is_a_report_too(kind):
    text = FORMATS[kind](samples.EMPTY, Style())
    assert text.endswith("\n")
    assert "no claims" in text or kind in ("json", "jsonl", "junit")


def test_json_says_everything_and_reads_back():
    text = FORMATS["json"](samples.REPORT, Style())
    assert from_json(text) == samples.REPORT
    assert list(violations(json.loads(text), REPORT)) == []


def test_json_keys_are_the_designs():
    value = json.loads(FORMATS["json"](samples.REPORT, Style()))
    assert set(value) == {"schema", "tool", "problems", "summary"}
    assert value["schema"] == "symcheck/report/1"
    claim = value["problems"][0]["claims"][1]
    designed = {
        "id", "source", "read", "line", "verdict", "code", "expected", "follows", "scope", "used", "unused", "rules", "evidence",
        "diagnosis", "message", "seconds",
    }  # fmt: skip
    assert designed <= set(claim)
    assert set(claim["evidence"]) == {"certificate", "counterexample", "crosscheck"}
    assert value["summary"] == {"holds": 1, "fails": 1, "malformed": 1, "undecided": 1, "conflict": 1}


def test_keys_from_the_future_are_let_through():
    claim = {**claim_to_json(samples.HOLDS), "added later": 1}
    assert claim_from_json(claim) == samples.HOLDS


def _broken(**changes):
    return json.dumps({**json.loads(FORMATS["json"](samples.ALL_MET, Style())), **changes})


def _with_claim(**changes):
    report = json.loads(FORMATS["json"](samples.ALL_MET, Style()))
    report["problems"][0]["claims"][0].update(changes)
    return json.dumps(report)


UNREADABLE = {
    "not JSON": ("{", "this is not JSON"),
    "no report": ("[1, 2]", "no report of symcheck"),
    "another schema": (_broken(schema="symcheck/report/2"), "schema is 'symcheck/report/2', not 'symcheck/report/1'"),
    "a missing part": (_broken(problems=[{"path": "x"}]), r"problems\[0\] has no 'sha256'"),
    "an unknown verdict": (_with_claim(verdict="proved"), "verdict is 'proved', not one of 'holds', 'fails'"),
    "a wrong type": (_with_claim(used="given.1"), r"claims\[0\]\.used is 'given\.1', not array"),
    "a truth value is no number": (_with_claim(line=True), "line is True, not integer"),
    "negative time": (_with_claim(seconds=-1), "seconds is -1, below 0"),
    "nesting without end": ("[" * 100_000, "nested too deeply"),
    "a number without end": ('{"schema": ' + "9" * 10_000 + "}", "this is not JSON"),
}


@pytest.mark.parametrize(("text", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_text_that_is_no_report_is_refused_with_the_place(text, words):
    with pytest.raises(ReportError, match=words):
        from_json(text)


def test_jsonl_has_one_line_a_claim_and_one_for_the_summary():
    lines = [json.loads(line) for line in FORMATS["jsonl"](samples.REPORT, Style()).splitlines()]
    assert [line["kind"] for line in lines] == ["claim"] * 5 + ["summary"]
    assert [claim_from_json(line) for line in lines[:-1]] == list(samples.REPORT.claims)


def test_junit_parses_and_counts_what_is_open_as_an_error_never_as_passed():
    root = ElementTree.fromstring(FORMATS["junit"](samples.REPORT, Style()))
    assert (root.get("tests"), root.get("failures"), root.get("errors"), root.get("skipped")) == ("5", "1", "2", "0")
    bad = {case.get("name"): [child.tag for child in case if child.tag != "system-out"] for case in root.iter("testcase")}
    assert bad == {
        "2.2.1.w1": [], "2.3.2.sign-error": [], "2.2.3.step1": ["failure"], "open": ["error"], 'odd <one> & "two"': ["error"],
    }  # fmt: skip


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.open, self.text = set(), [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html_is_self_contained_balanced_and_escaped():
    claim = replace(samples.UNMET, source="<script>alert(1)</script>", message='"><img src=x onerror=y>')
    problem = replace(samples.REPORT.problems[0], title="</title><b>", claims=(claim,))
    page = _Page()
    page.feed(FORMATS["html"](Report((problem,)), Style()))
    assert page.open == []
    assert not {"script", "img", "link", "b"} & page.tags
    assert "<script>alert(1)</script>" in page.text


def test_github_annotates_only_what_is_not_as_expected_and_escapes_the_path():
    lines = FORMATS["github"](samples.REPORT, Style()).splitlines()
    assert [re.match("::(error|warning) ", line) is not None for line in lines] == [True, True, True, False]
    assert lines[0].startswith("::error file=odd%2C 100%25%3A file.yaml,line=40,title=2.2.3.step1%3A malformed::")
    assert lines[1].startswith("::warning ")


def test_text_without_color_has_no_escape_sequence_whatever_the_problem_contains():
    assert "\x1b" not in FORMATS["text"](samples.REPORT, Style())


def test_a_statement_has_no_file_and_no_expectation_to_speak_of():
    report = Report((replace(samples.REPORT.problems[1], path="<statement>", claims=(samples.UNMET,)),))
    text = FORMATS["text"](report, Style())
    assert text.startswith(" ✗  malformed  2.2.3.step1")
    assert "expected holds" not in text and "<statement>" not in text


def test_color_changes_nothing_but_color():
    colored = FORMATS["text"](samples.REPORT, Style(color=True, width=100))
    plain = FORMATS["text"](samples.REPORT, Style(width=100))
    assert "\x1b[32mholds" in colored and "\x1b[31mfails" in colored
    blankless = [line.rstrip() for line in re.sub("\x1b\\[[0-9;]*m", "", colored).splitlines()]
    assert blankless == plain.splitlines()


def test_text_in_a_pipe_is_never_wrapped():
    long = replace(samples.HOLDS, source="x + " * 500 + "x = 0")
    text = render_claim(long, Style())
    assert "x + " * 500 in text


def test_text_says_what_was_expected():
    lines = FORMATS["text"](samples.REPORT, Style()).splitlines()
    assert sum("not met" in line and "expected holds, found" in line for line in lines) == 3


def test_quiet_text_leaves_out_what_is_as_expected():
    text = FORMATS["text"](samples.REPORT, Style(quiet=True))
    assert "2.2.1.w1" not in text and "2.2.3.step1" in text and "5 claims" in text
    assert FORMATS["text"](samples.ALL_MET, Style(quiet=True)).splitlines() == ["1 claim: 1 holds; all as expected (4 ms)"]


OUTCOMES = {
    "as expected": (samples.EXPECTED_FAILURE, "met"),
    "not as expected": (samples.UNMET, "unmet"),
    "undecided": (samples.UNDECIDED, "open"),
    "undecided as expected": (replace(samples.UNDECIDED, unmet=()), "met"),
    "a conflict is never met": (replace(samples.CONFLICT, unmet=()), "broken"),
    "an internal error is never met": (replace(samples.UNDECIDED, code="internal-error", unmet=()), "broken"),
}


@pytest.mark.parametrize(("claim", "expected"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_outcome(claim, expected):
    assert outcome(claim) == expected


def test_read_is_shown_only_where_it_differs_by_more_than_blanks():
    same = replace(samples.HOLDS, read=samples.HOLDS.source.replace(" ", "  "))
    assert "read as" not in {fact.label for fact in facts(same)}
    assert "read as" in {fact.label for fact in facts(samples.HOLDS)}


PRINTED = {"\x1b[2J": "\\x1b[2J", "a\u202eb": "a\\u202eb", "\x9b1m": "\\x9b1m", "ŵ = 𝒙ᵀ": "ŵ = 𝒙ᵀ", "two\nlines": "two\nlines"}


@pytest.mark.parametrize(("text", "shown"), PRINTED.items())
def test_characters_that_steer_a_terminal_are_shown_as_escapes(text, shown):
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0004, "0 ms"), (0.05, "50 ms"), (1.5, "1.50 s"), (61.2, "61 s"), (600, "10 min")]
)
def test_duration(seconds, shown):
    assert duration(seconds) == shown


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.json", "json"), ("a.JSONL", "jsonl"), ("x/report.xml", "junit"), ("a.html", "html"), ("a.txt", "text"), ("a", None)],
)
def test_the_suffix_names_the_format(path, kind):
    assert format_of(path) == kind
