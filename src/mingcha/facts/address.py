"""Facts of the addresses (URLs) in a package: in code with the owner of the code, and in files beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among
from mingcha.facts.owner import APP
from mingcha.formats.anomalies import Anomalies
from mingcha.formats.urls import parse_url, urls_of

if TYPE_CHECKING:
    from mingcha.dex.program import Program
    from mingcha.facts.factset import FactSet
    from mingcha.facts.when import Moments
    from mingcha.formats.apk import Apk

# Addresses in code that get a row; a package with more is a list of addresses, not an app.
_MOST = 5_000


def collect_code_addresses(facts: FactSet, program: Program, moments: Moments) -> None:
    """Add a row for each distinct URL that begins a constant string used by code, owned by the first code using it."""
    wanted = np.concatenate([program.beginning(scheme) for scheme in (b"http://", b"https://")])
    rows = np.flatnonzero(among(program.const_string, wanted, len(program.string_offset)))
    first: dict[int, int] = {}
    for row in rows.tolist():
        first.setdefault(int(program.const_string[row]), int(program.const_method[row]))
    found: dict[str, tuple[str, str, str, str]] = {}
    for string, method in sorted(first.items(), key=lambda item: (program.text(item[0]), moments.signature(item[1]))):
        where = program.dex_names[int(program.def_dex[program.method_def[method]])]
        url = parse_url(program.text(string), where)
        if url is None or url.value in found:
            continue
        if len(found) == _MOST:
            facts.limit("url-count", "", f"代码中的网址过多，仅列出{_MOST}个", f"too many addresses in code: only {_MOST} are listed")
            break
        found[url.value] = url.scheme, url.host, moments.owner(method), where
    for value, (scheme, host, owner, where) in sorted(found.items()):
        facts.add("url", value=value, scheme=scheme, host=host, owner=owner, where=where)


def collect_file_addresses(facts: FactSet, apk: Apk) -> None:
    """Add a row for each URL in resources, assets and native libraries; what was not searched is a limit."""
    anomalies = Anomalies()
    for url in urls_of(apk, anomalies):
        facts.add("url", value=url.value, scheme=url.scheme, host=url.host, owner=APP, where=url.where)
    for anomaly in anomalies.listed():
        facts.limit(*anomaly)
