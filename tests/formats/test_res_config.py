from __future__ import annotations

import pytest
from tests.formats.build import config

from mingcha.formats.res_config import Config, read_config


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (config(), Config()),
        (config("zh"), Config("zh")),
        (config("zh", "CN"), Config("zh", "CN")),
        (config("zh", script="Hans"), Config("zh", "", "Hans")),
        (config("en", "US", sdk=21), Config("en", "US", "", 21)),
        (config(density=480), Config(others=1)),
        (config("zh", "TW")[:20], Config("zh", "TW")),
        (b"\x08\0\0\0\0\0\0\0", Config()),
        (b"", Config()),
        (b"\xff\xff\xff\xff" + bytes(10), Config()),
    ],
)
def test_configurations(data, expected):
    assert read_config(data, 0) == expected


def test_three_letter_languages_are_unpacked():
    # fil: f=5, i=8, l=11 in five bits each, as ResTable_config packs them
    first, second, third = 5, 8, 11
    packed = bytes([0x80 | third << 2 | second >> 3, (second & 7) << 5 | first])
    assert read_config(config()[:8] + packed + config()[10:], 0).language == "fil"


def test_choice_for_chinese():
    ranked = [
        Config("zh", "CN"),
        Config("zh", "", "Hans"),
        Config("zh"),
        Config("zh", "SG", "Hans"),
        Config(),
        Config("zh", "TW"),
        Config("en"),
    ]
    mixed = ranked[::-1]
    assert sorted(mixed, key=lambda found: found.order("zh")) == ranked
    assert [found.locale for found in ranked] == ["zh-CN", "zh-Hans", "zh", "zh-Hans-SG", "", "zh-TW", "en"]


def test_choice_for_a_new_device():
    ranked = [Config(sdk=29), Config(sdk=19), Config(), Config(others=1)]
    mixed = ranked[::-1]
    assert sorted(mixed, key=lambda found: found.order("en")) == ranked
    assert Config("en").order("en") < Config("en", "GB").order("en") < Config().order("en") < Config("fr").order("en")
