from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mingcha.platform.files import store

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


def test_the_store_is_that_of_the_settings(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.STORE = tmp_path.as_uri()
    sha256 = store().put(io.BytesIO(b"x"))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha256]
