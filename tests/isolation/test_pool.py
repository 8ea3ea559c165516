"""The pool against real worker processes that behave badly in every way a search can."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symcheck.isolation.pool import GIB, Crashed, Pool, TimedOut, WorkerUnavailable, run

# A worker that does what its task says, as a real search might by accident.
PROGRAM = """
import os, signal, sys, time
from symcheck.isolation.worker import serve

def answer(task, tell):
    word, _, rest = task.partition(" ")
    if word == "echo": return rest
    if word == "pid": return str(os.getpid())
    if word == "print":
        print("noise on stdout", flush=True); sys.stdout.write("more\\n"); return "quiet"
    if word == "stdin": return repr(sys.stdin.read())
    if word == "sleep": time.sleep(float(rest)); return "slept"
    if word == "spin":
        while True: pass
    if word == "c-loop": return str(sum(range(10**12)))
    if word == "child":
        if os.fork() == 0:
            time.sleep(600); os._exit(0)
        time.sleep(600)
    if word == "raise": raise ValueError("the oracle's own mistake")
    if word == "memory": return str(len(bytearray(int(rest))))
    if word == "told":
        tell("first"); tell("second")
        word, _, rest = rest.partition(" ")
        return answer(f"{word} {rest}", tell)
    if word == "exit": os._exit(int(rest))
    if word == "signal": os.kill(os.getpid(), int(rest))
    if word == "big": return "x" * int(rest)
    if word == "length": return str(len(rest))
    if word == "size": return "two\\nlines"
    raise AssertionError(task)

serve(answer)
"""
WORKER = [sys.executable, "-c", PROGRAM]


def outcomes(tasks, *, jobs=1, deadline=20.0, memory=GIB):
    found = dict(run(tasks, WORKER, jobs=jobs, deadline=deadline, memory=memory))
    return [found[i] for i in range(len(tasks))]


def test_every_task_is_answered_under_its_index():
    tasks = [f"echo {i}" for i in range(40)]
    assert outcomes(tasks, jobs=3) == [str(i) for i in range(40)]


def test_a_worker_is_reused():
    assert len(set(outcomes(["pid"] * 5))) == 1


def test_no_tasks_starts_no_worker():
    assert list(run([], ["/no/such/program"], jobs=1, deadline=1)) == []


def running_in_group(group):
    """Ids of the processes of that group that still run (not zombies), from Linux's /proc."""
    running = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, leader = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if leader == group and state != "Z":
            running.append(status.parent.name)
    return running


ENDLESS = {
    "a loop in Python": "spin",
    "a loop inside C, where no Python signal handler would run": "c-loop",
    "a child process of its own": "child",
}


