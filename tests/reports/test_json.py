"""The JSON report: the contract's keys, byte-stable, safe, and all that the report holds."""

from __future__ import annotations

import json as standard
from dataclasses import replace

import pytest

from mingcha.model import Package, Report, Text, Tool
from mingcha.reports import json

# The keys of the contract (design document, "Report JSON"); the dataclasses may hold more, never less.
CONTRACT = {
    "tool": {"name", "version", "rules", "catalogue"},
    "package": {
        *("sha256", "size", "kind", "app_id", "name", "version_name", "version_code"),
        *("min_sdk", "target_sdk", "packer", "app_type"),
    },
    "policy": {"found", "source", "sha256", "disclosures", "elements", "sdks"},
}
CONTRACT_RECORDS = {
    "signers": {"scheme", "sha256", "subject", "valid", "debug"},
    "permissions": {"name"},
    "components": {"type", "class", "exported"},
    "sdks": {"id", "name", "version", "confidence", "evidence"},
    "accesses": {"data_type", "behaviour", "api", "caller", "owner", "start_state", "path"},
    "findings": {
        *("rule", "verdict", "grade", "clauses", "criteria", "label", "owner", "data_type"),
        *("sentence", "remedy", "evidence", "id"),
    },
    "clauses": {"id", "verdict", "why"},
    "coverage": {"kind", "state", "why"},
}


def test_keys_of_the_contract(shop: Report) -> None:
    document = standard.loads(json.write(shop))
    assert next(iter(document)) == "schema_version"
    assert set(document) == {"schema_version", "limits", *CONTRACT, *CONTRACT_RECORDS}
    assert document["schema_version"] == 1
    for key, keys in CONTRACT.items():
        assert keys <= set(document[key])
    for key, keys in CONTRACT_RECORDS.items():
        assert document[key]
        assert all(keys <= set(record) for record in document[key])
    assert {"kind", "where", "quote"} <= set(document["findings"][0]["evidence"][0])
    assert set(document["findings"][0]["sentence"]) == {"zh", "en"}


def test_values(shop: Report) -> None:
    document = standard.loads(json.write(shop))
    assert document["package"]["name"] == "每日优选"
    assert document["clauses"][0] == {"id": "MIIT-2020-1", "verdict": "violated", "why": "见所列问题 / see the findings"}
    assert document["coverage"][0] == {
        "kind": "code",
        "state": "partial",
        "why": "classes4.dex有2个方法无法读取 / 2 methods of classes4.dex could not be read",
    }
    assert document["coverage"][2] == {"kind": "manifest", "state": "complete", "why": None}
    assert document["limits"][0] == "assets/plugin.jar为加密压缩包，未能打开 / assets/plugin.jar is an encrypted archive and was not opened"
    assert document["components"][1]["class"] == "com.example.meiri.SplashActivity"
    assert document["accesses"][0]["start_state"] == "at-start"


def test_one_line_and_laid_out_say_the_same(shop: Report, hostile: Report) -> None:
    for report in (shop, hostile):
        line = json.write(report, one_line=True)
        assert line.endswith("\n")
        assert line.count("\n") == 1
        assert standard.loads(line) == standard.loads(json.write(report))


def test_laid_out_gives_each_record_a_line(shop: Report) -> None:
    lines = json.write(shop).splitlines()
    assert '  {"id":"MIIT-2020-2","verdict":"suspected","why":"见所列问题 / see the findings"},' in lines


def test_empty_report() -> None:
    report = Report(Tool("1", "r", "c"), Package(sha256="0", size=0, kind="apk", file_name="a.apk"))
    document = standard.loads(json.write(report))
    assert document["findings"] == document["limits"] == document["accesses"] == []
    assert document["policy"] == {
        "found": False,
        "source": "none",
        "sha256": None,
        "files": [],
        "told": [],
        "disclosures": [],
        "elements": [],
        "sdks": [],
    }


def test_hostile_text_is_kept_and_cannot_act(hostile: Report, evil: str) -> None:
    text = json.write(hostile)
    text.encode()
    assert not set(text) & set("\x1b\x07\x9b\x00\u202e\u2066\u200b\r\x7f")
    assert standard.loads(text)["package"]["name"] == evil.replace("\ud83d", "‹U+D83D›")


@pytest.mark.parametrize("char", ["\x00", "\x1f", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\ufeff", "\ue000", "\U000e0041"])
def test_escapes_are_lossless(shop: Report, char: str) -> None:
    report = replace(shop, package=replace(shop.package, name=f"a{char}b"), limits=(Text(char, char),))
    text = json.write(report)
    assert char not in text
    assert standard.loads(text)["package"]["name"] == f"a{char}b"
    assert standard.loads(text)["limits"] == [char]


def test_order_of_makers_does_not_matter(shop: Report) -> None:
    turned = replace(shop, findings=shop.findings[::-1], accesses=shop.accesses[::-1], clauses=shop.clauses[::-1])
    assert json.write(turned) == json.write(shop)
