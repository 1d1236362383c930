"""What became of one child."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mingcha.sandbox.confinement import Isolation

if TYPE_CHECKING:
    from mingcha.model import Text


class Status(StrEnum):
    """How a child ended; every one but OK carries a detail for the report."""

    OK = "ok"
    UNREADABLE = "unreadable"  # the function raised UnreadablePackageError, or the file could not be opened
    ERROR = "error"  # the function raised anything else, or returned what JSON cannot hold
    TIMEOUT = "timeout"
    CPU = "cpu"
    MEMORY = "memory"
    CRASHED = "crashed"  # ended by a signal or without a valid answer
    RESULT_TOO_LARGE = "result-too-large"
    REFUSED = "refused"  # not run: the isolation is not complete, or no child could be started


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds and peak resident bytes of a child; they differ from run to run, so no report may print them."""

    cpu: float = 0.0
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A child's recorded end: `value` is what the function returned when the status is OK, else None."""

    status: Status
    value: Any = None
    detail: Text | None = None
    isolation: Isolation = field(default_factory=Isolation)
    usage: Usage = field(default_factory=Usage, compare=False)
