from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mingcha.sandbox import linux, run


def test_a_call_gives_its_result():
    assert linux.call("getpid") == os.getpid()


def test_a_failing_call_raises_with_its_error_number():
    with pytest.raises(OSError, match="close") as caught:
        linux.call("close", -1)
    assert caught.value.errno == errno.EBADF


def test_an_unknown_system_call_raises():
    with pytest.raises(OSError, match="syscall") as caught:
        linux.syscall(100_000)
    assert caught.value.errno == errno.ENOSYS


def test_other_systems_have_none_of_it(monkeypatch):
    monkeypatch.setattr(linux.sys, "platform", "darwin")
    with pytest.raises(OSError, match="prctl") as caught:
        linux.forbid_new_privileges()
    assert caught.value.errno == errno.ENOSYS


def _status_of_child(data):
    lines = Path("/proc/self/status").read_text().splitlines()
    return dict(line.split(":	", 1) for line in lines if ":	" in line)


@pytest.fixture
def status(package, monkeypatch):
    """Return /proc/self/status of a child that may still read it."""
    monkeypatch.setattr("mingcha.sandbox.landlock.confine", lambda: 0)
    monkeypatch.setattr("mingcha.sandbox.seccomp.confine", lambda: False)
    monkeypatch.setattr("mingcha.sandbox.linux.hide_from_tracers", lambda: None)
    return run(_status_of_child, package, unsafe=True).value


def test_a_child_has_no_capability_and_no_way_to_one(status):
    assert (status["CapEff"], status["CapPrm"], status["CapInh"]) == ("0" * 16, "0" * 16, "0" * 16)
    assert status["NoNewPrivs"] == "1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user")
def test_a_child_of_root_is_nobody(status):
    assert status["Uid"].split() == ["65534"] * 4
    assert status["Gid"].split() == ["65534"] * 4
    assert status["Groups"].split() == []
