"""Notices and SDKs that the public may see, and some that it may not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.casework.models import Case, Notice, NoticeKind, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.platform.world import World


@pytest.fixture
def announce(world: World) -> Callable[..., Notice]:
    """Return a function that writes a notice with one annex row per app name; without a day it stays a draft."""

    def write(title: str, *apps: str, body: str = "ministry", on: date | None = None, kind: str = NoticeKind.NOTICE) -> Notice:
        notice = Notice.objects.create(
            kind=kind,
            body=world.bodies[body],
            title=title,
            drafted_by=world["ministry:officer"],
            issued_on=on,
            year=on.year if on else None,
        )
        for number, app in enumerate(apps, 1):
            case = Case.objects.create(
                number=f"C-{notice.pk}-{number}", app=world.app, title=app, bureau=world.bodies[body], opened_on=date(2026, 3, 1)
            )
            NoticeRow.objects.create(
                notice=notice,
                case=case,
                number=number,
                name=app,
                developer=f"{app}公司",
                source="东方应用商店",
                version="1.0",
                labels=["违规收集个人信息"],
            )
        return notice

    return write
