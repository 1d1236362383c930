from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.world import handed_in, scanned

from mingcha.platform.testing.models import Finding, ReviewState

if TYPE_CHECKING:
    from tests.platform.world import World

    from mingcha.platform.testing.models import Scan


def _shown(world: World, who: str, **asked: object) -> set[int]:
    return {row.pk for row in world.client(who).get("/office/findings/", asked).context["page"].rows}


def test_the_table_is_narrowed_by_every_filter(world: World, example_report: str) -> None:
    scan: Scan = handed_in(example_report, by=world["lab:tester"])
    other = scanned(world.version, "x", by=world["lab:tester"])
    mine = other.findings.get()
    everything = set(Finding.objects.values_list("pk", flat=True))
    assert len(everything) == 34
    assert _shown(world, "lab:tester") == everything
    assert _shown(world, "lab:tester", scan=scan.pk) == everything - {mine.pk}
    for name, value in (("verdict", "violated"), ("rule", "rule-x"), ("scan", other.pk)):
        assert _shown(world, "lab:tester", **{name: value}) == {mine.pk}, name
    sdk = set(scan.findings.filter(owner="umeng_analytics").values_list("pk", flat=True))
    assert sdk
    assert _shown(world, "lab:tester", owner="umeng_analytics") == sdk
    label = set(Finding.objects.filter(label="违规收集个人信息").values_list("pk", flat=True))
    assert _shown(world, "lab:tester", label="违规收集个人信息") == label
    scan.findings.update(review=ReviewState.REJECTED)
    assert _shown(world, "lab:tester", review="open") == {mine.pk}
    for hostile in ("x", "99999999999999999999", "-1", "\u00b2"):
        assert _shown(world, "lab:tester", scan=hostile) == set(), hostile


def test_one_finding_with_its_evidence_as_people_read_it(world: World, example_report: str) -> None:
    scan = handed_in(example_report, by=world["lab:tester"])
    finding = scan.findings.filter(rule="app-collects-at-start", data_type="app_list").get()
    page = world.client("lab:tester").get(f"/office/findings/{finding.pk}/").content.decode()
    for words in (
        "cn.mingcha.example.shop.MainActivity.onResume():30",
        "android.content.pm.PackageManager.getInstalledPackages(int)",
        "将读取软件安装列表的代码移到用户同意隐私政策之后执行",
        "COL-08",
        "164号第1项",
        "软件安装列表",
    ):
        assert words in page, words


def test_markup_of_a_package_is_text(world: World) -> None:
    finding = scanned(world.version, "x", by=world["lab:tester"]).findings.get()
    evil = "<script>alert(1)</script>\u202e"
    place = {"kind": evil, "where": evil, "quote": evil, "path": [evil]}
    told = {"sentence_zh": evil, "remedy_zh": evil, "owner": evil, "label": evil[:20], "evidence": [place], "clauses": [evil]}
    Finding.objects.filter(pk=finding.pk).update(**told)
    for address in (f"/office/findings/{finding.pk}/", "/office/findings/", f"/office/scans/{finding.scan_id}/"):
        page = world.client("lab:tester").get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "&lt;script&gt;alert" in page, address


def test_companies_do_not_see_the_review(world: World) -> None:
    scan = scanned(world.version, "x", by=world["operator:representative"])
    scan.findings.update(review=ReviewState.REJECTED, review_reason="内部意见", reviewed_by=world["review:reviewer"])
    finding = scan.findings.get()
    for address in ("/office/findings/", f"/office/findings/{finding.pk}/", f"/office/scans/{scan.pk}/", "/office/findings/?export=csv"):
        response = world.client("operator:representative").get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined] # a file
        assert response.status_code == 200
        for words in ("内部意见", "不予认定", 'name="review"'):
            assert words not in content.decode(), (address, words)
    assert _shown(world, "operator:representative", review="open") == {finding.pk}  # no such filter for them


def test_others_findings_are_not_there(world: World) -> None:
    finding = scanned(world.version, "x", by=world["lab:tester"]).findings.get()
    for name in ("other-lab:tester", "shanghai:officer", "operator:representative", "review:reviewer"):
        assert world.client(name).get(f"/office/findings/{finding.pk}/").status_code == 404, name
        assert _shown(world, name) == set()
