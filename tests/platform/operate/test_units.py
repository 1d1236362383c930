from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from mingcha.platform.operate.units import clear_expired
from mingcha.platform.people.models import Allowance
from mingcha.platform.work.handler import Task

if TYPE_CHECKING:
    from mingcha.model import Text


def _say(_percent: int, _text: Text) -> None:
    return


@pytest.mark.django_db
def test_what_has_expired_goes_and_the_rest_stays() -> None:
    now = timezone.now()
    for name, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=now + timedelta(hours=hours))
        Allowance.objects.create(key=name, count=1, ends_at=now + timedelta(hours=hours))
    assert clear_expired(Task("periodic:clear-expired", {}, 1, _say)) == {"allowances": 1}
    assert [row.session_key for row in Session.objects.all()] == ["new"]
    assert [row.key for row in Allowance.objects.all()] == ["new"]
