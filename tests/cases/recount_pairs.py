"""Writes pairs_open.json anew from what is found now: `python tests/cases/recount_pairs.py`.

A reason that a person wrote down (it begins with "-") stays with its case; the others say the code and what it is about.  A
wrong verdict is not written down but reported: the list has no place
for it.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "scalars"), str(ROOT)]

from judged_pairs import LIST, PAIRS, judged, reasons  # noqa: E402


def reason(pair, found):
    """Why a pair is open, in a few words that outlive the wording of messages."""
    known = reasons(pair) or ""
    if known.startswith("-"):
        return known
    if found.verdict in {"unread", "malformed"}:
        return f"{found.verdict}: {found.code}"
    operator = re.search(r"no theory reads `(\w+)` in", found.message)
    if operator:
        return f"no theory of {operator[1]}"
    return f"{found.code}: {pair.case['category']}"


def main():
    rows, decided = {}, 0
    for pair in PAIRS:
        found = judged(pair)
        if found.open:
            rows.setdefault(pair.table, {}).setdefault(pair.surface, {}).setdefault(reason(pair, found), []).append(pair.id)
        elif found.verdict == pair.right:
            decided += 1
        else:
            print(f"WRONG: {pair}: `{pair.text}` is {pair.case['truth']}, and found {found.verdict}: {found.message}")
    text = {t: {s: {w: " ".join(ids) for w, ids in sorted(r.items())} for s, r in rs.items()} for t, rs in rows.items()}
    LIST.write_text(json.dumps(text, indent=1, ensure_ascii=False) + "\n")
    print(f"{decided} of {len(PAIRS)} decided")


if __name__ == "__main__":
    main()
