from collections.abc import Iterator
from mmap import mmap

def runs(data: bytes | bytearray | memoryview | mmap, letters: bytes, least: int, most: int) -> Iterator[bytes]: ...
