"""Attributes of a manifest's elements, found as Android does: by resource id, by name only without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.formats.res_value import REFERENCES, STRING, Value, as_int, as_text

if TYPE_CHECKING:
    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.axml import Attribute, Element

# Public ids of android.R.attr; they never change (AOSP core/res/res/values/public.xml).
IDS = {
    "label": 0x01010001,
    "icon": 0x01010002,
    "name": 0x01010003,
    "permission": 0x01010006,
    "readPermission": 0x01010007,
    "writePermission": 0x01010008,
    "protectionLevel": 0x01010009,
    "permissionGroup": 0x0101000A,
    "sharedUserId": 0x0101000B,
    "hasCode": 0x0101000C,
    "enabled": 0x0101000E,
    "debuggable": 0x0101000F,
    "exported": 0x01010010,
    "process": 0x01010011,
    "excludeFromRecents": 0x01010017,
    "authorities": 0x01010018,
    "initOrder": 0x0101001A,
    "priority": 0x0101001C,
    "value": 0x01010024,
    "resource": 0x01010025,
    "mimeType": 0x01010026,
    "scheme": 0x01010027,
    "host": 0x01010028,
    "port": 0x01010029,
    "path": 0x0101002A,
    "pathPrefix": 0x0101002B,
    "pathPattern": 0x0101002C,
    "targetActivity": 0x01010202,
    "minSdkVersion": 0x0101020C,
    "versionCode": 0x0101021B,
    "targetSandboxVersion": 0x0101054C,
    "versionName": 0x0101021C,
    "targetSdkVersion": 0x01010270,
    "maxSdkVersion": 0x01010271,
    "testOnly": 0x01010272,
    "allowBackup": 0x01010280,
    "required": 0x0101028E,
    "usesCleartextTraffic": 0x010104EC,
    "networkSecurityConfig": 0x01010527,
    "isFeatureSplit": 0x0101055B,
    "versionCodeMajor": 0x01010576,
    "appComponentFactory": 0x0101057A,
    "foregroundServiceType": 0x01010599,
    "requestLegacyExternalStorage": 0x01010603,
}

ANDROID = "http://schemas.android.com/apk/res/android"

_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]{1,16}|\d{1,20})")


class Attributes:
    """The attributes of one element; references are resolved through the table, where there is one."""

    def __init__(self, element: Element, table: ResourceTable | None) -> None:
        self._table = table
        self._by_id: dict[int, Attribute] = {}
        self._by_name: dict[str, Attribute] = {}
        for attribute in element.attributes:
            if attribute.resource_id:
                self._by_id.setdefault(attribute.resource_id, attribute)
            elif attribute.namespace in (None, ANDROID):
                self._by_name.setdefault(attribute.name, attribute)

    def find(self, name: str) -> Attribute | None:
        """Return an attribute of the android namespace, or one without a namespace (package, split), by its name."""
        return self._by_id.get(IDS.get(name, 0)) or self._by_name.get(name)

    def raw(self, name: str) -> str | None:
        """Return what the source declares, a reference as @0x7f010001; None when it is not declared."""
        attribute = self.find(name)
        if attribute is None:
            return None
        return as_text(attribute.value) or attribute.raw

    def value(self, name: str) -> Value | None:
        """Return the value with references resolved; the reference itself when it leads nowhere."""
        attribute = self.find(name)
        if attribute is None:
            return None
        if attribute.value.type == STRING and attribute.value.text is None and attribute.raw is not None:
            return Value(STRING, 0, attribute.raw)
        return self._resolved(attribute.value)

    def text(self, name: str) -> str | None:
        """Return the value as text, references resolved; None when it is not declared or leads nowhere."""
        value = self.value(name)
        return None if value is None or value.type in REFERENCES else as_text(value)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a boolean as TypedArray.getBoolean does: numbers by value, text by its words, else the default."""
        value = self.value(name)
        if value is None or value.type in REFERENCES:
            return default
        number = as_int(value)
        if number is not None:
            return number != 0
        return default if value.text is None else value.text in ("1", "true", "TRUE")

    def integer(self, name: str) -> int | None:
        """Return an integer as TypedArray.getInteger does, also from text; None when there is none."""
        value = self.value(name)
        if value is None or value.type in REFERENCES:
            return None
        number = as_int(value)
        if number is None and value.text and _NUMBER.fullmatch(value.text):
            number = int(value.text, 16 if "x" in value.text.lower() else 10)
        return number

    def resource(self, name: str) -> str | None:
        """Return a reference by name as @xml/paths, or as @0x7f010001 when the table lacks it; plain values as text."""
        attribute = self.find(name)
        if attribute is None or attribute.value.type not in REFERENCES:
            return self.text(name)
        known = self._table.entry_name(attribute.value.data) if self._table else None
        return f"@{known}" if known else as_text(attribute.value)

    def _resolved(self, value: Value) -> Value:
        if value.type in REFERENCES and self._table is not None:
            return self._table.value(value.data) or value
        return value
