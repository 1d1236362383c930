from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path

import pytest

from mingcha.model import Text
from mingcha.sandbox import Isolation, Limits, Status, process, run


@pytest.fixture
def start(package):
    """Return a function that starts a child on the package."""

    def begin(read, **limits):
        with package.open("rb") as file:
            return process.Process(read, file.fileno(), Limits(**limits), unsafe=True)

    return begin


def _until_done(child):
    while not child.take():
        time.sleep(0.001)
    return child.finish()


def test_taking_never_waits(start):
    child = start(lambda data: time.sleep(60))
    started = time.monotonic()
    while time.monotonic() - started < 0.3:
        assert child.take() is False
    assert child.finish(overdue=True).status is Status.TIMEOUT


def test_answer_in_many_pieces(start):
    assert len(_until_done(start(lambda data: "x" * (3 << 20))).value) == 3 << 20


def test_answer_counts_although_the_child_is_late_with_ending(start):
    def read(data):
        os.write(4, b"\x00" + (1).to_bytes(8, "little") + b"7")
        time.sleep(60)

    started = time.monotonic()
    assert _until_done(start(read)).value == 7
    assert time.monotonic() - started < 30


def test_result_that_is_too_large(start):
    outcome = _until_done(start(lambda data: "x" * (2 << 20), result=1 << 20))
    assert (outcome.status, outcome.detail) == (
        Status.RESULT_TOO_LARGE,
        Text("分析中止：结果大小超过上限 1 MiB", "the analysis was stopped: its result size went over the limit of 1 MiB"),
    )


def test_announced_size_alone_ends_the_child(start):
    def read(data):
        os.write(4, b"\x00" + b"\xff" * 8)
        time.sleep(60)

    assert _until_done(start(read)).status is Status.RESULT_TOO_LARGE


def test_memory_says_its_bound(start):
    outcome = _until_done(start(lambda data: len(bytearray(1 << 30)), memory=64 << 20))
    assert (outcome.status, outcome.detail) == (
        Status.MEMORY,
        Text("分析中止：内存超过上限 64 MiB", "the analysis was stopped: its memory went over the limit of 64 MiB"),
    )


@pytest.mark.parametrize("forged", [b"7", b"null", b'["one"]', b'["a","b","c"]'])
def test_forged_reason_is_a_crash(start, forged):
    def read(data):
        os.write(4, b"\x01" + len(forged).to_bytes(8, "little") + forged)
        time.sleep(60)

    assert _until_done(start(read)).status is Status.CRASHED


def test_usage_is_measured(start):
    def read(data):
        block = bytearray(64 << 20)
        begun = time.process_time()
        while time.process_time() - begun < 0.2:
            pass
        return len(block)

    usage = _until_done(start(read)).usage
    assert 0.2 <= usage.cpu < 5
    assert usage.memory > 64 << 20


def test_no_child_and_no_descriptor_is_left(start):
    before = set(Path("/proc/self/fd").iterdir())
    for _ in range(3):
        _until_done(start(len))
    assert set(Path("/proc/self/fd").iterdir()) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_no_descriptor_is_left_when_there_can_be_no_child(start, monkeypatch):
    def refuse():
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(process.os, "fork", refuse)
    before = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(BlockingIOError):
        start(len)
    assert set(Path("/proc/self/fd").iterdir()) == before


def test_parent_that_ignores_its_children(start):
    old = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert _until_done(start(len)).value == 10
        assert _until_done(start(lambda data: os.abort())).status is Status.CRASHED
    finally:
        signal.signal(signal.SIGCHLD, old)


def test_missing_isolation_is_refused(package, monkeypatch):
    monkeypatch.setattr("mingcha.sandbox.landlock.confine", lambda: 0)
    outcome = run(len, package)
    assert (outcome.status, outcome.value, outcome.isolation.complete) == (Status.REFUSED, None, False)
    assert "Landlock" in outcome.detail.en
    assert "文件系统隔离" in outcome.detail.zh


def test_missing_isolation_is_said_when_unsafe(package, monkeypatch):
    monkeypatch.setattr("mingcha.sandbox.landlock.confine", lambda: 0)
    monkeypatch.setattr("mingcha.sandbox.seccomp.confine", lambda: False)
    outcome = run(len, package, unsafe=True)
    assert (outcome.status, outcome.value) == (Status.OK, 10)
    assert [layer.en.split(" (")[0] for layer in outcome.isolation.missing] == [
        "file system isolation",
        "system call filter",
    ]


def test_machine_without_anything(package, monkeypatch):
    for layer in ("limits.confine", "landlock.confine", "seccomp.confine"):
        monkeypatch.setattr(f"mingcha.sandbox.{layer}", lambda *_: 0)
    monkeypatch.setattr("mingcha.sandbox.linux.sys.platform", "darwin")
    monkeypatch.setattr("mingcha.sandbox.linux.become_nobody", lambda: None)
    assert run(len, package).status is Status.REFUSED
    outcome = run(len, package, unsafe=True)
    assert (outcome.value, outcome.isolation) == (10, Isolation())
