from __future__ import annotations

from mingcha.policy.plain import read_plain
from mingcha.policy.records import read_records


def read(text: str) -> list[dict[str, str]]:
    return [{role: field.text for role, field in record.fields.items()} for record in read_records(read_plain(text, "p", "00"))]


def test_one_field_a_line() -> None:
    assert read(
        "SDK名称：华为推送\n功能：推送信息\n第三方名称：华为终端有限公司\n收集个人信息：MAC地址\n\nSDK名称：小米推送\n收集个人信息：IMEI\n"
    ) == [
        {"name": "华为推送", "purpose": "推送信息", "company": "华为终端有限公司", "data": "MAC地址"},
        {"name": "小米推送", "data": "IMEI"},
    ]


def test_a_title_above_is_the_name() -> None:
    assert read("**OPPO推送SDK**\n\n运营方：OPPO公司\n\n功能：推送\n\n官网链接：[https://o.cn/](https://o.cn/)\n") == [
        {"name": "OPPO推送SDK", "company": "OPPO公司", "purpose": "推送", "link": "[https://o.cn/](https://o.cn/)"},
    ]


def test_several_fields_on_one_line() -> None:
    assert read("SDK名称：腾讯广告SDK  公司名称：腾讯科技有限公司  使用目的：广告展示  收集的个人信息：设备信息") == [
        {"name": "腾讯广告SDK", "company": "腾讯科技有限公司", "purpose": "广告展示", "data": "设备信息"},
    ]


def test_a_title_that_names_no_third_party_is_none() -> None:
    assert read("搜索\n收集信息：设备信息、日志信息\n") == []
    assert read("共享\n目的：完成支付\n公司：我们的产品可能包含第三方的程序，您同意由其收集\n") == []
    assert [each["name"] for each in read("个推\n收集信息：设备信息\n")] == ["个推"]


def test_ordinary_text_has_none() -> None:
    assert read("目的：我们收集信息。\n\n如何联系我们\n邮箱：a@b.cn\n") == []


def test_a_title_that_names_the_sdk_comes_before_a_company_in_the_field_of_names() -> None:
    text = (
        "推送通知消息（OPPO推送SDK）\n\n第三方名称：广东欢太科技有限公司\n\n使用目的：推送消息\n\n收集个人信息类型：IMEI\n\n"
        "推送通知消息（VIVO推送SDK）\n\n第三方名称：维沃移动通信有限公司\n\n使用目的：推送消息\n\n收集个人信息类型：IMEI\n"
    )
    found = [(record.fields["name"].text, record.fields["company"].text) for record in read_records(read_plain(text, "p.md", ""))]
    assert found == [("OPPO推送SDK", "广东欢太科技有限公司"), ("VIVO推送SDK", "维沃移动通信有限公司")]
