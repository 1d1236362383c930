from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.db import IntegrityError, transaction
from tests.platform.world import AT

from mingcha.platform.api.models import Answer, Scope
from mingcha.platform.api.tokens import issue_token

if TYPE_CHECKING:
    from tests.platform.world import World


def test_a_key_of_a_token_has_one_answer(world: World) -> None:
    tokens = [issue_token(user=world["lab:tester"], name=name, scopes=[Scope.SCANS_READ], days=1, at=AT)[0] for name in "ab"]
    for token in tokens:
        Answer.objects.create(token=token, key="k", request="x", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(token=tokens[0], key="k", request="y", at=AT)
    assert (str(tokens[0]).endswith("… a"), str(Answer.objects.first())) == (True, "k")


def test_scopes_are_read_or_write_of_one_thing() -> None:
    assert sorted(Scope.values) == [f"{thing}:{what}" for thing in ("cases", "leads", "scans") for what in ("read", "write")]
