"""What the policy declares beside what the code reads, for every state that a party can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingcha.model import Access, Disclosure, Package, PolicyFile, PolicySdk, PolicyView, Report, SdkFound, StartState, Text, ToldType, Tool
from mingcha.reports import policy_matrix
from mingcha.reports.names import Names
from mingcha.reports.policy_marks import mark_all
from mingcha.reports.policy_matrix import Declared, Subject, parties

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


def read(data_type: str, owner: str = "app", state: StartState = StartState.USER_ACTION) -> Access:
    return Access(data_type, None, "La;->b()V", "Lx;->y()V", owner, state, ())


def says(data_type: str, polarity: str = "yes", handler: str = "self", practice: str = "collect", **more: str) -> Disclosure:
    return Disclosure(data_type, practice, handler, "q", 0, 1, polarity=polarity, file="p", **more)


def build(
    catalogue: Catalogue,
    accesses: tuple[Access, ...],
    *items: Disclosure,
    sdks: tuple[PolicySdk, ...] = (),
    told: tuple[ToldType, ...] = (),
) -> dict[str, Subject]:
    spread = [
        Disclosure(x.data_type, x.practice, x.handler, x.quote, n, n + 1, x.recipient, polarity=x.polarity, hedge=x.hedge, file="p")
        for n, x in enumerate(items)
    ]
    report = Report(
        Tool("1", "r", "c"),
        Package("00", 1, "apk", "a.apk"),
        sdks=(SdkFound("getui", Text("个推", "Getui"), None, 1.0, ()),),
        accesses=accesses,
        policy=PolicyView(
            found=True, files=(PolicyFile("p", "00", "text", 50, "字" * 50),), disclosures=tuple(spread), sdks=sdks, told=told
        ),
    )
    return {subject.term: subject for subject in policy_matrix.build(report, mark_all(report.policy, 100), Names(catalogue), catalogue)}


@pytest.mark.parametrize(
    ("items", "state", "marks"),
    [
        ([says("imei")], Declared.YES, (1,)),
        ([says("imei", "conditional"), says("imei")], Declared.YES, (1, 2)),
        ([says("imei", practice="share")], Declared.YES, (1,)),
        ([says("imei", "no")], Declared.DENIED, (1,)),
        ([says("imei", "no", practice="share")], Declared.NONE, ()),
        ([says("imei", "no-with-exception")], Declared.EXCEPTION, (1,)),
        ([says("imei"), says("imei", "no")], Declared.BOTH, (1, 2)),
        ([says("device_info")], Declared.GENERAL, (1,)),
        ([says("personal_info")], Declared.NONE, ()),
        ([says("imei", handler="sdk:getui")], Declared.OTHER, (1,)),
        ([says("imei", hedge="method")], Declared.NONE, ()),
        ([], Declared.NONE, ()),
    ],
)
def test_states_of_the_app(catalogue: Catalogue, items: list[Disclosure], state: Declared, marks: tuple[int, ...]) -> None:
    row = build(catalogue, (read("imei"),), *items)["imei"].rows[0]
    assert (row.party, row.declared, row.marks, row.sites, row.needs_a_look) == ("app", state, marks, 1, state is not Declared.YES)


def test_an_sdk_is_declared_by_its_id_its_printed_name_or_its_row(catalogue: Catalogue) -> None:
    accesses = (read("imei", "getui", StartState.AT_START), read("imei", "getui"), read("imei", "oss:okhttp"))
    listed = PolicySdk("个推推送", "getui", data_types=("oaid",))
    found = build(catalogue, accesses, says("imei", handler="sdk:个推推送"), sdks=(listed,))
    app, sdk = found["imei"].rows
    assert (app.declared, app.sites) == (Declared.OTHER, 1)
    assert (sdk.party, sdk.declared, sdk.sites, sdk.at_start) == ("getui", Declared.YES, 2, 1)
    assert [(row.party, row.declared, row.marks) for row in found["oaid"].rows] == [
        ("app", Declared.OTHER, ()),
        ("getui", Declared.YES, ()),
    ]


def test_parties_that_are_not_in_the_package_are_named_aside(catalogue: Catalogue) -> None:
    found = build(catalogue, (), says("imei", handler="sdk:jpush"), says("imei", handler="third-party"), says("imei", handler="sdk:某某"))
    assert found["imei"].others == ("jpush", "某某")
    assert [row.party for row in found["imei"].rows] == ["app"]
    assert not found["imei"].is_seen


def test_a_data_type_of_code_meets_the_term_of_policies(catalogue: Catalogue) -> None:
    found = build(catalogue, (read("precise_location"),), says("location"))
    terms = {term for term, subject in found.items() if subject.is_seen}
    assert terms == {catalogue.data_types["precise_location"].policy_term}
    (term,) = terms
    assert found[term].rows[0].declared in (Declared.YES, Declared.GENERAL)


def test_the_state_that_rules_rest_on_stands(catalogue: Catalogue) -> None:
    accesses = (read("imei"), read("imei", "oss:okhttp"), read("imei", "getui"), read("oaid", "getui"))
    told = (
        ToldType("app", "imei", "clear"),
        ToldType("oss:okhttp", "imei", "mentioned"),
        ToldType("getui", "imei", "unnamed"),
        ToldType("getui", "oaid", "vague"),
    )
    found = build(catalogue, accesses, says("imei"), says("oaid"), told=told)
    assert [(row.declared, row.marks) for row in found["imei"].rows] == [(Declared.MENTIONED, (1,)), (Declared.UNNAMED, ())]
    assert [row.declared for row in found["oaid"].rows] == [Declared.YES, Declared.OTHER]


def test_what_needs_a_look_comes_first(catalogue: Catalogue) -> None:
    accesses = (read("android_id"), read("imei"), read("imsi", state=StartState.AT_START))
    assert list(build(catalogue, accesses, says("android_id"), says("gender"))) == ["imsi", "imei", "android_id", "gender"]


def test_a_printed_name_that_stands_for_several_sdks_is_one_party(catalogue: Catalogue) -> None:
    rows = (PolicySdk("友盟", "umeng_analytics"), PolicySdk("友盟", "umeng_common"), PolicySdk("自研"))
    report = Report(Tool("1", "r", "c"), Package("00", 1, "apk", "a.apk"), policy=PolicyView(sdks=rows))
    assert [(party.row.name, party.ids) for party in parties(report)] == [("友盟", ("umeng_analytics", "umeng_common")), ("自研", ())]
