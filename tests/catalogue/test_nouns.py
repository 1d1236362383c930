"""The nouns cannot be changed by those who read them, and hold what the files say."""

import dataclasses

import pytest

from mingcha.catalogue import Api, Criterion, Means, Sdk, SdkPrefix, load


def test_nouns_are_frozen():
    imei = load().data_types["imei"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        imei.zh = "x"
    with pytest.raises(TypeError):
        load().data_types["x"] = imei


def test_a_data_type_has_its_means():
    android_id = load().data_types["android_id"]
    assert isinstance(android_id, Means)
    assert (android_id.parent, android_id.identifier_class, android_id.permission_required) == ("device_id", "mutable", False)
    assert android_id.settings_keys == ("secure/android_id",)
    assert "content://settings/secure/android_id" in android_id.content_uris


def test_weak_signatures_are_marked():
    apis = {api.sig: api for api in load().data_types["imei"].apis}
    sure = apis["Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"]
    assert isinstance(sure, Api)
    assert (sure.checked, sure.weak) == ("sdk", False)
    assert apis["Landroid/telephony/TelephonyManager;->getDeviceSoftwareVersion()Ljava/lang/String;"].weak


def test_a_criterion_has_its_needs():
    criterion = load().criteria["PRM-13"]
    assert isinstance(criterion, Criterion)
    assert [(need.kind, need.phases) for need in criterion.evidence] == [("manifest", ())]
    assert (criterion.file_only_verdict, criterion.threshold) == ("decide", "target_sdk_min")
    assert load().thresholds["target_sdk_min"].value == 23


def test_an_sdk_has_its_marks():
    sdk = load().sdks["jpush"]
    assert isinstance(sdk, Sdk)
    assert SdkPrefix("cn.jpush.android", seen=True, weak=False) in sdk.prefixes
    assert ("service", "cn.jpush.android.service.PushService") in sdk.components
    assert "JPUSH_APPKEY" in sdk.meta_data_keys


def test_app_types_and_their_necessary_information():
    ride = load().app_types["ride_hailing"]
    assert ride.number == 2
    assert [item.condition_zh for item in ride.necessary] == [None, None, "网络预约出租汽车服务"]
    assert ride.necessary[0].data_types == ("phone_number",)
    assert sum(app.no_personal_info_needed for app in load().app_types.values()) == 13


def test_system_packages_are_prefixes():
    prefixes = load().system_packages
    assert "com.android." in prefixes
    assert [prefix for prefix in prefixes if not prefix.replace(".", "").isalnum()] == []
