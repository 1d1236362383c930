"""The codes of what can be wrong, and their words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mingcha.dex import problems, program


def test_codes_are_in_the_order_of_the_kernels():
    source = (Path(program.__file__).parent / "read.pxd").read_text("utf-8")
    rows = re.search(r"# Rows of `log`.*?cdef enum:\n(.*?)\n\n", source, re.DOTALL)
    assert rows is not None
    names = re.findall(r"(\w+) = (\d+)", rows[1])
    assert [name.lower().replace("_", "-") for name, _ in names] == list(problems.CODES)
    assert [int(number) for _, number in names] == list(range(len(names)))


@pytest.mark.parametrize("code", [*problems.FILE, *problems.ITEM])
def test_every_code_has_words_in_both_languages(code: str):
    words = problems.describe(code)
    assert words.en
    assert re.search("[\u4e00-\u9fff]", words.zh)


def test_harmless_codes_exist():
    assert {*problems.FILE, *problems.ITEM} > problems.HARMLESS
