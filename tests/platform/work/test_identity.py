from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.hostile import packages

from mingcha.platform.work.identity import application_id

if TYPE_CHECKING:
    from pathlib import Path


def test_a_package_says_which_app_it_is(example_apk: Path) -> None:
    assert application_id(example_apk) == "cn.mingcha.example.shop"


@pytest.mark.parametrize("data", [b"", b"no package", b"PK\x03\x04" + b"\xff" * 500, packages.apk()[:-30]])
def test_what_cannot_be_read_says_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(data)
    assert application_id(path) is None
