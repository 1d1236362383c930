from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pace import within

from mingcha.policy.document import MAX_BLOCKS, MAX_CELLS, first_blocks, first_cells
from mingcha.policy.plain import read_plain

if TYPE_CHECKING:
    from mingcha.policy.document import Document

POLICY = """# 隐私政策

一、我们收集的信息
我们会收集以下信息：
1. 位置信息，用于导航。
（2）手机号码；

**重要提示**
本政策由某某公司制定，适用于某某公司提供的全部产品和服务，请您在使用之前仔细阅读（GB/T
35273）全文。
详见[清单](https://a.cn/list)和 https://b.cn/p。

SDK名称 | 用途 | 收集信息
---|---|---
友盟 | 统计 | IMEI、
MAC
极光 | 推送 | [政策](https://j.cn)
"""


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks if block.kind != "cell"]


def test_structure_of_a_text() -> None:
    document = read_plain(POLICY, "p.md", "00")
    assert document.text == POLICY
    assert blocks(document) == [
        ("heading", "隐私政策"),
        ("heading", "一、我们收集的信息"),
        ("paragraph", "我们会收集以下信息："),
        ("item", "1. 位置信息，用于导航。"),
        ("item", "（2）手机号码；"),
        ("heading", "**重要提示**"),
        ("paragraph", "本政策由某某公司制定，适用于某某公司提供的全部产品和服务，请您在使用之前仔细阅读（GB/T\n35273）全文。"),
        ("paragraph", "详见[清单](https://a.cn/list)和 https://b.cn/p。"),
    ]


def test_cells_of_pipe_tables_may_be_broken_over_lines() -> None:
    document = read_plain(POLICY, "p.md", "00")
    (table,) = document.tables
    assert [[" ".join(document.text[cell.start : cell.end].split()) for cell in row] for row in table.rows] == [
        ["SDK名称", "用途", "收集信息"],
        ["友盟", "统计", "IMEI、 MAC"],
        ["极光", "推送", "[政策](https://j.cn)"],
    ]
    assert [cell.link for cell in table.rows[2]] == [None, None, "https://j.cn"]


def test_header_and_rows_may_be_broken_too() -> None:
    text = "接入的SDK：\nSDK名称\n|\n用途\n|\n公司\n\n---|---|---\n\n友盟\n|\n统计\n|\n某公司\nhttps://u.cn\n\n极光\n|\n推送\n|\n某司\n\n以上。\n"
    document = read_plain(text, "p", "00")
    (table,) = document.tables
    assert [[" ".join(text[cell.start : cell.end].split()) for cell in row] for row in table.rows] == [
        ["SDK名称", "用途", "公司"],
        ["友盟", "统计", "某公司 https://u.cn"],
        ["极光", "推送", "某司"],
    ]
    assert blocks(document) == [("paragraph", "接入的SDK："), ("paragraph", "以上。")]


def test_a_row_with_too_few_cells_lacks_those_of_the_row_above() -> None:
    text = "功能|名称|信息\n---|---|---\n支付|微信支付|IMEI\n支付宝|MAC\n\n以上。\n"
    (table,) = read_plain(text, "p", "00").tables
    assert [[text[cell.start : cell.end] for cell in row] for row in table.rows] == [
        ["功能", "名称", "信息"],
        ["支付", "微信支付", "IMEI"],
        ["支付", "支付宝", "MAC"],
    ]


def test_links_are_found_once() -> None:
    document = read_plain(POLICY, "p.md", "00")
    assert [link.url for link in document.links] == ["https://a.cn/list", "https://b.cn/p", "https://j.cn"]


def test_hostile_tables_and_lines_take_linear_time() -> None:
    with within(20):
        for text in ("|" * 200_000, "a|b\n-|-\n" * 20_000, "a|b\n--|--\n" + "x\n" * 100_000, "**" * 200_000, "[" * 200_000, "1." * 200_000):
            read_plain(text, "x", "00")


def test_a_line_right_under_a_closed_table_is_text_of_its_own() -> None:
    document = read_plain("| 名称 | 用途 |\n|---|---|\n| 甲 | 乙 |\n本应用会自启动。\n", "p.md", "")
    assert [len(table.rows) for table in document.tables] == [2]
    last = document.blocks[-1]
    assert (last.kind, document.text[last.start : last.end]) == ("paragraph", "本应用会自启动。")


def test_blocks_and_cells_beyond_their_limits_are_left_out_and_told() -> None:
    document = read_plain("收集：\n" * (MAX_BLOCKS + 1), "p.md", "")
    assert (len(document.blocks), document.limits) == (MAX_BLOCKS, (first_blocks(),))
    table = read_plain("|a|b|\n|-|-|\n" + "|c|d|\n" * MAX_CELLS, "p.md", "")
    assert (len(table.tables[0].rows), table.limits) == (MAX_CELLS // 2 + 2, (first_blocks(), first_cells()))
