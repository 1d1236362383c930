"""What documents are made of, as plain data: a builder turns it into a `Paper`, the database keeps it as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - read at run time, when JSON is turned into these classes
from decimal import Decimal  # noqa: TC003 - as above

BLANK_DAY = "　　　　年　　月　　日"
MINISTRY = "工业和信息化部"
# The acts on which orders and notices rest, as public notices name them.
LAWS = "《个人信息保护法》《网络安全法》《电信条例》《电信和互联网用户个人信息保护规定》等法律法规"
CAMPAIGN = (
    "《关于开展纵深推进APP侵害用户权益专项整治行动的通知》（工信部信管函〔2020〕164号）"
    "《关于进一步提升移动互联网应用服务能力的通知》（工信部信管函〔2023〕26号）"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What issuing adds to a document: number within series and year, batch in all, day. A draft has the series alone.

    `noted`: number and hash of the event log's last entry, which the properties of the files tell.
    """

    series: str
    number: int | None = None
    total: int | None = None
    day: date | None = None
    noted: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the document is not issued yet."""
        return self.number is None or self.day is None

    @property
    def printed(self) -> str:
        """The number as documents print it: 京信管函〔2022〕23号; a draft leaves room."""
        if self.number is None or self.day is None:
            return f"{self.series}〔　　　　〕　　号"
        return f"{self.series}〔{self.day.year}〕{self.number}号"

    @property
    def batch(self) -> str:
        """The number as public notices print it: （2022年第3批，总第23批）; a draft leaves room."""
        if self.number is None or self.day is None:
            return "（　　　　年第　　批，总第　　批）"
        return f"（{self.day.year}年第{self.number}批，总第{self.total}批）"

    @property
    def printed_day(self) -> str:
        """The day as documents print it: 2022年4月20日; a draft leaves room."""
        return day_text(self.day) if self.day and self.number is not None else BLANK_DAY


def day_text(day: date, *, within: date | None = None) -> str:
    """Return 2022年4月6日 (months and days without zeros), or 4月6日 where `within` is of the same year."""
    month = f"{day.month}月{day.day}日"
    return month if within is not None and within.year == day.year else f"{day.year}年{month}"


def voice(issuer: str) -> str:
    """Return what an authority calls itself in its documents: 我部 or 我局."""
    return "我部" if issuer.startswith(MINISTRY) else "我局"


def short_issuer(issuer: str) -> str:
    """Return the authority as the titles of annexes name it: the ministry's bureaus as the ministry."""
    return MINISTRY if issuer.startswith(MINISTRY) else issuer


@dataclass(frozen=True, slots=True)
class App:
    """One app, SDK or mini program as an annex names it; `problems` are labels of public notices."""

    name: str
    developer: str
    source: str
    version: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One confirmed problem: its label, what was found (whole sentences), and the provisions that it breaks."""

    label: str
    found: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a company or store may ask."""

    person: str = ""
    phone: str = ""
    email: str = ""

    @property
    def remark(self) -> str:
        """The contact as it stands in brackets below the day; empty where nothing is known."""
        parts = (("联系人", self.person), ("电话", self.phone), ("电子邮箱", self.email))
        told = [f"{name}：{value}" for name, value in parts if value]
        return f"（{'，'.join(told)}）" if told else ""


