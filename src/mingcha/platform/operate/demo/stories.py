"""The cases of the demonstration. Each story yields the moments at which it goes on; between them its people take real steps."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mingcha.platform.casework.evidence import StoredFile
from mingcha.platform.casework.leads import accept_lead, file_lead, new_receipt, reject_lead, reply_to_complaint
from mingcha.platform.casework.models import LeadSource
from mingcha.platform.casework.notices import draft_notice, issue_notice
from mingcha.platform.casework.papers import draft_paper
from mingcha.platform.casework.units import lapse_all
from mingcha.platform.documents.issue import issue
from mingcha.platform.files import store
from mingcha.platform.operate.demo.cast import receive
from mingcha.platform.testing.models import ReviewState
from mingcha.platform.testing.review import review_findings
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mingcha.platform.casework.models import Lead
    from mingcha.platform.operate.demo.stage import Stage, Story

_NOTICE_DAYS = 5


def hint(stage: Stage, app: str, bureau: str, source: str, *, by: str | None = None, text: str = "", receipt: str = "") -> Lead:
    """File a lead on an app now, as entered by the person's body, or by the complaint centre for the public."""
    target = stage.apps[app]
    return file_lead(
        source=source,
        name=target.name,
        package_name=target.package_name,
        version="1.0.0",
        where=stage.bodies["store"].name,
        text=text,
        receipt=receipt,
        body=stage.people[by].body if by else stage.bodies["complaints"],
        bureau=stage.bodies[bureau],
        actor=stage.people[by] if by else None,
        at=stage.now,
        on=stage.on,
    )


def accept(stage: Stage, lead: Lead, app: str, officer: str) -> None:
    """Open the case on a lead now."""
    stage.cases[app] = accept_lead(lead=lead, actor=stage.people[officer], at=stage.now, on=stage.on, app=stage.apps[app])


def review(stage: Stage, app: str, *, but: str = "") -> None:
    """Confirm now what the scan of the case's test found, and reject with a reason the findings of the rule `but`."""
    stage.cases[app].refresh_from_db()
    test = stage.cases[app].test
    if test is None or test.scan is None:
        raise ValueError(f"{app}: nothing to review")
    found = test.scan.findings
    for chosen, state, reason in (
        (found.exclude(rule=but), ReviewState.CONFIRMED, ""),
        (found.filter(rule=but), ReviewState.REJECTED, "经人工复核，该行为由用户主动触发。"),
    ):
        if chosen.exists():
            review_findings(test=test, findings=chosen, state=state, reason=reason, actor=stage.people["reviewer"], at=stage.now)


def opened(stage: Stage, app: str, bureau: str, *, ago: int, hour: int, source: str, version: str = "1.0.0") -> Iterator[datetime]:
    """Tell a case from its lead to the test that was handed in, over three working days from `ago` days before today."""
    officer = f"{bureau}-officer"
    yield stage.moment(ago, hour)
    lead = hint(stage, app, bureau, source, by=officer, text="抽测中发现疑似问题，请组织检测。")
    yield stage.moment(ago, hour, 40)
    accept(stage, lead, app, officer)
    received = receive(stage, app, version, by=officer)
    stage.step("assign", app, officer, lab=stage.bodies["lab"], version=received)
    yield stage.moment(ago - 1, hour)
    stage.step("begin-test", app, "tester")
    yield stage.moment(ago - 2, hour)
    stage.step("submit-test", app, "tester", conclusion="依据自动检测结果及人工核查，存在检测记录所列问题。")


def ordered(stage: Stage, app: str, bureau: str, *, ago: int, hour: int, source: str, version: str = "1.0.0") -> Iterator[datetime]:
    """Tell a case on to an order that was served, over five working days."""
    yield from opened(stage, app, bureau, ago=ago, hour=hour, source=source, version=version)
    yield stage.moment(ago - 3, hour)
    review(stage, app, but="permission-beyond-type")
    stage.step("confirm", app, "reviewer", opinion="事实清楚，证据充分，予以确认。")
    yield stage.moment(ago - 3, hour, 50)
    stage.step("order", app, f"{bureau}-decider", opinion="同意责令整改。")
    paper = draft_paper(stage.cases[app], "order", actor=stage.people[f"{bureau}-officer"], at=stage.now)
    issue(document=paper, actor=stage.people[f"{bureau}-decider"], at=stage.now, on=stage.on)
    yield stage.moment(ago - 4, hour)
    stage.step("serve", app, f"{bureau}-officer", served_on=stage.on, how="electronic")


