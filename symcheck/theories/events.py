"""Probabilities of declared events, and events as numbers that are 0 or 1.

TRUSTED FOR MEANING.  Owns: `Events`, `indicator`.  The joint distribution of events A, B, C is given by P(A), P(B | A),
P(B | not A), P(C | A, B), …: numbers in [0, 1], and any such numbers are those of some events (the chain rule).  So an identity
between probabilities becomes one between polynomials, and a countermodel is one of events.
"""

from __future__ import annotations

from itertools import product as cartesian

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE, SCALAR
from symcheck.language.terms import Term
from symcheck.theories.elementwise import image
from symcheck.theories.letters import MOMENT, Origin
from symcheck.theories.lowering import NotLowered
from symcheck.theories.random_names import of_base
from symcheck.theories.random_symbols import Reader

MOST_EVENTS = 4
CONNECTIVES = frozenset({"and", "or", "not", "implies", "iff"})
Cell = tuple[bool, ...]


def is_of_events(term: Term, context: Context) -> bool:
    """Whether a statement is made of declared events and connectives."""
    if term.op in CONNECTIVES:
        return all(is_of_events(a, context) for a in term.args)
    return term.op == "sym" and of_base(str(term.value), "event", context)


class Events:
    """The cells of the events of one claim and their probabilities."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.names: tuple[str, ...] = ()
        self.cells: dict[Cell, Polynomial] = {}

    def prepare(self, names: tuple[str, ...], groups: list[frozenset[str]]) -> None:
        """A number in [0, 1] for the chance of each event under each outcome of those before it.

        Events that are declared independent come first, and their chances do not depend on each other.  Raises NotLowered
        for independence of several sets of events.
        """
        if not names:
            return
        if len(names) > MOST_EVENTS:
            raise NotLowered("budget", f"more than {MOST_EVENTS} events")
        together = [g & set(names) for g in groups if len(g & set(names)) > 1]
        if len(together) > 1:
            raise NotLowered("no-theory", "independence of several sets of events is not read")
        free = together[0] if together else frozenset()
        self.names = (*sorted(free), *(n for n in names if n not in free))
        cells: dict[Cell, Polynomial] = {(): number(1)}
        for name in self.names:
            chances: dict[Cell, Polynomial] = {}
            alone = self.chance(name, ()) if name in free else None
            following: dict[Cell, Polynomial] = {}
            for cell, weight in cells.items():
                p = chances[cell] = alone if alone is not None else self.chance(name, cell)
                following[*cell, True] = product(weight, p)
                following[*cell, False] = product(weight, number(1) - p)
            cells = following
        self.cells = cells if len(names) < 3 else {cell: self.named(p) for cell, p in cells.items()}

    def named(self, weight: Polynomial) -> Polynomial:
        """The weight of a cell as a letter, of which inequalities know that it is ≥ 0."""
        letters = self.reader.letters
        made = letters.fresh("cell", ONE, ONE)
        value = letters.value(made)
        letters.define(made, f"probability:{made}", Formula("=", value - weight))
        letters.define(made, f"probability:{made}:low", Formula(">=", value))
        return value

    def chance(self, name: str, cell: Cell) -> Polynomial:
        """P(name | cell) as a letter in [0, 1]."""
        letters = self.reader.letters
        made = letters.fresh(MOMENT + "P", ONE, ONE)
        before = " and ".join(n if true else f"not {n}" for n, true in zip(self.names, cell, strict=False))
        letters.origins[made] = Origin("moment", (), f"{name} | {before}" if before else name, "P")
        p = letters.value(made)
        letters.define(made, f"probability:{made}:low", Formula(">=", p))
        letters.define(made, f"probability:{made}:high", Formula(">=", number(1) - p))
        return p

    def probability(self, event: Term, given: Term | None) -> Polynomial:
        """P(A) as a sum over cells; P(A | B) = P(A and B) / P(B)."""
        if given is None:
            return self.total(event)
        over = self.reader.letters.over(self.total(given), f"P({to_text(given)})")
        return product(over, self.total(Term("and", (event, given))))

    def total(self, event: Term) -> Polynomial:
        total = number(0)
        for cell in cartesian((True, False), repeat=len(self.names)):
            if truth(event, dict(zip(self.names, cell, strict=True))):
                total = total + self.cells[cell]
        return total


def truth(event: Term, cell: dict[str, bool]) -> bool:
    match event:
        case Term("sym", (), str() as name):
            return cell[name]
        case Term("not", (a,)):
            return not truth(a, cell)
        case Term("and", parts):
            return all(truth(p, cell) for p in parts)
        case Term("or", parts):
            return any(truth(p, cell) for p in parts)
        case Term("implies", (a, b)):
            return truth(b, cell) or not truth(a, cell)
        case Term("iff", (a, b)):
            return truth(a, cell) == truth(b, cell)
    raise NotLowered("no-theory", f"`{to_text(event)}` is not made of declared events")


def indicator(reader: Reader, event: Term) -> Polynomial:
    """1 where the statement about numbers is true, else 0: [p > 0] = step(p), [p = 0] = 1 − sign(p)².  Raises NotLowered."""
    one = number(1)
    match event:
        case Term("not", (a,)):
            return one - indicator(reader, a)
        case Term("and", parts):
            total = one
            for p in parts:
                total = product(total, indicator(reader, p))
            return total
        case Term("or", parts):
            total = one
            for p in parts:
                total = product(total, one - indicator(reader, p))
            return one - total
        case Term("rel", (a, b), str() as relation) if a.shape == SCALAR and relation in {"=", "!=", "<", "<=", ">", ">="}:
            difference = reader.lower(a) - reader.lower(b)
            match relation:
                case ">":
                    return positive(reader, difference)
                case "<":
                    return positive(reader, -difference)
                case ">=":
                    return one - positive(reader, -difference)
                case "<=":
                    return one - positive(reader, difference)
            zero = one - positive(reader, difference) - positive(reader, -difference)
            return zero if relation == "=" else one - zero
        case Term("chain", (a, b, c), (r, s)):
            return indicator(reader, Term("and", (Term("rel", (a, b), r), Term("rel", (b, c), s))))
    raise NotLowered("no-theory", f"no theory reads the event `{to_text(event)}`")


def positive(reader: Reader, p: Polynomial) -> Polynomial:
    """[p > 0]."""
    if p.constant is not None:
        return number(p.constant > 0)
    return image(reader.letters, "step", p, "an event")