@dataclass(frozen=True, slots=True)
class Order:
    """An order to rectify (责令整改通知书). `subject` is APP, 小程序, 快应用, SDK or 应用分发平台; `due` the last day where it is known.

    `working_days` is 0 where another limit was set, which then is `due` alone.
    """

    issuer: str
    recipient: str
    app: App
    problems: tuple[Problem, ...]
    subject: str = "APP"
    tested_by: str = ""
    working_days: int = 5
    due: date | None = None
    contact: Contact = field(default_factory=Contact)
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A public notice (通报) of apps, with SDKs among them or without.

    `focus`: the kinds of app that were looked at; `topic`: of a look-back (回头看); `tested`: how many were told to rectify;
    `deadline`: the last day to rectify. `ordered` False: some are named at once, without an order before (反复出现问题).
    """

    issuer: str
    apps: tuple[App, ...]
    focus: str = ""
    topic: str = ""
    tested: int | None = None
    sdk: bool = False
    deadline: date | None = None
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class DelistingNotice:
    """A public notice of delisting (下架通报): days of the public notices before it, the number of their objects, what is delisted.

    `rechecked`: all of it was tested again after it was named.
    """

    issuer: str
    apps: tuple[App, ...]
    noticed_on: tuple[date, ...]
    noticed: int
    mini_programs: bool = False
    rechecked: bool = True


@dataclass(frozen=True, slots=True)
class DelistingOrder:
    """An order to one store to delist apps (下架通知), or with `search_ban` to ban mini programs from search.

    `notice` is the title of the public notice in which they were named, `noticed_on` its day, `reply_by` the last day for
    the receipt; `rechecked`: they were tested again since.
    """

    issuer: str
    store: str
    apps: tuple[App, ...]
    notice: str
    noticed_on: date
    reply_by: date | None = None
    search_ban: bool = False
    rechecked: bool = True
    contact: Contact = field(default_factory=Contact)
    copies: str = ""


@dataclass(frozen=True, slots=True)
class AccessOrder:
    """An order to one access provider to stop network access (停止接入通知书). `of`: what documents call the object: APP, SDK, 小程序 …

    `notice` is the title of the public notice in which they were named, `noticed_on` its day; `delisted_on`: the day on which stores
    had delisted them, where they did; `rechecked`: they were tested again since.
    """

    issuer: str
    provider: str
    apps: tuple[App, ...]
    notice: str
    noticed_on: date
    of: str = "APP"
    delisted_on: date | None = None
    rechecked: bool = True
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class Served:
    """One document that is served: its name and its number."""

    name: str
    number: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class ServiceReceipt:
    """A receipt of service (送达回证); what is empty is filled in by hand."""

    issuer: str
    recipient: str
    matter: str
    documents: tuple[Served, ...]
    place: str = ""
    manner: str = ""
    served_by: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """The company that a penalty is for: name, unified social credit code, address (行政处罚法 art. 59)."""

    name: str
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PenaltyNotice:
    """A prior notice of a penalty (行政处罚事先告知书): `intended` is the penalty with reasons and basis, `ground` the facts.

    `sanctions`: the kinds of what is intended by name, `fine` its amount; the decision may not go beyond them. `matter`: what the case
    is about. `hearing`: the company may ask for a hearing (行政处罚法 art. 63). `working_days`: how long it may speak or ask.
    """

    issuer: str
    party: Party
    matter: str
    filed_on: date
    ground: str
    intended: str
    sanctions: tuple[str, ...] = ()
    fine: Decimal | None = None
    hearing: bool = True
    working_days: int = 5
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class PenaltyDecision:
    """A decision on a penalty (行政处罚决定书). `evidence`: one line each. `penalty`: its extent, on the `basis`; `sanctions`: its kinds.

    `notice` and `notified_on`: number of the prior notice and day of its service. `statement`: what the company said,
    `considered`: what became of that. `performance`: how and until when, beside what the law says of fines. `account`: where a fine is
    paid. `review`: who decides on a reconsideration.
    """

    issuer: str
    party: Party
    matter: str
    filed_on: date
    ground: str
    evidence: tuple[str, ...]
    notice: str
    notified_on: date
    penalty: str
    basis: str
    sanctions: tuple[str, ...] = ()
    fine: Decimal | None = None
    hearing: bool = True
    statement: str = ""
    considered: str = ""
    performance: str = ""
    account: str = ""
    review: str = MINISTRY
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class RelistingNotice:
    """A notice to one store that what it was ordered to delist, or to ban from search, may come back (恢复上架通知).

    `order` is the number of that order where it was on paper, `ordered_on` its day. `rectified` False: the case was revoked.
    `access_of` (APP, SDK …): to an access provider, on what may have access again.
    """

    issuer: str
    store: str
    apps: tuple[App, ...]
    ordered_on: date
    order: str = ""
    search_ban: bool = False
    access_of: str = ""
    rectified: bool = True
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class LabReport:
    """A laboratory's test report (检测报告) on one package.

    `package` and `report` are SHA-256 digests: of the package, and of the engine's report of it (JSON) in the platform's store.
    """

    laboratory: str
    client: str
    app: str
    version: str
    package: str
    report: str


Content = (
    Order
    | Notice
    | DelistingNotice
    | DelistingOrder
    | AccessOrder
    | RelistingNotice
    | PenaltyNotice
    | PenaltyDecision
    | ServiceReceipt
    | LabReport
)
