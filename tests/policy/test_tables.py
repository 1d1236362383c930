from __future__ import annotations

import pytest

from mingcha.policy.plain import read_plain
from mingcha.policy.tables import plain_header, read_table, role


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("SDK名称", "name"),
        ("第三方公司名称", "company"),
        ("可能收集的个人信息", "data"),
        ("使用目的", "purpose"),
        ("隐私政策/官网链接", "link"),
        ("SDK包名", "package"),
        ("所需权限", "permission"),
        ("共享方式", "method"),
        ("个人信息处理规则", "link"),
        ("序号", None),
        ("备注", None),
    ],
)
def test_headers(header: str, expected: str | None) -> None:
    assert role(header) == expected
    assert plain_header(f" {header}： ") == plain_header(header)


def test_rows_become_records() -> None:
    text = "序号|第三方名称|SDK名称|收集信息|隐私政策\n-|-|-|-|-\n1|某公司|友盟|IMEI|https://u.cn\n2|某司|极光|无|\n"
    document = read_plain(text, "p", "00")
    found = [{role: field.text for role, field in record.fields.items()} for record in read_table(document, document.tables[0])]
    assert found == [{"company": "某公司", "name": "友盟", "data": "IMEI", "link": "https://u.cn"}, {"company": "某司", "name": "极光"}]


def test_other_tables_give_nothing() -> None:
    document = read_plain("版本|日期\n-|-\n1|2\n", "p", "00")
    assert read_table(document, document.tables[0]) == []
