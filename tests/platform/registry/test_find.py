from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.world import ON

from mingcha.platform.registry import find
from mingcha.platform.registry.models import App, Version

if TYPE_CHECKING:
    from tests.platform.world import World

APPS = (("com.example.sky", "天气日历"), ("com.example.skyline", "每日天气"), ("org.sky", "Sky 天"), ("org.other", "com.example"))
# Words, and the apps that have them.
SAID = (("天气", {0, 1}), ("com.example", {0, 1, 3}), ("COM.EXAMPLE.SKY", {0, 1}), ("sky", {2}), ("example.sky", set()), ("地图", set()))


@pytest.fixture(params=[find.FEW, 1, 0], ids=["by key", "one by key", "row by row"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let so many rows be looked up by their keys: how they are found may not change what is."""
    monkeypatch.setattr(find, "FEW", request.param)
    return int(request.param)


def test_versions_of_the_apps_that_words_mean(world: World, few: int) -> None:
    apps = [App.objects.create(package_name=package, name=name) for package, name in APPS]
    for app in apps:
        Version.objects.create(app=app, name="1", code=1, found_on=ON)
    for words, meant in SAID:
        found = Version.objects.filter(find.of_apps("app", words)).exclude(app=world.app)
        assert {apps.index(version.app) for version in found} == meant, words
