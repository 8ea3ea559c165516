"""Pairs of answers of known truth: equal ones hold, others fail, but for those listed as open; none is ever judged wrongly.

The cases: tests/cases/pairs.json (translated once by translate_pairs.py) and pairs_more.json (facts that other tools' tests and
documentation state, each with its source).  pairs_open.json is exact: what gets decided must leave it, and what is lost shows;
`python tests/cases/recount_pairs.py` writes it anew.
"""

from collections import Counter

import pytest
from judged_pairs import OPEN, PAIRS, TABLES, judged, reasons

IDS = [str(pair) for pair in PAIRS]


def test_the_cases_are_all_there_with_what_they_need():
    assert len(TABLES["pairs"]) == 53 and sum(case["truth"] for case in TABLES["pairs"]) == 30
    assert (
        len(TABLES["pairs_more"]) >= 250 and 0.3 < sum(c["truth"] for c in TABLES["pairs_more"]) / len(TABLES["pairs_more"]) < 0.7
    )
    assert len(set(IDS)) == len(IDS)
    categories = Counter(case["category"] for case in TABLES["pairs_more"])
    assert set(categories) == {
        "rational", "poly", "trig", "radical", "explog", "calculus", "matrix", "set", "interval", "equation", "inequality",
        "adversarial",
    }  # fmt: skip
    assert min(categories.values()) >= 8
    assert all(case["source"] for case in TABLES["pairs_more"]), "where a fact comes from, or why it is true"


def test_the_list_names_pairs_only_and_each_once():
    listed = [
        (table, s, i)
        for table, surfaces in OPEN.items()
        for s, rs in surfaces.items()
        for ids in rs.values()
        for i in ids.split()
    ]
    assert len(set(listed)) == len(listed)
    assert set(listed) <= {(p.table, p.surface, p.id) for p in PAIRS}


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_the_verdict_is_the_truth(pair):
    found = judged(pair)
    assert found.open or found.verdict == pair.right, f"WRONG: `{pair.text}` is {pair.case['truth']}: {found.message}"
    why = reasons(pair)
    said = f"{found.verdict} {found.code}: {found.message}"
    assert found.open == (why is not None), f"`{pair.text}`: {said}\n(listed as open: {why or 'no'})"


def test_both_surfaces_of_a_pair_agree():
    """What is decided on the typed line and in LaTeX is decided alike: the grammar is one."""
    verdicts = {}
    for pair in PAIRS:
        found = judged(pair) if pair.surface != "claim" or "latex" in pair.case else None
        if found is not None and not found.open:
            verdicts.setdefault((pair.table, pair.id), set()).add(found.verdict)
    assert [key for key, found in verdicts.items() if len(found) > 1] == []
