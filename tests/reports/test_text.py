"""The terminal report: fits 80 columns, says the conclusion first, and can be read in five minutes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingcha.model import BaselineState, Coverage, CoverageState, Grade, Suppression
from mingcha.reports import text
from mingcha.reports.columns import width

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [60, 80])
def test_every_line_fits(name: str, lang: str, columns: int, request: pytest.FixtureRequest, catalogue: Catalogue) -> None:
    written = text.write(request.getfixturevalue(name), catalogue, lang=lang, columns=columns)
    assert [line for line in written.splitlines() if width(line) > columns] == []
    assert [line for line in written.splitlines() if line != line.rstrip()] == []


def test_colour_only_on_request(shop: Report, catalogue: Catalogue) -> None:
    assert "\x1b[" not in text.write(shop, catalogue)
    coloured = text.write(shop, catalogue, color=True)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text.write(shop, catalogue)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_control_character_of_a_package_reaches_the_terminal(lang: str, hostile: Report, catalogue: Catalogue) -> None:
    written = text.write(hostile, catalogue, lang=lang)
    written.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", written)


def test_a_huge_report_can_be_read(huge: Report, catalogue: Catalogue) -> None:
    written = text.write(huge, catalogue)
    assert len(written.splitlines()) < 500
    assert f"另有 {len(huge.limits) - text.MAX_LIMITS} 项，见 JSON 报告" in written
    assert f"另有 {len(huge.sdks) - 2 * text.MAX_ROWS} 项，见 JSON 报告" in written


def test_conclusion_comes_before_findings_and_those_before_the_unseen(shop: Report, catalogue: Catalogue) -> None:
    written = text.write(shop, catalogue)
    marks = [
        "每日优选\n",
        "SHA-256     5be1c7f0",
        "开发者签名  CN=Meiri,O=杭州每日优选科技有限公司",
        "违规 3 · 疑似 6 · 未检测 15 · 未发现 2 · 不适用 10",
        "164号第1项 违规收集个人信息",
        "发现的问题: 严重 3 · 一般 4 · 提示 1",
        "1. [严重·违规] SDK信息公示不到位 (undisclosed-sdk)",
        "3. [严重·疑似] 违规收集个人信息 (read-at-start)",
        "[提示·疑似] APP允许明文HTTP传输",
        "未看到的部分",
        "真机运行记录（缺失）: 缺少真机运行记录",
        "第三方SDK: 8",
        "权限: 9",
        "C级、D级证据不得单独作为责令整改",
    ]
    positions = [written.find(mark) for mark in marks]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_a_finding_shows_culprit_path_and_remedy(shop: Report, catalogue: Catalogue) -> None:
    block = text.write(shop, catalogue).split("\n\n  3. ")[1].split("\n\n")[0]
    assert "责任方      穿山甲/GroMore" in block
    assert "条款        164号第1项；26号二·3；191号三·1" in block
    assert block.splitlines()[-8:] == [
        "       android.telephony.TelephonyManager.getDeviceId()",
        "       com.example.meiri.MeiriApp.onCreate()",
        "         → com.example.meiri.boot.Initializer.start(Context)",
        "         → …（略 4 步）",
        "         → com.bytedance.sdk.openadsdk.utils.DeviceUtils.b(Context)",
        "         → com.bytedance.sdk.openadsdk.utils.DeviceUtils.a(TelephonyManager)",
        "         → android.telephony.TelephonyManager.getDeviceId()",
        "     整改建议    将SDK初始化移至用户同意隐私政策之后。",
    ]


def test_findings_alike_are_told_once(shop: Report, catalogue: Catalogue) -> None:
    ad = shop.findings[0]
    report = replace(shop, findings=(ad, replace(ad, data_type="imsi", id="x"), replace(ad, data_type="oaid", id="y")))
    written = text.write(report, catalogue, lang="en")
    assert "(read-at-start) ×3" in written
    assert "The same for    2 more: IMSI, OAID" in written
    assert "serious 3" in written


def test_a_clean_report_says_what_it_was_made_of(shop: Report, catalogue: Catalogue) -> None:
    complete = (Coverage("manifest", CoverageState.COMPLETE),)
    written = text.write(replace(shop, findings=(), limits=(), coverage=complete, accesses=(), sdks=()), catalogue)
    assert "已检查的内容中未发现问题。" in written
    assert "所列证据均完整。" in written
    assert "没有问题" in written


def test_an_unsigned_or_packed_app_says_so(packed: Report, catalogue: Catalogue) -> None:
    written = text.write(replace(packed, signers=()), catalogue)
    assert "开发者签名  未见签名" in written
    assert "加固        360 加固保" in written


@pytest.mark.parametrize("grade", [Grade.SERIOUS, Grade.NOTE])
def test_decisions_about_findings_are_shown(grade: Grade, shop: Report, catalogue: Catalogue) -> None:
    first = replace(shop.findings[0], grade=grade, suppression=Suppression("已评估", None, active=True), baseline=BaselineState.KNOWN)
    page = text.write(replace(shop, findings=(first,)), catalogue, columns=200)
    assert ("已登记为不计入：已评估" in page, "基线报告中已有，不计入" in page) == (True, True)