@pytest.mark.parametrize("task", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_endless_task_is_killed_at_its_deadline_and_the_others_are_answered(task):
    before, stopped, after = outcomes(["echo a", task, "echo b"], deadline=0.5)
    assert (before, after) == ("a", "b")
    assert stopped == TimedOut(0.5)


def test_the_whole_process_group_is_killed():
    with Pool(WORKER, jobs=1, deadline=0.5) as pool:
        ((_, pid),) = pool.run(["pid"])
        ((_, stopped),) = pool.run(["child"])
    assert isinstance(stopped, TimedOut)
    assert running_in_group(pid) == []


BAD_ENDS = {
    "an exception is reported with its traceback": ("raise", False, "the oracle's own mistake"),
    "a single allocation over the limit": (f"memory {2 * GIB}", True, ""),
    "the process exits": ("exit 3", False, ""),
    "the process is killed from outside, as the system does when memory runs out": (f"signal {int(signal.SIGKILL)}", True, ""),
    "a crash in C code": (f"signal {int(signal.SIGSEGV)}", False, ""),
    "an answer of two lines is refused": ("size", False, "one line"),
}


@pytest.mark.parametrize(("task", "memory", "words"), BAD_ENDS.values(), ids=BAD_ENDS.keys())
def test_a_crash_costs_one_task_only(task, memory, words):
    before, crashed, after = outcomes(["echo a", task, "echo b"])
    assert (before, after) == ("a", "b")
    assert isinstance(crashed, Crashed)
    assert crashed.memory == memory
    assert words in crashed.trace


def test_what_a_library_prints_does_not_reach_the_protocol():
    assert outcomes(["print", "stdin", "echo b"]) == ["quiet", "''", "b"]


def test_lines_larger_than_a_pipe_go_through_both_ways():
    size = 3_000_000
    length, big = outcomes([f"length {'y' * size}", f"big {size}"])
    assert length == str(size)
    assert big == "x" * size


def test_an_answer_that_arrived_while_the_caller_was_busy_is_not_timed_out():
    results = []
    with Pool(WORKER, jobs=2, deadline=1.0) as pool:
        for index, outcome in pool.run(["echo a", "sleep 0.3", "big 500000", "echo d"]):
            if not results:
                time.sleep(1.5)  # longer than the deadline of everything that is running meanwhile
            results.append((index, outcome))
    assert dict(results) == {0: "a", 1: "slept", 2: "x" * 500_000, 3: "d"}


def test_leaving_early_kills_what_is_running_and_the_pool_goes_on():
    with Pool(WORKER, jobs=2, deadline=60) as pool:
        results = pool.run(["echo a", "spin"])
        assert next(results) == (0, "a")
        results.close()
        assert list(pool.run(["echo b"])) == [(0, "b")]


def test_a_worker_that_died_while_idle_is_replaced():
    with Pool(WORKER, jobs=1, deadline=20) as pool:
        ((_, pid),) = pool.run(["pid"])
        os.kill(int(pid), signal.SIGKILL)
        while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            time.sleep(0.01)
        assert list(pool.run(["echo b"])) == [(0, "b")]


def test_a_worker_ends_by_itself_when_its_parent_is_gone():
    program = f"import os, sys; from symcheck.isolation.pool import Pool\np = Pool({WORKER!r}, jobs=1, deadline=0.5)\n"
    program += "((_, pid),) = p.run(['pid']); print(pid, flush=True)\nos._exit(0)"
    pid = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    for _ in range(1000):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.01)
    assert not Path(f"/proc/{pid}").exists()


def test_a_worker_that_cannot_start_says_why_at_once():
    broken = [sys.executable, "-c", "import sys; sys.exit('no such theory installed')"]
    with pytest.raises(WorkerUnavailable, match="no such theory installed"):
        list(run(["echo a"], broken, jobs=2, deadline=5))


def test_a_worker_that_never_gets_ready_is_given_up():
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    with (
        Pool(sleeper, jobs=1, deadline=5, start_limit=0.3) as pool,
        pytest.raises(WorkerUnavailable, match="not ready after"),
    ):
        list(pool.run(["echo a"]))


@pytest.mark.parametrize(("jobs", "deadline"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_a_pool_without_workers_or_time_is_refused(jobs, deadline):
    with pytest.raises(ValueError, match="at least one job"):
        Pool(WORKER, jobs=jobs, deadline=deadline)


def test_a_task_of_two_lines_is_refused():
    with pytest.raises(ValueError, match="one line"):
        list(run(["a\nb"], WORKER, jobs=1, deadline=1))


TOLD = {
    "stopped at the deadline": ("told spin", TimedOut(0.5, "second")),
    "stopped inside C": ("told c-loop", TimedOut(0.5, "second")),
    "at the memory limit": (f"told memory {2 * GIB}", Crashed("the memory limit was reached", memory=True, so_far="second")),
    "answered after all": ("told echo a", "a"),
}


@pytest.mark.parametrize(("task", "outcome"), TOLD.values(), ids=TOLD.keys())
def test_what_was_told_last_is_known_of_a_task_that_is_stopped(task, outcome):
    assert outcomes([task], deadline=0.5 if isinstance(outcome, TimedOut) else 20.0) == [outcome]


def test_what_was_told_of_one_task_is_not_said_of_the_next():
    assert outcomes(["told echo a", "spin"], deadline=0.5) == ["a", TimedOut(0.5, "")]


def test_a_task_that_keeps_telling_is_stopped_at_its_deadline_all_the_same():
    """Only an answer that has begun to arrive is waited for."""
    telling = "serve(lambda task, tell: [(tell('again'), time.sleep(0.05)) for _ in range(10**6)])"
    program = PROGRAM.replace("serve(answer)", telling)
    ((_, outcome),) = run(["any"], [sys.executable, "-c", program], jobs=1, deadline=0.5)
    assert outcome == TimedOut(0.5, "again")
