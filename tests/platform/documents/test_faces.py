from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.documents.renamed import write_font

from mingcha.platform.documents.faces import FACES, faces_in

if TYPE_CHECKING:
    from pathlib import Path

fonts = pytest.importorskip("pylopdf_fonts_zh_cn", reason="the extra documents is absent")
pytest.importorskip("typst", reason="the extra documents is absent")


def test_a_folder_tells_which_faces_it_holds(tmp_path: Path) -> None:
    assert faces_in(tmp_path) == dict.fromkeys(FACES)
    write_font(fonts.serif_path(), "STZhongsong", tmp_path / "a.otf")
    write_font(fonts.serif_path(), "FZXiaoBiaoSong-B05S", tmp_path / "b.otf")
    below = tmp_path / "more"
    below.mkdir()
    write_font(fonts.serif_path(), "FangSong", below / "c.otf")
    (tmp_path / "d.ttf").write_bytes(b"no font")
    assert faces_in(tmp_path) == dict.fromkeys(FACES) | {"title": "FZXiaoBiaoSong-B05S", "text": "FangSong"}


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder"):
        faces_in(tmp_path / "gone")
