"""The registry: apps with versions and packages, certificates, SDKs, listings, policies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.pages.load import fill
from bench.pages.size import moment
from bench.pages.words import PLACES, app_name, package_name

from mingcha.catalogue import load
from mingcha.platform.people.models import BodyKind
from mingcha.platform.registry.models import App, Certificate, Listing, Package, Policy, Sdk, SdkSheet, SdkUse, Signature, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bench.pages.bodies import People
    from bench.pages.size import Size

_KINDS = ("android", "harmony", "mini-program", "quick-app", "ios")


@dataclass(slots=True)
class Apps:
    """Of each app, by key: name, package, operator, region, kind, first version and how many it has; of each version its day and name."""

    names: list[str] = field(default_factory=lambda: [""])
    packages: list[str] = field(default_factory=lambda: [""])
    operators: list[int | None] = field(default_factory=lambda: [None])
    regions: list[str] = field(default_factory=lambda: [""])
    kinds: list[str] = field(default_factory=lambda: [""])
    versions: list[range] = field(default_factory=lambda: [range(0)])
    found: list[date | None] = field(default_factory=lambda: [None])
    version_names: list[str] = field(default_factory=lambda: [""])
    sdks: list[str] = field(default_factory=list)


def digest(*parts: object) -> str:
    """Return a SHA-256 that nothing but the parts decides."""
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()


def fill_apps(size: Size, people: People) -> Apps:
    """Write the registry."""
    apps = Apps()
    _draw(size, people, apps)
    every = range(1, len(apps.names))
    days = apps.found
    fill(
        App,
        ("id", "name", "package_name", "kind", "operator_id", "region", "record_number", "created_at"),
        (
            (key, apps.names[key], apps.packages[key], apps.kinds[key], apps.operators[key], apps.regions[key], f"备{key}A", days[at.start])
            for key in every
            for at in (apps.versions[key],)
        ),
    )
    pairs = [(key, version) for key in every for version in apps.versions[key]]
    fill(
        Package,
        ("sha256", "size", "file_name", "added_at"),
        ((digest("package", version), 10**6 + version * 977 % 10**8, f"{apps.packages[app]}.apk", days[version]) for app, version in pairs),
        kind="apk",
    )
    fill(
        Version,
        ("id", "app_id", "name", "code", "package_id", "source", "target_sdk", "found_on"),
        (
            (
                version,
                app,
                apps.version_names[version],
                1 + version - apps.versions[app].start,
                digest("package", version),
                _store(people, app),
                30 + app % 5,
                days[version],
            )
            for app, version in pairs
        ),
    )
    _sign(people, apps, pairs)
    _embed(size, people, apps, [version for _, version in pairs])
    _list(size, people, apps)
    return apps


def _draw(size: Size, people: People, apps: Apps) -> None:
    chance, operators = size.chance("apps"), people.bodies[BodyKind.OPERATOR]
    regions, weights = [place[0] for place in PLACES], [place[2] for place in PLACES]
    for key in range(1, size.apps + 1):
        apps.names.append(app_name(chance))
        apps.packages.append(package_name(chance, key))
        # A few operators have very many apps; one app in ten belongs to nobody known.
        apps.operators.append(None if chance.random() < 0.1 else operators[int(len(operators) * chance.random() ** 3)])
        apps.regions.append(chance.choices(regions, weights)[0])
        apps.kinds.append(chance.choices(_KINDS, (80, 8, 9, 1, 2))[0])
        number = min(1 + int(chance.expovariate(1.4)), 40)
        apps.versions.append(range(len(apps.found), len(apps.found) + number))
        day = size.past_day(chance)
        for at in range(number):
            apps.found.append(min(day + timedelta(days=30 * at), size.today))
            apps.version_names.append(f"{1 + at // 10}.{at % 10}.{chance.randrange(10)}")


def _store(people: People, key: int) -> str:
    stores = people.bodies[BodyKind.STORE]
    return people.body_names[stores[key % len(stores)]]


def _sign(people: People, apps: Apps, pairs: list[tuple[int, int]]) -> None:
    signers = sorted({operator or 0 for operator in apps.operators[1:]})
    fill(Certificate, ("sha256", "subject"), ((digest("signer", key), f"CN={people.body_names[key] or 'Android'}") for key in signers))
    signed = ((at, version, digest("signer", apps.operators[app] or 0)) for at, (app, version) in enumerate(pairs, 1))
    fill(Signature, ("id", "version_id", "certificate_id"), signed, scheme="v2", valid=True)


def _embed(size: Size, people: People, apps: Apps, versions: list[int]) -> None:
    chance, providers = size.chance("sdks"), people.bodies[BodyKind.PROVIDER]
    known = list(load().sdks.values())
    apps.sdks = [sdk.id for sdk in known]
    fill(
        Sdk,
        ("id", "name", "name_en", "provider_id"),
        ((sdk.id, sdk.name.zh, sdk.name.en, chance.choice(providers) if chance.random() < 0.4 else None) for sdk in known),
    )
    sheets = ((at, sdk, moment(size.past_day(chance), chance)) for at, sdk in enumerate(chance.choices(apps.sdks, k=300), 1))
    by = people.of(providers[0], "representative")[0]
    told = {"version": "1.0", "functions": "消息推送", "personal_data": "设备标识符、网络信息", "submitted_by_id": by}
    fill(SdkSheet, ("id", "sdk_id", "submitted_at"), sheets, **told)

    def uses() -> Iterator[tuple[int, int, str]]:
        key = 0
        for version in versions:
            for at in {int(len(apps.sdks) * chance.random() ** 4) for _ in range(min(int(chance.expovariate(0.14)), 60))}:
                key += 1
                yield key, version, apps.sdks[at]

    fill(SdkUse, ("id", "version_id", "sdk_id"), uses(), sdk_version="", confidence=0.9)


def _list(size: Size, people: People, apps: Apps) -> None:
    chance, stores = size.chance("listings"), people.bodies[BodyKind.STORE]
    states = ("listed", "delisted", "relisted", "search-banned")

    def listings() -> Iterator[tuple[object, ...]]:
        key = 0
        for app in range(1, len(apps.names)):
            for at in {int(len(stores) * chance.random() ** 2) for _ in range(chance.randrange(1, 5))}:
                key += 1
                yield key, app, stores[at], chance.choices(states, (96, 2, 1, 1))[0], size.past_day(chance)

    fill(Listing, ("id", "app_id", "store_id", "state", "seen_on"), listings(), version_name="1.0")
    policies = (
        (at, app, digest("policy", at), moment(size.past_day(chance), chance))
        for at, app in enumerate(sorted(chance.choices(range(1, len(apps.names)), k=len(apps.names) // 4)), 1)
    )
    fill(Policy, ("id", "app_id", "sha256", "added_at"), policies, kind="policy", file_name="policy.html")
