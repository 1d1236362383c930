"""Names of the catalogue and of the Dalvik machine in a reader's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.pace import within

from mingcha.model import Report, Text
from mingcha.reports.names import Names, readable

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


@pytest.fixture
def names(catalogue: Catalogue) -> Names:
    return Names(catalogue)


def test_owners(names: Names) -> None:
    assert names.owner("app") == Text("APP自有代码", "the app's own code")
    assert names.owner("jpush") == Text("极光推送", "JPush")
    assert names.owner("oss:okhttp") == Text("开源库 OkHttp", "open-source library OkHttp")
    assert names.owner("oss:none") == Text("开源库 none", "open-source library none")
    assert names.owner("unknown:com.legacy") == Text("未识别的第三方（com.legacy）", "unidentified third party (com.legacy)")
    assert names.owner("no-such-sdk") == Text("no-such-sdk", "no-such-sdk")
    assert names.vendor("jpush") == "深圳市和讯华谷信息技术有限公司"
    assert names.vendor("app") is None
    assert names.packer("jiagu_360").zh == "360 加固保"
    assert names.packer("unknown") == Text("未识别的加固方案", "an unidentified packer")


def test_subjects(names: Names, shop: Report) -> None:
    assert names.subject("oaid") is not None
    assert names.subject(None, "self_start") == Text("自启动", "self-start")
    assert names.subject("no-such-type") == Text("no-such-type", "no-such-type")
    assert names.subject(None, None) is None
    bare = replace(shop.accesses[0], data_type=None)
    assert names.access(bare) == Text(bare.api, bare.api)


def test_clauses_and_others(names: Names) -> None:
    assert names.clause("MIIT-2020-1").zh == "违规收集个人信息"
    assert names.clause("X-1") == Text("X-1", "X-1")
    assert len(names.notice_clauses()) == 36
    assert names.notice_clauses()[:2] == ("MIIT-2020-1", "MIIT-2020-2")
    assert names.label("SDK信息公示不到位").zh == "SDK信息公示不到位"
    assert names.label("新标签") == Text("新标签", "新标签")
    assert names.family("定位") is not None
    assert names.family(None) is None
    assert names.family("甲") == Text("甲", "甲")
    assert names.app_type("online_shopping").zh == "网上购物类"
    assert names.app_type("none") == Text("none", "none")


@pytest.mark.parametrize(
    ("dalvik", "java"),
    [
        ("Lcom/x/App;->onCreate()V", "com.x.App.onCreate()"),
        ("Lcom/x/App;->on(Landroid/os/Bundle;I[[JLjava/util/List;)Ljava/lang/String;", "com.x.App.on(Bundle, int, long[][], List)"),
        ("Lcom/x/App$1;-><init>(Lcom/x/App;)V", "new com.x.App$1(App)"),
        ("Lcom/x/App;->NAME:Ljava/lang/String;", "com.x.App.NAME:java.lang.String"),
        ("classes2.dex Lcom/x/A;->m()V:41", "classes2.dex com.x.A.m():41"),
        ("[Lcom/x/A;", "com.x.A[]"),
        ("AndroidManifest.xml", "AndroidManifest.xml"),
        ("http://example.com/L;x", "http://example.com/L;x"),
        ("", ""),
    ],
)
def test_readable(dalvik: str, java: str) -> None:
    assert readable(dalvik) == java


def test_readable_is_bounded_on_hostile_text() -> None:
    with within(5):
        readable("L" * 20_000)
        readable("La;->b(" * 5_000)
