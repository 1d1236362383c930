from __future__ import annotations

import pytest

from mingcha.policy.identity import Identity, identify
from mingcha.policy.plain import read_plain


def identity(text: str) -> Identity | None:
    return identify(read_plain(text, "p", "00"))


def test_whose_a_policy_is_and_when_it_changed() -> None:
    text = "# 向日葵隐私政策\n更新日期：2026年1月2日\n生效日期：2026年1月9日\n\n"
    text += "本政策由北京向日葵科技有限公司制定。友盟同欣（北京）科技有限公司提供统计。\n"
    assert identity(text) == Identity("向日葵隐私政策", "北京向日葵科技有限公司", "2026-01-02", "2026-01-09")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("隐私政策\n最近更新日期：2026.1.2\n", Identity("隐私政策", None, "2026-01-02", None)),
        ("Privacy Policy\nEffective date: 2026-01-02\n", Identity("Privacy Policy", None, None, "2026-01-02")),
        ("隐私政策\n更新日期：2026年13月40日\n", Identity("隐私政策", None, None, None)),
        ("儿童隐私政策\n更新日期：2026年1月2日\n", None),
        ("第三方SDK目录\n更新日期：2026年1月2日\n", None),
        ("用户协议\n本隐私政策是协议的一部分。\n", None),
        ("我们重视您的隐私。本隐私政策将帮助您了解：\n", None),
    ],
)
def test_only_the_policy_itself_has_one(text: str, expected: Identity | None) -> None:
    assert identity(text) == expected
