"""A case from the lead to the delisting, as ten people take it through the pages of the site.

It runs on SQLite alone: each step of it is taken on both databases in `tests/platform/casework`, each page in `test_access`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from scripts.build_example import read_sources
from scripts.toolchain import build_apk, missing_tools
from tests.platform import databases
from tests.platform.e2e.person import PASSWORD, Person
from tests.platform.world import build

from mingcha.platform.casework.models import Case
from mingcha.platform.casework.states import State
from mingcha.platform.documents.issue import read
from mingcha.platform.documents.models import Document
from mingcha.platform.ledger.chain import verify
from mingcha.platform.registry.models import Listed, Listing
from mingcha.platform.testing.models import Scan
from mingcha.platform.work.worker import run_worker

time_machine = pytest.importorskip("time_machine", reason="time-machine is absent (pip install mingcha[dev])")
docx = pytest.importorskip("docx", reason="the extra platform is absent")

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer
    from tests.platform.world import World

MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
NAME, PACKAGE = "明察示例商城", "cn.mingcha.example.shop"
LAB = "第一检测中心"
FINDINGS, LEFT, GONE = 33, 31, 2  # of the example; of its next version, which no longer reads the clipboard at its start
COLUMNS = ["序号", "应用名称", "应用开发者", "应用来源", "应用版本", "所涉问题"]
qn = docx.oxml.ns.qn

pytestmark = [
    pytest.mark.engines("sqlite"),
    pytest.mark.debian,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {' '.join(missing_tools())}"),
    # The site runs in a thread here, beside the worker; where it is served they are processes of their own.
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]


@dataclass
class Life:
    """The people, their clock, and the address of their case."""

    people: dict[str, Person]
    clock: time_machine.Traveller
    now: datetime
    case: str = ""

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def wait(self, **time: int) -> None:
        """Let time pass."""
        self.now += timedelta(**time)
        self.clock.move_to(self.now)

    @property
    def state(self) -> str:
        """Where the case stands, as the officer is shown it."""
        return self["officer"].open(self.case).page.inner_text("h1 .badge")


@pytest.fixture
def life(browser: Browser, live_server: LiveServer, transactional_db: None, tmp_path: Path) -> Life:
    world = build()
    names = {
        "officer": "beijing:officer",
        "decider": "beijing:decider",
        "tester": "lab:tester",
        "reviewer": "review:reviewer",
        "company": "operator:representative",
        "store": "store:representative",
        "other-store": "other-store:representative",
        "stranger": "shanghai:officer",
        "public": "",
    }
    _give_passwords(world)
    with time_machine.travel(MORNING, tick=True) as clock:
        people = {
            key: Person.at(browser, live_server.url, world[name].username if name else "", accept_downloads=True)
            for key, name in names.items()
        }
        yield Life(people, clock, MORNING)
        for person in people.values():
            person.page.context.close()
    databases.clear()


def _give_passwords(world: World) -> None:
    for user in world.people.values():
        user.set_password(PASSWORD)
        user.save()


def next_version() -> bytes:
    """Build the example's next version, in which one of its problems is gone."""
    sources = read_sources()
    reads = re.compile(
        r"^ *invoke-static \{p0\}, Lcn/mingcha/example/shop/Clipboard;->readCommand.*\n(\s*move-result-object.*\n)?", re.MULTILINE
    )
    code = {name: reads.sub("", text) for name, text in sources.smali.items()}
    assert code != sources.smali
    manifest = sources.manifest.replace('versionCode="3"', 'versionCode="4"').replace('versionName="1.2.0"', 'versionName="1.3.0"')
    return build_apk(replace(sources, smali=code, manifest=manifest))


def test_from_the_lead_to_the_delisting(life: Life, example_apk: Path, tmp_path: Path) -> None:
    accept_lead(life)
    upload_package(life, example_apk)
    run_test(life, tmp_path)
    order_to_rectify(life)
    answer_with_next_version(life, tmp_path)
    fail_recheck(life)
    title = publish_notice(life, tmp_path)
    read_as_the_public(life, title)
    delist(life, tmp_path)
    assert verify() == []


def accept_lead(life: Life) -> None:
    officer = life["officer"]
    officer.open("/office/").open("/office/leads/").follow("登记线索")
    officer.fill(source="巡查", name=NAME, package_name=PACKAGE, where="东方应用商店", text="启动时读取设备识别码。").send()
    assert "待处理" in officer.text
    officer.follow("受理").send()
    assert re.fullmatch(r"/office/cases/\d+/", officer.path)
    life.case = officer.path
    assert life.state == "已受理"
    assert life["stranger"].open(life.case).page.title().startswith("404")
    assert NAME not in life["stranger"].open("/office/cases/").text


