"""Which declared symbols are read as blocks, and where they are cut: where a claim sets them beside blocks.

TRUSTED FOR MEANING.  Owns: `with_cut`.  Every matrix is that of its blocks, wherever it is cut: this only chooses the letters in
which a claim is written down (Horn and Johnson 2013, 0.7.2).
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.kernel.evaluation import MOST_BLOCKS
from symcheck.kernel.grids import total
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import letters_of
from symcheck.language.context import Kind
from symcheck.language.sizes import ONE, Size
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.partitioned import Uncut
from symcheck.theories.setting import Setting


def with_cut(setting: Setting, letters: Letters, wanted: Uncut) -> Setting:
    """The setting in which a symbol is cut so that the letter is.  Raises NotLowered where the letter depends on none."""
    found = _symbol(setting, letters, wanted.letter, wanted.leg)
    if found is None:
        words = ", ".join(map(str, wanted.sizes))
        raise NotLowered(
            "no-theory", f"a value of {total(wanted.sizes)} entries stands beside blocks of {words}, and is not read in blocks"
        )
    name, axis, at = found
    old = setting.cuts.get(name) or tuple((s,) for s in letters.table[name][1:])
    finer = (*old[axis][:at], *wanted.sizes, *old[axis][at + 1 :])
    if len(finer) > MOST_BLOCKS:
        raise NotLowered("budget", f"`{name}` would be read as more than {MOST_BLOCKS} blocks in a row")
    rows, cols = (finer, old[1]) if axis == 0 else (old[0], finer)
    if _is_symmetric(setting, name):
        rows = cols = finer
    return replace(setting, cuts={**setting.cuts, name: (rows, cols)})


def _is_symmetric(setting: Setting, name: str) -> bool:
    kind = setting.context.symbols.get(name)
    return isinstance(kind, Kind) and bool({"symmetric", "positive-definite"} & set(kind.properties))


def _symbol(setting: Setting, letters: Letters, x: Letter, leg: int) -> tuple[str, int, int] | None:
    """The symbol, whether its rows (0) or columns (1) are to be cut, and which part of them."""
    name = x.name
    for whole, grid in letters.wholes.items():
        for i, row in enumerate(grid):
            for j, p in enumerate(row):
                if x in letters_of(p):
                    axis = _axis(letters, name, leg)
                    return whole, axis, (i, j)[axis]
    if isinstance(setting.context.symbols.get(name), Kind) and name not in letters.local:
        return name, _axis(letters, name, leg), 0
    return _of_origin(setting, letters, name, x.legs[leg])


def _axis(letters: Letters, name: str, leg: int) -> int:
    _, rows, _ = letters.table[name]
    return leg if rows != ONE else 1


def _of_origin(setting: Setting, letters: Letters, name: str, size: Size) -> tuple[str, int, int] | None:
    """A symbol in what the letter is the inverse or the image of, which has an outer index of that size."""
    if name not in letters.origins:
        return None
    for p in letters.origins[name].of:
        for m in p.terms:
            outer = [f for f in m.open.free if m.open.sizes[f] == size]
            for y, legs in m.open.nodes:
                for leg, at in enumerate(legs):
                    found = _symbol(setting, letters, y, leg) if at in outer else None
                    if found is not None:
                        return found
    return None
