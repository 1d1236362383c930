from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.utils import timezone

from mingcha.platform.api.models import ApiToken
from mingcha.platform.api.tokens import find_token
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.pages.account import ROLES
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World

PASSWORD = "correct-horse-battery"  # noqa: S105 - of made-up people


def signed_in(world: World, name: str) -> Client:
    """Return a browser of that person, who has a password."""
    user = world[name]
    user.set_password(PASSWORD)
    user.save()
    return world.client(name)


def confirmed(world: World, name: str) -> Client:
    """Return a browser of that person who has just confirmed the password."""
    client = signed_in(world, name)
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def test_everybody_has_an_account_page(world: World) -> None:
    assert set(ROLES) == set(Role.values)
    for name in ("ministry:administrator", "operator:representative"):
        assert world[name].username in world.client(name).get("/office/account/").content.decode()


def test_name_language_and_theme_are_changed_and_the_browsers_own_choice_gives_way(world: World) -> None:
    client, user = world.client("lab:tester"), world["lab:tester"]
    client.cookies["mingcha_theme"] = "dark"
    answer = client.post("/office/account/", {"name": "李检测", "email": "", "language": "en", "theme": "light"})
    user.refresh_from_db()
    assert (answer.status_code, user.name, user.language, user.theme) == (302, "李检测", "en", "light")
    assert [answer.cookies[name]["max-age"] for name in ("mingcha_theme", "mingcha_language")] == [0, 0]
    assert '<html lang="en" data-theme="light">' in client.get("/office/account/").content.decode()
    assert Entry.objects.get(kind="account-changed").data == {"changes": "name, language, theme"}


def test_role_and_body_are_not_for_oneself_to_change(world: World) -> None:
    said = {"name": "李", "language": "en", "theme": "light", "role": "decider", "body": world.bodies["ministry"].pk}
    world.client("lab:tester").post("/office/account/", said)
    user = world["lab:tester"]
    user.refresh_from_db()
    assert (user.role, user.body) == (Role.TESTER, world.bodies["lab"])


def test_a_token_is_shown_once_and_works(world: World) -> None:
    client = confirmed(world, "lab:tester")
    page = client.post("/office/account/tokens/new/", {"name": "流水线", "scopes": ["scans:read", "scans:write"], "days": 30})
    found = re.search(r"Bearer (mingcha_\S+)</pre>", page.content.decode())
    assert found is not None
    token = find_token(found[1], now=timezone.now())
    assert token is not None
    assert (token.user, token.scopes, page["Cache-Control"]) == (world["lab:tester"], ["scans:read", "scans:write"], "no-store")
    listed = client.get("/office/account/").content.decode()
    assert ("流水线" in listed, found[1] in listed, found[1] in str(list(ApiToken.objects.values()))) == (True, False, False)
    assert token.expires_at - token.created_at == timedelta(days=30)


def test_a_token_is_issued_only_to_who_has_just_confirmed_the_password(world: World) -> None:
    answer = signed_in(world, "lab:tester").post("/office/account/tokens/new/", {"name": "x", "scopes": ["scans:read"], "days": 1})
    assert (answer.headers["Location"].partition("?")[0], ApiToken.objects.count()) == ("/accounts/reauthenticate/", 0)


@pytest.mark.parametrize("wrong", [{"days": 367}, {"days": 0}, {"scopes": []}, {"scopes": ["everything"]}, {"name": ""}])
def test_a_token_without_sense_is_refused(world: World, wrong: dict[str, object]) -> None:
    client = confirmed(world, "lab:tester")
    answer = client.post("/office/account/tokens/new/", {"name": "x", "scopes": ["scans:read"], "days": 1} | wrong)
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)


def test_one_revokes_ones_own_tokens_and_no_others(world: World) -> None:
    client = confirmed(world, "lab:tester")
    client.post("/office/account/tokens/new/", {"name": "x", "scopes": ["scans:read"], "days": 1})
    token = ApiToken.objects.get()
    address = f"/office/account/tokens/{token.pk}/revoke/"
    assert world.client("other-lab:tester").post(address).status_code == 404
    assert client.post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert client.post(address).status_code == 404
