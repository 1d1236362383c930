"""What was read of a policy and the lists that belong to it as JSON-ready records: what crosses the sandbox and is printed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mingcha.policy.acquire import open_document
from mingcha.policy.elements import check
from mingcha.policy.identity import identify
from mingcha.policy.lexicon import lexicon
from mingcha.policy.linked import linked_lists
from mingcha.policy.named import find_named
from mingcha.policy.normalise import normalise
from mingcha.policy.promises import find_promises
from mingcha.policy.reader import read
from mingcha.policy.resolve import plain_name, resolve
from mingcha.policy.thirdparties import MAX_PARTIES, first_parties
from mingcha.policy.unmarked import find_unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

Wire = dict[str, Any]

# Imported late by the libraries behind the reader.
LATE = ("ahocorasick_rs", "selectolax.lexbor", "docx", "docx.oxml", "pypdf", "zipfile", "lxml.etree")


def prepare() -> None:
    """Compile what every reading needs, so that a confined child finds it warm."""
    lexicon()
    read_file("我们会收集您的设备信息，并集成了友盟SDK。".encode(), "")
    normalise("")
    resolve("")


def read_file(data: bytes, name: str) -> Wire:
    """Return one file's reading; UnreadablePolicyError when it is no document.

    Keys: name, sha256, form, characters, text; disclosures, elements, sdks, as those of `mingcha.model`; words, named, promises,
    unmarked; identity; lists, the addresses of lists that it links to; limits.
    """
    document = open_document(data, name)
    policy = read(document)
    return {
        "name": name,
        "sha256": document.sha256,
        "form": document.form,
        "characters": len(document.text),
        "text": document.text,
        "disclosures": [asdict(item) for item in policy.disclosures],
        "elements": [asdict(item) for item in check(policy)],
        "sdks": [{**asdict(item), "data_types": list(item.data_types)} for item in policy.sdks],
        "words": [asdict(item) for item in policy.words],
        "named": [asdict(item) for item in find_named(policy)],
        "promises": [asdict(item) for item in find_promises(policy)],
        "unmarked": [asdict(item) for item in find_unmarked(policy)],
        "identity": asdict(identity) if (identity := identify(document)) else None,
        "lists": linked_lists(document),
        "limits": [asdict(item) for item in policy.limits],
    }


def merge(files: Sequence[Wire]) -> Wire:
    """Return several readings as one: the first is the policy, the others are its lists; each third party once.

    Disclosures carry the name of their file, for their offsets are those of that file's text.
    """
    rows, is_cut = _join_rows(files)
    limits = [{**limit, "file": file["name"]} for file in files for limit in file["limits"]]
    if is_cut:
        limits.append({**asdict(first_parties()), "file": files[-1]["name"]})
    return {
        "files": [{key: file[key] for key in ("name", "sha256", "form", "characters", "text", "identity")} for file in files],
        "disclosures": [{**item, "file": file["name"]} for file in files for item in file["disclosures"]],
        "words": [{**item, "file": file["name"]} for file in files for item in file["words"]],
        "named": [{**item, "file": file["name"]} for file in files for item in file["named"]],
        "promises": [{**item, "file": file["name"]} for file in files for item in file["promises"]],
        "unmarked": [{**item, "file": file["name"]} for file in files for item in file["unmarked"]],
        "elements": _join_elements([file["elements"] for file in files]),
        "sdks": rows,
        "limits": limits,
    }


def _join_rows(files: Sequence[Wire]) -> tuple[list[Wire], bool]:
    """Return each third party once, at most MAX_PARTIES, and whether there were more."""
    rows: dict[str, Wire] = {}
    is_cut = False
    for file in files:
        for row in file["sdks"]:
            name = plain_name(row["name"]) or row["name"]
            if name not in rows and len(rows) >= MAX_PARTIES:
                is_cut = True
                continue
            kept = rows.setdefault(name, {**row, "file": file["name"]})
            kept["data_types"] = sorted({*kept["data_types"], *row["data_types"]})
            for key in ("data", "purpose", "link"):
                kept[key] = kept[key] or row[key]
            kept["complete"] = bool(kept["purpose"] and (kept["data_types"] or kept["data"]) and kept["link"])
    return list(rows.values()), is_cut


# Checks of the policy's own form, which its lists neither mend nor break.
_OWN = frozenset({"F4", "F5", "F6", "F7", "F8", "F27", "F29"})


def _join_elements(files: Sequence[Sequence[Wire]]) -> list[Wire]:
    """Return the policy's checks; what it lacks may stand in one of its lists."""
    joined = []
    for number, own in enumerate(files[0]):
        found = own
        if own["element"] not in _OWN and not own["present"]:
            found = next((lists[number] for lists in files[1:] if lists[number]["present"]), own)
        joined.append(found)
    return joined
