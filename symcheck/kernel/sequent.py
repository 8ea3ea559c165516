"""Sequents: labelled hypotheses ⊢ goal, over declared letters and sizes; and models of them.

TRUSTED.  Owns: `Formula`, `Hypothesis`, `Member`, `Sequent`, and what a model of a sequent is.
A sequent states: for all sizes ≥ 1 and all real values of the letters (integers where declared) that satisfy the hypotheses,
and at which the functions of its atoms are defined, the goal is true.  Sizes are all that occur in it, names and compound ones
such as n − 1.  Letters of the hypotheses and of the goal are those of `letters`, no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product as cartesian

from symcheck.kernel.evaluation import OF_MATRICES, OF_TWO, Atom, Interpretation, Model, enclosure, interpreted
from symcheck.kernel.functions import is_finite, is_zero
from symcheck.kernel.grids import square_grid
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, inner, letter, letters_of, product, size_letter
from symcheck.language.sizes import ONE, Size

RELATIONS = ("=", "!=", ">=", ">")


@dataclass(frozen=True, slots=True)
class Formula:
    """polynomial REL 0.  "=": every entry is 0; "!=": some entry is not; ">=" and ">" for scalars only."""

    relation: str
    polynomial: Polynomial


@dataclass(frozen=True, slots=True)
class Member:
    """∃ unknown (rows × 1): polynomial = 0, where the polynomial is affine in the letter `unknown`."""

    unknown: Letter
    rows: Size
    polynomial: Polynomial


@dataclass(frozen=True, slots=True)
class Hypothesis:
    label: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Sequent:
    """letters: name -> (letter, rows, cols), all of them; sizes: the symbolic ones; atoms: what opaque letters stand for.

    supposed: labels of hypotheses that are made for the sake of an argument (a case, the denial of an alternative): a proof
    need not exhibit a model of them, a counterexample must satisfy them.
    """

    sizes: tuple[str, ...]
    letters: Mapping[str, tuple[Letter, Size, Size]]
    hypotheses: tuple[Hypothesis, ...]
    goal: Formula | Member
    atoms: Mapping[str, Atom] = field(default_factory=dict)
    supposed: frozenset[str] = frozenset()

    @property
    def unsupposed(self) -> Sequent:
        """Without the hypotheses that are only supposed."""
        if not self.supposed:
            return self
        return replace(self, hypotheses=tuple(h for h in self.hypotheses if h.label not in self.supposed), supposed=frozenset())

    def hypothesis(self, label: str) -> Formula:
        for h in self.hypotheses:
            if h.label == label:
                return h.formula
        raise KeyError(label)


class NotAModel(ValueError):
    """Why the values are not a model of the hypotheses."""


def truth(formula: Formula, at: Interpretation) -> bool | None:
    """Whether the formula is true; None where balls do not decide.  Errors as for `evaluate`."""
    entries = [v for row in enclosure(formula.polynomial, at) for v in row]
    if not all(is_finite(v) for v in entries):
        return None
    zero = all(is_zero(v) for v in entries)
    match formula.relation:
        case "=":
            return True if zero else False if any(v != 0 for v in entries) else None
        case "!=":
            return False if zero else True if any(v != 0 for v in entries) else None
        case ">=":
            return True if entries[0] >= 0 else False if entries[0] < 0 else None
        case ">":
            return True if entries[0] > 0 else False if entries[0] < 0 or zero else None
    raise ValueError(formula.relation)


def satisfied(formula: Formula, model: Model) -> bool:
    """Whether the formula is true at rational values of all its letters."""
    return truth(formula, Interpretation(model.sizes, model.values)) is True


def require_model(sequent: Sequent, model: Model) -> Interpretation:
    """The model with the values of the atoms.

    Raises NotAModel unless the values have the declared shapes and properties, every atom with known values is defined, and every
    hypothesis is true: exactly, or with certainty in balls.
    """
    for name in sequent.sizes:
        if model.sizes.get(name, 0) < 1:
            raise NotAModel(f"size {name} has no value ≥ 1")
    for size in sizes_of(sequent):
        if size.at(model.sizes) < 1:
            raise NotAModel(f"the size {size} is below 1 there")
    plain = {name: entry for name, entry in sequent.letters.items() if not entry[0].opaque}
    for x, rows, cols in plain.values():
        _require_value(x, model, (rows.at(model.sizes), cols.at(model.sizes)))
    found = interpreted(Model(model.sizes, {name: model.values[name] for name in plain}), sequent.atoms)
    for name, atom in sequent.atoms.items():
        if atom.is_known and not all(is_finite(v) for row in found.values.get(name, ((None,),)) for v in row):
            raise NotAModel(f"{atom.function} is not defined there")
    by_definition = _defining(sequent)
    for h in sequent.hypotheses:
        if h.formula in by_definition:
            continue
        try:
            true = truth(h.formula, found)
            if not true:
                raise NotAModel(f"the hypothesis {h.label} is {'false' if true is False else 'not certainly true'} there")
        except ZeroDivisionError as error:
            raise NotAModel(f"the hypothesis {h.label} is undefined there") from error
        except KeyError as error:
            raise NotAModel(f"the hypothesis {h.label} speaks of an uninterpreted atom") from error
    return found


def _defining(sequent: Sequent) -> list[Formula]:
    """What is true of atoms wherever they are defined, though balls could not show it: √q √q = q and √q ≥ 0."""
    roots = [(letter(*sequent.letters[n]), a.arguments[0]) for n, a in sequent.atoms.items() if a.function == "sqrt"]
    return [f for s, q in roots if s.is_scalar for f in (Formula("=", product(s, s) - q), Formula(">=", s))]


def _require_value(x: Letter, model: Model, shape: tuple[int, int]) -> None:
    value = model.values.get(x.name)
    if value is None or len(value) != shape[0] or any(len(row) != shape[1] for row in value):
        raise NotAModel(f"{x.name} has no value of its shape")
    if x.symmetric and any(value[i][j] != value[j][i] for i, j in cartesian(range(shape[0]), repeat=2)):
        raise NotAModel(f"the value of {x.name} is not symmetric")
    if x.integer and any(v.denominator != 1 for row in value for v in row):
        raise NotAModel(f"the value of {x.name} is not an integer")


def square_norm(p: Polynomial) -> Polynomial:
    """The sum of the squares of the entries: zero iff p is, over the reals."""
    return inner(p, p)


def sizes_of(sequent: Sequent) -> set[Size]:
    """Every size that occurs in the sequent: of letters, of values, of index classes."""
    found = {size for _, rows, cols in sequent.letters.values() for size in (rows, cols)}
    arguments = (p for atom in sequent.atoms.values() for p in atom.arguments)
    for p in (sequent.goal.polynomial, *(h.formula.polynomial for h in sequent.hypotheses), *arguments):
        found |= _sizes_in(p)
    return found | ({sequent.goal.rows} if isinstance(sequent.goal, Member) else set())


def _sizes_in(p: Polynomial) -> set[Size]:
    return {p.rows, p.cols, *(s for m in p.terms for network in (m.open, *(f for f, _ in m.factors)) for s in network.sizes)}


def require_well_formed(sequent: Sequent) -> None:
    """Every letter and size is declared as used; scalars where the relation needs them; negative exponents are licensed.

    Raises ValueError.
    """
    goal = sequent.goal
    if any(not set(size.names) <= set(sequent.sizes) for size in sizes_of(sequent)):
        raise ValueError("a size is not declared in the sequent")
    unknown = goal.unknown if isinstance(goal, Member) else None
    for h in sequent.hypotheses:
        require_licensed(sequent, h.formula.polynomial)
    require_licensed(sequent, goal.polynomial, unknown)
    for name, atom in sequent.atoms.items():
        _require_atom(sequent, name, atom)
    for formula in (*(h.formula for h in sequent.hypotheses), goal):
        if isinstance(formula, Member):
            continue
        require_comparable(formula)
    if unknown is not None:
        if unknown.name in sequent.letters:
            raise ValueError("the unknown of a membership must be fresh")
        if any(_degree(m, unknown) > 1 for m in goal.polynomial.terms):
            raise ValueError("a membership must be affine in its unknown")
    if len({h.label for h in sequent.hypotheses}) != len(sequent.hypotheses):
        raise ValueError("two hypotheses with one label")


def require_comparable(formula: Formula) -> None:
    if formula.relation not in RELATIONS or (formula.relation in {">", ">="} and not formula.polynomial.is_scalar):
        raise ValueError("an order relation needs scalars")


def _require_atom(sequent: Sequent, name: str, atom: Atom) -> None:
    """An atom is an opaque letter of the shape of its function's values.  Raises ValueError."""
    x, rows, cols = sequent.letters[name]
    for p in atom.arguments:
        require_licensed(sequent, p)
    if not x.opaque or x.symmetric or x.integer:
        raise ValueError(f"the letter {name} of an atom has properties of its own")
    if atom.is_known:
        p = atom.arguments[0]
        of_numbers = atom.function in OF_TWO
        expected = (ONE, ONE) if of_numbers or atom.function in {*OF_MATRICES, "block-det"} else (p.rows, p.cols)
        if atom.function == "block-det":
            square_grid(atom.arguments)
        if of_numbers and not all(q.is_scalar for q in atom.arguments):
            raise ValueError(f"the atom {name} is a function of numbers")
        if expected != (rows, cols) or (atom.function == "det" and p.rows != p.cols):
            raise ValueError(f"the shape of the atom {name} is not that of its function")


