"""What the app says, from resources, layouts, assets and code; and the widgets of its layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.dex.dexwriter import RETURN, Dex, const_string
from tests.formats.build import build_table, build_xml, config, node, package_chunk, type_chunk
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.catalogue import load
from mingcha.facts import wording
from mingcha.facts.collect import collect
from mingcha.facts.wording import topics_of

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet

SPOKEN = {
    "《用户协议》和《隐私政策》": ["privacy_policy"],
    "我已阅读并同意《用户协议》和《隐私政策》": ["privacy_policy", "consent"],
    "不同意并退出": ["consent"],
    "登录即代表您已同意《用户协议》和《隐私政策》": ["privacy_policy", "implied_consent"],
    "点击“同意”即表示您已阅读并同意《隐私政策》": ["privacy_policy", "consent"],
    "继续使用即视为接受隐私条款": ["privacy_policy", "implied_consent"],
    "您继续使用我们的服务，即表示同意修订后的本隐私政策": ["privacy_policy"],
    "By signing in you agree to our Privacy Policy": ["privacy_policy", "implied_consent"],
    "手机号登录": ["account"],
    "登录失败，请重试": [],
    "注销账号": ["cancellation"],
    "账号注销须知": ["cancellation"],
    "注销登录": [],
    "Delete my account": ["cancellation"],
    "个性化广告推荐": ["personalised_choice"],
    "连续包月，到期自动续费": ["auto_renewal"],
    "为了给您更好的体验，请开启以下权限": ["vague_purpose"],
    "需要权限才能正常使用": ["vague_purpose"],
    "需要相机权限用于扫描二维码，以便提升体验": [],
    "accept": [],
    "register": ["account"],
    "手机内存已满，立即清理": ["download_bait"],
    "内存已满，无法下载": [],
    "安装即送红包": ["download_bait"],
    "上传身份证送500积分": ["sensitive_bait"],
    "上传身份证完成认证": [],
    "提现需完成实名认证，奖励金额将到账": [],
}


@pytest.mark.parametrize("text", SPOKEN)
def test_what_a_text_speaks_of(text: str) -> None:
    assert topics_of(text, load()) == SPOKEN[text]


def test_every_text_that_speaks_of_something_is_found_by_its_stems() -> None:
    for wording_ in load().wordings.values():
        spoken = [text for text, topics in SPOKEN.items() if wording_.id in topics]
        assert spoken
        assert [text for text in spoken if not any(stem in text for stem in wording_.stems)] == []


IDS = {"text": 0x0101014F, "checked": 0x01010106}
LAYOUT = build_xml(node("FrameLayout", {}, node("CheckBox", {"checked": True, "text": "同意《隐私政策》"})), IDS)
TABLE = build_table(["注销账号"], package_chunk(0x7F, "cn.x", ["attr", "string"], ["a"], type_chunk(2, config(), {0: (0, 3, 0)})))


def app(*members: Member) -> FactSet:
    def fill(dex: Dex) -> None:
        sdk = dex.add("Lcn/jpush/android/A;")
        sdk.method("a()V", [const_string(0, "登录即代表同意隐私政策"), RETURN], 9)
        sdk.static("UNUSED", "Ljava/lang/String;", "自动续费")

    return collect(packages.apk(*members, dex=packages.program(fill).build(), table=TABLE), "x.apk")


def test_texts_of_all_sources_with_their_places_and_owners() -> None:
    facts = app(
        Member("res/layout/login.xml", LAYOUT),
        Member("assets/help.html", "<p>手机号登录</p>".encode()),
        Member("assets/privacy.txt", b""),
    )
    assert [(r["topic"], r["value"], r["source"], r["place"], r["owner"]) for r in facts.rows["wording"]] == [
        ("privacy_policy", "登录即代表同意隐私政策", "code", "Lcn/jpush/android/A;->a()V", "jpush"),
        ("implied_consent", "登录即代表同意隐私政策", "code", "Lcn/jpush/android/A;->a()V", "jpush"),
        ("cancellation", "注销账号", "resources", "resources.arsc", "app"),
        ("privacy_policy", "同意《隐私政策》", "layout", "res/layout/login.xml", "app"),
        ("account", "手机号登录", "asset", "assets/help.html", "app"),
        ("privacy_policy", "隐私政策 / privacy policy: assets/privacy.txt", "asset", "assets/privacy.txt", "app"),
    ]
    (widget,) = facts.rows["widget"]
    assert (widget["layout"], widget["checked"], widget["topics"]) == ("res/layout/login.xml", True, ["privacy_policy"])


def test_rows_of_one_subject_and_source_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_MOST", 2)
    page = "\n".join(f"隐私政策{n}" for n in range(9)).encode()
    values = [row["value"] for row in app(Member("assets/a.html", page)).rows["wording"] if row["source"] == "asset"]
    assert values == ["隐私政策0", "隐私政策1"]
