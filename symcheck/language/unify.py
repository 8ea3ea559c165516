"""Sizes that are still unknown, and how equations between sizes settle them.

Owns: `SizeUnifier`, first-order unification of size polynomials with backtracking.  A size variable is a `Size`
whose name starts with "?", which no declared name can.  Does not own: which sizes have to agree (elaborate.py
and its rules).  It may fail to solve a polynomial equation between several unknowns: such an equation waits
until others settle it, and `settle` refuses what never was, so nothing unproved is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.language.sizes import Shape, Size, quotient

MARK = "?"


def unknowns(size: Size) -> tuple[str, ...]:
    """The size variables that `size` mentions."""
    return tuple(name for name in size.names if name.startswith(MARK))


def is_known(shape: Shape) -> bool:
    """Whether both sizes are free of size variables."""
    return not unknowns(shape.rows) and not unknowns(shape.cols)


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of a `SizeUnifier` to come back to."""

    trail: int
    waiting: tuple[tuple[Size, Size], ...]


class SizeUnifier:
    """Equations between sizes.  Sizes are integers >= 1; two different declared names are different sizes."""

    def __init__(self) -> None:
        self._bound: dict[str, Size] = {}
        self._trail: list[str] = []
        self._waiting: tuple[tuple[Size, Size], ...] = ()
        self._count = 0

    def fresh(self) -> Size:
        """A new size variable."""
        self._count += 1
        return Size.of(f"{MARK}{self._count}")

    def mark(self) -> Mark:
        return Mark(len(self._trail), self._waiting)

    def undo(self, mark: Mark) -> None:
        """Forget every equation since `mark`."""
        while len(self._trail) > mark.trail:
            del self._bound[self._trail.pop()]
        self._waiting = mark.waiting

    def resolve(self, size: Size) -> Size:
        """`size` with every settled variable replaced by its value."""
        while any(name in self._bound for name in unknowns(size)):
            total = Size.of(0)
            for names, coefficient in size.terms:
                product = Size.of(coefficient)
                for name in names:
                    product = product * self._bound.get(name, Size.of(name))
                total = total + product
            size = total
        return size

    def shape(self, shape: Shape) -> Shape:
        """`shape` with both sizes resolved."""
        if is_known(shape):
            return shape
        return Shape(self.resolve(shape.rows), self.resolve(shape.cols))

    def unify(self, left: Size, right: Size) -> bool:
        """Demand left = right.  False where they certainly differ; bindings made before a False are to be undone."""
        difference = self.resolve(left - right)
        if not difference.terms:
            return True
        metas = unknowns(difference)
        if not metas:
            return False
        for name in metas:
            solved = _solve(difference, name)
            if solved is None:
                continue
            if solved.constant is not None and solved.constant < 1:
                return False
            self._bound[name] = solved
            self._trail.append(name)
            return True
        self._waiting = (*self._waiting, (left, right))
        return True

    def could_be_equal(self, left: Size, right: Size) -> bool:
        """Whether left = right is possible; nothing is demanded."""
        mark = self.mark()
        fits = self.unify(left, right)
        self.undo(mark)
        return fits

    def unify_shapes(self, left: Shape, right: Shape) -> bool:
        return self.unify(left.rows, right.rows) and self.unify(left.cols, right.cols)

    def settle(self) -> tuple[Size, Size] | None:
        """Retry the equations that wait; the first that fails or stays open, or None where all hold."""
        before = -1
        while self._waiting and len(self._trail) != before:
            before = len(self._trail)
            waiting, self._waiting = self._waiting, ()
            for left, right in waiting:
                if not self.unify(left, right):
                    return self.resolve(left), self.resolve(right)
        if self._waiting:
            left, right = self._waiting[0]
            return self.resolve(left), self.resolve(right)
        return None


def _solve(difference: Size, name: str) -> Size | None:
    """The size that `name` must be for `difference` to vanish: p ? = m p gives m, since sizes are not 0."""
    holding = [(names, c) for names, c in difference.terms if name in names]
    if any(names.count(name) > 1 for names, _ in holding) or len({c > 0 for _, c in holding}) > 1:
        return None
    times = Size.collect({tuple(n for n in names if n != name): c for names, c in holding})
    rest = Size(tuple(t for t in difference.terms if t not in holding))
    return quotient(-rest, times)
