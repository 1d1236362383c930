import json

import pytest
import yaml

from mingcha.rules import load_pack
from mingcha.rules.compile import compile_folder, read_front, split
from mingcha.rules.loader import FOLDER


def test_front_matter_is_split_from_the_query_and_read():
    assert split("\n/*---\nid: x\nkey: [a, b]\n---*/\n\nselect 1\n") == ("id: x\nkey: [a, b]", "select 1")
    assert read_front("id: x\nkey: [a, b]") == {"id": "x", "key": ["a", "b"]}
    assert split("select 1") is None
    with pytest.raises(yaml.YAMLError):
        read_front("id: [")


def test_a_compiled_pack_is_the_same_pack(catalogue, tmp_path):
    count = 0
    for path in FOLDER.glob("*/*.sql"):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).write_bytes(path.read_bytes())
        count += 1
    from_yaml = load_pack(catalogue, tmp_path)
    fronts = compile_folder(tmp_path)
    (tmp_path / "compiled.json").write_text(json.dumps(fronts, ensure_ascii=False), encoding="utf-8")
    assert load_pack(catalogue, tmp_path) == from_yaml
    assert len(fronts) == count == len(from_yaml.rules)


def test_a_rule_changed_since_is_read_from_its_file(write_rule, catalogue):
    folder = write_rule()
    fronts = {digest: {"id": "stale"} for digest in compile_folder(folder)}
    (folder / "compiled.json").write_text(json.dumps(fronts), encoding="utf-8")
    write_rule(grade="general")
    assert [rule.grade for rule in load_pack(catalogue, folder).rules] == ["general"]
