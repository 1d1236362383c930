from __future__ import annotations

import io
import zipfile

from mingcha.reports.plain_zip import without_times


def archive(when: tuple[int, int, int, int, int, int]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in ("b.xml", "a/a.xml"):
            target.writestr(zipfile.ZipInfo(name, when), f"<{name}/>")
    return buffer.getvalue()


def test_time_is_gone_and_order_and_content_stay() -> None:
    first, second = archive((2022, 4, 20, 19, 0, 0)), archive((2023, 1, 1, 0, 0, 0))
    assert first != second
    assert without_times(first) == without_times(second)
    with zipfile.ZipFile(io.BytesIO(without_times(first))) as plain:
        assert [(entry.filename, entry.date_time) for entry in plain.infolist()] == [
            ("b.xml", (1980, 1, 1, 0, 0, 0)),
            ("a/a.xml", (1980, 1, 1, 0, 0, 0)),
        ]
        assert plain.read("a/a.xml") == b"<a/a.xml/>"
