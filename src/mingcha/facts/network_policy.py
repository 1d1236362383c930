"""The network security configuration: clear text and user certificates (developer.android.com/privacy-and-security/security-config)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.formats import axml
from mingcha.formats.errors import EntryError
from mingcha.formats.res_value import STRING, as_text

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet
    from mingcha.formats.apk import Apk
    from mingcha.formats.axml import Element

_SCOPES = {"base-config": "base", "domain-config": "domain", "debug-overrides": "debug"}
_MOST_BYTES = 1 << 20
_MOST_ROWS = 200
_REFERENCE = re.compile(r"@0x([0-9a-f]{8})")


def collect_network_policy(facts: FactSet, apk: Apk) -> None:
    """Add a row per configuration; a file that cannot be read leaves a limit."""
    path = _path(apk)
    if path is None:
        return
    try:
        root = axml.parse(apk.archive.read(path, most=_MOST_BYTES), path)
    except EntryError:
        facts.limit("network-policy", path, "网络安全配置无法读取", "the network security configuration cannot be read")
        return
    found = [child for child in root.children if child.tag in _SCOPES]
    for element in found[:_MOST_ROWS]:
        facts.add(
            "network_policy",
            scope=_SCOPES[element.tag],
            cleartext=_flag(element, "cleartextTrafficPermitted"),
            user_certificates=any(
                _attribute(certificates, "src") == "user"
                for anchors in element.named("trust-anchors")
                for certificates in anchors.named("certificates")
            ),
            path=path,
        )


def _path(apk: Apk) -> str | None:
    declared = apk.manifest.raw.get("application:networkSecurityConfig", "") if apk.manifest else ""
    reference = _REFERENCE.fullmatch(declared)
    value = apk.table.value(int(reference[1], 16)) if reference and apk.table else None
    return value.text if value and value.type == STRING else None


def _attribute(element: Element, name: str) -> str | None:
    return next((as_text(attribute.value) for attribute in element.attributes if attribute.name == name), None)


def _flag(element: Element, name: str) -> bool | None:
    value = _attribute(element, name)
    return None if value is None else value == "true"
