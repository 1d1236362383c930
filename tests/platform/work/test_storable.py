from __future__ import annotations

import json

from mingcha.platform.work.storable import storable


def test_only_what_no_database_holds_is_replaced() -> None:
    hostile = {"k\0": ["\ud800x\udfff", "😀", {"n": "\0"}], "n": 1.5, "t": True, "z": None, "s": "隐私\n"}
    assert storable(hostile) == {"k�": ["�x�", "😀", {"n": "�"}], "n": 1.5, "t": True, "z": None, "s": "隐私\n"}
    assert storable("") == ""


def test_a_pair_that_json_has_parted_is_one_character_again() -> None:
    assert storable(json.loads('"\\ud83d\\ude00"')) == "😀"
