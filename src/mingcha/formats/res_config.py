"""Resource configurations (AOSP androidfw ResTable_config) and the choice among them for a language."""

from __future__ import annotations

import struct
from typing import NamedTuple

_SIZE = struct.Struct("<L")
_LOCALE = struct.Struct("<2s2s")
_SDK = struct.Struct("<H")
_MCC, _AT_LOCALE, _AT_ORIENTATION, _AT_SDK, _AT_SCREEN = 4, 8, 12, 24, 28
_AT_SCRIPT, _AT_VARIANT, _AT_LAYOUT2, _AT_COMPUTED = 36, 40, 48, 52
_PACKED = 0x80
_LONGEST = 64

# Scripts that Android would fill in itself (AOSP LocaleData) for the regions that write Chinese.
_TRADITIONAL = frozenset(("TW", "HK", "MO"))
# Ranks of a locale for a wanted language, best first; what lies behind _DEFAULT is a last resort.
_HOME, _SCRIPT, _LANGUAGE, _REGION, _DEFAULT, _OTHER_SCRIPT, _ANY = range(7)


class Config(NamedTuple):
    """A configuration: empty language, region and script match any; `others` counts groups of further qualifiers."""

    language: str = ""
    region: str = ""
    script: str = ""
    sdk: int = 0
    others: int = 0

    @property
    def locale(self) -> str:
        """Return the locale as zh-Hans-CN, or an empty string for the default."""
        return "-".join(part for part in (self.language, self.script, self.region) if part)

    def order(self, language: str) -> tuple[int, int, int]:
        """Return a key that sorts the best configuration for `language` on a new device first."""
        return self._rank(language), self.others, -self.sdk

    def _rank(self, language: str) -> int:
        if not self.language:
            return _DEFAULT
        if self.language != language:
            return _ANY
        if language == "zh":
            return self._rank_chinese()
        return _LANGUAGE if not self.region and not self.script else _REGION

    def _rank_chinese(self) -> int:
        if self.script == "Hant" or (self.region in _TRADITIONAL and self.script != "Hans"):
            return _OTHER_SCRIPT
        if self.region == "CN":
            return _HOME
        if self.script == "Hans" and not self.region:
            return _SCRIPT
        return _REGION if self.region else _LANGUAGE


def read_config(data: bytes, at: int) -> Config:
    """Read the configuration at an offset; fields beyond its own size or the data are not set."""
    if at + _SIZE.size > len(data):
        return Config()
    size = min(_SIZE.unpack_from(data, at)[0], _LONGEST)
    raw = data[at : at + size].ljust(_LONGEST, b"\x00")
    if not any(raw[_SIZE.size :]):
        return Config()
    language, region = _LOCALE.unpack_from(raw, _AT_LOCALE)
    script = b"" if raw[_AT_COMPUTED] else raw[_AT_SCRIPT:_AT_VARIANT]
    groups = (
        raw[_MCC:_AT_LOCALE],
        raw[_AT_ORIENTATION:_AT_SDK],
        raw[_AT_SCREEN:_AT_SCRIPT],
        raw[_AT_VARIANT:_AT_LAYOUT2],
        raw[_AT_LAYOUT2:_AT_COMPUTED],
    )
    return Config(
        _letters(language, ord("a")),
        _letters(region, ord("0")).upper(),
        script.rstrip(b"\x00").decode("latin-1").title(),
        _SDK.unpack_from(raw, _AT_SDK)[0],
        sum(any(group) for group in groups),
    )


def _letters(raw: bytes, start: int) -> str:
    if raw[0] & _PACKED:  # three letters of five bits each (ResTable_config::unpackLanguageOrRegion)
        packed = (raw[1] & 0x1F, (raw[1] & 0xE0) >> 5 | (raw[0] & 0x03) << 3, (raw[0] & 0x7C) >> 2)
        return "".join(chr(start + part) for part in packed)
    return raw.rstrip(b"\x00").decode("latin-1").lower()
