from __future__ import annotations

import pytest

from mingcha.policy.promises import find_promises
from mingcha.policy.reader import read_text

PROMISES = {
    "我们将在15个工作日内回复您的访问请求。": ("rights", True, 15, "working-day"),
    "我们会在三十天内回复您的更正请求。": ("rights", True, 30, "day"),
    "我们核查后会在30日内反馈您的投诉与举报。": ("complaint", True, 30, "day"),
    "您提出注销申请后我们将在五个工作日内完成账号注销。": ("cancellation", True, 5, "working-day"),
    "我们将在十五（15）个工作日内处理您的投诉。": ("complaint", True, 15, "working-day"),
    "您可以提出删除个人信息的请求。一般情况下，我们将在二十一天内答复。": ("rights", False, 21, "day"),
    "We will respond to your request within 30 days.": ("rights", True, 30, "day"),
    "We handle complaints within fifteen (15) business days.": ("complaint", True, 15, "working-day"),
}


@pytest.mark.parametrize("text", PROMISES)
def test_a_promised_time_is_read_with_its_subject(text: str) -> None:
    (found,) = find_promises(read_text(text))
    assert (found.subject, found.stated, found.days, found.unit) == PROMISES[text]
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "text",
    [
        "用户在3个工作日内仍未能提供新的联系方式的，我们有权处理该账号。",
        "您需在10日内完成注销。",
        "如账号连续90日内未登录，我们将删除您的信息。",
        "通知自发送之日起7天内视为已送达并处理。",
        "我们只会在90天内保存您的个人信息。",
        "You must make this request within 90 days.",
        "我们将尽快回复您的请求。",
    ],
)
def test_what_users_must_do_and_how_long_data_are_kept_is_no_promise(text: str) -> None:
    assert find_promises(read_text(text)) == ()


def test_a_question_that_nothing_is_promised_on_binds_nobody() -> None:
    assert find_promises(read_text("如您有任何疑问，我们将在40天内回复。")) == ()


def test_there_is_a_limit() -> None:
    assert len(find_promises(read_text("我们将在15天内回复您的请求。\n" * 500))) == 50
