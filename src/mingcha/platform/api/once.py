"""Creating requests that may be sent twice: with the same Idempotency-Key the first answer is given again, for a day."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, cast

from django.db import transaction
from django.utils import timezone
from ninja import Header

from mingcha.model import Text
from mingcha.platform.api.access import token_of
from mingcha.platform.api.models import Answer
from mingcha.platform.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

KEPT = timedelta(hours=24)
Key = Annotated[str | None, Header(None, alias="Idempotency-Key", max_length=100)]


def once(request: HttpRequest, key: str | None, content: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what `make` makes, or what it made when the token sent this key before.

    `content` stands for what was sent. Raises Problem when the key came with something else. A request that failed is not kept.
    """
    if not key:
        return make()
    token, now = token_of(request), timezone.now()
    sent = hashlib.sha256(f"{request.method}\0{request.get_full_path()}\0{content}".encode()).hexdigest()
    token.answers.filter(at__lt=now - KEPT).delete()
    with transaction.atomic():
        row, new = Answer.objects.get_or_create(token=token, key=key, defaults={"request": sent, "at": now})
        if not new and row.request != sent:
            raise Problem(422, Text("此Idempotency-Key已用于另一请求。", "this Idempotency-Key was used for another request"))
        if new:
            row.body = make()
            row.save(update_fields=["body"])
    return cast("dict[str, Any]", row.body)
