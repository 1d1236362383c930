from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.test import RequestFactory, override_settings

from mingcha.platform.people.limits import address_of, allow
from mingcha.platform.people.models import Allowance

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_so_many_times_and_no_more_until_the_period_ends() -> None:
    def ask(who: str, now: datetime = NOW) -> bool:
        return allow("x", who, most=2, every=HOUR, now=now)

    assert [ask("a"), ask("a"), ask("a"), ask("b")] == [True, True, False, True]
    assert [ask("a", NOW + HOUR), allow("y", "a", most=1, every=HOUR, now=NOW)] == [True, True]


@pytest.mark.django_db
def test_nothing_leads_back_to_who_it_was_and_nothing_is_kept_for_long() -> None:
    allow("x", "192.0.2.7", most=2, every=HOUR, now=NOW)
    (row,) = Allowance.objects.all()
    plain = [hashlib.sha256(text.encode()).hexdigest() for text in ("192.0.2.7", "x192.0.2.7", "x\0192.0.2.7")]
    assert (len(row.key), row.count, row.key in plain) == (64, 1, False)
    allow("x", "192.0.2.8", most=2, every=HOUR, now=NOW + 3 * HOUR)
    assert Allowance.objects.filter(pk=row.pk).count() == 0


@pytest.mark.parametrize(
    ("origin", "remote", "forwarded", "expected"),
    [
        ("", "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("https://example.cn", "127.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("https://example.cn", "127.0.0.1", None, "127.0.0.1"),
        ("", "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        ("", "nonsense", None, ""),
    ],
)
def test_the_address_is_the_callers_or_what_ones_own_proxy_says(origin: str, remote: str, forwarded: str | None, expected: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with override_settings(ORIGIN=origin):
        assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)) == expected
