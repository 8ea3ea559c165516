"""Points to try: sizes that differ pairwise, values of every kind, the hypotheses satisfied and verified.

Owns: `sample` (an iterator of points), the choice of sizes.  Does not own: how one value is drawn (draws.py) or a hypothesis
satisfied (solving.py).  Budgets are counted attempts; the same seed gives the same points.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Undefined, scalar
from symcheck.crosscheck.draws import Infeasible, draw, draw_function
from symcheck.crosscheck.environment import Env, NoReading
from symcheck.crosscheck.evaluate import Evaluator, World
from symcheck.crosscheck.mentions import Mentions
from symcheck.crosscheck.randomness import averaging, independence, joint_outcomes
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
        others, self.groups = independence(hypotheses)
        self.hypotheses = hypotheses = tuple(others)
        self.rng = np.random.default_rng([seed, 20])
        self.mentions = Mentions(world.context, world.objects)
        names = frozenset().union(*(self.mentions.of(t) for t in (statement, *hypotheses)))
        kinds = {n: k for n, k in world.context.symbols.items() if n in names}
        self.sizes = self.mentions.sizes(names)
        self.functions = {n: k for n, k in kinds.items() if isinstance(k, FunctionKind)}
        values = {n: k for n, k in kinds.items() if isinstance(k, Kind) and n not in self.sizes}
        self.random = {n: k for n, k in values.items() if k.base in {"random", "event"}}
        wanted = {**parameters(self.random), **self.probabilities(statement)}
        self.kinds = {n: wanted[n](k) if n in wanted else k for n, k in values.items() if n not in self.random}
        self.averaging = averaging(self.mentions, statement, self.random)
        self.about_sizes = [h for h in self.hypotheses if self.mentions.of(h) <= set(self.sizes)]
        self.of_chance = [h for h in self.hypotheses if self.mentions.of(h) & set(self.random)]
        self.others = [h for h in self.hypotheses if h not in self.about_sizes and h not in self.of_chance]
        # n m entries vary, one at a time; for a Hessian n² m² pairs of them
        derivatives = [t for t in subterms(statement) if t.op == "call" and t.value in {"hess", "jac"} and len(t.args) > 1]
        self.by_matrices = any(t.args[1].op == "call" for t in derivatives)
        self.reason = ""

    def probabilities(self, statement: Term) -> dict[str, Callable[[Kind], Kind]]:
        """Columns whose entropy or divergence is taken are drawn as probabilities."""
        calls = [t for t in subterms(statement) if t.op == "call" and t.value in {"KL", "entropy", "categorical"}]
        return {str(a.value): partial(having, "stochastic") for t in calls for a in t.args if a.op == "sym"}

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
        reason, smooth = self.averaging
        if reason:
            raise NoReading(reason)
        outcomes = joint_outcomes(ev, self.random, env, self.rng, self.groups, smooth)
        if outcomes:
            for name, value in outcomes[int(self.rng.integers(len(outcomes)))][1].items():
                env = env.changed(name, value) if self.random[name].base == "random" else env
        world = replace(ev.world, outcomes=outcomes)
        if any(truth(Evaluator(world, Arithmetic()), h, env) != "true" for h in self.of_chance):
            raise Infeasible("a hypothesis on moments is not met by the distributions that are drawn")
        return Sample(sizes, world, env)

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


def parameters(random: Mapping[str, Kind]) -> dict[str, Callable[[Kind], Kind]]:
    """How symbols that are parameters of distributions are drawn."""
    wanted: dict[str, Callable[[Kind], Kind]] = {}
    for kind in random.values():
        if kind.covariance is not None:
            prop = "positive" if kind.covariance.shape is not None and kind.covariance.shape.is_scalar else "positive-definite"
            wanted[str(kind.covariance.value)] = partial(having, prop)
        if kind.law is None:
            continue
        match str(kind.law.value), kind.law.args:
            case "bernoulli", (p,):
                wanted[str(p.value)] = a_chance
            case "categorical", (p,):
                wanted[str(p.value)] = partial(having, "stochastic")
            case "poisson" | "exponential", (rate,):
                wanted[str(rate.value)] = partial(having, "positive")
            case "normal", (_, v) if v.shape is not None and v.shape.is_scalar:
                wanted[str(v.value)] = partial(having, "positive")
    return wanted


def having(prop: str, kind: Kind) -> Kind:
    """The kind with one more property: a covariance is drawn positive definite."""
    return replace(kind, properties=tuple(dict.fromkeys((*kind.properties, prop))))


def a_chance(kind: Kind) -> Kind:
    """A number in (0, 1), where nothing else is declared."""
    ends = (Term("num", (), Fraction(0)), Term("num", (), Fraction(1)))
    return replace(kind, domain=kind.domain or Term("interval", ends, "()"))
