from __future__ import annotations

import tomllib
from pathlib import Path

from django.utils import translation

from mingcha.platform import operate
from mingcha.platform.people.regions import is_region, province_choices, region_name


def test_a_code_is_read_as_its_province_and_keeps_what_is_finer() -> None:
    assert [region_name(code) for code in ("110000", "440300", "990000", "")] == ["北京市", "广东省 440300", "990000", ""]
    with translation.override("en"):
        assert region_name("150000") == "Inner Mongolia"


def test_a_region_is_six_digits_in_a_province() -> None:
    assert [is_region(code) for code in ("110000", "440305", "11000", "1100000", "990000", "١١٠٠٠٠", "")] == [True, True, *[False] * 5]


def test_every_bureau_is_one_of_the_provinces() -> None:
    assert operate.__file__ is not None
    table = tomllib.loads((Path(operate.__file__).parent / "bodies.toml").read_text("utf-8"))
    choices = {digits: str(name) for digits, name in province_choices()}
    assert all(bureau["name"].startswith(choices[bureau["region"][:2]]) for bureau in table["bureau"])
    assert len(choices) == 34
