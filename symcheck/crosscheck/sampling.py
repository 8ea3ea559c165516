"""Points to try: sizes that differ pairwise, values of every kind, the hypotheses satisfied and verified.

Owns: `sample` (an iterator of points), the choice of sizes.  Does not own: how one value is drawn (draws.py) or a hypothesis
satisfied (solving.py).  Budgets are counted attempts; the same seed gives the same points.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Undefined, scalar
from symcheck.crosscheck.draws import Infeasible, draw, draw_function
from symcheck.crosscheck.environment import Env
from symcheck.crosscheck.evaluate import Evaluator, World
from symcheck.crosscheck.mentions import Mentions
from symcheck.crosscheck.randomness import joint_outcomes
from symcheck.crosscheck.solving import Plan, limits, plan, satisfy
from symcheck.crosscheck.statements import truth
from symcheck.language.context import FunctionKind, Kind
from symcheck.language.terms import Term, subterms

SIZE_DRAWS = 400
TRIES = 8
EASY_TRIES = 60
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """One admissible point: the sizes, and the world and environment to evaluate in."""

    sizes: Mapping[str, int]
    world: World
    env: Env


class Sampler:
    """Points for one statement under its hypotheses."""

    def __init__(self, world: World, statement: Term, hypotheses: Sequence[Term], seed: int) -> None:
        self.world = world
        self.hypotheses = tuple(hypotheses)
        self.rng = np.random.default_rng([seed, 20])
        self.mentions = Mentions(world.context, world.objects)
        names = frozenset().union(*(self.mentions.of(t) for t in (statement, *hypotheses)))
        kinds = {n: k for n, k in world.context.symbols.items() if n in names}
        self.sizes = self.mentions.sizes(names)
        self.functions = {n: k for n, k in kinds.items() if isinstance(k, FunctionKind)}
        values = {n: k for n, k in kinds.items() if isinstance(k, Kind) and n not in self.sizes}
        self.random = {n: k for n, k in values.items() if k.base == "random"}
        covariances = {k.covariance.value for k in self.random.values() if k.covariance is not None and k.covariance.op == "sym"}
        self.kinds = {n: definite(k) if n in covariances else k for n, k in values.items() if k.base != "random"}
        self.about_sizes = [h for h in self.hypotheses if self.mentions.of(h) <= set(self.sizes)]
        self.others = [h for h in self.hypotheses if h not in self.about_sizes]
        # n m entries vary, one at a time; for a Hessian n² m² pairs of them
        derivatives = [t for t in subterms(statement) if t.op == "call" and t.value in {"hess", "jac"} and len(t.args) > 1]
        self.by_matrices = any(t.args[1].op == "call" for t in derivatives)
        self.reason = ""

    # -- sizes ---------------------------------------------------------------------------------------------

    def size_choices(self) -> list[dict[str, int]]:
        """Admissible sizes, pairwise different where the hypotheses allow it, orders taken in turn."""
        if not self.sizes:
            return [{}]
        most = len(self.sizes) + 3 if self.by_matrices else max(7, len(self.sizes) + 4)
        found = self.draw_sizes(range(2, most), distinct=True)
        if not found:
            literals = {int(t.value) for h in self.about_sizes for t in subterms(h) if isinstance(t.value, Fraction | int)}
            pool = sorted({*range(1, 9), *(v for v in literals if 0 < v <= 64)})
            found = self.draw_sizes(pool, distinct=False)
        groups: dict[tuple[int, ...], list[dict[str, int]]] = {}
        for sizes in found:
            order = tuple(int(i) for i in np.argsort([sizes[n] for n in self.sizes]))
            groups.setdefault(order, []).append(sizes)
        mixed = itertools.zip_longest(*groups.values())
        return [s for layer in mixed for s in layer if s is not None]

    def draw_sizes(self, pool: Sequence[int], *, distinct: bool) -> list[dict[str, int]]:
        out: list[dict[str, int]] = []
        for _ in range(SIZE_DRAWS):
            values = self.rng.choice(np.array(pool), len(self.sizes), replace=not distinct)
            sizes = {n: int(v) for n, v in zip(self.sizes, values, strict=True)}
            if sizes not in out and self.admissible(sizes):
                out.append(sizes)
            if len(out) >= 24:
                break
        return out

    def admissible(self, sizes: Mapping[str, int]) -> bool:
        ev, env = Evaluator(self.world, Arithmetic()), Env({n: scalar(float(v)) for n, v in sizes.items()})
        for kind in self.world.context.symbols.values():
            for k in (*kind.arguments, kind.result) if isinstance(kind, FunctionKind) else (kind,):
                for size in (k.shape.rows, k.shape.cols):
                    if set(size.names) <= set(sizes) and size.at(sizes) < 1:
                        return False
        try:
            return all(truth(ev, h, env) == "true" for h in self.about_sizes)
        except Undefined:
            return False

    # -- points --------------------------------------------------------------------------------------------

    def points(self) -> Iterator[Sample]:
        """Admissible points, sizes changing from one to the next.  `reason` says why there are none."""
        choices = self.size_choices()
        if not choices:
            self.reason = "no sizes satisfy the hypotheses"
            return
        for sizes in itertools.chain.from_iterable([choices] * (ROUNDS if len(choices) > 3 else ROUNDS * 6)):
            found = self.point(sizes)
            if found is not None:
                yield found

    def point(self, sizes: Mapping[str, int]) -> Sample | None:
        easy = not any(t.op == "rel" and t.value == "=" for h in self.hypotheses for t in subterms(h))
        for _ in range(EASY_TRIES if easy else TRIES):
            try:
                return self.attempt(sizes)
            except (Infeasible, Undefined) as e:
                self.reason = str(e)
        return None

    def attempt(self, sizes: Mapping[str, int]) -> Sample:
        todo = plan(self.others, self.kinds, self.mentions, self.rng)
        env = Env({n: scalar(float(v)) for n, v in sizes.items()})
        ev = Evaluator(self.world, Arithmetic())
        functions = {n: draw_function(ev, n, k, env, self.rng) for n, k in self.functions.items()}
        ev = Evaluator(replace(self.world, functions=functions), Arithmetic())
        env = self.draw_all(ev, todo, env)
        ev, env = satisfy(ev, todo, env, frozenset(sizes), self.mentions, self.rng)
        outcomes = joint_outcomes(ev, self.random, env, self.rng)
        if outcomes:
            for name, value in outcomes[int(self.rng.integers(len(outcomes)))][1].items():
                env = env.changed(name, value)
        return Sample(sizes, replace(ev.world, outcomes=outcomes), env)

    def draw_all(self, ev: Evaluator, todo: Plan, env: Env) -> Env:
        """Every symbol, those whose domain needs others after them."""
        waiting = dict(todo.kinds)
        while waiting:
            ready = [n for n, k in waiting.items() if not self.needs(k, todo, n) & set(waiting)] or list(waiting)
            for name in ready:
                kind = waiting.pop(name)
                env = env.changed(name, draw(ev, name, kind, env, limits(ev, todo.bounds.get(name, ()), env), self.rng))
        return env

    def needs(self, kind: Kind, todo: Plan, name: str) -> frozenset[str]:
        terms = [t for t in (kind.domain, *(b for _, b in todo.bounds.get(name, ()))) if t is not None]
        return frozenset().union(*(self.mentions.of(t) for t in terms)) - {name}


def definite(kind: Kind) -> Kind:
    """A covariance is drawn positive definite."""
    return replace(kind, properties=tuple(dict.fromkeys((*kind.properties, "positive-definite"))))
