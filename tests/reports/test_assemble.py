from __future__ import annotations

from mingcha.catalogue import load
from mingcha.facts.factset import FactSet
from mingcha.facts.policy import collect_policy
from mingcha.facts.schema import TABLES
from mingcha.model import (
    Access,
    ClauseOutcome,
    Component,
    Coverage,
    CoverageState,
    Package,
    Permission,
    SdkFound,
    Signer,
    StartState,
    Text,
    Tool,
    Verdict,
)
from mingcha.policy.wire import merge, read_file
from mingcha.reports.assemble import assemble
from mingcha.rules import Judgement

CATALOGUE = load()
TOOL = Tool("1", "r", "c")
OUTCOMES = (
    ClauseOutcome("MIIT-2020-10", Verdict.NOT_FOUND, Text("因", "why")),
    ClauseOutcome("MIIT-2020-2", Verdict.NOT_TESTED, Text("因", "why")),
)
JUDGEMENT = Judgement(findings=(), clauses=OUTCOMES, rules=())
ACCESS = {
    "data_type": "imei",
    "api": "La;->b()V",
    "caller_class": "Lx/A;",
    "caller_method": "run()V",
    "owner": "app",
    "initiator": "jpush",
    "start_state": "gated",
    "reached_from": ["gated"],
    "gate": "agreed = 0",
    "line": 3,
    "confidence": 0.8,
    "path": ["Lx/A;->run()V"],
}


def facts(**package: object) -> FactSet:
    found = FactSet("ab" * 32)
    found.add("package", kind="apk", file_name="a.apk", size=5, **package)
    return found


def full(found: FactSet, table: str, **columns: object) -> None:
    """Add a row with every column of its table."""
    names = [column.name for column in TABLES[table].columns if column.name != "package"]
    found.add(table, **{**dict.fromkeys(names), **columns})


def test_an_empty_package_has_its_file_and_its_clauses_in_order() -> None:
    report = assemble(facts(), JUDGEMENT, CATALOGUE, TOOL)
    assert (report.tool, report.package) == (TOOL, Package(sha256="ab" * 32, size=5, kind="apk", file_name="a.apk"))
    assert report.clauses == (OUTCOMES[1], OUTCOMES[0])
    assert (report.signers, report.accesses, report.findings, report.limits) == ((), (), (), ())


def test_every_row_becomes_its_noun() -> None:
    found = facts(app_id="com.x", name="店", packer="legu", app_type="online_shopping", min_sdk=21, target_sdk=30)
    full(found, "signer", scheme="v2", subject="CN=x", sha256="cd", algorithm="EC", valid=True, debug=False)
    found.add("signer", scheme="v3", valid=False, debug=False, error="坏 / bad")
    full(found, "permission", name="p", level="dangerous", group_zh="相机", max_sdk=28, owner="app")
    full(found, "component", type="service", **{"class": "com.x.S"}, exported=True, enabled=True, process=":p", owner="jpush")
    full(found, "sdk", id="jpush", confidence=0.9, evidence=["code:cn.jpush.android (5)"])
    full(found, "access", **ACCESS)
    found.cover("code", "partial", "因", "why")
    found.cover("manifest", "complete")
    found.limit("x", "classes.dex", "坏", "bad")
    found.limit("y", "", "缺", "missing")
    report = assemble(found, JUDGEMENT, CATALOGUE, TOOL)
    assert (report.package.app_id, report.package.packer, report.package.app_type) == ("com.x", "legu", "online_shopping")
    assert report.signers == (
        Signer(scheme="v2", sha256="cd", subject="CN=x", valid=True, debug=False, algorithm="EC"),
        Signer(scheme="v3", sha256=None, subject=None, valid=False, debug=False, error="坏 / bad"),
    )
    assert report.permissions == (Permission("p", "dangerous", "相机", 28),)
    assert report.components == (Component("service", "com.x.S", exported=True, process=":p", owner="jpush"),)
    assert report.sdks == (SdkFound("jpush", CATALOGUE.sdks["jpush"].name, None, 0.9, ("code:cn.jpush.android (5)",)),)
    assert report.accesses == (
        Access(
            data_type="imei",
            behaviour=None,
            api="La;->b()V",
            caller="Lx/A;->run()V",
            owner="app",
            start_state=StartState.GATED,
            path=("Lx/A;->run()V",),
            initiator="jpush",
            line=3,
            gate="agreed = 0",
            confidence=0.8,
        ),
    )
    assert report.coverage == (
        Coverage("code", CoverageState.PARTIAL, Text("因", "why")),
        Coverage("manifest", CoverageState.COMPLETE),
    )
    assert report.limits == (Text("classes.dex：坏", "classes.dex: bad"), Text("缺", "missing"))


def test_a_policy_comes_with_its_text_and_all_that_was_read_of_it() -> None:
    found = facts()
    text = "隐私政策\n我们会收集您的IMEI。\n我们使用了极光推送SDK。\n"
    collect_policy(found, merge([read_file(text.encode(), "p.txt"), read_file("SDK名称：极光推送\n收集信息：MAC地址".encode(), "l.txt")]))
    policy = assemble(found, JUDGEMENT, CATALOGUE, TOOL).policy
    assert (policy.found, policy.source, policy.sha256) == (True, "given", policy.files[0].sha256)
    assert [(file.name, file.text) for file in policy.files] == [("p.txt", text), ("l.txt", "SDK名称：极光推送\n收集信息：MAC地址")]
    texts = {file.name: file.text for file in policy.files}
    assert [(item.data_type, item.file) for item in policy.disclosures] == [("imei", "p.txt"), ("mac_address", "l.txt")]
    assert all(texts[item.file or ""][item.start : item.end] == item.quote for item in policy.disclosures)
    assert [(row.sdk, row.data_types) for row in policy.sdks] == [("jpush", ("mac_address",))]
    assert {item.element: item.present for item in policy.elements}["F2"] is None
    assert assemble(facts(), JUDGEMENT, CATALOGUE, TOOL).policy.found is False


def test_possible_sdks_and_mere_hints_stay_in_the_facts() -> None:
    found = facts()
    full(found, "sdk", id="jpush", confidence=0.89, evidence=["native:x"])
    full(found, "access", **{**ACCESS, "confidence": 0.3})
    full(found, "access", **{**ACCESS, "confidence": 0.5})
    report = assemble(found, JUDGEMENT, CATALOGUE, TOOL)
    assert (report.sdks, [access.confidence for access in report.accesses]) == ((), [0.5])


def test_the_order_of_rows_does_not_matter() -> None:
    one, other = facts(), facts()
    for found, names in ((one, "ab"), (other, "ba")):
        for name in names:
            full(found, "permission", name=name, level="normal", owner="app")
            full(found, "access", **{**ACCESS, "caller_class": f"L{name};"})
    assert assemble(one, JUDGEMENT, CATALOGUE, TOOL) == assemble(other, JUDGEMENT, CATALOGUE, TOOL)
