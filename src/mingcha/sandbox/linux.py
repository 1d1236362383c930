"""The few Linux calls that Python has no name for, through libc; everywhere else each of them raises OSError."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522
_NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


class _SocketFilterProgram(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def call(name: str, *arguments: int | bytes | None) -> int:
    """Return what a libc function returns; OSError with its errno when negative or not on Linux."""
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, name)
    words = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    result = int(getattr(_libc, name)(*words))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """Return what a system call returns; OSError when the kernel does not have it or refuses."""
    return call("syscall", number, *arguments)


def forbid_new_privileges() -> None:
    """Make set-user-id files powerless for this process; Landlock and seccomp ask for it."""
    call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that forked it ends; a change of user undoes this."""
    call("prctl", _PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def hide_from_tracers() -> None:
    """Let no other process of the same user trace this one or read its memory."""
    call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def filter_system_calls(program: bytes) -> None:
    """Install a BPF program (8 bytes an instruction) as this process's seccomp filter."""
    holder = _SocketFilterProgram(len(program) // 8, program)
    call("prctl", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(holder), 0, 0)


def leave_network() -> None:
    """Move into a new, empty network namespace, within a new user namespace unless this is root."""
    call("unshare", _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER)


def become_nobody() -> None:
    """Give up root for the user nobody, without any group; OSError where that user is not mapped."""
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def drop_capabilities() -> None:
    """Empty the effective, permitted and inheritable capability sets (a new user namespace fills them)."""
    header = _CAPABILITY_VERSION_3.to_bytes(4, sys.byteorder) + bytes(4)
    call("capset", header, bytes(24))
