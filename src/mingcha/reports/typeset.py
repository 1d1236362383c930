"""PDF set by Typst with fonts that come with the extra `documents`: the same bytes for the same content and fonts.

All text reaches Typst as data, never as markup: nothing that a package or a person wrote is ever read as a command.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def typeset(template: Path, content: Mapping[str, Any], *, fonts: Path | None = None) -> bytes:
    """Return the PDF that `template` makes of `content`, which it finds as JSON in `sys.inputs.content`.

    `fonts` is a folder of further font files, which the template may prefer by name.
    """
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - extra, start-up time
    import typst

    folders = [pylopdf_fonts_zh_cn.serif_path().parent, *([fonts] if fonts else [])]
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    done = typst.Compiler(template.read_bytes(), font_paths=known, sys_inputs=inputs).compile(format="pdf")
    if not isinstance(done, bytes):
        raise TypeError("typst gave no single PDF")
    return done
