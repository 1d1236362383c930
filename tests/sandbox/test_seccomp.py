from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from mingcha.sandbox import seccomp

_HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
_OWN, _OTHER = 4711, 1
_EVERYWHERE = ("open", "openat", "socket", "connect", "sendto", "clone", "fork", "execve", "ptrace", "io_uring_setup")


def _kernel_numbers(machine):
    text = _HEADERS[machine].read_text()
    return {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}


def _verdict(program, number, audit, arguments=(0,) * 6):
    """Run the filter as the kernel does: a second, obvious reading of classic BPF."""
    data = struct.pack("=IIQ6Q", number, audit, 0, *arguments)
    instructions = [struct.unpack_from("=HBBI", program, place) for place in range(0, len(program), 8)]
    place, word = 0, 0
    while True:
        code, yes, no, value = instructions[place]
        place += 1
        if code == 0x20:
            (word,) = struct.unpack_from("=I", data, value)
        elif code == 0x06:
            return value
        else:
            holds = {0x15: word == value, 0x35: word >= value, 0x45: bool(word & value)}[code]
            place += yes if holds else no


@pytest.fixture(params=sorted(seccomp.MACHINES))
def machine(request):
    return seccomp.MACHINES[request.param]


@pytest.fixture
def program(machine):
    return seccomp.program(machine, _OWN)


@pytest.mark.debian
@pytest.mark.parametrize("name", sorted(seccomp.MACHINES))
def test_numbers_are_those_of_the_kernel_headers(name):
    if not _HEADERS[name].is_file():
        pytest.skip("needs the headers of linux-libc-dev")
    known = _kernel_numbers(name)
    assert {call: known[call] for call in seccomp.MACHINES[name].calls} == seccomp.MACHINES[name].calls


@pytest.mark.debian
@pytest.mark.parametrize("name", sorted(seccomp.MACHINES))
def test_exactly_the_listed_calls_pass(name):
    if not _HEADERS[name].is_file():
        pytest.skip("needs the headers of linux-libc-dev")
    machine, known = seccomp.MACHINES[name], _kernel_numbers(name)
    program = seccomp.program(machine, _OWN)
    own = (_OWN, 0, 0, 0, 0, 0)
    passed = {call for call, number in known.items() if _verdict(program, number, machine.audit, own) == seccomp.ALLOW}
    assert passed == set(machine.calls)
    assert passed.isdisjoint(_EVERYWHERE)


def test_another_architecture_is_killed(machine, program):
    assert _verdict(program, machine.calls["read"], 0x40000003) == seccomp.KILL


def test_the_x32_numbers_are_denied(machine, program):
    assert _verdict(program, 0x40000000 | machine.calls["read"], machine.audit) == seccomp.DENY


@pytest.mark.parametrize("call", ["kill", "tgkill"])
def test_signals_go_to_itself_only(machine, program, call):
    number = machine.calls[call]
    assert _verdict(program, number, machine.audit, (_OWN, 9, 0, 0, 0, 0)) == seccomp.ALLOW
    for other in (_OTHER, 0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):
        assert _verdict(program, number, machine.audit, (other, 9, 0, 0, 0, 0)) == seccomp.DENY


@pytest.mark.parametrize("call", ["mmap", "mprotect"])
def test_memory_is_never_executable(machine, program, call):
    number = machine.calls[call]
    assert _verdict(program, number, machine.audit, (0, 4096, 3, 0, 0, 0)) == seccomp.ALLOW
    for protection in (4, 5, 7):
        assert _verdict(program, number, machine.audit, (0, 4096, protection, 0, 0, 0)) == seccomp.DENY


def test_an_unknown_machine_has_no_filter(monkeypatch):
    class Unknown:
        machine = "pdp11"

    monkeypatch.setattr(seccomp.os, "uname", Unknown)
    assert seccomp.confine() is False


def test_a_kernel_that_refuses_the_filter(monkeypatch):
    def refuse(program):
        raise OSError

    monkeypatch.setattr(seccomp.linux, "filter_system_calls", refuse)
    assert seccomp.confine() is False
