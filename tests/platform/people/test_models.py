from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mingcha.platform.people.models import AUTHORITIES, ROLES, Body, BodyKind, Role, User

if TYPE_CHECKING:
    from tests.platform.world import World


def test_every_kind_of_body_has_roles_and_every_role_a_body() -> None:
    assert set(ROLES) == set(BodyKind.values)
    assert {role for roles in ROLES.values() for role in roles} == set(Role.values)


def test_a_role_that_the_kind_of_body_does_not_have_is_refused(world: World) -> None:
    wrong = [
        (key, role)
        for key in ("ministry", "beijing", "lab", "review", "store", "complaints")
        for role in Role.values
        if role not in ROLES[world.bodies[key].kind]
    ]
    refused = []
    for key, role in wrong:
        try:
            User(username=f"{key}{role}", name="某", body=world.bodies[key], role=role, password="!").full_clean()  # noqa: S106 - unusable
        except ValidationError as error:
            refused.append((key, role, list(error.message_dict)))
    assert refused == [(key, role, ["role"]) for key, role in wrong]
    assert len(wrong) == 38


def test_names_and_credit_codes_are_there_once_in_a_kind(world: World) -> None:
    Body.objects.create(kind=BodyKind.STORE, name="甲", uscc="91110000000000000X")
    for twice in ({"name": "甲"}, {"name": "乙", "uscc": "91110000000000000X"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Body.objects.create(kind=BodyKind.STORE, **twice)
    Body.objects.create(kind=BodyKind.OPERATOR, name="甲", uscc="91110000000000000X")


def test_authorities_and_who_needs_a_second_factor(world: World) -> None:
    assert {key for key, body in world.bodies.items() if body.is_authority} == {"ministry", "beijing", "shanghai"}
    assert [kind in AUTHORITIES for kind in (BodyKind.MINISTRY, BodyKind.BUREAU, BodyKind.LAB)] == [True, True, False]
    spared = {user.role for user in world.people.values() if not user.needs_second_factor}
    assert spared == {Role.REPRESENTATIVE}


def test_a_person_acts_in_the_own_role_while_active(world: World) -> None:
    user = world["beijing:officer"]
    assert [user.acts_as(Role.OFFICER), user.acts_as(Role.DECIDER), user.acts_as(Role.DECIDER, Role.OFFICER)] == [True, False, True]
    user.is_active = False
    assert user.acts_as(Role.OFFICER) is False


def test_a_user_made_without_a_password_cannot_sign_in(world: World) -> None:
    user = User.objects.create_user("x", name="某", body=world.bodies["lab"], role=Role.TESTER)
    assert (user.has_usable_password(), User.objects.get_by_natural_key("x"), str(user)) == (False, user, "某")


@pytest.mark.parametrize("name", ["Wang", "wANG", "\uff37ang"])
def test_a_user_name_is_there_once_whatever_its_capitals_and_widths(world: World, name: str) -> None:
    fields = {"name": "王某", "body": world.bodies["lab"], "role": Role.TESTER}
    User.objects.create_user("wang", **fields)
    with pytest.raises(ValidationError) as refused:
        User.objects.create_user(name, **fields)
    assert "只是大小写不同" in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        User(username="WANG", **fields).save()
    assert User.objects.create_user("\uff37u", **fields).username == "Wu"
