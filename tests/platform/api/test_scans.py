from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.world import AT, add_package, scanned

from mingcha.platform.api.scans import Whole
from mingcha.platform.files import store
from mingcha.platform.registry.models import Package
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.api.conftest import Program
    from tests.platform.world import World

CONTENT = b"PK\x03\x04 not really a package"
NAME = "/scans?file_name=a.apk"


def test_a_package_goes_to_the_store_and_a_scan_is_queued(world: World, program: Callable[..., Program]) -> None:
    client = program("lab:tester")
    response = client.send(f"{NAME}&source=某商店", CONTENT)
    told = response.json()
    assert (response.status_code, told["state"], told["package"]) == (202, "queued", hashlib.sha256(CONTENT).hexdigest())
    assert (store().read(told["package"]), Package.objects.get(pk=told["package"]).size) == (CONTENT, len(CONTENT))
    scan = Scan.objects.get(pk=told["id"])
    assert (scan.requested_by, scan.source, scan.app) == (world["lab:tester"], "某商店", None)
    Unit.objects.filter(key=f"scan:{scan.pk}").update(percent=40, progress_zh="读取", progress_en="reading")
    told = client.get(f"/scans/{scan.pk}").json()
    assert (told["percent"], told["progress"], told["findings"]) == (40, {"zh": "读取", "en": "reading"}, None)


def test_the_same_upload_is_one_scan(program: Callable[..., Program]) -> None:
    client = program("lab:tester")
    first, second = (client.send(NAME, CONTENT, key="k").json() for _ in range(2))
    Scan.objects.update(state=ScanState.DONE)
    third = client.send(NAME, CONTENT, key="k").json()
    assert (first["id"], second["id"], third["id"], Scan.objects.count()) == (first["id"],) * 3 + (1,)
    assert client.send(NAME, CONTENT + b"x", key="k").status_code == 422
    assert client.send(NAME, CONTENT).json()["id"] != first["id"]


def test_an_operator_hands_in_versions_of_its_own_apps(world: World, program: Callable[..., Program]) -> None:
    own, other = program("operator:representative"), program("other-operator:representative")
    assert [own.send(f"{NAME}&app={world.app.pk}", CONTENT).status_code, own.send(NAME, CONTENT).status_code] == [202, 422]
    assert other.send(f"{NAME}&app={world.app.pk}", CONTENT).status_code == 404
    assert Scan.objects.get().app == world.app


def test_an_app_is_named_by_its_package(world: World, program: Callable[..., Program]) -> None:
    name, said = world.app.package_name, []
    for who, package in (("operator", name), ("operator", "com.example.none"), ("operator", ""), ("other-operator", name)):
        answer = program(f"{who}:representative").send(f"{NAME}&package_name={package}", CONTENT)
        said.append((answer.status_code, [(error["field"], error["zh"]) for error in answer.json().get("errors", ())]))
    unknown = (422, [("package_name", "没有登记此包名。")])
    assert said == [(202, []), unknown, (422, [("package_name", "请指明应用的包名。")]), unknown]
    assert Scan.objects.get().app == world.app


@pytest.mark.parametrize(
    "name", ["ministry:decider", "review:reviewer", "store:representative", "complaints:clerk", "ministry:administrator"]
)
def test_others_hand_nothing_in(program: Callable[..., Program], name: str) -> None:
    assert (program(name).send(NAME, CONTENT).status_code, Scan.objects.count()) == (403, 0)


def test_what_is_empty_nameless_or_too_large_is_refused(program: Callable[..., Program], settings: SettingsWrapper) -> None:
    client = program("lab:tester")
    settings.MAX_PACKAGE_BYTES = 10
    assert [client.send(NAME, b"").status_code, client.send("/scans", b"x").status_code, client.send(NAME, b"x" * 11).status_code] == [
        411,
        422,
        413,
    ]
    assert client.send(NAME, b"x" * 10).status_code == 202


