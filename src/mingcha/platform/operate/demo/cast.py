"""Who takes part in the demonstration: invented companies, one person per role, and their apps in two invented stores."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from mingcha.platform.files import store
from mingcha.platform.people.directory import save_body, save_user
from mingcha.platform.people.models import Body, BodyKind, Role, User
from mingcha.platform.registry.intake import add_version, find_app, keep_package
from mingcha.platform.registry.models import Listing, Sdk, SdkSheet

if TYPE_CHECKING:
    from mingcha.platform.operate.demo.stage import Stage
    from mingcha.platform.registry.models import Version

PACKAGES = Path(__file__).parent / "packages"
# Name on the stage: kind, name, English name, region.
_BODIES = {
    "lab": (BodyKind.LAB, "示例检测中心", "Sample Testing Centre", "110000"),
    "review": (BodyKind.REVIEW, "示例技术审查中心", "Sample Review Centre", "110000"),
    "operator": (BodyKind.OPERATOR, "示例花园科技有限公司", "Sample Garden Technology", "110000"),
    "other-operator": (BodyKind.OPERATOR, "示例草木信息技术有限公司", "Sample Herbs Information", "310000"),
    "provider": (BodyKind.PROVIDER, "示例推送服务有限公司", "Sample Push Services", "440000"),
    "store": (BodyKind.STORE, "示例应用商店", "Sample App Store", "110000"),
    "other-store": (BodyKind.STORE, "示例应用市场", "Sample App Market", "440000"),
    "access": (BodyKind.ACCESS, "示例网络接入有限公司", "Sample Access Provider", "110000"),
}
# User name: body on the stage, role, name of the person.
PEOPLE = {
    "ministry-officer": ("ministry", Role.OFFICER, "陈承办"),
    "ministry-decider": ("ministry", Role.DECIDER, "李审批"),
    "auditor": ("ministry", Role.AUDITOR, "周审计"),
    "beijing-officer": ("beijing", Role.OFFICER, "王承办"),
    "beijing-decider": ("beijing", Role.DECIDER, "赵审批"),
    "shanghai-officer": ("shanghai", Role.OFFICER, "孙承办"),
    "shanghai-decider": ("shanghai", Role.DECIDER, "吴审批"),
    "tester": ("lab", Role.TESTER, "郑检测"),
    "reviewer": ("review", Role.REVIEWER, "冯审查"),
    "clerk": ("complaints", Role.CLERK, "杨受理"),
    "operator": ("operator", Role.REPRESENTATIVE, "何代表"),
    "other-operator": ("other-operator", Role.REPRESENTATIVE, "吕代表"),
    "provider": ("provider", Role.REPRESENTATIVE, "施代表"),
    "store": ("store", Role.REPRESENTATIVE, "张代表"),
    "other-store": ("other-store", Role.REPRESENTATIVE, "孔代表"),
    "access": ("access", Role.REPRESENTATIVE, "曹代表"),
}
# Last part of the package name: package name, name, type of app, operator.
_APPS = {
    "sunflower": ("cn.mingcha.example.shop", "明察示例商城", "operator"),
    "camellia": ("com.example.camellia", "山茶购物", "operator"),
    "magnolia": ("com.example.magnolia", "玉兰天气", "operator"),
    "jasmine": ("com.example.jasmine", "茉莉日历", "operator"),
    "lotus": ("com.example.lotus", "荷塘阅读", "other-operator"),
    "orchid": ("com.example.orchid", "幽兰健身", "other-operator"),
    "peony": ("com.example.peony", "牡丹音乐", "operator"),
    "plum": ("com.example.plum", "寒梅记账", "operator"),
    "osmanthus": ("com.example.osmanthus", "桂花出行", "other-operator"),
    "iris": ("com.example.iris", "鸢尾词典", "operator"),
}


def enter(stage: Stage, *, administrator: User, password: str) -> None:
    """Register bodies, people (all with one password), apps with their listings, and an SDK with its sheet."""
    stage.bodies = {"ministry": Body.objects.get(kind=BodyKind.MINISTRY), "complaints": Body.objects.get(kind=BodyKind.COMPLAINTS)}
    for name, region in (("beijing", "110000"), ("shanghai", "310000"), ("guangdong", "440000")):
        stage.bodies[name] = Body.objects.get(kind=BodyKind.BUREAU, region=region)
    for name, (kind, chinese, english, region) in _BODIES.items():
        body = Body(kind=kind, name=chinese, name_en=english, region=region)
        stage.bodies[name] = save_body(body, actor=administrator, at=stage.now)
    hashed = make_password(password)
    for username, (body_name, role, person) in PEOPLE.items():
        user = User(username=username, name=person, body=stage.bodies[body_name], role=role)
        save_user(user, actor=administrator, at=stage.now)
        user.password = hashed
        user.save(update_fields=["password"])
        stage.people[username] = user
    for name, (package_name, title, operator) in _APPS.items():
        app = find_app(package_name=package_name, name=title)
        app.operator = stage.bodies[operator]
        app.region = app.operator.region
        app.save()
        stage.apps[name] = app
        for each in ("store", "other-store"):
            Listing.objects.create(app=app, store=stage.bodies[each], seen_on=stage.on, version_name="1.0.0")
    _disclose(stage)


def receive(stage: Stage, app: str, name: str, *, by: str = "tester") -> Version:
    """Keep the package of a version of the app as handed in now, and return the version."""
    path = PACKAGES / (f"{app}-{name}.apk" if app != "sunflower" else "sunflower.apk")
    package = keep_package(store(), io.BytesIO(path.read_bytes()), file_name=path.name, actor=stage.people[by], at=stage.now)
    code = int(name.replace(".", ""))
    return add_version(app=stage.apps[app], name=name, code=code, package=package, source=stage.bodies["store"].name, on=stage.on)


def _disclose(stage: Stage) -> None:
    sdk = Sdk.objects.create(
        id="sample-push", name="示例推送", name_en="Sample Push", maker=stage.bodies["provider"].name, provider=stage.bodies["provider"]
    )
    SdkSheet.objects.create(
        sdk=sdk,
        version="3.2.0",
        functions="向应用的用户推送消息。",
        usage="在用户同意隐私政策之后调用初始化接口。",
        personal_data="设备标识（OAID）、网络状态。",
        independent="由本SDK独立采集，加密传输，存储于境内。",
        configuration="可关闭设备标识的采集。",
        submitted_by=stage.people["provider"],
        submitted_at=stage.now,
    )
