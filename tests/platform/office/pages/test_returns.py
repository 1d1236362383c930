from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform.casework.play import OFFICER

from mingcha.platform.casework.leads import MOST_AT_ONCE
from mingcha.platform.casework.models import Lead, LeadSource
from mingcha.platform.casework.todo import missing_returns
from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.platform.world import World

LIST = """应用名称,包名,版本,来源
向日葵,com.example.sunflower,1.0,商店
牵牛花,,2.0,
,com.example.third,,
向日葵,com.example.sunflower,1.1,
""".encode()


def _enter(world: World, content: bytes = LIST, *, who: str = OFFICER, source: str = LeadSource.MONTHLY) -> HttpResponse:
    file = SimpleUploadedFile("三月.csv", content)
    response: HttpResponse = world.client(who).post(
        "/office/leads/list/", {"source": source, "text": "首次启动即收集", "file": file}, follow=True
    )
    return response


def test_a_monthly_return_comes_from_a_list(world: World) -> None:
    page = _enter(world).content.decode()
    assert "已登记3条线索，1个本月已登记" in page
    leads = Lead.objects.order_by("pk")
    assert [(each.name, each.package_name, each.version, each.where) for each in leads] == [
        ("向日葵", "com.example.sunflower", "1.0", "商店"),
        ("牵牛花", "", "2.0", ""),
        ("com.example.third", "com.example.third", "", ""),
    ]
    beijing = world.bodies["beijing"]
    assert {(each.source, each.text, each.body, each.bureau) for each in leads} == {("monthly", "首次启动即收集", beijing, beijing)}
    assert Entry.objects.filter(kind="lead", actor=world[OFFICER]).count() == 3
    assert missing_returns(world["ministry:officer"], leads[0].received_on) == [world.bodies["shanghai"].name]


def test_the_same_list_again_enters_nothing_and_another_source_does(world: World) -> None:
    _enter(world)
    assert "已登记0条线索，4个本月已登记" in _enter(world).content.decode()
    assert "已登记3条线索" in _enter(world, source=LeadSource.SAMPLING).content.decode()
    assert "已登记3条线索" in _enter(world, who="shanghai:officer").content.decode()
    assert Lead.objects.count() == 9


def test_long_cells_are_cut_to_what_a_lead_holds(world: World) -> None:
    line = ",".join(("名" * 300, "com." + "x" * 300, "9" * 150, "店" * 150))
    content = f"应用名称,包名,版本,来源\n{line}\n".encode()
    assert "已登记1条线索" in _enter(world, content).content.decode()
    lead = Lead.objects.get()
    assert (lead.name, lead.package_name, lead.version, lead.where) == ("名" * 200, "com." + "x" * 251, "9" * 100, "店" * 120)
    assert "已登记0条线索，1个本月已登记" in _enter(world, content).content.decode()


def test_what_is_no_list_or_too_long_enters_nothing(world: World) -> None:
    long = "包名\n" + "".join(f"com.example.a{number}\n" for number in range(MOST_AT_ONCE + 1))
    for content, said in ((b"\0\1", ""), (long.encode(), f"超过{MOST_AT_ONCE}行"), (b"", "")):
        response = _enter(world, content)
        assert response.status_code == 422
        assert said in response.content.decode()
    assert _enter(world, source=LeadSource.COMPLAINT).status_code == 422
    assert not Lead.objects.exists()


def test_officers_of_authorities_alone_are_offered_it(world: World) -> None:
    for who, offered in ((OFFICER, True), ("ministry:officer", True), ("beijing:decider", False), ("complaints:clerk", False)):
        client = world.client(who)
        assert (client.get("/office/leads/list/").status_code == 200) is offered, who
        assert ("/office/leads/list/" in client.get("/office/leads/").content.decode()) is offered, who
