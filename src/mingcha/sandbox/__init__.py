"""The only door for hostile bytes: a package is read in a forked, locked-in child of a warm parent, within limits.

`run` reads one file, `Pool` many, `isolation` says what this machine's kernel gives, `preload` makes parts ready for
use behind the door. The layers, in the order in which a child takes them: its own session, no inherited descriptors,
resource limits, an empty network namespace, the user nobody, no capabilities, no new privileges, an empty Landlock
ruleset, and a seccomp list of the system calls that computing needs.
"""

from __future__ import annotations

from mingcha.sandbox.child import Data, Reader
from mingcha.sandbox.confinement import Isolation
from mingcha.sandbox.limits import Limits
from mingcha.sandbox.outcome import Outcome, Status, Usage
from mingcha.sandbox.pool import Pool, isolation, run
from mingcha.sandbox.preload import preload

__all__ = [
    "Data",
    "Isolation",
    "Limits",
    "Outcome",
    "Pool",
    "Reader",
    "Status",
    "Usage",
    "isolation",
    "preload",
    "run",
]
