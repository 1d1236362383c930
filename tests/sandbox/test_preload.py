from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mingcha.sandbox import preload

_PROGRAM = """
import os, sys
from mingcha.sandbox import preload, run
preload("colorsys")
def read(data):
    import colorsys, decimal, _strptime, linecache
    return ["\\u660e".encode(c).hex() for c in ("idna", "gbk", "gb18030", "utf-16-le")]
print(run(read, sys.argv[1], unsafe=True).value, os.environ["OPENBLAS_NUM_THREADS"])
"""


def test_parts_are_there_behind_the_door(package):
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}
    printed = subprocess.run([sys.executable, "-c", _PROGRAM, package], capture_output=True, text=True, check=True, env=environment)
    assert printed.stdout == "['786e2d2d326876', 'c3f7', 'c3f7', '0e66'] 1\n"


def test_absent_part():
    with pytest.raises(ModuleNotFoundError):
        preload("mingcha.absent")
