from __future__ import annotations

from datetime import date

from mingcha.platform.documents.content import Contact, Stamp, day_text, short_issuer, voice


def test_numbers_are_printed_as_documents_and_as_notices_print_them() -> None:
    stamp = Stamp("工信部信管函", 3, 23, date(2022, 4, 6))
    assert stamp.printed == "工信部信管函〔2022〕3号"
    assert stamp.batch == "（2022年第3批，总第23批）"
    assert (stamp.printed_day, stamp.is_draft) == ("2022年4月6日", False)


def test_a_draft_leaves_room() -> None:
    for stamp in (Stamp("京信管函"), Stamp("京信管函", day=date(2022, 4, 6)), Stamp("京信管函", 3)):
        assert stamp.is_draft
        assert stamp.printed == "京信管函〔　　　　〕　　号"
        assert stamp.batch == "（　　　　年第　　批，总第　　批）"
        assert stamp.printed_day == "　　　　年　　月　　日"


def test_a_day_of_the_same_year_needs_no_year() -> None:
    assert day_text(date(2022, 4, 6)) == "2022年4月6日"
    assert day_text(date(2022, 4, 6), within=date(2022, 1, 1)) == "4月6日"
    assert day_text(date(2023, 1, 6), within=date(2022, 12, 30)) == "2023年1月6日"


def test_the_ministry_speaks_as_a_ministry() -> None:
    assert (voice("工业和信息化部信息通信管理局"), short_issuer("工业和信息化部信息通信管理局")) == ("我部", "工业和信息化部")
    assert (voice("广东省通信管理局"), short_issuer("广东省通信管理局")) == ("我局", "广东省通信管理局")


def test_a_contact_tells_what_is_known() -> None:
    assert Contact("王某", "010-1").remark == "（联系人：王某，电话：010-1）"
    assert Contact(email="a@b.cn").remark == "（电子邮箱：a@b.cn）"
    assert Contact().remark == ""
