from __future__ import annotations

import pytest

from mingcha.facts.owner import Owners, own_roots, root_of

SDKS = {"cn.jpush.android": "jpush", "com.tencent": "tencent", "com.tencent.bugly": "bugly"}


@pytest.mark.parametrize(
    ("descriptor", "owner"),
    [
        ("Lcn/jpush/android/api/A;", "jpush"),
        ("Lcn/jpush/androidx/A;", "unknown:cn.jpush"),
        ("Lcom/tencent/bugly/A;", "bugly"),
        ("Lcom/tencent/mm/A;", "tencent"),
        ("Lcn/mingcha/shop/ui/A;", "app"),
        ("Lokhttp3/internal/A;", "unknown:okhttp3.internal"),
        ("La/b/c/D;", "unknown:a.b"),
        ("LNoPackage;", "unknown:"),
        ("[Lcn/jpush/android/A;", "jpush"),
    ],
)
def test_the_longest_known_prefix_names_the_owner(descriptor: str, owner: str) -> None:
    assert Owners(SDKS, ["cn.mingcha"]).of_class(descriptor) == owner


def test_the_registry_wins_over_the_apps_own_root() -> None:
    owners = Owners(SDKS, ["com.tencent"])
    assert owners.of_name("com.tencent.bugly.crashreport.CrashReport") == "bugly"
    assert owners.of_name("com.tencent.mm.Main") == "tencent"


def test_an_apps_roots_leave_out_classes_of_sdks() -> None:
    assert own_roots("com.shop.android", ["cn.other.App", "cn.jpush.android.App", "NoPackage"], SDKS) == ["cn.other", "com.shop"]


@pytest.mark.parametrize(("package", "root"), [("com.shop.ui", "com.shop"), ("com.cn.shop.ui", "com.cn.shop"), ("a", "a"), ("", "")])
def test_a_root_is_two_labels_behind_generic_ones(package: str, root: str) -> None:
    assert root_of(package) == root
