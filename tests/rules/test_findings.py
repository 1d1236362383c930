import hashlib

from mingcha.model import Evidence, Text
from mingcha.rules.findings import MAX_SITES, fingerprint, make_findings, owner_name
from mingcha.rules.rule import parse_rule

RULE = """/*---
id: x
clauses: [MIIT-2020-1]
criteria: [COL-08]
label: 违规收集个人信息
title: {{zh: 标题, en: Title}}
decides: suspected
grade: serious
needs: [code]
{more}
sentence: {{zh: "{{owner_zh}}读取{{data_type_zh}}{{extra}}", en: "{{owner_en}} reads {{data_type_en}} {{extra}}"}}
remedy: {{zh: "删除{{data_type_zh}}", en: "remove {{data_type_en}}"}}
---*/
select 1 as package"""


def rule(more=""):
    return parse_rule(RULE.format(more=more), "MIIT-2020-1/x.sql")


def test_one_finding_per_owner_and_data_type_with_its_sites_in_order(catalogue):
    rows = [
        {"package": "p", "owner": "jpush", "data_type": "imei", "place": "b", "quote": "q", "rank": 0.3, "extra": 2},
        {"package": "p", "owner": "jpush", "data_type": "imei", "place": "c", "quote": "q", "rank": 0.1, "extra": 1, "path": ["a", "c"]},
        {"package": "p", "owner": "jpush", "data_type": "imei", "place": "a", "quote": "q", "rank": None, "extra": 3},
        {"package": "p", "owner": "app", "data_type": "imei", "place": "a", "quote": "q", "rank": 0, "extra": None},
        {"package": "p", "owner": None, "data_type": "oaid", "place": None, "quote": None, "rank": 0, "extra": None},
    ]
    first, second, third = make_findings(rule(), rows, catalogue)
    assert [(f.owner, f.data_type) for f in (first, second, third)] == [("app", "imei"), ("app", "oaid"), ("jpush", "imei")]
    assert third.sentence == Text("极光推送读取IMEI（国际移动设备识别码）1", "JPush reads IMEI 1")
    assert first.remedy == Text("删除IMEI（国际移动设备识别码）", "remove IMEI")
    assert third.evidence == (Evidence("code", "c", "q", ("a", "c")), Evidence("code", "b", "q"), Evidence("code", "a", "q"))
    assert second.evidence == (Evidence("code", "", ""),)
    assert first.sentence == Text("本APP读取IMEI（国际移动设备识别码）", "the app reads IMEI ")


def test_the_remedy_names_the_consent_switch_of_an_sdk_that_collects_too_early(catalogue):
    def remedy(owner, early):
        rows = [{"package": "p", "owner": owner, "data_type": "imei", "place": "a", "extra": 1}]
        return make_findings(rule()._replace(clauses=("MIIT-2020-1" if early else "MIIT-2020-2",)), rows, catalogue)[0].remedy

    plain = Text("删除IMEI（国际移动设备识别码）", "remove IMEI")
    jpush = catalogue.sdks["jpush"]
    assert remedy("jpush", early=True) == Text(f"{plain.zh}极光推送：{jpush.consent.zh}", f"{plain.en} JPush: {jpush.consent.en}")
    silent = next(sdk.id for sdk in catalogue.sdks.values() if sdk.consent is None)
    assert {remedy("jpush", early=False), remedy("app", early=True), remedy(silent, early=True)} == {plain}


def test_the_order_of_the_rows_does_not_matter(catalogue):
    rows = [{"owner": "app", "data_type": "imei", "place": p, "quote": q, "extra": e} for p in "ab" for q in "xy" for e in (1, 2)]
    assert make_findings(rule(), list(reversed(rows)), catalogue) == make_findings(rule(), rows, catalogue)


def test_the_key_sets_findings_apart(catalogue):
    rows = [{"owner": "app", "extra": word, "place": "m"} for word in ("b", "a", "b")]
    assert len(make_findings(rule(), rows, catalogue)) == 1
    apart = make_findings(rule("key: [extra]"), rows, catalogue)
    assert [finding.sentence.en for finding in apart] == ["the app reads  a", "the app reads  b"]
    assert len({finding.id for finding in apart}) == 2


def test_the_id_stays_when_places_and_package_change(catalogue):
    one = make_findings(rule(), [{"package": "p", "owner": "app", "data_type": "imei", "place": "La;->b()V:1", "extra": 1}], catalogue)
    two = make_findings(rule(), [{"package": "q", "owner": "app", "data_type": "imei", "place": "Lc;->d()V:9", "extra": 2}], catalogue)
    assert one[0].id == two[0].id == hashlib.sha256(b"x|app|imei").hexdigest()[:16]
    assert fingerprint("x", "app", "", ["k"]) == hashlib.sha256(b"x|app||k").hexdigest()[:16]


def test_many_sites_are_counted_and_equal_ones_shown_once(catalogue):
    rows = [
        {"owner": "app", "data_type": "imei", "place": f"{number:03}", "quote": "q", "extra": n} for number in range(50) for n in (1, 2)
    ]
    (finding,) = make_findings(rule(), rows, catalogue)
    assert [site.where for site in finding.evidence] == [f"{number:03}" for number in range(MAX_SITES)]
    assert {site.quote for site in finding.evidence[:-1]} == {"q"}
    assert finding.evidence[-1].quote == "q（另有30处未列出 / 30 more not listed）"


def test_the_row_may_name_the_kind_of_its_evidence_and_a_plain_path(catalogue):
    (finding,) = make_findings(rule(), [{"evidence_kind": "native", "place": "lib/a.so", "quote": "q", "path": "lib/a.so"}], catalogue)
    assert finding.evidence == (Evidence("native", "lib/a.so", "q", ("lib/a.so",)),)


def test_owners_in_words(catalogue):
    assert owner_name("app", catalogue) == Text("本APP", "the app")
    assert owner_name("jpush", catalogue) == Text("极光推送", "JPush")
    assert owner_name("oss:okhttp", catalogue) == Text("开源库OkHttp", "the open-source library OkHttp")
    assert owner_name("unknown:com.e", catalogue) == Text("未识别的第三方代码（com.e）", "unrecognised third-party code (com.e)")
