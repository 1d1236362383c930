"""What one package may cost, and the kernel limits that hold a child to it."""

from __future__ import annotations

import math
import resource
from typing import NamedTuple

MIB = 1 << 20

# The standard three, the pipe, the map's own, and the one that Landlock needs for a moment.
_DESCRIPTORS = 6


class Limits(NamedTuple):
    """Bounds for one child; going over one ends it with a recorded status.

    `memory` is address space in bytes on top of the warm parent's and of the package's own size, `cpu` and `wall` are
    seconds (the kernel counts `cpu` in whole seconds, rounded up), `result` is bytes of JSON.
    """

    memory: int = 2048 * MIB
    cpu: float = 60.0
    wall: float = 120.0
    result: int = 256 * MIB


def confine(limits: Limits) -> bool:
    """Lower this process's resource limits for good; False where the kernel or the machine cannot do so.

    The package must be mapped already: what is mapped now does not count.
    """
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - once per child; pathlib costs ten times as much
            mapped = int(statm.read().split()[0]) * resource.getpagesize()
        seconds = max(1, math.ceil(limits.cpu))
        _lower(resource.RLIMIT_AS, mapped + limits.memory, mapped + limits.memory)
        # The soft limit's SIGXCPU tells the parent why the child died; the hard one is for a child that ignores it.
        _lower(resource.RLIMIT_CPU, seconds, seconds + 1)
        _lower(resource.RLIMIT_NOFILE, _DESCRIPTORS, _DESCRIPTORS)
        for nothing in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE):
            _lower(nothing, 0, 0)
    except (OSError, ValueError):
        return False
    return True


def _lower(kind: int, soft: int, hard: int) -> None:
    _, ceiling = resource.getrlimit(kind)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))
