"""Writes docs/api.json, the contract of the API (OpenAPI 3.1), from the declarations of `mingcha.platform.api`."""

from __future__ import annotations

import json
import os
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "api.json"


def contract() -> str:
    """Return the contract as JSON text; Django must be set up."""
    from mingcha.platform.api.site import api  # noqa: PLC0415 - needs settings

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingcha.platform.settings")
    import django

    django.setup()
    DOCUMENT.write_text(contract(), "utf-8")
