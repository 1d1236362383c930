from __future__ import annotations

import errno
import socket
import struct

import pytest

from mingcha.sandbox import landlock, run


@pytest.mark.parametrize(
    ("version", "rights"),
    [
        (1, (0x1FFF, 0, 0)),
        (2, (0x3FFF, 0, 0)),
        (3, (0x7FFF, 0, 0)),
        (4, (0x7FFF, 3, 0)),
        (5, (0xFFFF, 3, 0)),
        (6, (0xFFFF, 3, 3)),
        (7, (0xFFFF, 3, 3)),
    ],
)
def test_ruleset_names_only_rights_that_the_kernel_knows(version, rights):
    assert struct.unpack("=QQQ", landlock.ruleset(version)) == rights


@pytest.fixture
def only_landlock(confined, monkeypatch):
    """Take the other layers away, so that what stops a probe is Landlock."""
    monkeypatch.setattr("mingcha.sandbox.seccomp.confine", lambda: False)
    monkeypatch.setattr("mingcha.sandbox.limits.confine", lambda limits: True)
    monkeypatch.setattr("mingcha.sandbox.linux.leave_network", lambda: None)
    return landlock.abi()


def _number(probe):
    def read(data):
        try:
            probe()
        except OSError as error:
            return error.errno
        return None

    return read


def test_files_are_denied(only_landlock, package, tmp_path):
    tmp_path.chmod(0o777)
    assert run(_number(package.read_bytes), package, unsafe=True).value == errno.EACCES
    assert run(_number(lambda: (tmp_path / "new").write_bytes(b"")), package, unsafe=True).value == errno.EACCES
    assert run(_number(lambda: list(tmp_path.iterdir())), package, unsafe=True).value == errno.EACCES


def test_tcp_is_denied_since_abi_4(only_landlock, package):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        probe = _number(lambda: socket.create_connection(address, 5))
        assert run(probe, package, unsafe=True).value == (errno.EACCES if only_landlock >= 4 else None)


def test_kernel_without_landlock(monkeypatch):
    def refuse(*arguments):
        raise OSError(errno.ENOSYS, "syscall")

    monkeypatch.setattr(landlock.linux, "syscall", refuse)
    assert landlock.abi() == 0
    assert landlock.confine() == 0


def test_kernel_that_breaks_off_leaves_no_descriptor_behind(monkeypatch):
    closed = []

    def create_only(number, *arguments):
        if number == 446:
            raise OSError(errno.EPERM, "syscall")
        return 7 if arguments[0] is None else 99

    monkeypatch.setattr(landlock.linux, "syscall", create_only)
    monkeypatch.setattr(landlock.os, "close", closed.append)
    assert landlock.confine() == 0
    assert closed == [99]
