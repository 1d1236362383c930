"""Facts of the privacy policy that came with a package: its statements, the checks of its form, its third parties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mingcha.catalogue import load
from mingcha.policy.resolve import resolve

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet

_MOST_ADDRESSES = 10
_ADDRESS = re.compile(r"privacy|yinsi|yszc|隐私|personal-?info", re.IGNORECASE)
_TABLES = (("policy_mention", "words"), ("policy_name", "named"), ("policy_promise", "promises"), ("disclosure", "disclosures"))
_NONE = ("未读出任何陈述", "no statement was read")


# Characters of a file's text that are kept; the longest policies seen have half as many.
MOST_TEXT = 200_000
_LIST_ELSEWHERE = (
    "政策称第三方SDK目录另附，该目录未提供",
    "the policy says that its list of third-party SDKs stands elsewhere, and the list was not given",
)


def collect_policy(facts: FactSet, found: dict[str, Any], source: str = "given") -> None:
    """Add the rows of a reading as `mingcha.policy.wire.merge` returns it, and say how much of the policy was seen."""
    for file in found["files"]:
        columns = {key: file[key] for key in ("sha256", "form", "characters")}
        facts.add("policy_file", file=file["name"], source=source, text=file["text"][:MOST_TEXT], **columns)
        if file["identity"]:
            facts.add("policy_identity", file=file["name"], source=source, **file["identity"])
    for table, key in _TABLES:
        for item in found[key]:
            facts.add(table, **item)
    for item in found["unmarked"]:
        facts.add("policy_unmarked", sdk=next(iter(resolve(item["name"])), None), **item)
    kinds = load().policy_terms.sections["elements"]
    for item in found["elements"]:
        facts.add("policy_element", kind=kinds[item["element"]]["kind"], **item)
    for row in found["sdks"]:
        ids = resolve(row["name"])
        for number, sdk in enumerate(ids or (None,)):
            facts.add("policy_sdk", **{**row, "sdk": sdk, "match": None if sdk is None else "family" if number else "exact"})
    for limit in found["limits"]:
        facts.limit("policy", limit["file"], limit["zh"], limit["en"])
    _cover(facts, found)


def _cover(facts: FactSet, found: dict[str, Any]) -> None:
    """Say how much of the policy was seen."""
    facts.rows["coverage"] = [row for row in facts.rows["coverage"] if row["kind"] != "policy"]
    if not found["disclosures"]:
        facts.cover("policy", "partial", *_NONE)
    elif found["limits"]:
        facts.cover("policy", "partial", found["limits"][0]["zh"], found["limits"][0]["en"])
    elif any(item["why"] == "list-to-be-supplied" for item in found["elements"]):
        facts.cover("policy", "partial", *_LIST_ELSEWHERE)
    else:
        facts.cover("policy", "complete")


def note_absence(facts: FactSet) -> None:
    """Say that no policy was found in a package, and which addresses in it lead to one that is to be supplied."""
    addresses = sorted({row["value"] for row in facts.rows["url"] if _ADDRESS.search(row["value"])})[:_MOST_ADDRESSES]
    zh, en = "包内未见隐私政策文本", "no policy text in the package"
    if addresses:
        zh += f"；包内网址指向的隐私政策待提供：{'、'.join(addresses)}"
        en += f"; policies at addresses in it are to be supplied: {', '.join(addresses)}"
    facts.rows["coverage"] = [row for row in facts.rows["coverage"] if row["kind"] != "policy"]
    facts.cover("policy", "absent", zh, en)
