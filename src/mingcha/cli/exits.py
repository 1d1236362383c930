"""Exit codes of the command line (docs/guide.md)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit code says."""

    OK = 0
    VIOLATIONS = 1
    PROBLEMS = 1  # the same code, whatever it is that was found
    USAGE = 2
    UNREADABLE = 3
    NOT_TESTED = 4
    INVALID_RULE = 5
    INTERNAL = 70
