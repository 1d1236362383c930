from __future__ import annotations

import errno
import os
import time

import pytest

from mingcha.model import Text
from mingcha.sandbox import Limits, Outcome, Status
from mingcha.sandbox.crew import Crew


def _all(crew):
    ended = {}
    while len(crew):
        ended.update(crew.wait())
    return ended


def test_outcomes_by_number(package, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"abc")
    with Crew(Limits(), unsafe=True) as crew:
        crew.start(7, len, package)
        crew.start(3, len, str(other))
        assert len(crew) == 2
        assert {number: outcome.value for number, outcome in _all(crew).items()} == {7: 10, 3: 3}


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "nul"])
def test_what_is_no_file_is_unreadable(tmp_path, kind):
    path = tmp_path / "thing"
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    why = {"missing": "there is no such file", "nul": "the file cannot be opened: embedded null byte"}
    with Crew(Limits(), unsafe=True) as crew:
        crew.start(0, len, "a\0b" if kind == "nul" else path)
        outcome = _all(crew)[0]
    assert (outcome.status, outcome.detail.en) == (Status.UNREADABLE, why.get(kind, "not a regular file"))


def test_descriptor_that_is_not_open():
    with Crew(Limits(), unsafe=True) as crew:
        crew.start(0, len, 1_000_000)
        assert _all(crew)[0].detail.en == "the file cannot be opened: Bad file descriptor"


def test_descriptor_stays_open(package):
    with package.open("rb") as file, Crew(Limits(), unsafe=True) as crew:
        crew.start(0, len, file.fileno())
        assert _all(crew)[0].value == 10
        assert file.read(1) == b"0"


def test_machine_that_starts_no_more_children(package, monkeypatch):
    def refuse():
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("mingcha.sandbox.process.os.fork", refuse)
    with Crew(Limits(), unsafe=True) as crew:
        crew.start(0, len, package)
        assert _all(crew) == {
            0: Outcome(
                Status.REFUSED,
                detail=Text(
                    "无法启动隔离进程：Resource temporarily unavailable",
                    "no process could be started for it: Resource temporarily unavailable",
                ),
            )
        }


def test_leaving_ends_the_children(package):
    started = time.monotonic()
    with Crew(Limits(), unsafe=True) as crew:
        for number in range(3):
            crew.start(number, lambda data: time.sleep(60), package)
    assert time.monotonic() - started < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_slow_child_does_not_hold_up_the_others(package):
    def trickle(data):
        os.write(4, b"\x00")
        time.sleep(60)

    with Crew(Limits(wall=2), unsafe=True) as crew:
        crew.start(0, trickle, package)
        crew.start(1, len, package)
        ended = []
        while len(crew):
            ended += crew.wait()
    assert [(number, outcome.status) for number, outcome in ended] == [(1, Status.OK), (0, Status.TIMEOUT)]


def test_pardon_puts_the_deadline_off(package):
    with Crew(Limits(wall=0.2), unsafe=True) as crew:
        crew.start(0, lambda data: time.sleep(0.5), package)
        crew.pardon(60)
        assert _all(crew)[0].status is Status.OK
