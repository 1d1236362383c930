from __future__ import annotations

from mingcha.policy.wording import words


def test_both_languages() -> None:
    item = {"practice": "collect", "polarity": "no", "handler": "sdk:jpush"}
    assert words("zh").practice(item) == "不收集（jpush）"
    assert words("en").practice(item | {"handler": "self"}) == "not collect"
    assert (words("zh").data_type("imei")[:4], words("zh").data_type("house_keeping_other")) == ("IMEI", "犯罪记录")
