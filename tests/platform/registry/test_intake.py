from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from tests.platform.world import AT, ON

from mingcha.platform.files import store
from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry.intake import add_version, find_app, keep_package
from mingcha.platform.registry.models import App, AppKind, Package
from mingcha.platform.store import TooLarge

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World


def test_the_same_bytes_are_kept_once_and_logged_once(world: World) -> None:
    first = keep_package(store(), io.BytesIO(b"bytes"), file_name="a.apk", actor=world["lab:tester"], at=AT)
    again = keep_package(store(), io.BytesIO(b"bytes"), file_name="b.apk", actor=world["beijing:officer"], at=AT)
    assert again == first
    assert (again.file_name, again.size) == ("a.apk", 5)
    assert store().read(first.sha256) == b"bytes"
    assert Entry.objects.filter(kind="package-kept", subject=f"package:{first.sha256}").count() == 1


def test_a_package_that_is_too_large_leaves_nothing(world: World, settings: SettingsWrapper) -> None:
    settings.MAX_PACKAGE_BYTES = 4
    number = Package.objects.count()
    with pytest.raises(TooLarge):
        keep_package(store(), io.BytesIO(b"12345"), file_name="a.apk", actor=None, at=AT)
    assert Package.objects.count() == number


def test_an_app_is_one_by_form_and_package_name(world: World) -> None:
    assert find_app(package_name="com.example.sunflower", name="另名") == world.app
    other = find_app(package_name="com.example.sunflower", name="", kind=AppKind.HARMONY)
    assert other != world.app
    assert other.name == "com.example.sunflower"
    assert App.objects.count() == 2


def test_a_version_is_one_by_name_code_and_package(world: World) -> None:
    version = world.version
    again = add_version(app=world.app, name=version.name, code=version.code, package=version.package, source="他处", on=ON)
    assert again == version
    assert again.source == "东方应用商店"
    assert add_version(app=world.app, name=version.name, code=99, package=version.package, on=ON) != version
