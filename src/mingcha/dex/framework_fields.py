"""The values of constant fields of the framework: texts and Uris of android.provider, names of permissions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mingcha.dex.framework import read_table
from mingcha.dex.known_calls import URI


@cache
def framework_constants() -> dict[str, str]:
    """Return the texts and Uris by field signature such as "Lx/Y;->NAME:type"."""
    rows = [line.split("\t") for line in read_table("framework.strings.z").split("\n")]
    table = dict(rows)
    for line in Path(__file__).with_name("data").joinpath("uris.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, _, uri = line.partition("\t")
            owner, _, field = name.partition(".")
            table[f"Landroid/provider/{owner};->{field}:{URI}"] = uri
    return table
