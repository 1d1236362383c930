from collections.abc import Iterable, Sequence
from typing import Any

class Sweep:
    instructions: int
    code_bytes: int
    needed: int
    def __init__(self, a: dict[str, Any]) -> None: ...
    def run(self, first: int, outputs: Iterable[Sequence[Any]]) -> tuple[int, tuple[int, int, int, int]]: ...
