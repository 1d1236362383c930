"""Constant fields of the framework."""

from __future__ import annotations

import re

from sinks import URI

from mingcha.dex.framework_fields import framework_constants


def test_framework_constants_are_whole_uris_or_texts() -> None:
    constants = framework_constants()
    uris = {name: value for name, value in constants.items() if name.endswith(f":{URI}")}
    assert constants["Landroid/provider/Settings$Secure;->ANDROID_ID:Ljava/lang/String;"] == "android_id"
    assert all(re.fullmatch(r"content://[a-z_.-]+(/[a-z_-]*)*(\?\w+=\w+)?", value) for value in uris.values())
    assert len(uris) > 140
