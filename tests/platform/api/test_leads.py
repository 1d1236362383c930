from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.world import AT, ON

from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import Lead

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.platform.api.conftest import Program
    from tests.platform.world import World


@pytest.fixture
def filed(world: World) -> list[Lead]:
    told = (("complaint", "complaints", "beijing"), ("monthly", "beijing", "beijing"), ("monthly", "shanghai", "shanghai"))
    return [
        file_lead(
            source=source, name=f"应用{number}", body=world.bodies[body], bureau=world.bodies[bureau], at=AT, on=ON, contact="13800000000"
        )
        for number, (source, body, bureau) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("name", "asked", "seen"),
    [
        ("beijing:officer", {}, [1, 0]),
        ("beijing:officer", {"source": "complaint"}, [0]),
        ("beijing:officer", {"state": "accepted"}, []),
        ("shanghai:officer", {}, [2]),
        ("ministry:auditor", {}, [2, 1, 0]),
        ("complaints:clerk", {}, [0]),
        ("operator:representative", {}, []),
        ("ministry:administrator", {}, []),
    ],
)
def test_a_program_sees_the_leads_of_its_user(
    program: Callable[..., Program], filed: list[Lead], name: str, asked: dict[str, str], seen: list[int]
) -> None:
    found = program(name).get("/leads", **asked).json()
    assert ([item["name"] for item in found["items"]], found["next"]) == ([f"应用{number}" for number in seen], None)


def test_a_lead_is_told_without_who_complained(program: Callable[..., Program], filed: list[Lead]) -> None:
    response = program("complaints:clerk").get(f"/leads/{filed[0].pk}")
    told = response.json()
    assert (told["number"], told["due_on"], told["case"], told["state"]) == (filed[0].number, "2026-03-17", None, "new")
    assert "13800000000" not in response.content.decode()
    assert program("shanghai:officer").get(f"/leads/{filed[0].pk}").status_code == 404


def test_an_authority_enters_a_lead_for_itself(world: World, program: Callable[..., Program]) -> None:
    told = program("beijing:officer").post("/leads", {"source": "patrol", "name": "向日葵", "package_name": "com.example"}).json()
    lead = Lead.objects.get(number=told["number"])
    assert (lead.body, lead.bureau, lead.source, lead.package_name) == (*[world.bodies["beijing"]] * 2, "patrol", "com.example")


def test_a_store_says_which_authority(world: World, program: Callable[..., Program]) -> None:
    client, said = program("store:representative"), {"source": "store", "name": "向日葵"}
    assert [error["field"] for error in client.post("/leads", said).json()["errors"]] == ["bureau"]
    told = client.post("/leads", said | {"authority": world.bodies["shanghai"].pk})
    assert (told.status_code, told.json()["authority"]["name"]) == (201, "上海市通信管理局")


def test_what_the_page_refuses_the_api_refuses(program: Callable[..., Program]) -> None:
    for name, said in (
        ("beijing:officer", {"source": "complaint", "name": "x"}),
        ("beijing:officer", {"source": "monthly", "name": ""}),
        ("beijing:officer", {"source": "monthly"}),
    ):
        assert program(name).post("/leads", said).status_code == 422
    for name in ("beijing:decider", "lab:tester", "operator:representative", "ministry:administrator"):
        assert program(name).post("/leads", {"source": "monthly", "name": "x"}).status_code == 403
    assert Lead.objects.count() == 0