def upload_package(life: Life, package: Path) -> None:
    officer = life["officer"]
    officer.open("/office/upload/").fill(packages=package, source="东方应用商店").send()
    assert re.fullmatch(r"/office/scans/\d+/", officer.path)
    assert officer.page.inner_text("h1 .badge") == "检测中"
    address = officer.path
    run_worker(until_empty=True)
    officer.open(address)
    assert officer.page.inner_text("h1 .badge") == "已完成"
    assert f"{NAME} 1.2.0" in officer.page.inner_text("h1")
    assert Scan.objects.get().findings.count() == FINDINGS
    officer.open("/office/apps/").page.get_by_role("link", name=NAME).first.click()
    officer.page.wait_for_load_state()
    officer.page.locator("a[href$='/operator/']").first.click()
    officer.page.wait_for_load_state()
    officer.fill(operator="向日葵科技有限公司").send()
    assert "向日葵科技有限公司" in officer.text


def run_test(life: Life, tmp_path: Path) -> None:
    life["officer"].take(life.case, "派发检测", lab=LAB, version=f"{NAME} 1.2.0")
    assert life.state == "已派检"
    tester = life["tester"].open("/office/")
    assert NAME in tester.text
    tester.take(life.case, "开始检测")
    judge_by_hand(life, tmp_path)
    tester.take(life.case, "提交检测结果", conclusion="存在未经同意收集个人信息的问题。")
    assert life.state == "技术审查"
    reviewer = life["reviewer"].open(life.case)
    assert reviewer.page.get_by_role("button", name="确认存在问题").is_disabled()
    assert f"尚有{FINDINGS}个问题未审查。" in reviewer.text
    review(life, FINDINGS)
    reviewer.take(life.case, "确认存在问题", opinion="经审查属实。")
    assert life.state == "问题确认"
    assert "违规收集个人信息" in life["officer"].text


def judge_by_hand(life: Life, folder: Path) -> None:
    tester = life["tester"]
    tester.open(life.case).page.locator("section a[href*='/tests/']").first.click()
    tester.follow("检测表")
    tester.open(f"{tester.path}?judged=open&mode=manual").page.locator("main table a").first.click()
    tester.page.wait_for_load_state()
    shot = folder / "截图.png"
    shot.write_bytes(b"\x89PNG as seen on the device")
    tester.page.get_by_label("未发现", exact=True).check()
    tester.fill(note="逐页查看，未见。", files=shot)
    tester.page.get_by_role("button", name="保存判定").click()
    tester.page.wait_for_load_state()
    assert "人工判定" in tester.text
    assert tester.download("截图.png", folder / "again.png") == shot.read_bytes()


def review(life: Life, number: int) -> None:
    reviewer = life["reviewer"].open(life.case)
    reviewer.page.locator("section a[href*='/tests/']").last.click()
    reviewer.page.wait_for_load_state()
    reviewer.page.locator("[data-all]").check()
    reviewer.follow("确认所选")
    assert f"已审查{number}个问题。" in reviewer.text


def order_to_rectify(life: Life) -> None:
    officer, decider = life["officer"], life["decider"]
    decider.take(life.case, "责令整改")
    assert life.state == "责令整改"
    officer.open(life.case).follow("拟制责令整改通知书")
    document = officer.path
    assert officer.page.inner_text("h1 .badge") == "拟稿"
    assert officer.page.locator("main a.danger").count() == 0
    life.wait(minutes=6)
    decider.open(document).follow("签发").send()
    assert decider.asked == 1
    assert decider.path == document
    assert "京信管责改〔2026〕1号" in decider.text
    officer.take(life.case, "登记送达", served_on="2026-03-02", how="电子送达")
    assert "期限：2026-03-09" in officer.text
    company = life["company"].open("/office/")
    assert NAME in company.text
    company.open(document)
    assert "京信管责改〔2026〕1号" in company.text
    assert "经审查属实" not in company.open(life.case).text


def answer_with_next_version(life: Life, folder: Path) -> None:
    life.wait(days=3)
    company, package = life["company"], folder / "next.apk"
    package.write_bytes(next_version())
    company.open("/office/upload/").fill(packages=package, app=NAME, source="东方应用商店").send()
    assert re.fullmatch(r"/office/scans/\d+/", company.path)
    run_worker(until_empty=True)
    company.take(life.case, "提交整改反馈", text="已停止在启动时读取剪贴板。", version=f"{NAME} 1.3.0")
    assert life.state == "已反馈整改"
    assert "已停止在启动时读取剪贴板" in life["officer"].text
    run_worker(until_empty=True)
    assert Scan.objects.filter(version__name="1.3.0", state="done").count() == 2


def fail_recheck(life: Life) -> None:
    officer, tester = life["officer"], life["tester"]
    officer.take(life.case, "组织复检", lab=LAB, version=f"{NAME} 1.3.0")
    assert life.state == "复检中"
    tester.open(life.case).page.locator("section a[href*='/tests/']").last.click()
    tester.follow("与上次检测对比")
    tally = tester.page.locator(".tally b").all_inner_texts()
    assert tally == ["0", str(LEFT), str(GONE)]
    assert "剪切板" in tester.page.inner_text("#gone")
    tester.take(life.case, "提交检测结果", conclusion="仍有问题未整改。")
    review(life, LEFT)
    life["reviewer"].take(life.case, "复检不通过", opinion="整改不彻底。")
    assert life.state == "整改不彻底"