def test_content_that_ends_early_fails() -> None:
    class Request:
        def __init__(self, content: bytes) -> None:
            self._stream = io.BytesIO(content)

        def read(self, size: int) -> bytes:
            return self._stream.read(size)

    whole = Whole(Request(b"abcdef"), 4)  # type: ignore[arg-type] # all that is used of a request
    assert [whole.read(3), whole.read(3), whole.read(3)] == [b"abc", b"d", b""]
    short = Whole(Request(b"abc"), 4)  # type: ignore[arg-type] # as above
    assert short.read(3) == b"abc"
    with pytest.raises(OSError, match="ended early"):
        short.read(3)


def test_scans_are_seen_by_those_who_may(world: World, program: Callable[..., Program]) -> None:
    scan = scanned(world.version, "imei", by=world["lab:tester"])
    seen = {
        name: [item["id"] for item in program(name).get("/scans").json()["items"]]
        for name in ("lab:tester", "ministry:officer", "other-lab:tester", "operator:representative")
    }
    assert seen == {"lab:tester": [scan.pk], "ministry:officer": [scan.pk], "other-lab:tester": [], "operator:representative": []}
    client = program("lab:tester")
    counts = [
        len(client.get("/scans", **asked).json()["items"])
        for asked in ({"state": "done"}, {"state": "queued"}, {"package": scan.package_id}, {"package": "0" * 64})
    ]
    assert (counts, client.get("/scans", package="x").status_code) == ([1, 0, 1, 0], 422)
    assert program("other-lab:tester").get(f"/scans/{scan.pk}").status_code == 404


def test_findings_come_page_by_page_in_the_order_of_the_report(world: World, program: Callable[..., Program]) -> None:
    scan = scanned(world.version, "a", "b", "c", by=world["lab:tester"])
    client = program("lab:tester")
    first = client.get(f"/scans/{scan.pk}/findings", limit=2).json()
    second = client.get(f"/scans/{scan.pk}/findings", limit=2, after=first["next"]).json()
    assert [item["fingerprint"] for item in first["items"] + second["items"]] == ["a", "b", "c"]
    assert (first["items"][0]["sentence"]["en"], first["items"][0]["review"], second["next"]) == (
        "collects a without consent",
        "open",
        None,
    )
    assert client.get(f"/scans/{scan.pk}/findings", verdict="suspected").json()["items"] == []
    assert program("other-lab:tester").get(f"/scans/{scan.pk}/findings").status_code == 404


def test_a_company_is_not_told_of_the_review(world: World, program: Callable[..., Program]) -> None:
    scan = scanned(world.version, "a", by=world["operator:representative"])
    told = program("operator:representative").get(f"/scans/{scan.pk}/findings").json()
    assert [item["review"] for item in told["items"]] == [None]


def test_the_report_comes_as_it_was_stored(world: World, program: Callable[..., Program]) -> None:
    scan, client = scanned(world.version, "a", by=world["lab:tester"]), program("lab:tester")
    assert client.get(f"/scans/{scan.pk}/report").status_code == 404
    scan.report = store().put(io.BytesIO(b'{"findings": []}'))
    scan.save()
    response = client.get(f"/scans/{scan.pk}/report")
    assert (b"".join(response.streaming_content), response["Content-Type"]) == (b'{"findings": []}', "application/json")
    assert program("other-lab:tester").get(f"/scans/{scan.pk}/report").status_code == 404


def test_a_scan_under_way_is_cancelled_once(world: World, program: Callable[..., Program]) -> None:
    client = program("lab:tester")
    pk = client.send(NAME, add_package(world, "2.0", b"second").package_id.encode()).json()["id"]
    first, second = (client.post(f"/scans/{pk}/cancel") for _ in range(2))
    assert (first.status_code, first.json()["state"], second.status_code) == (200, "cancelled", 409)
    assert Scan.objects.get(pk=pk).requested_at > AT
