from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform.casework.play import Play
from tests.platform.world import ON, add_package, scanned

from mingcha.platform.files import store
from mingcha.platform.registry.intake import find_app
from mingcha.platform.registry.models import AppKind, Certificate, Listing, Policy, Signature

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.platform.world import World

    from mingcha.platform.registry.models import Version


def _sign(version: Version, letter: str) -> None:
    certificate, _ = Certificate.objects.get_or_create(sha256=letter * 64, defaults={"subject": f"CN={letter}"})
    Signature.objects.create(version=version, certificate=certificate, scheme="v2", valid=True)


def test_an_app_with_a_changed_certificate_is_warned_of(world: World) -> None:
    _sign(world.version, "a")
    client = world.client("lab:tester")
    address = f"/office/apps/{world.app.pk}/"
    assert "签名证书在版本之间发生变更" not in client.get(address).content.decode()
    _sign(add_package(world, "1.1", b"second"), "b")
    page = client.get(address).content.decode()
    assert "签名证书在版本之间发生变更" in page
    assert "证书变更" in page


def test_scans_and_cases_on_the_page_are_those_the_person_sees(world: World) -> None:
    scan = scanned(world.version, "a", by=world["lab:tester"])
    case = Play(world).case
    address = f"/office/apps/{world.app.pk}/"
    for name, sees_scan, sees_case in (
        ("ministry:officer", True, True),
        ("lab:tester", True, False),
        ("other-lab:tester", False, False),
        ("beijing:officer", False, True),
        ("shanghai:officer", False, False),
        ("operator:representative", False, False),
        ("complaints:clerk", False, False),
    ):
        response = world.client(name).get(address)
        page = response.content.decode()
        assert response.status_code == 200, name
        assert (f"/office/scans/{scan.pk}/" in page) is sees_scan, name
        assert (case.number in page) is sees_case, name


def test_a_store_sees_that_it_lists_the_app_and_no_more(world: World) -> None:
    Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=ON)
    scanned(world.version, "a", by=world["store:representative"])
    page = world.client("store:representative").get(f"/office/apps/{world.app.pk}/").content.decode()
    assert "东方应用商店" in page
    assert "版本与签名" not in page
    assert "隐私政策与SDK清单" not in page
    assert world.client("other-store:representative").get(f"/office/apps/{world.app.pk}/").status_code == 404


def test_the_table_is_narrowed_and_is_ones_own(world: World) -> None:
    other = find_app(package_name="com.example.other", name="牵牛花")
    other.region = "310000"
    other.save()

    def shown(who: str, **asked: str) -> set[int]:
        return {row.pk for row in world.client(who).get("/office/apps/", asked).context["page"].rows}

    both = {world.app.pk, other.pk}
    assert shown("beijing:officer") == both
    for asked in ({"q": "牵牛"}, {"q": "com.example.o"}, {"region": "31"}):
        assert shown("beijing:officer", **asked) == {other.pk}, asked
    assert "上海市" in world.client("beijing:officer").get(f"/office/apps/{other.pk}/").content.decode()
    assert shown("beijing:officer", operator="向日葵科技") == {world.app.pk}
    assert shown("operator:representative") == {world.app.pk}
    assert shown("other-operator:representative") == set()
    assert world.client("provider:representative").get("/office/apps/").status_code == 403


def _policy(world: World, who: str, name: str = "p.md", content: bytes = b"policy", **told: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    response: HttpResponse = world.client(who).post(f"/office/apps/{world.app.pk}/policy/", {"kind": "policy", "file": file} | told)
    return response


def test_a_policy_is_kept_and_given_back_as_a_download(world: World) -> None:
    assert _policy(world, "operator:representative", url="a.example/p").status_code == 302
    policy = Policy.objects.get()
    assert (policy.kind, policy.file_name, policy.url) == ("policy", "p.md", "https://a.example/p")
    assert store().read(policy.sha256) == b"policy"
    response = world.client("lab:tester").get(f"/office/policies/{policy.pk}/")
    assert b"".join(response.streaming_content) == b"policy"  # type: ignore[attr-defined] # a file
    assert response["Content-Disposition"].startswith("attachment;")
    assert world.client("other-operator:representative").get(f"/office/policies/{policy.pk}/").status_code == 404
    assert world.client("store:representative").get(f"/office/policies/{policy.pk}/").status_code == 403


@pytest.mark.parametrize(("name", "content"), [("p.exe", b"x"), ("p", b"x"), ("p.md", b""), ("p.md", b"x" * (21 * 2**20))])
def test_what_is_no_policy_is_refused(world: World, name: str, content: bytes) -> None:
    assert _policy(world, "beijing:officer", name, content).status_code == 422
    assert not Policy.objects.exists()


def test_who_changes_what(world: World) -> None:
    other = world.bodies["other-operator"]
    for name, keeps, assigns in (
        ("beijing:officer", 302, 302),
        ("lab:tester", 302, 403),
        ("operator:representative", 302, 403),
        ("other-operator:representative", 404, 403),
        ("beijing:decider", 403, 403),
        ("review:reviewer", 403, 403),
    ):
        assert _policy(world, name).status_code == keeps, name
        if assigns == 403:
            told = {"operator": other.pk}
            assert world.client(name).post(f"/office/apps/{world.app.pk}/operator/", told).status_code == assigns, name
    world.client("beijing:officer").post(f"/office/apps/{world.app.pk}/operator/", {"operator": other.pk})
    world.app.refresh_from_db()
    assert world.app.operator == other
    assert (
        world.client("beijing:officer").post(f"/office/apps/{world.app.pk}/operator/", {"operator": world.bodies["lab"].pk}).status_code
        == 422
    )


def test_a_version_of_a_mini_program_is_registered_on_its_page(world: World) -> None:
    address, told = f"/office/apps/{world.app.pk}/version/", {"name": "1.0.3", "source": "微信小程序"}
    officer = world.client("beijing:officer")
    assert officer.post(address, told).status_code == 404
    world.app.kind = AppKind.MINI_PROGRAM
    world.app.save()
    assert "登记版本" in officer.get(f"/office/apps/{world.app.pk}/").content.decode()
    assert officer.post(address, {"name": "1.0.3"}).status_code == 422
    assert officer.post(address, told).status_code == 302
    assert world.app.versions.filter(package=None, name="1.0.3", source="微信小程序").count() == 1
    assert "登记整改版本" not in world.client("operator:representative").get(f"/office/cases/{Play(world).case.pk}/").content.decode()
    assert world.client("review:reviewer").post(address, told).status_code == 403
