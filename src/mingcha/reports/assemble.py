"""Puts facts and judgement of one package together into a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.facts.meaning import HINT
from mingcha.model import (
    Access,
    Component,
    Coverage,
    CoverageState,
    Disclosure,
    Package,
    Permission,
    PolicyElement,
    PolicyFile,
    PolicySdk,
    PolicyView,
    Report,
    SdkFound,
    Signer,
    StartState,
    Text,
    Tool,
)
from mingcha.reports.order import arrange

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet, Row
    from mingcha.rules import Judgement

# SDKs below this confidence are possible, not found.
_FOUND = 0.9


def assemble(facts: FactSet, judgement: Judgement, catalogue: Catalogue, tool: Tool) -> Report:
    """Return the report, arranged; accesses that are mere hints stay in the facts."""
    rows = facts.rows
    return arrange(
        Report(
            tool=tool,
            package=_package(facts.package, rows["package"][0]),
            signers=tuple(_signer(row) for row in rows["signer"]),
            permissions=tuple(_permission(row) for row in rows["permission"]),
            components=tuple(_component(row) for row in rows["component"]),
            sdks=tuple(_sdk(row, catalogue) for row in rows["sdk"] if row["confidence"] >= _FOUND),
            accesses=tuple(_access(row) for row in rows["access"] if row["confidence"] > HINT),
            policy=_policy(facts, judgement),
            findings=judgement.findings,
            clauses=judgement.clauses,
            coverage=tuple(_coverage(row) for row in rows["coverage"]),
            limits=tuple(_limit(row) for row in rows["limit"]),
        )
    )


def _policy(facts: FactSet, judgement: Judgement) -> PolicyView:
    files = facts.rows["policy_file"]
    if not files:
        return PolicyView()
    statement = ("data_type", "practice", "handler", "quote", "start", "end", "recipient", "purpose", "scope", "polarity", "hedge", "file")
    columns = ("name", "sdk", "purpose", "data", "link", "complete")
    return PolicyView(
        found=True,
        source="asset" if files[0]["source"] == "inside" else "given",
        sha256=files[0]["sha256"],
        files=tuple(PolicyFile(row["file"], row["sha256"], row["form"], row["characters"], row["text"]) for row in files),
        told=judgement.told,
        disclosures=tuple(Disclosure(**{name: row[name] for name in statement}) for row in facts.rows["disclosure"]),
        elements=tuple(PolicyElement(row["element"], row["present"], row["quote"]) for row in facts.rows["policy_element"]),
        sdks=tuple(
            PolicySdk(data_types=tuple(row["data_types"] or ()), **{name: row[name] for name in columns})
            for row in facts.rows["policy_sdk"]
        ),
    )


def _package(sha256: str, row: Row) -> Package:
    names = ("size", "kind", "file_name", "app_id", "name", "version_name", "version_code", "min_sdk", "target_sdk")
    columns: dict[str, Any] = {name: row.get(name) for name in (*names, "packer", "app_type")}
    return Package(sha256=sha256, **columns)


def _signer(row: Row) -> Signer:
    names = ("scheme", "sha256", "subject", "algorithm", "error")
    columns: dict[str, Any] = {name: row.get(name) for name in names}
    return Signer(valid=bool(row.get("valid")), debug=bool(row.get("debug")), **columns)


def _permission(row: Row) -> Permission:
    return Permission(name=row["name"], level=row["level"], group_zh=row["group_zh"], max_sdk=row["max_sdk"], owner=row["owner"])


def _component(row: Row) -> Component:
    return Component(
        type=row["type"],
        cls=row["class"],
        exported=row["exported"],
        enabled=row["enabled"],
        permission=row["permission"],
        process=row["process"],
        owner=row["owner"],
    )


def _sdk(row: Row, catalogue: Catalogue) -> SdkFound:
    return SdkFound(
        id=row["id"],
        name=catalogue.sdks[row["id"]].name,
        version=row["version"],
        confidence=row["confidence"],
        evidence=tuple(row["evidence"]),
        version_basis=row.get("version_basis"),
        state=row.get("state"),
        start_state=row.get("start_state"),
    )


def _access(row: Row) -> Access:
    return Access(
        data_type=row["data_type"],
        behaviour=row["behaviour"],
        api=row["api"],
        caller=f"{row['caller_class']}->{row['caller_method']}",
        owner=row["owner"],
        start_state=StartState(row["start_state"]),
        path=tuple(row["path"]),
        initiator=row["initiator"],
        argument=row["argument"],
        line=row["line"],
        gate=row["gate"],
        confidence=row["confidence"],
    )


def _coverage(row: Row) -> Coverage:
    why = Text(row["why_zh"], row["why_en"]) if row["why_zh"] else None
    return Coverage(kind=row["kind"], state=CoverageState(row["state"]), why=why)


def _limit(row: Row) -> Text:
    place_zh, place_en = (f"{row['where']}：", f"{row['where']}: ") if row["where"] else ("", "")
    return Text(place_zh + row["zh"], place_en + row["en"])