def rechecked(stage: Stage, app: str, bureau: str, *, ago: int, hour: int, by: str) -> Iterator[datetime]:
    """Tell of the answer with a new version `ago` working days before today, and of the recheck that was handed in a day later."""
    yield stage.moment(ago, hour)
    version = receive(stage, app, "1.0.1", by=by)
    stage.step("answer", app, by, text="已完成整改，新版本见附件。", version=version)
    yield stage.moment(ago, hour, 45)
    stage.step("recheck", app, f"{bureau}-officer", lab=stage.bodies["lab"], version=version)
    yield stage.moment(ago - 1, hour)
    stage.step("submit-test", app, "tester", conclusion="已对整改版本复检，结果见检测记录。")


def rectified(stage: Stage) -> Iterator[datetime]:
    """Tell of a case that ends well."""
    yield from ordered(stage, "camellia", "beijing", ago=28, hour=9, source=LeadSource.SAMPLING)
    yield from rechecked(stage, "camellia", "beijing", ago=20, hour=9, by="operator")
    yield stage.moment(18, 15)
    stage.step("pass-recheck", "camellia", "reviewer", opinion="原有问题已消除。")


def failing(stage: Stage, app: str, ago: int, hour: int) -> Iterator[datetime]:
    """Tell of a case of the ministry whose recheck fails, up to the notice that is approved."""
    yield from ordered(stage, app, "ministry", ago=ago, hour=hour, source=LeadSource.PATROL)
    yield from rechecked(stage, app, "ministry", ago=ago - 8, hour=hour, by="operator")
    yield stage.moment(ago - 10, hour)
    review(stage, app)
    stage.step("fail-recheck", app, "reviewer", opinion="整改版本仍存在问题。")
    yield stage.moment(ago - 10, hour, 45)
    stage.step("propose-notice", app, "ministry-officer", reason="整改不彻底，拟公开通报。")
    yield stage.moment(ago - 11, hour)
    stage.step("approve-notice", app, "ministry-decider", opinion="同意通报。")


def noticed(stage: Stage) -> Iterator[datetime]:
    """Tell of an app that was named in a public notice and that one store has delisted; another has not answered yet."""
    yield from failing(stage, "magnolia", 29, 10)
    yield stage.moment(16, 14)
    officer, decider = stage.people["ministry-officer"], stage.people["ministry-decider"]
    named = [stage.cases["magnolia"], stage.cases["plum"]]
    limit = suggest(stage.on, _NOTICE_DAYS).day
    notice = draft_notice(kind="notice", actor=officer, cases=named, at=stage.now, deadline=limit, tested=len(named))
    yield stage.moment(16, 16)
    issue_notice(notice=notice, actor=decider, at=stage.now, on=stage.on)
    for case in named:
        case.refresh_from_db()
    yield stage.moment(9, 10)
    checked = "期限届满后核查，两家应用商店在架版本与通报时相同。"
    seen = checked.encode()
    proof = StoredFile(store().put(io.BytesIO(seen)), "商店核查记录.txt", len(seen))
    stage.step("propose-delisting", "magnolia", "ministry-officer", reason="通报期限届满仍未完成整改。", checked=checked, files=[proof])
    yield stage.moment(8, 10)
    stores = [stage.bodies["store"], stage.bodies["other-store"]]
    stage.step("order-delisting", "magnolia", "ministry-decider", stores=stores, opinion="同意下架。")
    yield stage.moment(7, 11)
    stage.step("receipt", "magnolia", "store", done_on=stage.on, text="已下架，停止下载与更新。")


def appealed(stage: Stage) -> Iterator[datetime]:
    """Tell of an app in the same notice whose operator objects to it."""
    yield from failing(stage, "plum", 28, 11)
    yield stage.moment(6, 15)
    stage.step("appeal", "plum", "operator", text="短信权限用于自动填写验证码，用户可关闭，请予复核。")


def punished(stage: Stage) -> Iterator[datetime]:
    """Tell of a company that is to be fined: told of it, heard, and the decision drafted, less than it was told of."""
    officer = "beijing-officer"
    yield from ordered(stage, "iris", "beijing", ago=24, hour=15, source=LeadSource.PATROL)
    yield from rechecked(stage, "iris", "beijing", ago=16, hour=15, by="operator")
    yield stage.moment(14, 15)
    review(stage, "iris")
    stage.step("fail-recheck", "iris", "reviewer", opinion="整改版本仍存在问题。")
    yield stage.moment(13, 15)
    address = "北京市海淀区示例路1号"
    ground = "责令整改后仍未经用户同意收集个人信息，违反《电信和互联网用户个人信息保护规定》第九条。"
    stage.step("file-penalty", "iris", officer, ground=ground, address=address)
    yield stage.moment(12, 15)
    intended = "整改不彻底，依据《电信和互联网用户个人信息保护规定》第二十三条，拟予警告，并处罚款二万元。"
    stage.step("notify-penalty", "iris", officer, intended=intended, sanctions=["warning", "fine"], fine=20_000)
    yield stage.moment(10, 15)
    stage.step("serve-penalty", "iris", officer, served_on=stage.on, how="post", address=address)
    yield stage.moment(7, 15)
    stage.step("hear", "iris", officer, statement="当事人书面陈述：已停止收集，未造成危害后果，请求从轻处罚。未要求听证。")
    yield stage.moment(2, 15)
    stage.step(
        "propose-penalty",
        "iris",
        officer,
        sanctions=["warning", "fine"],
        content="警告，并处罚款一万元。",
        basis="《电信和互联网用户个人信息保护规定》第二十三条。",
        fine=10_000,
        considered="当事人配合调查并已停止收集，对其从轻处罚的请求予以采纳。",
    )


