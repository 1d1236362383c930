from __future__ import annotations

import gc
import itertools
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mingcha.sandbox import Limits, Pool, Status, isolation, run


@pytest.fixture
def packages(tmp_path):
    """Return eight files, the first of which takes longest."""
    paths = [tmp_path / f"{number}.bin" for number in range(8)]
    for number, path in enumerate(paths):
        path.write_bytes(b"x" * number)
    return paths


def _slow_first(data, path):
    if path.name == "0.bin":
        time.sleep(0.5)
    return [path.name, len(data)]


def _no_child_is_left():
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_run_opens_by_path_and_by_descriptor(package):
    assert run(len, package, unsafe=True).value == 10
    assert run(len, str(package), unsafe=True).value == 10
    with package.open("rb") as file:
        assert run(len, file.fileno(), unsafe=True).value == 10


def test_isolation_of_this_machine_is_that_of_a_child(package):
    isolation.cache_clear()
    assert run(len, package, unsafe=True).isolation == isolation()


@pytest.mark.parametrize("jobs", [0, 1, 2, 5, 50])
def test_outcomes_come_in_input_order(packages, jobs):
    results = list(Pool(_slow_first, jobs, unsafe=True).run(packages))
    assert [(number, path, outcome.value) for number, path, outcome in results] == [
        (number, path, [path.name, number]) for number, path in enumerate(packages)
    ]
    _no_child_is_left()


def test_pool_can_be_used_again(packages):
    pool = Pool(_slow_first, 2, unsafe=True)
    assert [len(list(pool.run(packages[:count]))) for count in (0, 1, 3)] == [0, 1, 3]


def test_every_file_has_its_outcome(packages, tmp_path):
    def read(data, path):
        if path.name == "1.bin":
            os.kill(os.getpid(), signal.SIGKILL)
        if path.name == "2.bin":
            raise ValueError
        return len(data)

    paths = [tmp_path / "absent", *packages[:4], tmp_path]
    statuses = [outcome.status for _, _, outcome in Pool(read, 2, unsafe=True).run(paths)]
    assert statuses == [
        Status.UNREADABLE,
        Status.OK,
        Status.CRASHED,
        Status.ERROR,
        Status.OK,
        Status.UNREADABLE,
    ]


def test_progress_counts_what_has_ended(packages):
    seen = []
    list(Pool(_slow_first, 2, unsafe=True).run(packages, seen.append))
    assert seen == list(range(1, 9))


def test_work_ahead_is_bounded(packages):
    taken = []

    def endless():
        for path in itertools.cycle(packages):
            taken.append(path)
            yield path

    results = Pool(_slow_first, 2, unsafe=True).run(endless())
    for number in range(10):
        assert next(results)[0] == number
        assert len(taken) <= number + 1 + 2 * 2 + 2
    results.close()
    _no_child_is_left()


def test_slow_consumer_does_not_use_up_the_childrens_time(packages):
    def read(data, path):
        return "x" * (1 << 20)

    results = Pool(read, 2, Limits(wall=1.5), unsafe=True).run(packages[:2])
    statuses = []
    for _, _, outcome in results:
        statuses.append(outcome.status)
        time.sleep(2)
    assert statuses == [Status.OK] * 2


def test_interrupted_consumer_leaves_nothing(packages):
    def interrupt():
        for _ in Pool(lambda data, path: time.sleep(0 if path.name == "0.bin" else 60), 3, unsafe=True).run(packages):
            raise KeyboardInterrupt

    before = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(KeyboardInterrupt):
        interrupt()
    gc.collect()
    _no_child_is_left()
    assert set(Path("/proc/self/fd").iterdir()) == before


def test_interrupt_while_waiting(packages):
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    old = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(Pool(lambda data, path: time.sleep(60), 2, unsafe=True).run(packages))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    _no_child_is_left()


_ORPHANS = """
import os, sys, time
from mingcha.sandbox import Pool
def read(data, path):
    time.sleep(300)
def told(paths):
    for path in paths:
        yield path
    os.write(1, b"started")
    time.sleep(300)
list(Pool(read, 3, unsafe=True).run(told([sys.argv[1]] * 2)))
"""


def test_children_die_with_their_parent(confined, package):
    with subprocess.Popen([sys.executable, "-c", _ORPHANS, package], stdout=subprocess.PIPE) as parent:
        assert parent.stdout.read(7) == b"started"
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        assert len(children) == 2
        parent.kill()
    deadline = time.monotonic() + 30
    while any(_runs(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _runs(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_parent_does_not_grow(package):
    pool = Pool(lambda data, path: {"rows": ["x" * 50] * 200}, 2, unsafe=True)

    def resident():
        gc.collect()
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    def work(count):
        for _, _, outcome in pool.run(itertools.repeat(package, count)):
            assert outcome.status is Status.OK

    work(50)
    objects = len(gc.get_objects())
    grown = []
    for _ in range(3):  # a leak shows in every round; pages that the kernel had taken away come back in one
        before = resident()
        work(150)
        grown.append(resident() - before)
    assert min(grown) < 1 << 20
    assert len(gc.get_objects()) - objects < 100
