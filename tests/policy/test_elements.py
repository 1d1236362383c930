from __future__ import annotations

import pytest

from mingcha.catalogue import load
from mingcha.policy.elements import check
from mingcha.policy.reader import read_text

WHOLE = """某某牌记账隐私政策
更新日期：2026年1月2日
北京测试科技有限公司（地址：北京市）制定本政策。如有疑问请发邮件至a@b.cn联系我们，我们将在15个工作日内答复。
为了完成注册，我们会收集您的手机号码。
敏感个人信息以加粗标明，处理前取得您的单独同意。
相机权限：用于扫码。
我们在中国境内存储您的个人信息，保存期限为三年。
您可以查阅、复制、更正、删除您的个人信息，可以撤回同意，可以注销账号。
未满十四周岁的儿童应由监护人同意。
您可以关闭个性化推荐。为推送消息，本应用会自启动。
本政策变更时我们会通知您。我们采用加密等安全措施，发生数据泄露时及时告知。
我们使用Cookie。您可在设置中查看个人信息收集清单和第三方共享清单。
"""


def outcomes(text: str) -> dict[str, bool | None]:
    return {item.element: item.present for item in check(read_text(text))}


def test_thirty_checks_each_time() -> None:
    assert list(outcomes("空")) == [f"F{number}" for number in range(1, 31)]


def test_a_whole_policy_lacks_nothing() -> None:
    entries = load().policy_terms.sections["elements"]
    defects = [name for name, present in outcomes(WHOLE).items() if present is not None and present == (entries[name]["kind"] == "defect")]
    assert defects == []


@pytest.mark.parametrize(
    ("element", "line"),
    [
        ("F8", "更新日期：2026年1月2日\n"),
        ("F11", "敏感个人信息以加粗标明，处理前取得您的单独同意。\n"),
        ("F14", "相机权限：用于扫码。\n"),
        ("F15", "我们在中国境内存储您的个人信息，保存期限为三年。\n"),
        ("F18", "，可以注销账号"),
        ("F19", "，我们将在15个工作日内答复"),
        ("F22", "您可以关闭个性化推荐。"),
        ("F23", "为推送消息，本应用会自启动。"),
        ("F26", "我们使用Cookie。"),
        ("F30", "您可在设置中查看个人信息收集清单和第三方共享清单。\n"),
    ],
)
def test_what_is_taken_out_is_missing(element: str, line: str) -> None:
    assert line in WHOLE
    assert outcomes(WHOLE)[element] is True
    assert outcomes(WHOLE.replace(line, ""))[element] is False


@pytest.mark.parametrize(
    ("element", "line"),
    [
        ("F10", "为了注册，我们会收集您的手机号码、邮箱等信息。"),
        ("F27", "一经使用即视为同意本政策。"),
        ("F28", "上传身份证号即可获得积分奖励。"),
        ("F29", "XX公司尊重您的隐私。"),
    ],
)
def test_what_should_not_be_there_is_found_with_its_words(element: str, line: str) -> None:
    text = WHOLE + line
    (found,) = (item for item in check(read_text(text)) if item.element == element)
    assert found.present is True
    assert found.quote is not None
    assert found.start is not None
    assert text[found.start : found.end].strip("\n") == found.quote


def test_readers_that_disagree_leave_it_open() -> None:
    found = {item.element: item for item in check(read_text("隐私政策\n我们为您的数据设置权限控制并进行脱敏。"))}
    assert (found["F25"].present, found["F25"].why) == (None, "disagree")


def test_sensitive_information_by_another_name_is_pointed_out() -> None:
    policy = read_text("隐私政策\n地理位置信息属于敏感信息，拒绝提供该信息不影响其他功能。")
    assert {each.element: each.present for each in check(policy)}["F11"]


def test_a_list_elsewhere_is_to_be_supplied() -> None:
    found = {item.element: item for item in check(read_text("详见《第三方SDK目录》。"))}
    assert (found["F13"].present, found["F13"].why) == (None, "list-to-be-supplied")
    linked = {item.element: item for item in check(read_text("详见[第三方SDK目录](https://a.cn/list)。"))}
    assert linked["F13"].present is True


@pytest.mark.parametrize(("title", "present"), [("用户服务协议", False), ("某应用隐私政策", True), ("欢迎", None)])
def test_a_document_of_its_own(title: str, present: bool | None) -> None:
    assert outcomes(f"{title}\n正文在此，请阅读。")["F4"] is present


def test_traditional_characters_are_no_simplified_version() -> None:
    assert outcomes("我們會收集個人資訊與帳號，保護您的權利。")["F5"] is False


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("本应用可能存在自启动。", "unspecific"),
        ("本应用涉及关联启动行为，请您知悉。", "unspecific"),
        ("为确保及时接收消息，本应用会自启动。", None),
        ("关联启动说明\n您在使用分享功能时，我们会唤醒您的微信。", None),
        ("我们不会自启动或关联启动其他应用。", None),
        ("本应用可能存在自启动。另外，本应用在开机后自启动，用于恢复您设置的闹钟。", None),
    ],
)
def test_self_start_without_scene_or_purpose_is_unspecific(line: str, why: str | None) -> None:
    (found,) = (item for item in check(read_text(f"隐私政策\n{line}")) if item.element == "F23")
    assert (found.present, found.why) == (True, why)


def test_what_an_english_policy_lacks_is_not_said() -> None:
    text = (
        "Privacy Policy\n"
        + "We collect your email address and share it with our partners to send you offers about products and services. " * 9
    )
    found = {item.element: item for item in check(read_text(text))}
    entries = load().policy_terms.sections["elements"]
    defects = [name for name, item in found.items() if item.present is not None and item.present == (entries[name]["kind"] == "defect")]
    assert defects == ["F5"]
    assert (found["F17"].present, found["F17"].why) == (None, "language")
