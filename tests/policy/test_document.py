from __future__ import annotations

from mingcha.policy.document import Builder


def test_builder_keeps_places_of_blocks_emphasis_and_links() -> None:
    builder = Builder()
    builder.add_block("heading", [("标题", False, None)], 2)
    assert builder.add_block("paragraph", [("  ", False, None)]) is None
    builder.add_block("paragraph", [("我们", False, None), ("收集", True, None), ("位置", True, "https://a.cn/p"), ("。", False, None)])
    document = builder.document("x", "html", "00")
    assert [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks] == [
        ("heading", 2, "标题"),
        ("paragraph", 0, "我们收集位置。"),
    ]
    assert [document.text[start:end] for start, end in document.blocks[1].emphasis] == ["收集位置"]
    assert [(document.text[link.start : link.end], link.url) for link in document.links] == [("位置", "https://a.cn/p")]


def test_the_first_link_from_a_place_on() -> None:
    builder = Builder()
    builder.add_block("paragraph", [("目录", False, "https://a.cn"), ("，", False, None), ("声明", False, "https://b.cn")])
    assert [builder.link_from(start) for start in (0, 1, 3, 4)] == ["https://a.cn", "https://b.cn", "https://b.cn", None]
