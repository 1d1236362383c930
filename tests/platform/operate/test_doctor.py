from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from tests.platform.documents.renamed import write_font
from tests.platform.operate.conftest import command

from mingcha.platform.documents.faces import FACES
from mingcha.platform.files import store
from mingcha.platform.ledger import anchors
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Head
from mingcha.platform.operate import doctor
from mingcha.platform.operate.doctor import Level
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World


def _levels(*, full: bool = True) -> dict[str, tuple[Level, str]]:
    return {look.name.en: (look.level, look.said.en) for look in doctor.examine(Path(settings.HOME), full=full)}


def test_all_is_well_but_for_what_is_wrong(world: World, monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.ALLOWED_HOSTS = True, ["localhost"]
    assert _levels(full=False)["event log"] == (Level.WRONG, f"the anchor file {settings.ANCHORS} is gone")
    first = record(kind="x", subject="x:1", at=timezone.now())
    record(kind="x", subject="x:1", at=timezone.now())
    record(kind="x", subject="x:1", at=timezone.now())
    head = Head.objects.get()
    anchors.drop(first.number, first.hash)
    cut = f"no anchor of entries {head.number - 1}–{head.number}: the file was cut or not written"
    assert _levels(full=False)["event log"] == (Level.WRONG, cut)
    Path(settings.ANCHORS).unlink()
    anchors.drop(head.number, head.hash)
    before = _levels()
    expected = {"database", "database version", "store", "event log", "queue", "clock", "administrators", "disk", "isolation of scans"}
    expected.add("fonts of documents")
    assert set(before) == expected | {"folder and secret key", "sign-in and site"}
    assert [before[name][0] for name in sorted(expected | {"sign-in and site"})] == [Level.GOOD] * 11
    assert before["store"][1] == "1 of 1 files read, hashes agree"
    assert before["event log"][1] == f"{head.number} entries and 1 anchors hold, head {head.hash}"
    assert before["administrators"][1] == "1"

    settings.SECOND_FACTOR_REQUIRED = False
    world["ministry:administrator"].is_active = False
    world["ministry:administrator"].save()
    Unit.objects.create(kind="scan", key="x", state="quarantined", not_before=timezone.now(), enqueued_at=timezone.now())
    record(kind="x", subject="x:1", at=timezone.now() + timedelta(days=1))
    Head.objects.update(hash="1" * 64)
    monkeypatch.setattr("mingcha.platform.store.Store.verify", lambda _store, _sha256: False)
    after = _levels(full=False)
    changed = {name: after[name][0] for name in after if after[name][0] != before[name][0]}
    assert changed == {
        "store": Level.WRONG,
        "event log": Level.WRONG,
        "queue": Level.WARNING,
        "clock": Level.WRONG,
        "administrators": Level.WRONG,
        "sign-in and site": Level.WARNING,
    }


@pytest.mark.django_db
def test_without_a_database_the_rest_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_query: str) -> None:
        raise OperationalError("connection refused\nmore")

    monkeypatch.setattr(doctor, "_ask", fail)
    found = _levels()
    assert found["database"] == (Level.WRONG, "no connection: connection refused")
    assert set(found) == {"folder and secret key", "database", "disk", "isolation of scans", "fonts of documents", "sign-in and site"}


@pytest.mark.django_db
def test_a_sample_of_a_large_store_is_read(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    from mingcha.platform.registry.intake import keep_package  # noqa: PLC0415 - models need the set-up

    monkeypatch.setattr(doctor, "SAMPLE", 2)
    for number in range(3):
        keep_package(store(), io.BytesIO(bytes([number])), file_name="x", actor=None, at=timezone.now())
    assert _levels(full=False)["store"][1] == "2 of 4 files read, hashes agree"
    assert _levels(full=True)["store"][1] == "4 of 4 files read, hashes agree"


def test_the_command_says_what_is_wrong_in_both_languages(home: Path) -> None:
    well = command("doctor", "--home", home)
    assert "正常 good     事件日志 event log: 34条" in well.stdout
    (home / "secret.key").chmod(0o644)
    done = command("doctor", "--home", home, check=False)
    assert done.returncode == 1
    assert "secret.key的权限为644，应为600 / mode of secret.key is not 600" in done.stdout


def test_the_faces_of_documents_that_are_missing_are_told(world: World, settings: SettingsWrapper, tmp_path: Path) -> None:
    assert _levels(full=False)["fonts of documents"] == (Level.GOOD, "MINGCHA_FONTS is not set: Noto stands in")
    settings.DOCUMENT_FONTS = tmp_path
    told = "仿宋_GB2312, 楷体_GB2312, 黑体, 方正小标宋简体, 宋体: missing, Noto stands in"
    assert _levels(full=False)["fonts of documents"] == (Level.WARNING, told)
    for kind, names in FACES.items():
        write_font(pylopdf_fonts_zh_cn.serif_path(), names[0], tmp_path / f"{kind}.otf")
    told = "FangSong_GB2312、KaiTi_GB2312、SimHei、FZXiaoBiaoSong-B05S、SimSun"
    assert _levels(full=False)["fonts of documents"] == (Level.GOOD, told)
    settings.DOCUMENT_FONTS = tmp_path / "gone"
    assert _levels(full=False)["fonts of documents"] == (Level.WRONG, f"no folder {tmp_path / 'gone'}")
