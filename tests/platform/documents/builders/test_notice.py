from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.builders.notice import build
from mingcha.platform.documents.content import Stamp
from mingcha.reports.blocks import Paragraph, Table

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.platform.documents.content import Notice
    from mingcha.platform.documents.paper import Paper

STAMP = Stamp("通报", 3, 23, date(2022, 4, 20))


def paragraphs(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]


def test_title_text_and_annex_are_those_of_the_real_notice(batch: Notice) -> None:
    paper = build(batch, STAMP)
    assert paper.name == "关于侵害用户权益行为的APP通报（2022年第3批，总第23批）"
    found, asked = paragraphs(paper)
    assert found == (
        "依据《个人信息保护法》《网络安全法》《电信条例》《电信和互联网用户个人信息保护规定》等法律法规，我部近期组织第三方检测机构对"
        "移动互联网应用程序（APP）进行检查。截至目前，尚有2款APP未完成整改（详见附件），现予以通报。"
    )
    assert asked == "上述APP应在4月26日前完成整改落实工作。逾期不整改的，我部将依法依规组织开展相关处置工作。"
    (annex,) = paper.annexes
    assert annex.title == "工业和信息化部通报存在问题的APP名单"
    (table,) = annex.blocks
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["序号", "应用名称", "应用开发者", "应用来源", "应用版本", "所涉问题"]
    assert table.rows[0] == (
        "1",
        "脱单吧",
        "某网络科技（苏州）有限公司",
        "vivo应用商店",
        "1.6.3",
        "违规收集个人信息\n强制用户使用定向推送功能",
    )
    assert table.rows[1][4] == "/"
    assert (paper.issuer, paper.day, paper.sealed, paper.masthead) == ("工业和信息化部信息通信管理局", "2022年4月20日", False, "")


def test_the_title_is_the_one_that_was_published(batch: Notice, corpus: Path) -> None:
    published = (corpus / "notices" / "tb23.md").read_text("utf-8")
    assert f'title: "{build(batch, STAMP).name}"' in published
    published = (corpus / "notices" / "tb29.md").read_text("utf-8")
    assert build(replace(batch, sdk=True), Stamp("通报", 3, 29, date(2023, 5, 6))).name in published


def test_sdks_numbers_told_and_no_deadline(batch: Notice) -> None:
    first, second = paragraphs(build(replace(batch, sdk=True, tested=368, focus="生活服务类", deadline=None), STAMP))
    assert (
        "对群众关注的生活服务类移动互联网应用程序（APP）及第三方软件开发工具包（SDK）进行检查，对发现存在侵害用户权益行为的368款" in first
    )
    assert second == "上述APP及SDK应按有关规定进行整改，整改落实不到位的，我部将依法依规组织开展相关处置工作。"


def test_a_look_back_is_named_by_its_topic(batch: Notice) -> None:
    paper = build(replace(batch, topic="APP开屏弹窗信息骚扰用户问题", issuer="广东省通信管理局", deadline=date(2023, 1, 6)), STAMP)
    assert paper.title[0] == "关于APP开屏弹窗信息骚扰用户问题“回头看”的通报"
    assert "我局近期开展APP开屏弹窗信息骚扰用户问题“回头看”" in paragraphs(paper)[0]
    assert "上述APP应在2023年1月6日前完成整改落实工作。逾期不整改或整改不到位的，我局" in paragraphs(paper)[1]
    assert paper.annexes[0].title == "广东省通信管理局通报存在问题的APP名单"


def test_a_notice_that_names_nobody_is_refused(batch: Notice) -> None:
    with pytest.raises(ValueError, match="app"):
        build(replace(batch, apps=()), STAMP)


def test_what_was_never_ordered_to_be_rectified_is_not_said_to_be_unrectified(batch: Notice) -> None:
    (first, _) = paragraphs(build(replace(batch, ordered=False, tested=368), STAMP))
    assert first.endswith("进行检查。发现2款APP存在侵害用户权益行为（详见附件），现予以通报。")
