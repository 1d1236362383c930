"""Texts from hostile packages, as every database can hold them."""

from __future__ import annotations

import re
from typing import Any

# What PostgreSQL refuses in a text: NUL and lone surrogates.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(value: Any) -> Any:
    """Return a value that JSON can hold with each character replaced by � that not every database can hold."""
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value)
        case list():
            return [storable(each) for each in value]
        case dict():
            return {storable(key): storable(each) for key, each in value.items()}
    return value
