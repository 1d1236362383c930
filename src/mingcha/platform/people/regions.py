"""Regions by their codes (GB/T 2260): what a person reads in the place of 110000."""

from __future__ import annotations

import re
from typing import Any

from mingcha.model import Text
from mingcha.platform.words import both, choose

# Provinces by the first two digits; 台湾, 香港 and 澳门 have no bureau, but companies can be registered there.
PROVINCES = {
    "11": Text("北京市", "Beijing"),
    "12": Text("天津市", "Tianjin"),
    "13": Text("河北省", "Hebei"),
    "14": Text("山西省", "Shanxi"),
    "15": Text("内蒙古自治区", "Inner Mongolia"),
    "21": Text("辽宁省", "Liaoning"),
    "22": Text("吉林省", "Jilin"),
    "23": Text("黑龙江省", "Heilongjiang"),
    "31": Text("上海市", "Shanghai"),
    "32": Text("江苏省", "Jiangsu"),
    "33": Text("浙江省", "Zhejiang"),
    "34": Text("安徽省", "Anhui"),
    "35": Text("福建省", "Fujian"),
    "36": Text("江西省", "Jiangxi"),
    "37": Text("山东省", "Shandong"),
    "41": Text("河南省", "Henan"),
    "42": Text("湖北省", "Hubei"),
    "43": Text("湖南省", "Hunan"),
    "44": Text("广东省", "Guangdong"),
    "45": Text("广西壮族自治区", "Guangxi"),
    "46": Text("海南省", "Hainan"),
    "50": Text("重庆市", "Chongqing"),
    "51": Text("四川省", "Sichuan"),
    "52": Text("贵州省", "Guizhou"),
    "53": Text("云南省", "Yunnan"),
    "54": Text("西藏自治区", "Tibet"),
    "61": Text("陕西省", "Shaanxi"),
    "62": Text("甘肃省", "Gansu"),
    "63": Text("青海省", "Qinghai"),
    "64": Text("宁夏回族自治区", "Ningxia"),
    "65": Text("新疆维吾尔自治区", "Xinjiang"),
    "71": Text("台湾省", "Taiwan"),
    "81": Text("香港特别行政区", "Hong Kong"),
    "82": Text("澳门特别行政区", "Macao"),
}
_DIGITS = 2


def region_name(code: str) -> str:
    """Return the province of a region in the language of the request, with the code of a region within it; an unknown code as it is."""
    province = PROVINCES.get(code[:_DIGITS])
    if province is None:
        return code
    name = choose(province.zh, province.en)
    return name if code[_DIGITS:].strip("0") == "" else f"{name} {code}"


def is_region(code: str) -> bool:
    """Return whether it is a code of six digits in one of the provinces."""
    return re.fullmatch(r"[0-9]{6}", code) is not None and code[:_DIGITS] in PROVINCES


def province_choices() -> list[tuple[str, Any]]:
    """Return the provinces as choices of a form field, each by its first two digits."""
    return [(digits, both(name.zh, name.en)) for digits, name in PROVINCES.items()]
