"""Atoms that a proof needs and the claim does not have: sines of parts of angles, exponentials of summands, factors of radicands.

UNTRUSTED search.  Owns: `companions`, `directed`.  The kernel admits a new letter only for a function that has a value wherever
the claim is defined, and checks every instance that `directed` proposes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from itertools import product as cartesian
from math import gcd, lcm

from symcheck.kernel.axioms import INTRODUCTION, Axiom, introduced
from symcheck.kernel.grids import Grid
from symcheck.kernel.network import EMPTY
from symcheck.kernel.polynomial import Monomial, Polynomial, letter, letters_of, number, ones, product
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.arctangents import sums_of
from symcheck.oracles.block_determinants import companions_of_blocks
from symcheck.oracles.determinants import determinant_arguments, exponents_of_diagonals
from symcheck.oracles.factoring import square_parts
from symcheck.oracles.logarithms import exponentials

CIRCULAR = frozenset({"sin", "cos", "tan"})
HYPERBOLIC = frozenset({"sinh", "cosh", "tanh", "sigmoid"})
MOST_ANGLES = 12
MOST_NEW = 24


class Introduction:
    """A sequent that grows by new atoms; `axioms` introduces them."""

    def __init__(self, sequent: Sequent) -> None:
        self.sequent = sequent
        self.axioms: list[Axiom] = []

    def named(self, function: str, *p: Polynomial) -> str | None:
        same = (n for n, a in self.sequent.atoms.items() if a.function == function and a.arguments == p)
        return next(same, None)

    def determinant(self, g: Grid) -> None:
        """A letter for the determinant of a grid, where there is none."""
        p = tuple(b for row in g for b in row)
        if len(p) > 1 or not p[0].is_scalar:
            self.atom("det" if len(p) == 1 else "block-det", *p)

    def atom(self, function: str, *p: Polynomial) -> str | None:
        """The letter for function(p), new where there is none; None where the kernel does not admit it."""
        known = self.named(function, *p)
        if known is not None or len(self.axioms) >= MOST_NEW:
            return known
        axiom = Axiom(INTRODUCTION, (f"{function}~new{len(self.axioms) + 1}", function), (), p)
        try:
            self.sequent = introduced(self.sequent, axiom)
        except (LookupError, ValueError):
            return None
        self.axioms.append(axiom)
        return axiom.atoms[0]

    def arguments(self, functions: Iterable[str]) -> list[Polynomial]:
        found: list[Polynomial] = []
        for a in self.sequent.atoms.values():
            if a.function in functions and len(a.arguments) == 1 and a.arguments[0] not in found:
                found.append(a.arguments[0])
        return found


def companions(sequent: Sequent) -> tuple[Axiom, ...]:
    """Introductions of the atoms by which those of the sequent can be expressed."""
    made = Introduction(sequent)
    for g in companions_of_blocks(sequent):
        made.determinant(g)
    _powers(made)
    _angles(made)
    for tangent in sums_of(sequent):
        made.atom("atan", number(tangent))
    for p in made.arguments(HYPERBOLIC):
        if made.named("exp", -p) is None:
            made.atom("exp", p)
    exponents = made.arguments(("exp",))
    for p in _bases(exponents) if len(exponents) > 1 else ():
        if made.named("exp", -p) is None:
            made.atom("exp", p)
    for p in determinant_arguments(sequent):
        made.atom("det", p)
    for p in exponents_of_diagonals(sequent):
        made.atom("exp", p)
    for p in exponentials(sequent):
        if made.named("exp", -p) is None:
            made.atom("exp", p)
    for p in made.arguments(("sqrt",)):
        for part, exponent in square_parts(p):
            if exponent % 2:
                made.atom("sqrt", part)
            else:
                made.atom("abs", part)
    return tuple(made.axioms)


def _powers(made: Introduction) -> None:
    for atom in [a for a in made.sequent.atoms.values() if a.function == "power"]:
        base, exponent = atom.arguments
        of = next((a for n, a in made.sequent.atoms.items() if a.function == "exp" and _is(made, n, base)), None)
        if of is not None:
            made.atom("exp", product(of.arguments[0], exponent))
            continue
        log = made.atom("log", base) if _is_given_positive(made.sequent, base) else made.named("log", base)
        if log is not None and any(a.function in {"exp", "log"} for a in made.sequent.atoms.values()):
            made.atom("exp", product(letter(*made.sequent.letters[log]), exponent))


def _is_given_positive(sequent: Sequent, base: Polynomial) -> bool:
    """Said to be positive; not only where the claim is defined: a negative base has whole powers too."""
    said = [h.formula.polynomial for h in sequent.hypotheses if h.formula.relation == ">" and not h.label.startswith("defined:")]
    return base in said or (base.constant or 0) > 0 or any(letter(*sequent.letters[n]) == base for n in sequent.atoms)


def _is(made: Introduction, name: str, p: Polynomial) -> bool:
    return letter(*made.sequent.letters[name]) == p


def _angles(made: Introduction) -> None:
    angles = made.arguments(CIRCULAR)
    if any(_turns(p) for p in angles):
        made.atom("atan", number(1))
    for p in angles:  # of an inverse function: the other of sine and cosine too
        if len(p.terms) == 1 and any(x.name.startswith(("asin", "acos", "atan")) for x in letters_of(p)):
            made.atom("sin", p)
            made.atom("cos", p)
    for p in made.arguments(("tan",)):
        made.atom("sin", p)
        made.atom("cos", p)
    inverse = {x.name for p in angles for x in letters_of(p) if x.name.startswith(("asin", "acos", "atan"))}
    whole = [letter(*made.sequent.letters[n]) for n in sorted(inverse) if not _closed(made.sequent, n)]
    for p in _bases([*angles, *whole]):
        made.atom("sin", p)
        made.atom("cos", p)
        while len(p.terms) == 1 and _turns(p) and (next(iter(p.terms.values())) / 4).denominator % 2 == 0:
            p = p.times(2)  # π/12 by π/6, and that by π/3
            made.atom("cos", p)


def _closed(sequent: Sequent, name: str) -> bool:
    return all(p.constant is not None for p in sequent.atoms[name].arguments)


def _turns(p: Polynomial) -> bool:
    return any(x.name.startswith("atan") for x in letters_of(p))


def _bases(arguments: list[Polynomial]) -> list[Polynomial]:
    """Polynomials of which all arguments are combinations with integer coefficients: one, or one a monomial."""
    arguments = [p for p in arguments if p.terms]
    if not arguments:
        return []
    first = arguments[0]
    ratios = [_ratio(p, first) for p in arguments]
    if all(r is not None for r in ratios):
        return [first.times(_common([r for r in ratios if r is not None]))]
    parts: list[tuple[Polynomial, list[Fraction]]] = []
    for p in arguments:
        for m, c in p.terms.items():
            part = _part(p, m)
            found = next((cs for q, cs in parts if q == part), None)
            if found is None:
                parts.append((part, [c]))
            else:
                found.append(c)
    return [part.times(_common(found)) for part, found in parts]


def _part(p: Polynomial, m: Monomial) -> Polynomial:
    """The monomial with coefficient 1; a number spread over an array as the number."""
    whole = Polynomial(p.rows, p.cols, {m: Fraction(1)})
    if not p.is_scalar and not m.open.nodes:
        scalar = Polynomial(ONE, ONE, {Monomial(m.factors, EMPTY): Fraction(1)})
        if product(scalar, ones(p.rows, p.cols)) == whole:
            return scalar
    return whole


def _ratio(p: Polynomial, q: Polynomial) -> Fraction | None:
    if (p.rows, p.cols) != (q.rows, q.cols) or p.terms.keys() != q.terms.keys():
        return None
    found = {p.terms[m] / q.terms[m] for m in p.terms}
    return found.pop() if len(found) == 1 else None


def _common(ratios: list[Fraction]) -> Fraction:
    """The greatest number of which all are integer multiples."""
    below = lcm(*(r.denominator for r in ratios))
    return Fraction(gcd(*(int(r * below) for r in ratios)), below)


def directed(sequent: Sequent) -> Iterator[Axiom]:
    """Instances that express atoms by those that `companions` introduces."""
    atoms = sequent.atoms
    by_function: dict[str, list[str]] = {}
    for name, a in atoms.items():
        by_function.setdefault(a.function, []).append(name)
    yield from _angle_sums(sequent, by_function)
    for name, quarter in cartesian((*by_function.get("sin", ()), *by_function.get("cos", ())), by_function.get("atan", ())):
        yield Axiom("turn", (name, quarter))
    for circular in (n for f in ("sin", "cos", "tan") for n in by_function.get(f, ())):
        for inverse in (n for f in ("asin", "acos", "atan") for n in by_function.get(f, ())):
            yield Axiom("inverse-function", (circular, inverse))
        for double in by_function.get("cos", ()):
            yield Axiom("double-angle", (circular, double))
    for pair in combinations([n for f in ("sqrt", "sin", "cos", "abs") for n in by_function.get(f, ())], 2):
        yield Axiom("same-root", pair)
    for names in cartesian(by_function.get("sin", ()), by_function.get("cos", ()), by_function.get("atan", ())):
        yield Axiom("inverse-function", names)
    quarters = [n for n in by_function.get("atan", ()) if atoms[n].arguments == (number(1),)]
    for q in quarters[:1]:
        rest = [n for n in by_function["atan"] if n != q]
        for pair in (*cartesian(by_function.get("asin", ()), by_function.get("acos", ())), *combinations(rest, 2)):
            yield Axiom("quarter-turn", (*pair, q))
    yield from _root_products(sequent, by_function)
    logs, powers = by_function.get("log", []), by_function.get("power", [])
    for p in powers:
        for e in by_function.get("exp", ()):
            for other in (*logs, *by_function["exp"]):
                yield Axiom("power-exponential", (p, e, other))
        for log, other in cartesian(logs, logs):
            yield Axiom("log-power", (log, p, other))
        for of, whole, log in cartesian(powers, powers, logs):
            yield Axiom("power-power", (p, of, whole, log))


def _angle_sums(sequent: Sequent, by_function: dict[str, list[str]]) -> Iterator[Axiom]:
    sines, cosines = by_function.get("sin", []), by_function.get("cos", [])
    arguments = {n: sequent.atoms[n].arguments[0] for n in (*sines, *cosines)}
    if len(arguments) > 4 * MOST_ANGLES:
        return
    pairs = [(s, c) for s in sines for c in cosines if arguments[s] == arguments[c]]
    bases = _bases(list(arguments.values()))
    chosen = [(s, c) for s, c in pairs if arguments[s] in bases]
    for name, p in arguments.items():
        if p in bases:
            continue
        counts: list[tuple[tuple[str, str], int]] = []
        rest = p
        for s, c in chosen:
            base = arguments[s]
            m, q = next(iter(base.terms.items()))
            wide = base if not base.is_scalar or p.is_scalar else product(base, ones(p.rows, p.cols))
            m, q = next(iter(wide.terms.items()))
            count = p.terms.get(m, Fraction(0)) / q
            if count and count.denominator == 1:
                counts.append(((s, c), int(count)))
                rest = rest - wide.times(count)
        if rest.is_zero:
            yield Axiom("angle-sum", (name, *(n for pair, _ in counts for n in pair)), tuple(k for _, k in counts))


def _root_products(sequent: Sequent, by_function: dict[str, list[str]]) -> Iterator[Axiom]:
    roots, sizes = by_function.get("sqrt", []), by_function.get("abs", [])
    arguments = {n: sequent.atoms[n].arguments[0] for n in (*roots, *sizes)}
    for s in roots:
        others = [n for n in roots if n != s]
        for u, v in combinations_with_replacement(others, 2):
            if product_fits(arguments[s], arguments[u], arguments[v]):
                yield Axiom("root-product", (s, u, v))
        parts: list[str] = []
        for part, exponent in square_parts(arguments[s]):
            of_root = next((n for n in others if arguments[n] == part), None) if exponent % 2 else None
            of_size = next((n for n in sizes if arguments[n] == part), None)
            parts += [of_root] if exponent % 2 and of_root else []
            parts += [of_size] * (exponent // 2) if of_size else []
        if parts:
            yield Axiom("root-product", (s, *parts))


def product_fits(whole: Polynomial, a: Polynomial, b: Polynomial) -> bool:
    return a.is_scalar and b.is_scalar and whole.is_scalar and whole == product(a, b)
