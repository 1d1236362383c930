from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingcha.policy.acquire import MAX_BYTES, MAX_TEXT, decode, find_files, open_document
from mingcha.policy.document import UnreadablePolicyError

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "我们会收集您的手机号。"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_bytes_are_decoded_by_mark_or_as_utf8_or_as_gb18030(codec: str) -> None:
    assert decode(SENTENCE.encode(codec)) == SENTENCE


def test_a_few_broken_bytes_leave_the_rest_chinese() -> None:
    assert SENTENCE in decode(SENTENCE.encode() + b"\xff\xfe\x80" + SENTENCE.encode())


def test_form_is_told_by_what_is_inside() -> None:
    page = f"<html><body><p>{SENTENCE}</p></body></html>".encode()
    assert open_document(page, "policy.txt").form == "html"
    assert open_document(SENTENCE.encode(), "policy").form == "text"
    assert open_document(f"# 清单\n<table><tr><td>SDK名称</td></tr><tr><td>{SENTENCE}</td></tr></table>".encode(), "a.md").tables != ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"\0" * 100, "不是文本"),
        (b"<html><body><img src=1></body></html>", "只有图片"),
        (b"%PDF-1.4 nothing", "PDF"),
        (b"PK\x03\x04 nothing", "DOCX"),
        (b" " * (MAX_BYTES + 1), "超过"),
    ],
)
def test_what_is_no_document_is_refused_with_one_line(data: bytes, words: str) -> None:
    with pytest.raises(UnreadablePolicyError, match=words) as refused:
        open_document(data, "x")
    assert "\n" not in str(refused.value)


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    document = open_document(("a" * (MAX_TEXT + 5)).encode(), "long.txt")
    assert (len(document.text), len(document.limits)) == (MAX_TEXT, 1)


def test_folder_gives_the_policy_before_its_lists(tmp_path: Path) -> None:
    for name in ("第三方SDK清单.md", "notes.txt", "隐私政策.html", "icon.png"):
        (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    assert [path.name for path in find_files(tmp_path)] == ["隐私政策.html", "notes.txt", "第三方SDK清单.md"]
    with pytest.raises(UnreadablePolicyError, match="文件不存在"):
        find_files(tmp_path / "absent")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadablePolicyError, match="没有隐私政策"):
        find_files(tmp_path / "empty")
