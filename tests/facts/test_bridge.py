"""Bridges to web pages: only what is opened, added and reads is one."""

from __future__ import annotations

import pytest
from bench.violations.app import IMEI, RETURN, block, launcher, method, new, smali
from bench.violations.verdicts import package
from tests.facts.conducts import indirect, read

pytestmark = pytest.mark.debian

FOUND = [("bridge", "imei", "app", "Lcn/bench/shop/Bridge;")]
OPENED = method("public device()V", ".annotation runtime Landroid/webkit/JavascriptInterface;\n.end annotation", IMEI, RETURN)
ADD = "Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V"


@pytest.mark.parametrize("pair", ["bridge-method-is-open", "bridge-is-added", "bridge-reads"])
def test_what_is_found(pair: str) -> None:
    assert indirect(pair) == (FOUND, [])


def test_a_screen_that_is_its_own_bridge_beside_a_page() -> None:
    add = block(
        "const/4 v1, 0x0", 'const-string v2, "me"', f"invoke-virtual {{v1, p0, v2}}, {ADD}", 'const-string v3, "http://m.bench.cn/"'
    )
    (row,) = read(package(launcher(add, methods=(OPENED,)))).rows["indirect_read"]
    assert (row["target"], row["argument"], row["beside"]) == ("Lcn/bench/shop/Main;", "me", "http://m.bench.cn/")


def test_a_method_that_the_class_inherits_is_open_too() -> None:
    add = block("const/4 v1, 0x0", new("@Bridge;"), "const/4 v2, 0x0", f"invoke-virtual {{v1, v0, v2}}, {ADD}")
    rows = read(package(launcher(add), smali("@Bridge;", parent="@Open;"), smali("@Open;", OPENED))).rows["indirect_read"]
    assert [(row["target"], row["argument"], row["owner"], row["start_state"]) for row in rows] == [
        ("Lcn/bench/shop/Bridge;", None, "app", "at-start")
    ]
