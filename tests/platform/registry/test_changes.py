from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.platform.world import AT, ON

from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry import changes
from mingcha.platform.registry.changes import RegistryError
from mingcha.platform.registry.models import AppKind, Listing, Policy, Sdk

if TYPE_CHECKING:
    from tests.platform.world import World


def _policy(world: World, who: str, sha256: str = "a" * 64, **more: Any) -> Policy:
    told = {"kind": "policy", "file_name": "p.md", "url": ""} | more
    return changes.add_policy(app=world.app, sha256=sha256, actor=world[who], at=AT, **told)


def test_policies_are_added_by_officers_testers_and_the_own_operator(world: World) -> None:
    added = [
        _policy(world, who, str(number) * 64) for number, who in enumerate(("beijing:officer", "lab:tester", "operator:representative"))
    ]
    assert list(world.app.policies.order_by("pk")) == added
    assert list(Entry.objects.filter(kind="policy-added").values_list("evidence", flat=True)) == [row.sha256 for row in added]
    for who in ("other-operator:representative", "review:reviewer", "beijing:decider", "store:representative", "complaints:clerk"):
        with pytest.raises(RegistryError):
            _policy(world, who)
    assert Policy.objects.count() == 3


def test_the_newest_text_once_more_is_not_added_but_an_older_one_is_new_again(world: World) -> None:
    first = _policy(world, "beijing:officer")
    assert _policy(world, "beijing:officer") == first
    assert _policy(world, "beijing:officer", kind="sdk-list") != first
    _policy(world, "beijing:officer", "b" * 64)
    assert _policy(world, "beijing:officer") != first
    assert Policy.objects.filter(kind="policy").count() == 3


def test_officers_say_whose_an_app_is(world: World) -> None:
    other = world.bodies["other-operator"]
    app = changes.assign_operator(app=world.app, operator=other, actor=world["beijing:officer"], at=AT)
    assert app.operator == other
    entry = Entry.objects.get(kind="operator-assigned")
    assert entry.data == {"before": world.bodies["operator"].pk, "operator": other.name}
    assert changes.assign_operator(app=app, operator=None, actor=world["ministry:officer"], at=AT).operator is None
    with pytest.raises(RegistryError):
        changes.assign_operator(app=app, operator=world.bodies["store"], actor=world["beijing:officer"], at=AT)
    for who in ("lab:tester", "beijing:decider", "other-operator:representative"):
        with pytest.raises(RegistryError):
            changes.assign_operator(app=app, operator=other, actor=world[who], at=AT)


def test_sheets_are_the_providers_own(world: World) -> None:
    sdk = Sdk.objects.create(pk="push", name="推送")
    fields = {"version": "1.0", "functions": "推送", "personal_data": "设备标识"}
    with pytest.raises(RegistryError):
        changes.hand_in_sheet(sdk=sdk, fields=fields, actor=world["provider:representative"], at=AT)
    with pytest.raises(RegistryError):
        changes.assign_provider(sdk=sdk, provider=world.bodies["operator"], actor=world["beijing:officer"], at=AT)
    with pytest.raises(RegistryError):
        changes.assign_provider(sdk=sdk, provider=world.bodies["provider"], actor=world["provider:representative"], at=AT)
    sdk = changes.assign_provider(sdk=sdk, provider=world.bodies["provider"], actor=world["beijing:officer"], at=AT)
    first = changes.hand_in_sheet(sdk=sdk, fields=fields, actor=world["provider:representative"], at=AT)
    second = changes.hand_in_sheet(sdk=sdk, fields=fields | {"version": "1.1"}, actor=world["provider:representative"], at=AT)
    assert list(sdk.sheets.all()) == [second, first]
    assert list(Entry.objects.filter(subject="sdk:push").values_list("kind", flat=True)) == [
        "provider-assigned",
        "sheet-handed-in",
        "sheet-handed-in",
    ]


def test_a_listing_is_one_per_app_and_store(world: World) -> None:
    def see(who: str, store: str = "store", **more: Any) -> Listing:
        told = {"state": "listed", "version_name": "1.0", "url": "", "seen_on": ON} | more
        return changes.record_listing(app=world.app, store=world.bodies[store], actor=world[who], at=AT, **told)

    first = see("beijing:officer")
    assert see("ministry:officer", state="delisted") == first
    assert Listing.objects.get().state == "delisted"
    assert Entry.objects.filter(kind="listing-recorded").count() == 2
    for who, store in (("lab:tester", "store"), ("store:representative", "store"), ("beijing:officer", "operator")):
        with pytest.raises(RegistryError):
            see(who, store)


def test_versions_without_a_package_are_registered_once_and_only_of_what_has_none(world: World) -> None:
    told: dict[str, Any] = {"name": "/", "source": "微信小程序", "on": ON, "at": AT}
    with pytest.raises(RegistryError):
        changes.register_version(app=world.app, actor=world["beijing:officer"], **told)
    world.app.kind = AppKind.MINI_PROGRAM
    version = changes.register_version(app=world.app, actor=world["beijing:officer"], **told)
    assert (version.package, version.source) == (None, "微信小程序")
    assert changes.register_version(app=world.app, actor=world["operator:representative"], **told) == version
    assert Entry.objects.filter(kind="version-registered").count() == 1
    for who in ("other-operator:representative", "review:reviewer", "beijing:decider"):
        with pytest.raises(RegistryError):
            changes.register_version(app=world.app, actor=world[who], **told)
