"""The faces of official documents, and which of them a folder of font files holds. They are not free, so none comes with this package.

Each has the names under which vendors deliver it: 仿宋_GB2312, 楷体_GB2312, 黑体, 方正小标宋简体, and 宋体 for page numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# By what is set in it, the best first.
FACES: dict[str, tuple[str, ...]] = {
    "text": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体"),
    "hei": ("SimHei", "黑体", "STHeiti", "华文黑体"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "STZhongsong", "华文中宋"),
    "number": ("SimSun", "宋体", "NSimSun", "新宋体", "STSong", "华文宋体"),
}


def faces_in(folder: Path) -> dict[str, str | None]:
    """Return the name of the face that a folder holds for each kind of text, or None; ValueError when it is no folder."""
    import typst

    if not folder.is_dir():
        raise ValueError(f"no folder: {folder}")
    held = set(typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).families())
    return {kind: next((name for name in names if name in held), None) for kind, names in FACES.items()}
