"""Privacy policies inside a package: files of assets and raw resources, and long strings of resources."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mingcha.formats.apk import open_apk
from mingcha.formats.errors import EntryError
from mingcha.formats.zip import MIB
from mingcha.policy.acquire import SUFFIXES, decode, open_document
from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.identity import identify
from mingcha.policy.wire import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.formats.apk import Apk
    from mingcha.policy.wire import Wire

# Files and strings that are read at the most; a policy and its lists are a handful.
_MOST, _MOST_LOOKED_AT = 12, 400
_LARGEST = 8 * MIB
_FOLDER = re.compile(r"(?:assets|res/raw|r)/")
_NAMED = re.compile(r"privacy|yinsi|yszc|隐私|sdk[-_]?list|personal[-_]?info", re.IGNORECASE)
_BINARY = (".pdf", ".docx")
# Letters that a text which is a policy has at least, and words of which it has several.
_SHORTEST, _WORDS = 400, 3
_SUBJECT = re.compile(r"隐私(?:权)?(?:政策|声明|协议|条款|保护)|个人信息(?:保护|处理)|privacy (?:policy|notice|statement)", re.IGNORECASE)
_CUES = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        *("收集|collect", "使用|use", "共享|分享|share", "第三方|third part", "存储|保存|stor|retain"),
        *("删除|注销|delete", "个人信息|personal"),
    )
)


def find_policies(apk: Apk) -> list[tuple[str, bytes]]:
    """Return (name, content) of the policies and lists that a package holds, files before strings, at most 12."""
    found = [*_files(apk), *_strings(apk)]
    return found[:_MOST]


def read_policies(data: Any) -> list[Wire]:
    """Return the readings (`policy.wire.read_file`) of a package's policies; one that is no document after all is left out."""
    found = []
    for name, content in find_policies(open_apk(data)):
        with suppress(UnreadablePolicyError):
            found.append(read_file(content, name))
    return found


def read_identities(data: Any) -> list[dict[str, Any]]:
    """Return file and identity (`policy.identity`) of a package's texts that are a policy itself."""
    found = []
    for name, content in find_policies(open_apk(data)):
        with suppress(UnreadablePolicyError):
            if identity := identify(open_document(content, name)):
                found.append({"file": name, **asdict(identity)})
    return found


def _files(apk: Apk) -> Iterator[tuple[str, bytes]]:
    looked_at = 0
    entries = apk.archive.entries
    for name in sorted(entries, key=lambda each: (not _NAMED.search(each), each)):
        if not _FOLDER.match(name) or not name.lower().endswith(SUFFIXES) or entries[name].size > _LARGEST:
            continue
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            return
        is_binary = name.lower().endswith(_BINARY)
        if is_binary and not _NAMED.search(name):
            continue
        try:
            content = apk.archive.read(name, most=_LARGEST)
        except EntryError:
            continue
        if is_binary or _is_policy(decode(content)):
            yield name, content


def _strings(apk: Apk) -> Iterator[tuple[str, bytes]]:
    seen: set[str] = set()
    for number, text in enumerate(apk.table.strings() if apk.table else ()):
        if len(text) >= _SHORTEST and text not in seen and _is_policy(text):
            seen.add(text)
            yield f"resources.arsc#{number}.{'html' if '<' in text and '</' in text else 'txt'}", text.encode("utf-8", "replace")


def _is_policy(text: str) -> bool:
    return len(text) >= _SHORTEST and _SUBJECT.search(text) is not None and sum(bool(cue.search(text)) for cue in _CUES) >= _WORDS
