from __future__ import annotations

import pytest

from mingcha.policy.document import MAX_BLOCKS, UnreadablePolicyError, first_blocks
from mingcha.policy.html import read_html

PAGE = """<html><head><title>t</title><style>x</style></head><body>
<h2>一、收集</h2><p>我们会<b>收集</b>您的<span style="color:red">位置</span>。<script>alert(1)</script></p>
<div style="display:none">看不见</div><p hidden>也看不见</p>
<ul><li>手机号<ul><li>本机号码</li></ul></li></ul><p><strong>重要提示</strong></p>
<p>详见<a href="https://a.cn/list">清单</a></p><img src="a.png">
<table><tr><th>名称</th><th colspan="2">信息</th></tr>
<tr><td rowspan="2">友盟</td><td>IMEI</td><td><a href="https://u.cn">链接</a></td></tr><tr><td>MAC</td><td>无</td></tr></table>
</body></html>"""


def test_structure_of_a_page() -> None:
    document = read_html(PAGE, "p.html", "00")
    found = [(block.kind, block.level, document.text[block.start : block.end].strip()) for block in document.blocks if block.kind != "cell"]
    assert found == [
        ("heading", 2, "一、收集"),
        ("paragraph", 0, "我们会收集您的位置。"),
        ("item", 20, "手机号"),
        ("item", 21, "本机号码"),
        ("heading", 3, "重要提示"),
        ("paragraph", 0, "详见清单"),
    ]
    assert [document.text[a:b] for a, b in document.blocks[1].emphasis] == ["收集", "位置"]
    assert document.images == 1
    assert [link.url for link in document.links] == ["https://a.cn/list", "https://u.cn"]


def test_merged_cells_are_repeated() -> None:
    document = read_html(PAGE, "p.html", "00")
    (table,) = document.tables
    assert [[document.text[cell.start : cell.end].strip() for cell in row] for row in table.rows] == [
        ["名称", "信息", "信息"],
        ["友盟", "IMEI", "链接"],
        ["友盟", "MAC", "无"],
    ]
    assert table.rows[1][2].link == "https://u.cn"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "深",
        "<table>" * 2000 + "<tr><td>x",
        "<td rowspan=999999 colspan=999999>x",
        "<b><i><p>" * 10_000,
        "<table>" + "<tr><td colspan=50 rowspan=50>x</td></tr>" * 2000,
    ],
)
def test_hostile_pages_end(page: str) -> None:
    assert read_html(page, "x", "00").form == "html"


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "selectolax.lexbor", None)
    with pytest.raises(UnreadablePolicyError, match=r"mingcha\[policy\]"):
        read_html("<p>x", "x", "00")


def test_blocks_beyond_their_limit_are_left_out_and_told() -> None:
    document = read_html("<p>收集</p>" * (MAX_BLOCKS + 1), "p.html", "")
    assert (len(document.blocks), document.limits) == (MAX_BLOCKS, (first_blocks(),))