def overdue(stage: Stage) -> Iterator[datetime]:
    """Tell of an order that nobody answered; the platform itself records that its time is over."""
    yield from ordered(stage, "jasmine", "beijing", ago=14, hour=14, source=LeadSource.SAMPLING)
    yield stage.moment(4, 8, 20)
    lapse_all(at=stage.now, on=stage.on)
    stage.cases["jasmine"].refresh_from_db()


def running(stage: Stage) -> Iterator[datetime]:
    """Tell of an order whose time limit still runs."""
    yield from ordered(stage, "sunflower", "beijing", ago=7, hour=9, source=LeadSource.PATROL, version="1.2.0")


def answered(stage: Stage) -> Iterator[datetime]:
    """Tell of an answer with a new version that an officer has yet to have tested."""
    yield from ordered(stage, "osmanthus", "shanghai", ago=9, hour=10, source=LeadSource.STORE)
    yield stage.moment(2, 10)
    version = receive(stage, "osmanthus", "1.0.1", by="other-operator")
    stage.step("answer", "osmanthus", "other-operator", text="开机时不再读取设备标识。", version=version)


def reviewed(stage: Stage) -> Iterator[datetime]:
    """Tell of tests that wait for the reviewer: a first one, and a recheck."""
    yield from opened(stage, "lotus", "shanghai", ago=4, hour=15, source=LeadSource.PATROL)


def recheck_waits(stage: Stage) -> Iterator[datetime]:
    """Tell of a recheck that the reviewer has yet to judge."""
    yield from ordered(stage, "orchid", "shanghai", ago=13, hour=11, source=LeadSource.SAMPLING)
    yield from rechecked(stage, "orchid", "shanghai", ago=3, hour=11, by="other-operator")


def complained(stage: Stage) -> Iterator[datetime]:
    """Tell of a complaint that became a case, which the lab is testing."""
    yield stage.moment(5, 0)
    stage.receipt = new_receipt()
    text = "打开应用后，手机轻轻一晃就跳转到购物页面。"
    lead = hint(stage, "peony", "beijing", LeadSource.COMPLAINT, text=text, receipt=stage.receipt)
    yield stage.moment(4, 9)
    accept(stage, lead, "peony", "beijing-officer")
    version = receive(stage, "peony", "1.0.0", by="beijing-officer")
    stage.step("assign", "peony", "beijing-officer", lab=stage.bodies["lab"], version=version)
    yield stage.moment(2, 9)
    stage.step("begin-test", "peony", "tester")


def leads(stage: Stage) -> Iterator[datetime]:
    """Tell of leads that nobody has dealt with yet, and of a complaint that was not accepted."""
    yield stage.moment(6, 0)
    empty = hint(stage, "jasmine", "shanghai", LeadSource.COMPLAINT, text="应用图标不好看。", receipt=new_receipt())
    yield stage.moment(5, 10)
    reject_lead(lead=empty, actor=stage.people["shanghai-officer"], reason="不属于侵害用户权益的行为。", at=stage.now)
    yield stage.moment(5, 11)
    reply_to_complaint(lead=empty, actor=stage.people["clerk"], reply="您反映的情况不属于受理范围，感谢您的关注。", at=stage.now)
    yield stage.moment(3, 0)
    hint(stage, "camellia", "beijing", LeadSource.COMPLAINT, text="注销账号要求手持身份证照片。", receipt=new_receipt())
    yield stage.moment(3, 16)
    hint(stage, "lotus", "beijing", LeadSource.MONTHLY, by="beijing-officer", text="本月线索报送。")
    yield stage.moment(2, 11)
    hint(stage, "peony", "guangdong", LeadSource.STORE, by="store", text="商店审核发现频繁自启动。")
    yield stage.moment(1, 0)
    hint(stage, "osmanthus", "ministry", LeadSource.COMPLAINT, text="退出登录后仍收到推送消息。", receipt=new_receipt())


STORIES: tuple[Story, ...] = (
    rectified,
    noticed,
    appealed,
    punished,
    overdue,
    running,
    answered,
    reviewed,
    recheck_waits,
    complained,
    leads,
)
