"""Landlock (linux/landlock.h): a ruleset without rules takes away all files, TCP, and signals to other processes."""

from __future__ import annotations

import os
import struct

from mingcha.sandbox import linux

# The same numbers on every architecture.
_CREATE_RULESET = 444
_RESTRICT_SELF = 446
_VERSION = 1

# Rights by the ABI that brought them; a kernel refuses rights it does not know.
_FILE_RIGHTS = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_TCP_BIND_AND_CONNECT = (4, 0b11)
_ABSTRACT_SOCKETS_AND_SIGNALS = (6, 0b11)


def abi() -> int:
    """Return the kernel's Landlock version, 0 where it has none."""
    try:
        return linux.syscall(_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def ruleset(version: int) -> bytes:
    """Return `struct landlock_ruleset_attr` that handles every right of that ABI and so denies it."""
    files = sum(rights for since, rights in _FILE_RIGHTS if version >= since)
    network = _TCP_BIND_AND_CONNECT[1] if version >= _TCP_BIND_AND_CONNECT[0] else 0
    scopes = _ABSTRACT_SOCKETS_AND_SIGNALS[1] if version >= _ABSTRACT_SOCKETS_AND_SIGNALS[0] else 0
    return struct.pack("=QQQ", files, network, scopes)


def confine() -> int:
    """Take files and TCP away from this process for good; returns the ABI used, 0 where that is not possible.

    Open descriptors keep working. Needs `linux.forbid_new_privileges` first.
    """
    version = abi()
    if not version:
        return 0
    try:
        attributes = ruleset(version)
        # A longer structure than an old kernel knows is accepted as long as the rest is zero.
        descriptor = linux.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    except OSError:
        return 0
    try:
        linux.syscall(_RESTRICT_SELF, descriptor, 0)
    except OSError:
        return 0
    finally:
        os.close(descriptor)
    return version
