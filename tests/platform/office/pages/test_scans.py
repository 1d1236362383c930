from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.casework.play import COMPANY, OFFICER, TESTER, Play
from tests.platform.world import AT, add_package, handed_in, scanned

from mingcha.platform.testing.models import Scan, ScanState, Test
from mingcha.platform.testing.scans import request_scan, unit_of
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from tests.platform.world import World


def test_the_table_finds_by_name_package_file_and_hash(world: World) -> None:
    scan = scanned(world.version, "a", by=world["lab:tester"])
    client = world.client("lab:tester")
    for words in ("向日", "com.example.sun", "com.example.sunflower-1", scan.package_id.upper()):
        assert f"/office/scans/{scan.pk}/" in client.get("/office/scans/", {"q": words}).content.decode(), words
    for asked in ({"q": "牵牛"}, {"state": "failed"}, {"since": "2026-03-03"}):
        assert f"/office/scans/{scan.pk}/" not in client.get("/office/scans/", asked).content.decode(), asked
    assert f"/office/scans/{scan.pk}/" in client.get("/office/scans/", {"since": "0001-01-01", "until": "9999-12-31"}).content.decode()


def test_a_scan_under_way_shows_how_far_it_is_and_asks_again(world: World) -> None:
    scan = request_scan(version=world.version, requested_by=world["lab:tester"], at=AT)
    Unit.objects.filter(key=f"scan:{scan.pk}").update(percent=42, progress_zh="读取安装包", progress_en="reading", attempts=2)
    client = world.client("lab:tester")
    for address in (f"/office/scans/{scan.pk}/", f"/office/scans/{scan.pk}/progress/"):
        response = client.get(address)
        page = response.content.decode()
        assert f'hx-get="/office/scans/{scan.pk}/progress/"' in page
        assert 'value="42"' in page
        assert "读取安装包" in page
        assert f'action="/office/scans/{scan.pk}/cancel/"' in page
        assert "HX-Refresh" not in response
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.DONE)
    over = client.get(f"/office/scans/{scan.pk}/progress/")
    assert over["HX-Refresh"] == "true"
    assert "hx-get" not in over.content.decode()


def test_a_done_scan_shows_findings_clauses_coverage_sdks_and_certificates(world: World, example_report: str) -> None:
    scan = handed_in(example_report, by=world["lab:tester"])
    page = world.client("lab:tester").get(f"/office/scans/{scan.pk}/").content.decode()
    for words in (
        "明察示例商城 1.2.0",
        "代码显示本APP在启动流程中、未见同意判断的情况下可读取软件安装列表。",
        "164号第1项",
        '隐私政策</td><td><span class="badge badge-mute">',
        "/office/sdks/umeng_analytics/",
        "调试证书",
        "a2550439065823829dfdc7c02a51503dfd29639675771a697a9542cccd621b3d",
        f"/office/scans/{scan.pk}/report.html",
    ):
        assert words in page, words
    english = world.client("lab:tester")
    english.cookies["mingcha_language"] = "en"
    page = english.get(f"/office/scans/{scan.pk}/").content.decode()
    assert "The code shows that the app can read installed application list" in page
    assert "not given" in page
    Scan.objects.update(clauses=[], coverage=[])
    page = world.client("lab:tester").get(f"/office/scans/{scan.pk}/").content.decode()
    assert ("各条款结论" in page, "检测范围" in page) == (False, False)


def test_a_failed_scan_says_why(world: World) -> None:
    scan = scanned(world.version, by=world["lab:tester"])
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.FAILED, why="不是安装包 / no package", version=None, app=None)
    page = world.client("lab:tester").get(f"/office/scans/{scan.pk}/").content.decode()
    assert "不是安装包" in page
    assert "no package" not in page
    assert "com.example.sunflower-1.0.apk" in page
    assert f'action="/office/scans/{scan.pk}/again/"' in page