def publish_notice(life: Life, folder: Path) -> str:
    officer, decider = life["officer"], life["decider"]
    officer.take(life.case, "提请通报", reason="整改不彻底。")
    company = life["company"].open(life.case)
    assert company.page.inner_text("h1 .badge") == "处理中"
    decider.take(life.case, "批准通报")
    assert decider.asked == 2
    case = Case.objects.get()
    officer.open("/office/notices/").follow("拟通报").fill(cases=[str(case)], deadline="2026-03-12", tested="50").send()
    notice = officer.path
    assert re.fullmatch(r"/office/notices/\d+/", notice)
    assert "拟稿" in officer.page.inner_text("h1")
    life.wait(minutes=6)
    decider.open(notice).follow("签发").send()
    assert decider.asked == 3
    title = decider.page.inner_text("h1").strip()
    assert title == "关于侵害用户权益行为的APP通报（2026年第1批，总第1批）"
    assert life.state == "已通报"
    decider.open(notice).follow("公文")
    sent = decider.download("DOCX", folder / "notice.docx")
    assert sent == read(Document.objects.get(notice__title=title), "docx")
    assert_official_layout(sent, title)
    return title


def assert_official_layout(content: bytes, title: str) -> None:
    """A4 with the margins, grid and faces of GB/T 9704-2012, and the annex of the ministry's notices."""
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == ["linesAndChars", "579", "-848"]
    found = {each.text: each for each in document.paragraphs}
    assert _face(found["北京市通信管理局"].runs[0]) in {("方正小标宋简体", 44.0), ("仿宋_GB2312", 16.0)}
    texts = [each.text for each in document.paragraphs]
    heading = next(number for number, text in enumerate(texts) if text and title.startswith(text))
    assert "".join(texts[heading : heading + 2]).replace("\n", "") == title
    assert _face(document.paragraphs[heading].runs[0]) == ("方正小标宋简体", 22.0)
    text = next(each for each in document.paragraphs if "现予以通报" in each.text or "未按要求完成整改" in each.text)
    assert _face(text.runs[0]) == ("仿宋_GB2312", 16.0)
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == COLUMNS
    assert rows[1][:5] == ["1", NAME, "向日葵科技有限公司", "东方应用商店", "1.3.0"]
    assert rows[1][5].split("\n") == Case.objects.get().labels
    assert len(rows) == 2


def _face(run: docx.text.run.Run) -> tuple[str, float]:
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def read_as_the_public(life: Life, title: str) -> None:
    public = life["public"].open("/notices/")
    public.page.get_by_role("link", name=title).click()
    public.page.wait_for_load_state()
    assert public.page.locator("table.annex th").all_inner_texts() == COLUMNS
    assert public.page.locator("table.annex tbody tr td").all_inner_texts()[1:5] == [NAME, "向日葵科技有限公司", "东方应用商店", "1.3.0"]
    public.open(life.case)
    assert public.path.startswith("/accounts/login/") or public.page.locator('[name="login"]').count() == 1


def delist(life: Life, folder: Path) -> None:
    officer, decider, proof = life["officer"], life["decider"], folder / "应用商店在架版本.png"
    proof.write_bytes(b"picture of both stores")
    assert "未届满" in officer.open(life.case).text
    life.wait(days=8)
    assert "已逾期" in officer.open(life.case).text
    officer.take(life.case, "提请下架", reason="逾期未完成整改。", checked="两家应用商店在架版本与通报时相同。", files=proof)
    officer.open(life.case)
    assert officer.download("应用商店在架版本.png", folder / "downloaded.png") == b"picture of both stores"
    assert life.state == "拟下架"
    life.wait(minutes=6)
    decider.open(life.case)
    life.wait(minutes=6)
    decider.take(life.case, "通知下架", stores=["东方应用商店", "西方应用商店"])
    assert life.state == "已通知下架"
    for store in ("store", "other-store"):
        assert Case.objects.get().state == State.DELIST_ORDERED
        assert NAME in life[store].open("/office/").text
        life[store].take(life.case, "提交下架回执", done_on="2026-03-13", text="已从商店移除。")
    assert life.state == "已下架"
    rows = officer.page.locator("section:has(h2:text-is('下架')) tbody tr").all_inner_texts()
    assert [row.split("\t")[0].strip() for row in rows] == ["东方应用商店", "西方应用商店"]
    assert all("已从商店移除。" in row for row in rows)
    assert "下架日期" in officer.text
    assert not Listing.objects.exclude(state=Listed.DELISTED).exists()
