"""What is expected of a bench's packages is held against judgements word for word."""

import json

import pytest

from mingcha.facts.factset import FactSet
from mingcha.model import MingchaError
from mingcha.rules import judge
from mingcha.rules.bench import Expected, Fire, Line, compare, load_expected

RECORD = {
    "pair": "x",
    "side": "violating",
    "fires": [{"rule": "app-collects-at-start", "owner": "app", "data_type": "imei", "start_state": "at-start"}],
    "silent": ["low-target"],
    "accesses": None,
    "beyond": None,
}


def write(folder, record, version=1):
    (folder / "expected.json").write_text(json.dumps({"schema_version": version, "packages": {"x.apk": record}}), "utf-8")
    return folder


def test_expected_json_is_read(tmp_path):
    fire = Fire("app-collects-at-start", "app", "imei", "at-start")
    assert load_expected(write(tmp_path, RECORD)) == {"x.apk": Expected("x", (fire,), ("low-target",), None)}


@pytest.mark.parametrize(
    ("record", "version", "says"),
    [
        (RECORD, 2, "schema_version 2 不受支持 / is not supported"),
        ({**RECORD, "fires": [{"rule": "a"}]}, 1, "malformed (KeyError('owner'))"),
        ([], 1, "malformed (TypeError("),
    ],
)
def test_a_malformed_file_is_one_line(record, version, says, tmp_path):
    with pytest.raises(MingchaError) as raised:
        load_expected(write(tmp_path, record, version))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(MingchaError, match="cannot be read"):
        load_expected(tmp_path)


@pytest.fixture
def read(own_pack, catalogue):
    """Return a function that compares one app, whose code reads the IMEI when `state` says, with one expectation."""

    def compare_one(expected, state="at-start"):
        facts = FactSet("0" * 64)
        facts.add("package", kind="apk", target_sdk=30)
        facts.add("permission", name="android.permission.READ_PHONE_STATE", level="dangerous")
        facts.add(
            "access",
            data_type="imei",
            api="x",
            via="api",
            caller_class="La/B;",
            caller_method="c()V",
            line=3,
            owner="app",
            start_state=state,
            confidence=1.0,
            path=["La/B;->c()V"],
        )
        for kind in ("code", "manifest"):
            facts.cover(kind, "complete")
        return compare("x.apk", expected, facts, judge([facts], own_pack, catalogue)[facts.package])

    return compare_one


def test_a_finding_is_met_by_rule_owner_data_type_and_start_state(read):
    fire = Fire("app-collects-at-start", "app", "imei", "at-start")
    expected = Expected("x", (fire, fire._replace(start_state=None)), (), None)
    assert [line.met for line in read(expected)] == [True, True]
    for other in (fire._replace(owner="jpush"), fire._replace(data_type="imsi"), fire._replace(start_state="gated")):
        assert read(Expected("x", (other,), (), None)) == [Line("x.apk", other, must_fire=True, met=False, beyond=None)]


def test_a_rule_that_must_stay_silent_is_missed_when_it_fires(read):
    expected = Expected("x", (), ("app-collects-at-start",), "known")
    assert [(line.must_fire, line.met, line.beyond) for line in read(expected)] == [(False, False, "known")]
    assert [line.met for line in read(expected, "gated")] == [True]
