"""Papers that the tests of writers and builders share."""

from __future__ import annotations

from datetime import date

import pytest

from mingcha.platform.documents.builders import notice, order
from mingcha.platform.documents.content import App, Contact, Notice, Order, Problem, Stamp
from mingcha.platform.documents.paper import Annex, Paper, Section
from mingcha.reports.blocks import Paragraph

DAY = date(2022, 4, 20)


@pytest.fixture
def rectify() -> Order:
    return Order(
        issuer="北京市通信管理局",
        recipient="北京甲乙科技有限公司",
        app=App("伊对", "北京甲乙科技有限公司", "OPPO软件商店", "7.4.800"),
        problems=(
            Problem("违规收集个人信息", "用户同意隐私政策前读取OAID 2次", ("工信部信管函〔2020〕164号第三部分第1项",)),
            Problem("APP强制、频繁、过度索取权限", "拒绝位置权限后反复弹窗。", ()),
        ),
        tested_by="某检测中心",
        due=date(2022, 4, 27),
        contact=Contact("王某", "010-12345678"),
        copies="工业和信息化部信息通信管理局",
    )


@pytest.fixture
def batch() -> Notice:
    apps = (
        App("脱单吧", "某网络科技（苏州）有限公司", "vivo应用商店", "1.6.3", ("违规收集个人信息", "强制用户使用定向推送功能")),
        App("=1+1", "<b>某公司</b>", "微信小程序", "", ("超范围收集个人信息",)),
    )
    return Notice("工业和信息化部信息通信管理局", apps, deadline=date(2022, 4, 26))


@pytest.fixture
def order_paper(rectify: Order) -> Paper:
    return order.build(rectify, Stamp("京信管函", 23, None, DAY))


@pytest.fixture
def notice_paper(batch: Notice) -> Paper:
    return notice.build(batch, Stamp("通报", 3, 23, DAY))


@pytest.fixture
def long_paper() -> Paper:
    """Return a paper whose second page is full of text, with two annexes, every level of sections and a mark."""
    levels = tuple(Section(level, f"第{level}层", "文字" if level > 1 else "") for level in (1, 2, 2, 3, 4, 1))
    return Paper(
        title=("关于全文的通知",),
        masthead="工业和信息化部信息通信管理局",
        number="工信管函〔2022〕7号",
        mark="拟稿",
        addressee="各单位",
        blocks=(Paragraph("字" * 2000), *levels),
        annexes=(Annex("名单", (Paragraph("一"),)), Annex("说明", (Paragraph("二"),))),
        issuer="工业和信息化部信息通信管理局",
        day="2022年4月20日",
        printed=("工业和信息化部信息通信管理局", "2022年4月20日印发"),
    )
