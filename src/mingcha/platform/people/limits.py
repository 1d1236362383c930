"""How often somebody may do something in a while, the same on every process of the site.

Who did it is kept as a keyed hash that also covers the period, and for no longer than the period: nothing leads back to an address.
"""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from mingcha.platform.people.models import Allowance

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from django.http import HttpRequest


def allow(what: str, who: str, *, most: int, every: timedelta, now: datetime) -> bool:
    """Count one more time, and return whether it is within `most` times in the current period of that length."""
    period = int(now.timestamp() // every.total_seconds())
    key = hmac.new(settings.SECRET_KEY.encode(), f"{what}\0{who}\0{period}".encode(), hashlib.sha256).hexdigest()
    with transaction.atomic():
        _, new = Allowance.objects.get_or_create(key=key, defaults={"ends_at": now + every})
        if new:
            Allowance.objects.filter(ends_at__lt=now).delete()
        return bool(Allowance.objects.filter(key=key, count__lt=most).update(count=F("count") + 1))


def address_of(request: HttpRequest) -> str:
    """Return where the request comes from: an IPv4 address, or the /64 of an IPv6 one; behind a proxy, what the proxy says."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.ORIGIN:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/64", strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)
