"""Runs with lock files, judged in this process: what a pool would do, without the start of workers."""

import json
from contextlib import contextmanager

from symcheck import runs, workers
from symcheck.isolation.pool import TimedOut
from symcheck.report import RECORDED
from symcheck.report_json import report_to_json
from symcheck.verification import Settings

PROBLEM = """\
title: What a lock may hold
symbols:
  x: real
  y: real
  A: matrix(n, n), symmetric
  v: vector(n)
  w: vector(n)
let:
  q(u): u^T A u
  g: grad(q(v), v)
claims:
  square: (x + y)^2 = x^2 + 2 x y + y^2
  gradient: g = 2 A v
  halves:
    claim: 2 x = 3
    given: 4 x = 6
  slip:
    claim: (x + y)^2 = x^2 + x y + y^2
    expect: fails
  shapes:
    claim: v v = 0
    expect: malformed
  steps:
    from: 2 x + 2 = 4 y
    derivation: |
      [halved]  x + 1 = 2 y
      [wrong]   x = 2 y + 1
    expect:
      wrong: fails
"""
IDS = ("square", "gradient", "halves", "slip", "shapes", "steps.halved", "steps.wrong")


class HerePool:
    """Answers tasks in this process.  stop: tasks that offer certificates are stopped at the deadline."""

    def __init__(self, stop=False):
        self.stop = stop
        self.tasks = []

    def run(self, tasks):
        for index, task in enumerate(tasks):
            self.tasks.append(json.loads(task))
            stopped = self.stop and self.tasks[-1].get("certificates")
            yield index, TimedOut(10.0) if stopped else workers.answer(task, lambda _line: None)


def use_pool(monkeypatch, pool):
    @contextmanager
    def pool_for(claims, settings):
        yield pool

    workers.problem_from.cache_clear()
    monkeypatch.setattr(runs, "pool_for", pool_for)
    return pool


def judged(paths, lock="use", seed=0):
    workers.problem_from.cache_clear()
    return runs.judge_loaded(runs.load_paths([str(p) for p in paths]), Settings(lock=lock, seed=seed))


def verdicts(report):
    return {c.id: c.verdict for c in report.claims}


def comparable(report):
    """All that a report says, but for times and for what says that it was replayed."""
    said = report_to_json(report)
    for key in ("lock", "outdated"):
        said.pop(key, None)
    for problem in said["problems"]:
        for claim in problem["claims"]:
            claim.pop("seconds")
            claim.pop("replayed", None)
            check = claim["evidence"]["crosscheck"]
            check["detail"] = check["detail"].removesuffix(RECORDED).rstrip()
    return said
