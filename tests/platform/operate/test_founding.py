from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mingcha.platform.ledger.chain import verify
from mingcha.platform.ledger.models import Entry
from mingcha.platform.operate.founding import found, is_founded
from mingcha.platform.people.models import Body, User

AT = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_a_platform_begins_with_the_authorities_and_one_administrator() -> None:
    assert not is_founded()
    password = found(AT)
    assert is_founded()
    bureaus = Body.objects.filter(kind="bureau")
    shorts = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新"
    assert "".join(bureaus.order_by("region").values_list("short", flat=True)) == shorts
    assert bureaus.get(short="粤").region == "440000"
    assert all(region.endswith("0000") and len(region) == 6 for region in bureaus.values_list("region", flat=True))
    assert sorted(Body.objects.exclude(kind="bureau").values_list("kind", flat=True)) == ["complaints", "ministry"]
    administrator = User.objects.get()
    assert (administrator.username, administrator.role, administrator.once) == ("admin", "administrator", True)
    assert administrator.check_password(password)
    assert not any(password in str(entry.data) for entry in Entry.objects.all())
    assert Entry.objects.count() == 34
    assert verify() == []
