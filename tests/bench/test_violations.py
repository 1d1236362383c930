"""The violation bench: of each pair, the violating app is told from its complying twin, by the same facts that a report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.violations.app import Find
from bench.violations.build import BEYOND, PAIRS, RULED, all_verdicts, expected
from bench.violations.verdicts import Fire
from tests.smali import assemble

from mingcha.catalogue import load
from mingcha.facts import path
from mingcha.facts.collect import collect
from mingcha.facts.listing import collect_listing, read_listing
from mingcha.facts.policy import collect_policy
from mingcha.facts.policy_link import collect_links, read_links
from mingcha.policy.wire import merge, read_file
from mingcha.rules import judge, load_pack
from mingcha.rules.bench import Expected, compare

if TYPE_CHECKING:
    from bench.violations.app import App, Pair
    from bench.violations.verdicts import Verdicts

    from mingcha.facts.factset import FactSet

pytestmark = pytest.mark.debian
RULES = {rule.id: rule for rule in load_pack(load()).rules}


def read(app: App, *, is_signed: bool = False) -> FactSet:
    """Return the facts of a built app; only a pair about signatures needs one."""
    schemes = ("v1", "v2") if is_signed else ()
    made = {"resources": app.resources, "files": app.files, "sdk": app.sdk, "schemes": schemes, "key": app.key}
    facts = collect(app.delivered(assemble(app.sources(), app.manifest, **made)), "bench.apk")
    if "policy.md" in app.documents:
        collect_policy(facts, merge([read_file(app.documents["policy.md"].encode(), "policy.md")]))
    if "links.json" in app.documents:
        collect_links(facts, read_links(app.documents["links.json"].encode(), "links.json"))
    if "listing.json" in app.documents:
        collect_listing(facts, read_listing(app.documents["listing.json"].encode(), "listing.json"))
    return facts


def found(app: App) -> frozenset[Find]:
    """Return the accesses to personal data that the engine reports."""
    facts = read(app)
    assert [row["state"] for row in facts.rows["coverage"] if row["kind"] == "code"] == ["complete"]
    accesses = [row for row in facts.rows["access"] if row["data_type"] is not None]
    for row in accesses:
        last = [] if row["start_state"] == "unreached" else [f"{row['caller_class']}->{row['caller_method']}"]
        assert [path.read(line).method for line in row["path"][-1:]] == last
    return frozenset(
        Find(row["start_state"], (row["gate"] or "").partition(" = ")[0] or None, row["data_type"], row["owner"], row["initiator"])
        for row in accesses
    )


def marks(pair: Pair | Verdicts) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(reason=BEYOND[pair.name], raises=AssertionError),) if pair.name in BEYOND else ()


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.name, marks=marks(pair)) for pair in PAIRS])
def test_a_pair_is_told_apart(pair: Pair) -> None:
    assert found(pair.violating) == pair.violating.finds
    assert found(pair.complying) == pair.complying.finds


def misses(pair: Verdicts) -> list[str]:
    """Return in words where the rules say something else of a pair than they must."""
    pack = load_pack(load())
    named = {fire.rule for fire in pair.fires}
    needs = {kind for rule in named for kind in RULES[rule].needs}
    facts = [read(app, is_signed="signature" in needs) for app in (pair.violating, pair.complying)]
    judged = judge(facts, pack._replace(rules=tuple(RULES[name] for name in sorted(named))), load())
    wanted = (Expected(pair.name, pair.fires, (), None), Expected(pair.name, (), tuple(sorted(named)), None))
    lines = []
    for side, each, want in zip(("violating", "complying"), facts, wanted, strict=True):
        lines += compare(side, want, each, judged[each.package])
    return [f"{line.package}: {line.what}" for line in lines if not line.met]


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.name, marks=marks(pair)) for pair in all_verdicts()])
def test_rules_fire_on_the_violating_app_alone(pair: Verdicts) -> None:
    assert pair.fires
    assert misses(pair) == []


def test_every_app_is_described_once() -> None:
    described = expected()
    assert described["schema_version"] == 1
    assert len(described["packages"]) == 2 * len(all_verdicts())
    assert {fire["rule"] for record in described["packages"].values() for fire in record["fires"]} <= set(RULES)
    assert described["packages"]["thread.violating.apk"] == {
        "pair": "thread",
        "side": "violating",
        "fires": [Fire("app-collects-at-start", "app", "imei", "at-start")._asdict()],
        "silent": [],
        "documents": [],
        "accesses": [Find("at-start")._asdict()],
        "beyond": None,
    }


def test_the_bench_is_as_large_as_promised() -> None:
    names = [pair.name for pair in PAIRS]
    ruled = [pair.name for pair in RULED]
    assert len({*names, *ruled}) == len(names) + len(ruled)
    assert len(names) == len(set(names)) >= 40
    assert set(names) >= set(BEYOND)
    assert all(pair.violating.finds != pair.complying.finds for pair in PAIRS)
