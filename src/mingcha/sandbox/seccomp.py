"""seccomp (linux/seccomp.h): the system calls that a computing child needs, and EPERM for every other one.

The filter is a classic BPF program over `struct seccomp_data`: system call number at 0, architecture at 4, arguments at
16, 24 … (low word first on both machines). Denied calls get an error, not a signal, so that code under test sees an
ordinary OSError.
"""

from __future__ import annotations

import errno
import os
import struct
from typing import NamedTuple

from mingcha.sandbox import linux

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_IF_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_IF_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_IF_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

ALLOW = 0x7FFF0000
DENY = 0x00050000 | errno.EPERM
KILL = 0x80000000

_NUMBER, _ARCHITECTURE, _FIRST, _THIRD = 0, 4, 16, 32
_PROT_EXEC = 4
_X32 = 0x40000000

# Only on this process itself: abort() and raise() must keep their meaning.
_ON_ITSELF = ("kill", "tgkill")
# Never executable memory: no code but that of the warm parent may run.
_NOT_EXECUTABLE = ("mmap", "mprotect")


class Machine(NamedTuple):
    """An architecture: its AUDIT_ARCH_ value and its numbers of the system calls that the filter names."""

    audit: int
    calls: dict[str, int]


# fmt: off
MACHINES = {
    "x86_64": Machine(0xC000003E, {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "readv": 19, "writev": 20,
        "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "kill": 62,
        "gettimeofday": 96, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107,
        "getegid": 108, "getppid": 110, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
        "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
        "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234, "set_robust_list": 273, "getcpu": 309,
        "getrandom": 318, "membarrier": 324, "rseq": 334,
    }),
    "aarch64": Machine(0xC00000B7, {
        "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67, "fstat": 80,
        "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99, "nanosleep": 101, "clock_gettime": 113,
        "clock_getres": 114, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124,
        "restart_syscall": 128, "kill": 129, "tgkill": 131, "sigaltstack": 132, "rt_sigaction": 134,
        "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153, "getrusage": 165, "getcpu": 168, "gettimeofday": 169,
        "getpid": 172, "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178,
        "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233,
        "getrandom": 278, "membarrier": 283, "rseq": 293,
    }),
}
# fmt: on


def program(machine: Machine, process: int) -> bytes:
    """Return the filter for the process with that id, 8 bytes an instruction."""
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, DENY),
    ]
    for name, number in machine.calls.items():
        if name in _ON_ITSELF:
            code += [
                (_IF_EQUAL, 0, 4, number),
                (_LOAD, 0, 0, _FIRST),
                (_IF_EQUAL, 1, 0, process),
                (_RETURN, 0, 0, DENY),
            ]
        elif name in _NOT_EXECUTABLE:
            code += [
                (_IF_EQUAL, 0, 4, number),
                (_LOAD, 0, 0, _THIRD),
                (_IF_ANY_BIT, 0, 1, _PROT_EXEC),
                (_RETURN, 0, 0, DENY),
            ]
        else:
            code.append((_IF_EQUAL, 0, 1, number))
        code.append((_RETURN, 0, 0, ALLOW))
    code.append((_RETURN, 0, 0, DENY))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def confine() -> bool:
    """Leave this process nothing but the listed system calls; False where the kernel or the machine has no such filter.

    Needs `linux.forbid_new_privileges` first.
    """
    machine = MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    try:
        linux.filter_system_calls(program(machine, os.getpid()))
    except OSError:
        return False
    return True
