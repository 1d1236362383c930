from __future__ import annotations

from mingcha.facts.factset import FactSet
from mingcha.facts.policy import collect_policy, note_absence
from mingcha.policy.wire import merge, read_file

POLICY = "隐私政策\n我们会收集您的IMEI，不会收集您的通讯录。\n我们使用了友盟SDK。\n我们使用了自研测试SDK。\n"


def read(text: str) -> FactSet:
    facts = FactSet("00")
    facts.cover("policy", "absent", "未提供", "not given")
    collect_policy(facts, merge([read_file(text.encode(), "p.txt")]))
    return facts


def test_rows_of_a_policy() -> None:
    facts = read(POLICY)
    assert [(row["data_type"], row["polarity"]) for row in facts.rows["disclosure"]] == [("contacts", "no"), ("imei", "yes")]
    assert [row["element"] for row in facts.rows["policy_element"]] == [f"F{number}" for number in range(1, 31)]
    assert {row["kind"] for row in facts.rows["policy_element"]} == {"required", "defect"}
    assert FactSet.from_wire(facts.to_wire()).rows == facts.rows


def test_the_text_is_kept_as_it_was_read() -> None:
    (row,) = read(POLICY).rows["policy_file"]
    assert (row["file"], row["source"], row["form"], row["text"]) == ("p.txt", "given", "text", POLICY)


def test_a_vendors_name_covers_its_family() -> None:
    found = [(row["name"], row["sdk"], row["match"]) for row in read(POLICY).rows["policy_sdk"]]
    assert found[:2] == [("友盟", "umeng_analytics", "exact"), ("友盟", "umeng_common", "family")]
    assert found[-1] == ("自研测试", None, None)


def test_coverage_says_how_much_was_seen() -> None:
    assert [(row["kind"], row["state"]) for row in read(POLICY).rows["coverage"]] == [("policy", "complete")]
    assert [(row["kind"], row["state"]) for row in read("隐私政策").rows["coverage"]] == [("policy", "partial")]


def test_files_and_promises_have_rows() -> None:
    facts = read(POLICY + "我们将在30天内回复您的更正请求。\n")
    (file,) = facts.rows["policy_file"]
    assert (file["file"], file["source"], file["form"], file["characters"]) == ("p.txt", "given", "text", len(file["text"]))
    (promise,) = facts.rows["policy_promise"]
    assert (promise["subject"], promise["days"], promise["unit"], promise["file"]) == ("rights", 30, "day", "p.txt")
    assert file["text"][promise["start"] : promise["end"]] == promise["quote"]


def test_a_list_that_stands_elsewhere_leaves_the_policy_partly_seen() -> None:
    (row,) = read("隐私政策\n我们会收集您的IMEI。\n第三方SDK详见《第三方SDK目录》。\n").rows["coverage"]
    assert (row["state"], row["why_zh"]) == ("partial", "政策称第三方SDK目录另附，该目录未提供")


def test_addresses_inside_a_package_lead_to_what_is_to_be_supplied() -> None:
    facts = FactSet("00")
    facts.cover("policy", "absent", "未提供", "not given")
    for value in ("https://x.cn/privacy.html", "https://x.cn/index"):
        facts.add("url", value=value, scheme="https", host="x.cn", owner="app", where="a")
    note_absence(facts)
    (row,) = facts.rows["coverage"]
    assert (row["state"], row["why_zh"]) == ("absent", "包内未见隐私政策文本；包内网址指向的隐私政策待提供：https://x.cn/privacy.html")


def test_words_of_a_type_without_a_statement_are_mentions() -> None:
    rows = read("隐私政策\n我们会收集您的IMEI。\n复制口令时，剪切板功能将会被调用。\n").rows["policy_mention"]
    assert [(row["data_type"], row["quote"]) for row in rows] == [("clipboard", "复制口令时，剪切板功能将会被调用。")]
