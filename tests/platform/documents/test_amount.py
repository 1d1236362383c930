from __future__ import annotations

from decimal import Decimal

import pytest

from mingcha.platform.documents.amount import amount_text


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0.01", "人民币壹分（¥0.01）"),
        ("0.50", "人民币伍角（¥0.50）"),
        ("1.05", "人民币壹元零伍分（¥1.05）"),
        ("10", "人民币壹拾元整（¥10.00）"),
        ("10000", "人民币壹万元整（¥10,000.00）"),
        ("10005.30", "人民币壹万零伍元叁角（¥10,005.30）"),
        ("50500", "人民币伍万零伍佰元整（¥50,500.00）"),
        ("100001", "人民币壹拾万零壹元整（¥100,001.00）"),
        ("105000000", "人民币壹亿零伍佰万元整（¥105,000,000.00）"),
        ("100000001.11", "人民币壹亿零壹元壹角壹分（¥100,000,001.11）"),
        ("9999999999.99", "人民币玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分（¥9,999,999,999.99）"),
    ],
)
def test_sums_are_printed_in_capital_numerals_and_figures(yuan: str, text: str) -> None:
    assert amount_text(Decimal(yuan)) == text


@pytest.mark.parametrize("yuan", ["0", "-1", "0.001", "1000000000000"])
def test_what_is_no_sum_is_refused(yuan: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        amount_text(Decimal(yuan))
