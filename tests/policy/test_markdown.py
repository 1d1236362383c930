from __future__ import annotations

from mingcha.policy.markdown import has_tables, read_mixed

TEXT = """## 清单
- **友盟**：见[政策](https://u.cn)
<table>
<tr><th>SDK名称</th><th>用途</th></tr>
<tr><td>极光</td><td>推送</td></tr>
</table>
末尾"""


def test_html_tables_in_markdown_are_tables() -> None:
    assert (has_tables(TEXT), has_tables("a | b")) == (True, False)
    document = read_mixed(TEXT, "a.md", "00")
    assert [(block.kind, document.text[block.start : block.end].strip()) for block in document.blocks if block.kind != "cell"] == [
        ("heading", "清单"),
        ("item", "友盟：见政策"),
        ("paragraph", "末尾"),
    ]
    assert len(document.tables) == 1
    assert [link.url for link in document.links] == ["https://u.cn"]
