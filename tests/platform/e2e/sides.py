"""Two sides that have nothing to do with each other: 北京 with its lab and companies, and 上海 with the others.

Each side has a row of every kind, and each row words of its own side that stand nowhere else (`Side.secret` in what is a matter
of cases, `Side.registered` in names of the registry), so that a page that shows a row of the other side can be told.
"""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, STORE, TESTER, Play
from tests.platform.world import AT, ON, World

from mingcha.platform.api.models import Scope
from mingcha.platform.api.tokens import issue_token
from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.leads import file_lead, reject_lead
from mingcha.platform.casework.models import LeadSource, NoticeKind, NoticeRow, Subject
from mingcha.platform.casework.notices import draft_notice, issue_notice
from mingcha.platform.casework.papers import draft_paper
from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.documents.issue import issue
from mingcha.platform.documents.models import Document
from mingcha.platform.files import store
from mingcha.platform.people.models import Body, BodyKind, Role, User
from mingcha.platform.registry.changes import add_policy, record_listing
from mingcha.platform.registry.intake import add_version, find_app, keep_package
from mingcha.platform.registry.models import Listed, Sdk, SdkUse
from mingcha.platform.testing.batches import create_batch
from mingcha.platform.testing.models import ReviewState, Scan, Verdict
from mingcha.platform.testing.review import add_evidence, judge_criterion
from mingcha.platform.testing.scans import request_package_scan, unit_of
from mingcha.platform.testing.sheets import Row

if TYPE_CHECKING:
    from mingcha.platform.casework.models import Case
    from mingcha.platform.registry.models import App, Version

CRITERION = "COL-02"
RECEIPT = "1234567890123456"
# What the people of one side are called in the world, by what `Play` calls them.
_OTHERS = {
    "beijing": "shanghai",
    "lab": "other-lab",
    "operator": "other-operator",
    "provider": "other-provider",
    "store": "other-store",
    "access": "other-access",
}
BOTH = ("ministry", "review", "complaints")


@dataclass
class Side:
    """One side: its people and bodies by the names of `Play`, its marks, and the keys of its rows by kind."""

    world: World
    name: str
    report: str
    rows: dict[str, list[Any]] = field(default_factory=dict)
    plays: dict[str, Marked] = field(default_factory=dict)

    @property
    def secret(self) -> str:
        """What stands in every row that is a matter of this side's cases."""
        return f"QZ{self.name}"

    @property
    def registered(self) -> str:
        """What stands in the names of this side's apps that no public notice has named."""
        return f"QZ-{self.name}"

    @property
    def contact(self) -> str:
        """Where the complainant of this side can be reached."""
        return f"CT{self.name}"

    def people(self) -> dict[str, User]:
        """Return who belongs to this side alone."""
        return {key: user for key, user in self.world.people.items() if key.partition(":")[0] in _OTHERS}

    def add(self, kind: str, *keys: Any) -> None:
        """Note rows of this side."""
        self.rows.setdefault(kind, []).extend(keys)


@dataclass
class Marked(Play):
    """A play in which whatever is written bears the side's mark."""

    mark: str = ""

    def do(self, step: str, who: str | None, **data: Any) -> Case:
        # The bad list is one for all authorities, with its grounds.
        told = step.startswith("list-")
        written = {each.name for each in BY_NAME[step].fields if each.kind in {"text", "long"} and not told}
        return super().do(step, who, **{name: f"{value} {self.mark}" if name in written else value for name, value in data.items()})

    def scan(self, *keys: str) -> None:
        super().scan(*(f"{key}-{self.mark}" for key in keys))

    def review(self, state: str = ReviewState.CONFIRMED, reason: str = "") -> None:
        super().review(state, f"{reason} {self.mark}")


def make_sides(world: World, report: str) -> tuple[Side, Side]:
    """Write both sides into the database of a world; `report` is that of some scan."""
    for key, kind, name in (("other-provider", BodyKind.PROVIDER, "统计服务"), ("other-access", BodyKind.ACCESS, "网络托管")):
        world.bodies[key] = Body.objects.create(kind=kind, name=f"{name}有限公司")
        user = User(username=f"{key}-representative", name=f"{name}代表", body=world.bodies[key], role=Role.REPRESENTATIVE)
        user.save()
        world.people[f"{key}:representative"] = user
    one = Side(_side_of(world, {name: name for name in _OTHERS}), "ALPHA", report)
    other = Side(_side_of(world, _OTHERS), "BETA", report)
    for side in (one, other):
        _fill(side)
    return one, other


def _side_of(world: World, names: dict[str, str]) -> World:
    """Return the world as one side knows it: its own bodies under the names of `Play`, and those that are there for both."""
    side = World()
    known = names | {name: name for name in BOTH}
    for name, real in known.items():
        side.bodies[name] = world.bodies[real]
        for key, user in world.people.items():
            body, _, role = key.partition(":")
            if body == real:
                side.people[f"{name}:{role}"] = user
    return side


def _fill(side: Side) -> None:
    _answered(side)
    _delisted(side)
    _proposed(side)
    _sdk(side)
    _leads(side)
    _uploads(side)
    _accounts(side)


