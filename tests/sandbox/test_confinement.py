"""Escape probes: what a package's bytes could try if they took over the child. Every one must fail."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import socket
import tempfile
import threading
from pathlib import Path

import pytest

from mingcha.sandbox import Isolation, Limits, Status, confinement, isolation, run

_FULL = Isolation(rlimits=True, no_new_privileges=True, landlock=7, seccomp=True, network=True, unprivileged=True)
_TARGET = Path(tempfile.gettempdir()) / "mingcha-escape"
_libc = ctypes.CDLL(None, use_errno=True)


def _libc_call(name, *arguments):
    if getattr(_libc, name)(*map(ctypes.c_long, arguments)) < 0:
        raise OSError(ctypes.get_errno(), name)


def _connect(kind, family, address):
    with socket.socket(family, kind) as probe:
        probe.settimeout(5)
        probe.connect(address)
        probe.send(b"out")


def _write_over(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT))


@pytest.fixture
def probe(confined, package):
    """Return a function that runs a probe in a child and gives the error number that stopped it."""

    def in_child(attempt):
        def read(data):
            try:
                attempt()
            except OSError as error:
                return error.errno
            return "escaped"

        outcome = run(read, package)
        assert outcome.status is Status.OK, outcome
        return outcome.value

    return in_child


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(lambda: os.open("/etc/passwd", os.O_RDONLY), id="read-file"),
        pytest.param(lambda: _write_over(_TARGET), id="write-file"),
        pytest.param(lambda: os.scandir("/"), id="list-folder"),
        pytest.param(Path("/etc/passwd").stat, id="stat"),
        pytest.param(Path("/proc/self/exe").readlink, id="readlink"),
        pytest.param(_TARGET.unlink, id="unlink"),
        pytest.param(lambda: os.chdir("/"), id="chdir"),
        pytest.param(lambda: os.memfd_create("code"), id="memory-file"),
        pytest.param(os.pipe, id="pipe"),
        pytest.param(lambda: os.dup(4), id="dup"),
        pytest.param(os.fork, id="fork"),
        pytest.param(lambda: os.posix_spawn("/bin/true", ["true"], {}), id="spawn"),
        pytest.param(lambda: os.execve("/bin/true", ["true"], {}), id="exec"),  # noqa: S606 - must fail
        pytest.param(lambda: os.kill(os.getppid(), 0), id="signal-parent"),
        pytest.param(lambda: os.kill(-1, 0), id="signal-everyone"),
        pytest.param(lambda: os.killpg(0, 0), id="signal-group"),
        pytest.param(lambda: _libc_call("ptrace", 16, os.getppid(), 0, 0), id="ptrace-parent"),
        pytest.param(lambda: _libc_call("process_vm_readv", os.getppid(), 0, 0, 0, 0, 0), id="read-parent-memory"),
        pytest.param(lambda: _libc_call("prctl", 4, 1, 0, 0, 0), id="prctl"),
        pytest.param(lambda: _libc_call("unshare", 0x10000000), id="new-namespace"),
        pytest.param(lambda: _libc_call("syscall", 425, 8, 0), id="io-uring"),
        pytest.param(lambda: _libc_call("syscall", 321, 0, 0, 0), id="bpf"),
        pytest.param(lambda: os.setuid(0), id="setuid"),
        pytest.param(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC), id="executable-memory"),
        pytest.param(socket.socketpair, id="socket-pair"),
    ],
)
def test_probe_is_denied(probe, attempt):
    assert probe(attempt) == errno.EPERM
    assert not _TARGET.exists()


def test_thread_probe_is_an_error_of_its_own(confined, package):
    outcome = run(lambda data: threading.Thread(target=int).start(), package)
    assert (outcome.status, "can't start new thread" in outcome.detail.en) == (Status.ERROR, True)


def test_tcp_is_denied(probe):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        assert probe(lambda: _connect(socket.SOCK_STREAM, socket.AF_INET, address)) == errno.EPERM


def test_udp_is_denied(probe):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        address = server.getsockname()
        assert probe(lambda: _connect(socket.SOCK_DGRAM, socket.AF_INET, address)) == errno.EPERM
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.recv(10)


@pytest.mark.parametrize("abstract", [False, True])
def test_unix_socket_is_denied(probe, tmp_path, abstract):
    address = f"\0mingcha-{os.getpid()}" if abstract else str(tmp_path / "door")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        assert probe(lambda: _connect(socket.SOCK_STREAM, socket.AF_UNIX, address)) == errno.EPERM


def test_network_is_empty_without_the_filter_too(confined, package, monkeypatch):
    if not isolation().network:
        pytest.skip("this kernel gives no network namespace")
    monkeypatch.setattr("mingcha.sandbox.seccomp.confine", lambda: False)

    def read(data):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.sendto(b"out", ("127.0.0.1", 9))
            except OSError as error:
                return error.errno

    assert run(read, package, unsafe=True).value == errno.ENETUNREACH


def test_inherited_descriptors_are_gone(confined, package, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")

    def read(data):
        open_ones = []
        for number in range(64):
            try:
                os.lseek(number, 0, os.SEEK_CUR)
            except OSError as error:
                if error.errno == errno.EBADF:
                    continue
            open_ones.append(number)
        return open_ones

    with secret.open():
        # Nothing in, nothing out, twice over; the pipe; the map's own.
        assert run(read, package).value == [0, 1, 2, 4, 5]


def test_standard_streams_lead_nowhere(confined, package, capfd):
    def read(data):
        os.write(1, b"to the terminal")
        os.write(2, b"to the terminal")
        return os.read(0, 1).decode()

    assert run(read, package).value == ""
    assert capfd.readouterr() == ("", "")


def test_memory_is_bounded(confined, package):
    assert run(lambda data: len(bytearray(3 << 30)), package, limits=Limits(memory=1 << 30)).status is Status.MEMORY


def test_small_pieces_of_memory_are_bounded(confined, package):
    def read(data):
        pieces = []
        while True:
            pieces.append(bytes(100))

    assert run(read, package, limits=Limits(memory=64 << 20)).status is Status.MEMORY


def test_every_layer_is_named_on_the_wire():
    assert Isolation.from_wire(_FULL.to_wire()) == _FULL
    for only in ("rlimits", "no_new_privileges", "seccomp", "network", "unprivileged"):
        one = Isolation(**{only: True})
        assert Isolation.from_wire(one.to_wire()) == one
    assert len(_FULL.to_wire()) == confinement.WIRE_SIZE


def test_complete_needs_four_layers():
    assert _FULL.complete
    assert Isolation(rlimits=True, no_new_privileges=True, landlock=1, seccomp=True).complete
    assert [layer.en.split(" (")[0] for layer in Isolation().missing] == [
        "resource limits",
        "no new privileges",
        "file system isolation",
        "system call filter",
    ]


def test_layers_wait_for_no_new_privileges(package, monkeypatch):
    def refuse():
        raise OSError

    monkeypatch.setattr("mingcha.sandbox.linux.forbid_new_privileges", refuse)
    outcome = run(len, package, unsafe=True)
    assert (outcome.isolation.no_new_privileges, outcome.isolation.landlock, outcome.isolation.seccomp) == (
        False,
        0,
        False,
    )


def test_orphan_ends_before_it_opens_anything(package, monkeypatch):
    monkeypatch.setattr("mingcha.sandbox.process.os.getpid", lambda: 1)
    assert run(len, package, unsafe=True).status is Status.CRASHED
