"""Archives that hold no time and no maker: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile

# The earliest time that a ZIP archive can name.
NO_DAY = "1980-01-01"
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def without_times(packed: bytes) -> bytes:
    """Return the ZIP archive with no times in it, its entries in the order in which they were written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            plain = zipfile.ZipInfo(entry.filename, _NO_TIME)
            plain.compress_type, plain.external_attr, plain.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            target.writestr(plain, source.read(entry))
    return buffer.getvalue()
