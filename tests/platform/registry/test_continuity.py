from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.world import add_package

from mingcha.platform.registry.continuity import Continuity, continuity
from mingcha.platform.registry.models import Certificate, Signature, Version

if TYPE_CHECKING:
    from tests.platform.world import World


def test_each_version_is_held_against_the_one_before_it_that_was_read(world: World) -> None:
    signers: dict[str, dict[str, bool]] = {
        "1.1": {"a": True},
        "1.2": {},  # not scanned
        "1.3": {"a": True, "b": True},  # a signer was added
        "1.4": {"b": True, "c": False},  # an invalid signature counts for nothing
        "1.5": {"c": True},
        "1.6": {"c": True},
        "1.7": {"a": False},
    }
    for name, certificates in signers.items():
        version = add_package(world, name, name.encode())
        for letter, valid in certificates.items():
            certificate, _ = Certificate.objects.get_or_create(sha256=letter * 64, defaults={"subject": f"CN={letter}"})
            Signature.objects.create(version=version, certificate=certificate, scheme="v2", valid=valid)
    versions = Version.objects.filter(app=world.app).order_by("-code").prefetch_related("signatures__certificate")
    found = continuity(versions)
    assert [each.version.name for each in found] == ["1.7", "1.6", "1.5", "1.4", "1.3", "1.2", "1.1", "1.0"]
    assert [each.continuity for each in found] == [
        Continuity.UNKNOWN,
        Continuity.SAME,
        Continuity.CHANGED,
        Continuity.SAME,
        Continuity.SAME,
        Continuity.UNKNOWN,
        Continuity.FIRST,
        Continuity.UNKNOWN,
    ]
    assert [[each.sha256[0] for each in signed.certificates] for signed in found] == [[], ["c"], ["c"], ["b"], ["a", "b"], [], ["a"], []]
