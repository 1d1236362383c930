"""Locks a child in, one layer on the other, and says which of them the kernel gave."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, NamedTuple, Self

from mingcha.model import Text
from mingcha.sandbox import landlock, limits, linux, seccomp

if TYPE_CHECKING:
    from collections.abc import Callable

_WIRE = struct.Struct("<BB")


class Isolation(NamedTuple):
    """Which layers hold a child; `landlock` is the ABI in use, 0 for none.

    `network` (an empty network namespace) and `unprivileged` (no root, no capability) are second locks on doors that
    seccomp keeps shut already, so `complete` does not ask for them.
    """

    rlimits: bool = False
    no_new_privileges: bool = False
    landlock: int = 0
    seccomp: bool = False
    network: bool = False
    unprivileged: bool = False

    @property
    def complete(self) -> bool:
        """Whether hostile bytes may be read without the user's word."""
        return not self.missing

    @property
    def missing(self) -> tuple[Text, ...]:
        """The layers that are needed and absent, in words."""
        layers = (
            (self.rlimits, Text("资源上限（rlimit）", "resource limits (rlimit)")),
            (self.no_new_privileges, Text("禁止提升权限（no_new_privs）", "no new privileges (no_new_privs)")),
            (
                self.landlock,
                Text(
                    "文件系统隔离（Landlock，Linux 5.13 及以上）",
                    "file system isolation (Landlock, Linux 5.13 or later)",
                ),
            ),
            (
                self.seccomp,
                Text("系统调用过滤（seccomp，x86_64 或 aarch64）", "system call filter (seccomp, x86_64 or aarch64)"),
            ),
        )
        return tuple(words for present, words in layers if not present)

    def to_wire(self) -> bytes:
        """Return the fixed-size form that a child sends before it looks at the package."""
        flags = (self.rlimits, self.no_new_privileges, self.seccomp, self.network, self.unprivileged)
        return _WIRE.pack(sum(flag << place for place, flag in enumerate(flags)), self.landlock)

    @classmethod
    def from_wire(cls, wire: bytes) -> Self:
        """Rebuild from `to_wire`."""
        bits, version = _WIRE.unpack(wire)
        rlimits, no_new_privileges, filtered, network, unprivileged = (bool(bits >> place & 1) for place in range(5))
        return cls(rlimits, no_new_privileges, version, filtered, network, unprivileged)


WIRE_SIZE = _WIRE.size


def confine(bounds: limits.Limits, parent: int) -> Isolation:
    """Lock this process in for good and say how far that went; a process whose parent is gone ends here."""
    limited = limits.confine(bounds)
    network = _done(linux.leave_network)
    if os.geteuid() == 0:
        _done(linux.become_nobody)
    unprivileged = _done(linux.drop_capabilities) and os.geteuid() != 0
    _done(linux.hide_from_tracers)
    # After the change of user, which would undo it.
    _done(linux.die_with_parent)
    if os.getppid() != parent:
        os._exit(0)
    frozen = _done(linux.forbid_new_privileges)
    return Isolation(
        rlimits=limited,
        no_new_privileges=frozen,
        landlock=landlock.confine() if frozen else 0,
        seccomp=seccomp.confine() if frozen else False,
        network=network,
        unprivileged=unprivileged,
    )


def _done(step: Callable[[], None]) -> bool:
    try:
        step()
    except OSError:
        return False
    return True