def _app(side: Side, package: str, name: str) -> App:
    app = find_app(package_name=f"com.{side.name.lower()}.{package}", name=name)
    app.operator = side.world.bodies["operator"]
    app.save()
    side.add("apps", app.pk)
    return app


def _version(side: Side, app: App, name: str) -> Version:
    content = f"{app.package_name} {name}".encode()
    package = keep_package(store(), io.BytesIO(content), file_name=f"{app.package_name}.apk", actor=side.world[TESTER], at=AT)
    return add_version(app=app, name=name, code=int(name.replace(".", "")), package=package, source="东方应用商店", on=ON)


def _play(side: Side, kind: str, app: App) -> Marked:
    world = copy.copy(side.world)
    world.app, world.version = app, _version(side, app, "1.0")
    play = side.plays[kind] = Marked(world, mark=side.secret)
    side.add("cases", play.case.pk)
    return play


def _note_tests(side: Side, case: Case) -> None:
    for link in case.case_tests.select_related("test__scan"):
        side.add("tests", link.test_id)
        scan = link.test.scan
        assert scan is not None
        # Reports lie in the store; whoever opens one reads the side's mark.
        text = side.report.replace("明察示例商城", f"明察示例商城{side.secret}")
        Scan.objects.filter(pk=scan.pk).update(report=store().put(io.BytesIO(text.encode())))
        side.add("scans", scan.pk)
        side.add("findings", *scan.findings.values_list("pk", flat=True))


def _answered(side: Side) -> None:
    """Play a case up to the company's answer and an appeal, with its papers, evidence, policy and listing."""
    world = side.world
    play = _play(side, "answered", _app(side, "rose", f"玫瑰{side.registered}"))
    app = play.world.app
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=play.world.version)
    play.do("begin-test", TESTER)
    play.scan("imei", "mac")
    test = play.case.test
    assert test is not None
    check = judge_criterion(
        test=test, criterion=CRITERION, verdict=Verdict.VIOLATED, note=f"见截图 {side.secret}", actor=world[TESTER], at=AT
    )
    shot = store().put(io.BytesIO(f"picture {side.secret}".encode()))
    evidence = add_evidence(check=check, sha256=shot, name=f"{side.secret}.png", size=20, actor=world[TESTER], at=AT)
    side.add("evidence", evidence.pk)
    play.do("submit-test", TESTER, conclusion="见各项结论。")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("order", DECIDER)
    paper = draft_paper(play.case, "order", actor=world[OFFICER], at=AT)
    side.add("documents", issue(document=paper, actor=world[DECIDER], at=AT, on=ON).pk)
    side.add("documents", draft_paper(play.case, "receipt", actor=world[OFFICER], at=AT).pk)
    play.do("serve", OFFICER, served_on=play.on, how="electronic")
    play.do("answer", COMPANY, text="已整改", version=_version(side, app, "1.1"))
    play.do("appeal", COMPANY, text="不服")
    _note_tests(side, play.case)
    text = store().put(io.BytesIO(f"隐私政策 {side.registered}".encode()))
    policy = add_policy(app=app, kind="policy", sha256=text, file_name=f"{side.registered}.md", url="", actor=world[TESTER], at=AT)
    side.add("policies", policy.pk)
    told = {"state": Listed.LISTED, "version_name": "1.0", "url": "", "seen_on": ON}
    record_listing(app=app, store=world.bodies["store"], actor=world[OFFICER], at=AT, **told)


def _delisted(side: Side) -> None:
    """Play a case whose app a public notice names, up to the delisting and a penalty."""
    world = side.world
    play = _play(side, "delisted", _app(side, "tulip", f"郁金香（{'一' if side.name == 'ALPHA' else '二'}）"))
    play.order()
    play.do("answer", COMPANY, text="已整改", version=_version(side, play.world.app, "1.1"))
    play.go(3)
    play.fail_recheck(_version(side, play.world.app, "1.1"))
    play.notice()
    side.add("notices", NoticeRow.objects.get(case=play.case).notice_id)
    side.add("public", NoticeRow.objects.get(case=play.case).notice_id)
    play.go(8)
    play.do("propose-delisting", OFFICER, reason="逾期", checked="东方应用商店仍提供1.0版", files=[play.proof(f"{side.secret}.png")])
    play.do("attach", OFFICER, files=[play.proof(f"open-{side.secret}.png")], note="商店页面", open_to_party=True)
    side.add("case-files", *play.case.files.values_list("pk", flat=True))
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"]])
    order = draft_paper(play.case, f"delisting-{play.case.delistings.get().pk}", actor=world[OFFICER], at=play.at)
    side.add("documents", issue(document=order, actor=world[DECIDER], at=play.at, on=play.on).pk)
    play.do("receipt", STORE, done_on=play.on, text="已下架")
    later = draft_notice(kind=NoticeKind.DELISTING, actor=world[OFFICER], cases=[play.case], at=play.at)
    side.add("public", issue_notice(notice=later, actor=world[DECIDER], at=play.at, on=play.on).pk)
    play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
    stop = draft_paper(play.case, f"access-{play.case.access_stops.get().pk}", actor=world[OFFICER], at=play.at)
    side.add("documents", issue(document=stop, actor=world[DECIDER], at=play.at, on=play.on).pk)
    play.do("access-receipt", "access:representative", done_on=play.on, text="已停止接入")
    play.do("file-penalty", OFFICER, ground="拒不整改", address=f"某路{side.secret}号")
    play.do("notify-penalty", OFFICER, intended="罚款", sanctions=["warning", "fine"], fine=20_000)
    play.do("serve-penalty", OFFICER, served_on=play.on, how="post", address=f"某路{side.secret}号")
    play.do("hear", OFFICER, statement="未陈述")
    play.go(10)
    play.propose_penalty()
    play.do("decide-penalty", DECIDER)
    side.add("documents", *Document.objects.filter(about=f"case:{play.case.pk}").values_list("pk", flat=True))
    play.do("serve-penalty", OFFICER, served_on=play.on, how="post", address=f"某路{side.secret}号")
    play.do("list-bad", DECIDER, ground="受到处罚")
    side.add("lists", *play.case.list_entries.values_list("pk", flat=True))
    _note_tests(side, play.case)


