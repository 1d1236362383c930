from __future__ import annotations

import pytest

from mingcha.policy.normalise import normalise
from mingcha.policy.polarity import find_denials


def polarity(text: str) -> str | None:
    normal = normalise(text).text
    found = find_denials(normal, 0, len(normal), [])
    return found[0].polarity if found else None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我们不会收集您的通讯录信息。", "no"),
        ("未经您同意，我们不会向第三方共享您的个人信息。", "no-with-exception"),
        ("我们不会在未经用户授权时，公开或透露用户的个人信息。", "no-with-exception"),
        ("我们不会公开披露您的信息，但以下情况除外：", "no-with-exception"),
        ("如您不提供这些信息，您将无法使用直播功能。", None),
        ("您可以选择不提供上述信息。", None),
        ("我们采取措施防止信息被未经授权的访问、使用。", None),
        ("本政策不适用于第三方收集的个人信息。", None),
        ("未满十四周岁的儿童提供信息前应征得监护人同意。", None),
        ("我们并不就链接上所提供的数据、图片的准确性提供任何保证。", None),
        ("我们无法获取您的指纹信息。", "no"),
        ("您的信息不会被未经授权的访问所窃取。", None),
        ("We do not sell your personal information.", "no"),
        ("We will never share your location unless you agree.", "no-with-exception"),
        ("If you do not provide your email, you cannot use the service.", None),
        ("Your recordings are never sent to a server.", "no"),
        ("Neither we nor our partners receive your contacts.", "no"),
        ("No personal data is collected.", "no"),
        ("The app collects no personal information.", "no"),
        ("Your photos never leave your device.", "no"),
        ("Please do not share your password with anyone.", None),
        ("We are not responsible for how others use your data.", None),
        ("We want to make sure that we are not sending you unwanted mail.", None),
        ("Your data is not only used for this.", None),
    ],
)
def test_denials(sentence: str, expected: str | None) -> None:
    assert polarity(sentence) == expected


def test_an_english_denial_reaches_no_further_than_its_clause() -> None:
    text = normalise("We collect your location, but partners will not receive your IP address.").text
    found = find_denials(text, 0, len(text), [])
    assert [text[denial.start : denial.end] for denial in found] == [", but partners will not receive your ip address."]
