from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from tests.platform.world import AT, ON

from mingcha.platform.registry.models import App, Certificate, Listing, Package, Policy, Sdk, SdkSheet, SdkUse, Signature

if TYPE_CHECKING:
    from tests.platform.world import World


def test_what_may_not_be_twice(world: World) -> None:
    store = world.bodies["store"]
    sdk, certificate = Sdk.objects.create(pk="push", name="推送"), Certificate.objects.create(sha256="a" * 64, subject="CN=A")
    rows = [
        lambda: App.objects.create(kind=world.app.kind, package_name=world.app.package_name, name="x"),
        lambda: Listing.objects.create(app=world.app, store=store, seen_on=ON),
        lambda: SdkUse.objects.create(version=world.version, sdk=sdk, confidence=1.0),
        lambda: Signature.objects.create(version=world.version, certificate=certificate, scheme="v2", valid=True),
    ]
    for make in rows[1:]:
        make()
    for make in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_each_row_says_what_it_is(world: World) -> None:
    sdk = Sdk.objects.create(pk="push", name="推送")
    sheet = SdkSheet(sdk=sdk, version="2.0", functions="", personal_data="", submitted_by=world["provider:representative"], submitted_at=AT)
    said = {
        "向日葵": world.app,
        "向日葵 1.0": world.version,
        "sunflower-1.0.apk": world.version.package,
        "推送": sdk,
        "push 2.0": sheet,
        f"push in {world.version.pk}": SdkUse(version=world.version, sdk=sdk, confidence=1.0),
        "向日葵 @ 东方应用商店": Listing(app=world.app, store=world.bodies["store"]),
        "向日葵 p.md": Policy(app=world.app, file_name="p.md"),
        "CN=A": Certificate(sha256="a" * 64, subject="CN=A"),
        "b" * 16: Certificate(sha256="b" * 64),
        "v2 " + "a" * 16: Signature(scheme="v2", certificate_id="a" * 64),
        "f.apk": Package(file_name="f.apk"),
    }
    assert {str(row): words for words, row in said.items()} == {words: words for words in said}