def _proposed(side: Side) -> None:
    """Play a case up to a notice that is drafted and not issued."""
    play = _play(side, "proposed", _app(side, "daisy", f"雏菊{side.registered}"))
    play.order()
    play.go(10)
    play.do("lapse", None)
    play.do("propose-notice", OFFICER, reason="逾期未整改")
    play.do("approve-notice", DECIDER, opinion="同意")
    deadline = timezone.localdate() + timedelta(days=30)
    notice = draft_notice(
        kind=NoticeKind.NOTICE, actor=side.world[OFFICER], cases=[play.case], at=play.at, deadline=deadline, topic=side.secret
    )
    side.add("notices", notice.pk)
    assert notice.document is not None
    side.add("documents", notice.document.pk)
    _note_tests(side, play.case)


def _sdk(side: Side) -> None:
    """Open a case on an SDK that one of the side's apps embeds."""
    world = side.world
    sdk = Sdk.objects.create(id=f"sdk-{side.name.lower()}", name=f"统计SDK-{side.name}", provider=world.bodies["provider"])
    SdkUse.objects.create(version=side.plays["answered"].world.version, sdk=sdk, confidence=0.9)
    side.add("sdks", sdk.pk)
    case = open_case(subject=Subject.SDK, sdk=sdk, bureau=world.bodies["beijing"], actor=world[OFFICER], at=AT, on=ON)
    side.add("cases", case.pk)


def _leads(side: Side) -> None:
    bodies, officer = side.world.bodies, side.world[OFFICER]
    told = {"at": AT, "on": ON, "text": f"启动时读取 {side.secret}", "items": ["违规收集个人信息"]}
    monthly = file_lead(
        source=LeadSource.MONTHLY, name=f"月季{side.secret}", body=bodies["beijing"], bureau=bodies["beijing"], actor=officer, **told
    )
    complaint = file_lead(
        source=LeadSource.COMPLAINT,
        name=f"牡丹{side.secret}",
        body=bodies["complaints"],
        bureau=bodies["beijing"],
        contact=side.contact,
        receipt=RECEIPT if side.name == "ALPHA" else "",
        **told,
    )
    reported = file_lead(
        source=LeadSource.STORE, name=f"水仙{side.secret}", body=bodies["store"], bureau=bodies["beijing"], actor=side.world[STORE], **told
    )
    reject_lead(lead=reported, actor=officer, reason=f"重复 {side.secret}", at=AT)
    side.add("leads", monthly.pk, complaint.pk, reported.pk)


def _uploads(side: Side) -> None:
    """Hand packages in that nobody has read yet, and batches."""
    world = side.world
    for number, who in enumerate((TESTER, OFFICER, COMPANY)):
        content = io.BytesIO(f"{side.name} {number}".encode())
        package = keep_package(store(), content, file_name=f"{side.secret}.apk", actor=world[who], at=AT)
        scan = request_package_scan(
            package=package, file_name=f"{side.secret}.apk", app=None, source=side.secret, requested_by=world[who], at=AT
        )
        side.add("scans", scan.pk)
        unit = unit_of(scan)
        assert unit is not None
        side.add("queue", unit.pk)
    for who in (TESTER, OFFICER):
        lines = [Row(1, f"百合{side.secret}", "", "", ""), Row(2, "", f"com.{side.name.lower()}.rose", "1.0", "")]
        side.add("batches", create_batch(name=f"抽测{side.secret}", rows=lines, actor=world[who], at=AT).pk)


def _accounts(side: Side) -> None:
    side.add("users", *(user.pk for user in side.people().values()))
    side.add("bodies", *(side.world.bodies[name].pk for name in _OTHERS))
    for user in side.people().values():
        token, _ = issue_token(user=user, name=f"程序{side.secret}", scopes=Scope.values, days=30, at=timezone.now())
        side.add("tokens", token.pk)
