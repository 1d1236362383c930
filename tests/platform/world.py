"""A small world for tests: one body of each kind and a stranger beside it, one person per role, an app with a scanned version."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.test import Client

from mingcha.platform.files import store
from mingcha.platform.people.models import ROLES, Body, BodyKind, Role, User
from mingcha.platform.registry.intake import add_version, find_app, keep_package
from mingcha.platform.testing.models import Finding, Grade, Scan, ScanState, Verdict
from mingcha.platform.testing.scans import request_package_scan, request_scan, unit_of
from mingcha.platform.work.end import end
from mingcha.platform.work.models import UnitState

if TYPE_CHECKING:
    from mingcha.platform.registry.models import App, Version

ON = date(2026, 3, 2)  # a Monday
AT = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Name of the body in `World.bodies`: kind, name, short name, region.
BODIES = {
    "ministry": (BodyKind.MINISTRY, "工业和信息化部信息通信管理局", "工信部", ""),
    "beijing": (BodyKind.BUREAU, "北京市通信管理局", "京", "110000"),
    "shanghai": (BodyKind.BUREAU, "上海市通信管理局", "沪", "310000"),
    "lab": (BodyKind.LAB, "第一检测中心", "", ""),
    "other-lab": (BodyKind.LAB, "第二检测中心", "", ""),
    "review": (BodyKind.REVIEW, "技术审查中心", "", ""),
    "operator": (BodyKind.OPERATOR, "向日葵科技有限公司", "", "110000"),
    "other-operator": (BodyKind.OPERATOR, "牵牛花科技有限公司", "", "310000"),
    "provider": (BodyKind.PROVIDER, "推送服务有限公司", "", ""),
    "store": (BodyKind.STORE, "东方应用商店", "", ""),
    "other-store": (BodyKind.STORE, "西方应用商店", "", ""),
    "access": (BodyKind.ACCESS, "网络接入有限公司", "", ""),
    "complaints": (BodyKind.COMPLAINTS, "投诉受理中心", "", ""),
}


@dataclass
class World:
    """Bodies by name, people by `<body>:<role>`, and the app that most tests are about."""

    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    app: App = field(init=False)
    version: Version = field(init=False)

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def client(self, name: str) -> Client:
        """Return a browser in which that person has signed in."""
        client = Client()
        client.force_login(self.people[name], backend=BACKEND)
        return client


def build() -> World:
    """Write the world into the database and return it."""
    world = World()
    for key, (kind, name, short, region) in BODIES.items():
        body = world.bodies[key] = Body.objects.create(kind=kind, name=name, short=short, region=region)
        for role in ROLES[kind]:
            user = User(username=f"{key}-{role}", name=f"{name}{Role(role).label}", body=body, role=role)
            user.save()
            world.people[f"{key}:{role}"] = user
    world.app = find_app(package_name="com.example.sunflower", name="向日葵")
    world.app.operator = world.bodies["operator"]
    world.app.save()
    world.version = add_package(world, "1.0", b"first package")
    return world


def add_package(world: World, name: str, content: bytes) -> Version:
    """Return a new version of the app with these bytes as its package."""
    package = keep_package(store(), io.BytesIO(content), file_name=f"sunflower-{name}.apk", actor=world["lab:tester"], at=AT)
    code = int(name.replace(".", ""))
    return add_version(app=world.app, name=name, code=code, package=package, source="东方应用商店", on=ON)


def scanned(version: Version, *keys: str, by: User | None = None) -> Scan:
    """Return an ended scan of the version with one finding per key."""
    scan = request_scan(version=version, requested_by=by, at=AT)
    Finding.objects.bulk_create(
        Finding(
            scan=scan,
            fingerprint=key,
            rule=f"rule-{key}",
            verdict=Verdict.VIOLATED,
            grade=Grade.SERIOUS,
            label="违规收集个人信息",
            clauses=["164-1-1"],
            criteria=["COL-01"],
            owner="app",
            data_type="imei",
            sentence_zh=f"未经同意收集{key}",
            sentence_en=f"collects {key} without consent",
        )
        for key in keys
    )
    scan.state, scan.ended_at = ScanState.DONE, AT
    scan.save()
    return scan


def handed_in(report: str, *, by: User, app: App | None = None, content: bytes = b"a package") -> Scan:
    """Return the scan of an uploaded package that a worker has ended with this report."""
    package = keep_package(store(), io.BytesIO(content), file_name="upload.apk", actor=by, at=AT)
    scan = request_package_scan(package=package, file_name="upload.apk", app=app, source="东方应用商店", requested_by=by, at=AT)
    unit = unit_of(scan)
    assert unit is not None
    end(unit, UnitState.DONE, now=AT, result={"report": store().put(io.BytesIO(report.encode())), "failure": None})
    scan.refresh_from_db()
    return scan