def require_licensed(sequent: Sequent, p: Polynomial, extra: Letter | None = None) -> None:
    """Only declared letters (and `extra`), sizes that are at least 1, and negative exponents on what is not zero.

    A factor f is licensed by a hypothesis c·f ≠ 0 or c·f > 0, or by being a size.  A size is at least 1 where it occurs in the
    sequent, or by its form: a sum of products of declared sizes (the squared norm of ones(n − 2) is n − 2: no square at n = 1).
    Raises ValueError.
    """
    known = sizes_of(sequent)
    for size in _sizes_in(p) - known:
        if not size.terms or any(c < 0 or not set(names) <= set(sequent.sizes) for names, c in size.terms):
            raise ValueError(f"the size {size} is not known to be at least 1")
    declared = {x for x, _, _ in sequent.letters.values()} | ({extra} if extra else set())
    for x in letters_of(p):
        if x not in declared and not (x == size_letter(x.name[1:]) and x.name[1:] in sequent.sizes):
            raise ValueError(f"letter {x.name} is not declared in the sequent")
    negative = {f for m in p.terms for f, e in m.factors if e < 0}
    for f in negative:
        is_size = len(f.nodes) == 1 and f.nodes[0][0].name.startswith("#")
        if not is_size and not any(_licenses(h.formula, f) for h in sequent.hypotheses):
            raise ValueError("a negative exponent without a hypothesis that its factor is not zero")


def _licenses(formula: Formula, f: Network) -> bool:
    p = formula.polynomial
    return formula.relation in {"!=", ">"} and p.is_scalar and [m.factors for m in p.terms] == [((f, 1),)]


def _degree(m: Monomial, unknown: Letter) -> int:
    """How often `unknown` occurs; 2 where it occurs under an exponent other than 1."""
    count = sum(x == unknown for x, _ in m.open.nodes)
    for f, e in m.factors:
        occurrences = sum(x == unknown for x, _ in f.nodes)
        count += occurrences if e == 1 or not occurrences else 2
    return count
