"""Issues speak both languages and never repeat a hostile name unbounded."""

from __future__ import annotations

import string

from mingcha.formats.signing import issues
from mingcha.formats.signing.issues import RejectedError, make_issue
from mingcha.formats.signing.result import Issue
from mingcha.model import Text


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_name_the_same_things() -> None:
    for code, (zh, en) in issues._TEXTS.items():
        assert placeholders(zh) == placeholders(en), code
        assert any("\u4e00" <= character <= "\u9fff" for character in zh), code
        assert en.isascii() or "–" in en, code


def test_an_issue_with_its_parameters() -> None:
    assert make_issue("signature-wrong", "v2", "RSA/SHA-256", signer="#1") == Issue(
        "signature-wrong",
        "v2",
        Text("RSA/SHA-256 签名验证不通过", "the RSA/SHA-256 signature does not verify"),
        "#1",
    )


def test_names_from_the_package_are_shortened_and_made_printable() -> None:
    text = make_issue("duplicate-entry", "v1", "a\r\n\x1b[31m{0}" + "x" * 10_000).text
    assert text.en.startswith("the archive has several entries named a���[31m{0}xxx")
    assert len(text.en) < 300
    assert text.zh.endswith("…")


def test_a_rejection_carries_its_issue() -> None:
    issue = make_issue("no-signers", "v3")
    assert (RejectedError(issue).issue, str(RejectedError(issue))) == (issue, "no signers")
