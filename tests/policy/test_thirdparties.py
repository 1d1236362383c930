from __future__ import annotations

from mingcha.policy.reader import read_text
from mingcha.policy.thirdparties import MAX_PARTIES, first_parties, types_in


def test_types_of_a_data_field() -> None:
    assert list(types_in("设备信息（IMEI、Android ID）、地址、个人信息")) == ["device_info", "imei", "android_id", "address"]


def test_one_row_for_each_third_party_wherever_it_is_named() -> None:
    text = "我们使用了极光推送SDK。\n\nSDK名称：极光推送\n用途：推送\n收集信息：IMEI\n\n我们接入了极光推送 SDK，用于推送。"
    (row,) = read_text(text).sdks
    assert (row.name, row.sdk, row.data_types, row.purpose) == ("极光推送", "jpush", ("imei",), "推送")


def test_permission_rows_are_the_apps_own() -> None:
    text = "权限|使用目的\n-|-\n位置信息|地图导航\n"
    (item,) = read_text(text).disclosures
    assert (item.data_type, item.handler, item.purpose) == ("location", "self", "map_nav")


def test_third_parties_beyond_the_limit_are_left_out_and_told() -> None:
    found = read_text("".join(f"我们使用厂商{number}号SDK。" for number in range(MAX_PARTIES + 9)))
    assert (len(found.sdks), found.sdks[-1].name) == (MAX_PARTIES, f"厂商{MAX_PARTIES - 1}号")
    assert first_parties() in found.limits
