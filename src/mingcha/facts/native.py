"""Facts of what lies beside the bytecode: native libraries, payloads and bundles of other technologies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet
    from mingcha.facts.whose import Whose
    from mingcha.formats.apk import Apk


def collect_native(facts: FactSet, apk: Apk, whose: Whose) -> None:
    """Add library and asset rows; native code is listed, not analysed, and its coverage says so."""
    for library in apk.native_libs:
        facts.add(
            "native_lib",
            name=library.name,
            abi=library.abi,
            path=library.path,
            size=library.size,
            owner=whose.owner_of_library(library.name),
        )
    for asset in apk.assets:
        facts.add("asset", path=asset.path, kind=asset.kind, size=asset.size, owner=whose.owner_of_file(asset.path))
    if apk.native_libs:
        facts.cover(
            "native",
            "partial",
            "原生库仅列出名称，未分析其指令",
            "native libraries are listed by name; their instructions are not analysed",
        )
    else:
        facts.cover("native", "complete")