def test_the_package_of_a_scan_is_taken_out_by_who_sees_the_scan(world: World) -> None:
    scan = handed_in("{}", by=world["lab:tester"], content=b"<script>alert(1)</script>")
    response = world.client("lab:tester").get(f"/office/scans/{scan.pk}/package/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined] # a file
    assert response["Content-Disposition"] == 'attachment; filename="upload.apk"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert f'href="/office/scans/{scan.pk}/package/"' in world.client("lab:tester").get(f"/office/scans/{scan.pk}/").content.decode()
    for name in ("other-lab:tester", "beijing:officer", "operator:representative"):
        assert world.client(name).get(f"/office/scans/{scan.pk}/package/").status_code == 404, name


def test_a_scan_leads_to_the_open_cases_on_its_app_and_a_company_to_its_answer(world: World) -> None:
    play = Play(world)
    play.order()
    assert play.case.test is not None
    scans = {COMPANY: scanned(world.version, by=world[COMPANY]).pk, OFFICER: play.case.test.scan_id}
    case = f"/office/cases/{play.case.pk}/"
    for who, shown in ((COMPANY, [True, True]), (OFFICER, [True, False])):
        page = world.client(who).get(f"/office/scans/{scans[who]}/").content.decode()
        assert [f'href="{address}"' in page for address in (case, f"{case}answer/")] == shown, who


def test_cancel_and_scan_again(world: World) -> None:
    scan = request_scan(version=world.version, requested_by=world["lab:tester"], at=AT)
    client = world.client("lab:tester")
    assert client.post(f"/office/scans/{scan.pk}/again/").status_code == 404
    assert client.get(f"/office/scans/{scan.pk}/cancel/").status_code == 405
    assert client.post(f"/office/scans/{scan.pk}/cancel/").status_code == 302
    scan.refresh_from_db()
    assert scan.state == ScanState.CANCELLED
    assert "已经结束" in client.post(f"/office/scans/{scan.pk}/cancel/", follow=True).content.decode()
    response = client.post(f"/office/scans/{scan.pk}/again/")
    newest = Scan.objects.latest("pk")
    assert newest != scan
    assert response["Location"] == f"/office/scans/{newest.pk}/"
    assert unit_of(newest) is not None


def test_a_company_may_not_touch_a_scan_on_which_a_test_rests(world: World) -> None:
    scan = request_scan(version=world.version, requested_by=world["operator:representative"], at=AT)
    client = world.client("operator:representative")
    Test.objects.create(version=world.version, lab=world.bodies["lab"], scan=scan, assigned_at=AT)
    assert client.post(f"/office/scans/{scan.pk}/cancel/").status_code == 404
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.DONE)
    page = client.get(f"/office/scans/{scan.pk}/").content.decode()
    assert "/again/" not in page
    assert "/office/tests/" not in page


def test_the_difference_from_the_version_before_and_from_any_other(world: World) -> None:
    scans = [scanned(world.version, "a", "b", by=world["lab:tester"])]
    for name, keys in (("1.1", "bc"), ("1.2", "cd")):
        scans.append(scanned(add_package(world, name, name.encode()), *keys, by=world["lab:tester"]))
    client = world.client("lab:tester")

    def difference(**asked: object) -> tuple[list[str], list[str], list[str]]:
        found = client.get(f"/office/scans/{scans[2].pk}/difference/", asked).context["difference"]
        return tuple([each.fingerprint for each in part] for part in (found.new, found.left, found.gone))  # type: ignore[return-value] # three

    assert difference() == (["d"], ["c"], ["b"])
    assert difference(**{"with": scans[0].pk}) == (["c", "d"], [], ["a", "b"])
    first = client.get(f"/office/scans/{scans[0].pk}/difference/")
    assert (first.status_code, first.context["difference"]) == (200, None)
    for asked in ("x", "0", scans[2].pk, 10**30):
        assert client.get(f"/office/scans/{scans[2].pk}/difference/", {"with": asked}).status_code == 404, asked
    foreign = scanned(world.version, "z", by=world["other-lab:tester"])
    assert client.get(f"/office/scans/{scans[2].pk}/difference/", {"with": foreign.pk}).status_code == 404


def test_others_scans_are_not_there(world: World) -> None:
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    assert play.case.test is not None
    scan = play.case.test.scan
    assert scan is not None
    allowed = {"ministry", "beijing", "lab"}
    for name in world.people:
        body, _, role = name.partition(":")
        client = world.client(name)
        expected = {200} if body in allowed and role != "administrator" else {403, 404}
        for part in ("", "progress/"):
            assert client.get(f"/office/scans/{scan.pk}/{part}").status_code in expected, name
        if 200 not in expected:
            assert client.post(f"/office/scans/{scan.pk}/cancel/").status_code in expected, name
    scan.refresh_from_db()
    assert scan.state == ScanState.QUEUED
