from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mingcha.platform.files import store
from mingcha.platform.office.pages import upload
from mingcha.platform.registry.models import Package
from mingcha.platform.testing.models import Scan, ScanState

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World

ADDRESS = "/office/upload/"


def _upload(world: World, who: str, *contents: bytes, **more: Any) -> HttpResponse:
    files = [SimpleUploadedFile(f"{number}.apk", content) for number, content in enumerate(contents)]
    response: HttpResponse = world.client(who).post(ADDRESS, {"packages": files, **more})
    return response


def test_several_packages_become_queued_scans(world: World) -> None:
    response = _upload(world, "lab:tester", b"one", b"two", source="某商店")
    assert (response.status_code, response["Location"]) == (302, "/office/scans/")
    scans = Scan.objects.order_by("pk")
    assert [(scan.state, scan.version, scan.app, scan.source) for scan in scans] == [(ScanState.QUEUED, None, None, "某商店")] * 2
    assert [store().read(scan.package_id) for scan in scans] == [b"one", b"two"]


def test_one_package_leads_to_its_scan_and_the_same_once_more_to_the_same(world: World) -> None:
    first = _upload(world, "beijing:officer", b"one")
    scan = Scan.objects.get()
    assert first["Location"] == f"/office/scans/{scan.pk}/"
    assert _upload(world, "beijing:officer", b"one")["Location"] == first["Location"]
    assert Scan.objects.count() == 1


def test_an_operator_chooses_one_of_its_own_apps(world: World) -> None:
    assert _upload(world, "operator:representative", b"one").status_code == 422
    assert _upload(world, "other-operator:representative", b"one", app=world.app.pk).status_code == 422
    assert not Scan.objects.exists()
    assert _upload(world, "operator:representative", b"one", app=world.app.pk).status_code == 302
    assert Scan.objects.get().app == world.app


def test_an_operator_of_very_many_apps_names_one_by_its_package(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MOST_CHOICES", 0)
    name = world.app.package_name
    assert "<select" not in world.client("operator:representative").get(ADDRESS).content.decode()
    assert _upload(world, "operator:representative", b"one").status_code == 422
    assert _upload(world, "other-operator:representative", b"one", package_name=name).status_code == 422
    assert not Scan.objects.exists()
    assert _upload(world, "operator:representative", b"one", package_name=name).status_code == 302
    assert Scan.objects.get().app == world.app


def test_a_package_name_must_be_known(world: World) -> None:
    assert _upload(world, "lab:tester", b"one", package_name="com.no.such").status_code == 422
    assert _upload(world, "lab:tester", b"one", package_name=" com.example.sunflower ").status_code == 302
    assert Scan.objects.get().app == world.app


def test_the_page_of_an_app_fills_the_form_in(world: World) -> None:
    page = world.client("lab:tester").get(ADDRESS, {"app": world.app.pk}).content.decode()
    assert 'value="com.example.sunflower"' in page
    for hostile in ("x", "999999999999999999999", "²"):
        assert world.client("lab:tester").get(ADDRESS, {"app": hostile}).status_code == 200


def test_what_is_too_large_or_too_many_or_nothing_is_refused(world: World, settings: SettingsWrapper) -> None:
    settings.MAX_PACKAGE_BYTES = 3
    number = Package.objects.count()
    assert _upload(world, "lab:tester", b"four").status_code == 422
    assert _upload(world, "lab:tester").status_code == 422
    assert _upload(world, "lab:tester", b"").status_code == 422
    assert _upload(world, "lab:tester", *[b"x"] * 21).status_code == 422
    assert Package.objects.count() == number


def test_a_disk_that_is_full_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mingcha.platform.store.Store.put", full)
    response = _upload(world, "lab:tester", b"one")
    assert response.status_code == 422
    assert "No space left on device" in response.content.decode()


def test_hostile_names_and_bodies_do_no_harm(world: World) -> None:
    client = world.client("lab:tester")
    file = io.BytesIO(b"one")
    file.name = "../../etc/\u202epasswd" + "x" * 400 + ".apk"
    assert client.post(ADDRESS, {"packages": file}).status_code == 302
    name = Package.objects.get(pk=Scan.objects.get().package_id).file_name
    assert len(name) <= 255
    assert "/" not in name
    broken = client.post(
        ADDRESS, b'--x\r\nContent-Disposition: form-data; name="packages"; filename="a"\r\n\r\nabc', "multipart/form-data; boundary=x"
    )
    assert broken.status_code in {302, 400, 422}
    assert client.post(ADDRESS, b"\0" * 100, "multipart/form-data").status_code == 400


@pytest.mark.parametrize(
    "who", ["review:reviewer", "beijing:decider", "store:representative", "provider:representative", "complaints:clerk"]
)
def test_others_do_not_upload(world: World, who: str) -> None:
    assert world.client(who).get(ADDRESS).status_code == 403
    assert _upload(world, who, b"one").status_code == 403
    assert not Scan.objects.exists()
