from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform.world import add_package

from mingcha.platform.testing.models import Batch, Scan
from mingcha.platform.testing.sheets import template

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.platform.world import World

LIST = "序号,应用名称,包名,版本,来源\n1,向日葵,com.example.sunflower,,商店\n2,甲,com.no.such,,\n3,向日葵,com.example.sunflower,7,\n".encode(
    "gb18030"
)


def _hand_in(world: World, who: str = "lab:tester", content: bytes = LIST, name: str = "a.csv") -> HttpResponse:
    response: HttpResponse = world.client(who).post("/office/batches/new/", {"name": "三月", "file": SimpleUploadedFile(name, content)})
    return response


def test_from_a_list_to_scans(world: World) -> None:
    response = _hand_in(world)
    batch, scan = Batch.objects.get(), Scan.objects.get()
    assert response["Location"] == f"/office/batches/{batch.pk}/"
    client = world.client("lab:tester")
    page = client.get(response["Location"]).content.decode()
    assert f'href="/office/scans/{scan.pk}/"' in page
    assert "没有登记此应用，请上传安装包。" in page
    assert 'href=""' not in page
    assert f'<a href="/office/batches/">批量检测</a> / #{batch.pk}</p>' in page
    for asked, numbers in (({}, [1, 2, 3]), ({"state": "problem"}, [2, 3]), ({"state": "queued"}, [1]), ({"q": "com.no"}, [2])):
        assert [row.number for row in client.get(response["Location"], asked).context["page"].rows] == numbers, asked
    add_package(world, "7", b"seventh")
    matched = client.post(f"/office/batches/{batch.pk}/match/", follow=True)
    assert "新匹配1款" in matched.content.decode()
    listed = client.get(f"/office/batches/{batch.pk}/", {"export": "csv"})
    assert "没有登记此应用" in b"".join(listed.streaming_content).decode()  # type: ignore[attr-defined] # a file
    assert [row.number for row in client.get("/office/batches/").context["page"].rows] == [3]


def test_what_is_no_list_is_told_in_the_form(world: World) -> None:
    for content, name in (
        (b"\0\1\2", "a.csv"),
        (b"PK\x03\x04", "a.xlsx"),
        (b"x" * (6 * 2**20), "a.csv"),
        (template("xlsx"), "t.xlsx"),
        (b"", "a.csv"),
    ):
        response = _hand_in(world, content=content, name=name)
        assert response.status_code == 422, name
        assert 'role="alert"' in response.content.decode()
    assert not Batch.objects.exists()


def test_the_template_can_be_filled_in(world: World) -> None:
    client = world.client("lab:tester")
    page = client.get("/office/batches/new/").content.decode()
    for form in ("csv", "xlsx"):
        address = f"/office/batches/template.{form}"
        assert address in page
        response = client.get(address)
        assert response["Content-Disposition"].startswith("attachment;")
        assert len(response.content) > 20
    assert client.get("/office/batches/template.exe").status_code == 404


def test_batches_are_the_bodys_own(world: World) -> None:
    _hand_in(world)
    batch = Batch.objects.get()
    for name, status in (
        ("lab:tester", 200),
        ("ministry:officer", 200),
        ("other-lab:tester", 404),
        ("beijing:officer", 404),
        ("review:reviewer", 403),
        ("operator:representative", 403),
    ):
        assert world.client(name).get(f"/office/batches/{batch.pk}/").status_code == status, name
    assert world.client("ministry:officer").post(f"/office/batches/{batch.pk}/match/").status_code == 404
    for name in ("beijing:decider", "review:reviewer", "operator:representative"):
        assert _hand_in(world, name).status_code == 403
    assert Batch.objects.count() == 1
