from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.service_receipt import build
from mingcha.platform.documents.content import Served, ServiceReceipt, Stamp
from mingcha.platform.documents.writers.html import write

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper


def plain(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.partition("<body>")[2]))


def test_the_page_says_what_the_paper_says_in_its_order(order_paper: Paper) -> None:
    text = plain(write(order_paper))
    parts = [
        "北京市通信管理局",
        "京信管函〔2022〕23号",
        "责令整改通知书",
        "北京甲乙科技有限公司：",
        "一、存在问题",
        "（一）违规收集个人信息。",
    ]
    parts += ["二、整改要求", "三、逾期处置", "2022年4月20日（联系人：王某", "抄送：工业和信息化部信息通信管理局。", "2022年4月20日印发"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_no_space_is_set_between_a_heading_and_the_text_that_follows_it(order_paper: Paper) -> None:
    assert '（一）违规收集个人信息。</h3><p class="text follows">' in write(order_paper)


def test_it_asks_for_nothing_from_outside_and_runs_no_script(order_paper: Paper, notice_paper: Paper) -> None:
    for page in map(write, (order_paper, notice_paper)):
        assert re.findall(r"(?:src|href)=\"(?!#)|url\(|@import|<script|<link", page) == []
        assert "default-src 'none'" in page
        assert '<html lang="zh-CN">' in page
        assert " style=" not in page


def test_names_are_text_and_the_annex_is_a_table_with_heads(notice_paper: Paper) -> None:
    page = write(notice_paper)
    assert "&lt;b&gt;某公司&lt;/b&gt;" in page
    assert "<b>" not in page
    heads = re.findall(r'<th scope="col">(.*?)</th>', page)
    assert heads == ["序号", "应用名称", "应用开发者", "应用来源", "应用版本", "所涉问题"]
    assert '<a href="#annex-1">工业和信息化部通报存在问题的APP名单</a>' in page
    assert '<section id="annex-1">' in page
    assert "违规收集个人信息\n强制用户使用定向推送功能" in page


def test_every_level_and_a_form_are_set(long_paper: Paper) -> None:
    page = write(long_paper)
    assert re.findall(r"<h(\d) class=\"l(\d)", page) == [("2", "1"), ("3", "2"), ("3", "2"), ("4", "3"), ("5", "4"), ("2", "1")]
    receipt = write(build(ServiceReceipt("某局", "某公司", "某案", (Served("通知", "1号"),)), Stamp("送")))
    assert '<th scope="row">受送达人</th><td>某公司</td>' in receipt
    assert "【拟稿，未签发，不具效力】" in receipt


def test_the_same_paper_gives_the_same_page(order_paper: Paper) -> None:
    assert write(order_paper) == write(order_paper)
