"""Leads, cases, and what steps leave behind: orders, answers, notices, delistings, penalties, list entries, appeals.

The history of a case is the ledger's (`subject = case:<id>`); these rows hold what later steps need to ask for.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mingcha.platform.casework.measures import Measure
from mingcha.platform.casework.states import CLOSED, UNDECIDED, State
from mingcha.platform.documents.models import Document
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, User
from mingcha.platform.registry.models import App, AppKind, Sdk, Version
from mingcha.platform.testing.models import Test
from mingcha.platform.words import both


class LeadSource(models.TextChoices):
    """Where a lead comes from."""

    COMPLAINT = "complaint", both("投诉举报", "complaint")
    MONTHLY = "monthly", both("每月线索报送", "monthly return")
    SAMPLING = "sampling", both("抽测", "sampling")
    PATROL = "patrol", both("巡查", "patrol")
    STORE = "store", both("应用商店报送", "store report")


class LeadState(models.TextChoices):
    """What became of a lead."""

    NEW = "new", both("待处理", "new")
    ACCEPTED = "accepted", both("已受理", "accepted")
    MERGED = "merged", both("并案", "merged")
    REJECTED = "rejected", both("不予受理", "rejected")


class Subject(models.TextChoices):
    """What a case is about."""

    APP = "app", both("APP", "app")
    SDK = "sdk", both("SDK", "SDK")
    STORE = "store", both("应用分发平台", "store")


class Case(models.Model):
    """One app version, SDK or store on which an authority acts."""

    number = models.CharField(both("案件编号", "case number"), max_length=20, unique=True)
    subject = models.CharField(both("对象", "subject"), max_length=8, choices=Subject, default=Subject.APP)
    app = models.ForeignKey(App, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=both("应用", "app"))
    sdk = models.ForeignKey(Sdk, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="SDK")
    store = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="cases_against", verbose_name=both("应用分发平台", "store")
    )
    title = models.CharField(both("名称", "title"), max_length=200)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=both("版本", "version"))
    bureau = models.ForeignKey(
        Body, models.PROTECT, related_name="cases", limit_choices_to={"kind__in": AUTHORITIES}, verbose_name=both("办理机关", "authority")
    )
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("承办人", "case officer"))
    state = models.CharField(both("状态", "state"), max_length=20, choices=State, default=State.ACCEPTED)
    labels = models.JSONField(both("所涉问题", "labels"), default=list, blank=True)
    opened_on = models.DateField(both("立案日期", "opened on"))
    closed_on = models.DateField(both("结案日期", "closed on"), null=True)
    due_on = models.DateField(both("期限", "due"), null=True)
    due_certain = models.BooleanField(both("期限确定", "certain"), default=True)
    noticed_on = models.DateField(both("通报日期", "noticed on"), null=True)
    public_due_on = models.DateField(both("通报整改期限", "limit of the notice"), null=True)
    delisted_on = models.DateField(both("下架日期", "delisted on"), null=True)
    test = models.ForeignKey(Test, models.PROTECT, null=True, related_name="+", verbose_name=both("当前检测", "current test"))
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeats", verbose_name=both("曾确认问题的案件", "earlier case")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name=both("来源案件", "from case"))

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["bureau", "-id"]),
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["due_on"]),
            models.Index(fields=["opened_on"]),
            models.Index(fields=["subject", "-id"]),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_closed(self) -> bool:
        """Whether the case has ended."""
        return self.state in CLOSED

    @property
    def is_mini_program(self) -> bool:
        """Whether search is banned where an app would be delisted."""
        return self.app is not None and self.app.kind == AppKind.MINI_PROGRAM

    @property
    def public_state(self) -> str:
        """The state as the company is told it: what is not decided yet counts as being dealt with."""
        return str(both("处理中", "being dealt with")) if self.state in UNDECIDED else str(State(self.state).label)

    @property
    def penalty(self) -> Penalty:
        """The newest penalty procedure. Raises `Penalty.DoesNotExist` where none was opened."""
        return self.penalties.latest("pk")

    @property
    def party(self) -> Body | None:
        """The company that the case is against."""
        if self.subject == Subject.SDK:
            return self.sdk.provider if self.sdk else None
        if self.subject == Subject.STORE:
            return self.store
        return self.app.operator if self.app else None


class Lead(models.Model):
    """A hint that an app, SDK or store may infringe users' rights."""

    number = models.CharField(both("线索编号", "lead number"), max_length=20, unique=True)
    source = models.CharField(both("来源", "source"), max_length=10, choices=LeadSource)
    subject = models.CharField(both("对象", "subject"), max_length=8, choices=Subject, default=Subject.APP)
    name = models.CharField(both("名称", "name"), max_length=200)
    package_name = models.CharField(both("包名", "package name"), max_length=255, blank=True)
    version = models.CharField(both("版本", "version"), max_length=100, blank=True)
    where = models.CharField(both("应用来源", "where from"), max_length=120, blank=True)
    items = models.JSONField(both("所涉问题", "labels"), default=list, blank=True)
    text = models.TextField(both("情况说明", "description"), blank=True)
    contact = models.CharField(both("联系方式", "contact"), max_length=200, blank=True, help_text="the complaint centre alone sees it")
    receipt = models.CharField(max_length=64, blank=True, help_text="keyed hash of the receipt number of a complaint")
    reply = models.TextField(both("答复", "reply"), blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="leads", verbose_name=both("报送单位", "entered by"))
    bureau = models.ForeignKey(Body, models.PROTECT, related_name="leads_to_handle", verbose_name=both("办理机关", "authority"))
    app = models.ForeignKey(App, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=both("应用", "app"))
    state = models.CharField(both("状态", "state"), max_length=10, choices=LeadState, default=LeadState.NEW)
    why = models.CharField(both("理由", "reason"), max_length=300, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="leads", verbose_name=both("案件", "case"))
    received_on = models.DateField(both("收到日期", "received on"))
    due_on = models.DateField(both("期限", "due"), null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["source", "received_on"]),
            models.Index(fields=["received_on"]),
            models.Index(fields=["due_on"], condition=models.Q(due_on__isnull=False), name="casework_lead_due"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class CaseTest(models.Model):
    """A test made for a case: the first one, or a recheck."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="case_tests")
    test = models.OneToOneField(Test, models.PROTECT, related_name="case_test")
    recheck = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.test_id}"


class Order(models.Model):
    """An order to rectify, with its service and its time limit."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    ordered_on = models.DateField(both("责令日期", "ordered on"))
    served_on = models.DateField(both("送达日期", "served on"), null=True)
    served_how = models.CharField(both("送达方式", "manner of service"), max_length=20, blank=True)
    suggested_on = models.DateField(both("建议期限", "suggested limit"), null=True)
    due_on = models.DateField(both("整改期限", "time limit"), null=True)
    due_certain = models.BooleanField(default=True)
    due_reason = models.CharField(both("调整理由", "reason for another day"), max_length=300, blank=True)
    asked_until = models.DateField(
        both("申请延至", "asked to be extended to"), null=True, help_text="while the company waits for an answer"
    )
    asked_why = models.TextField(both("申请延期的理由", "reason for asking"), blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.ordered_on}"


class Answer(models.Model):
    """What the company says it has done, with the new version where there is one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", verbose_name=both("整改版本", "rectified version"))
    text = models.TextField(both("整改说明", "account"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=both("反馈人", "by"))
    at = models.DateTimeField(both("反馈时间", "at"))

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        """Whether it came after the limit of the order."""
        due = next((order.due_on for order in self.case.orders.all() if order.due_on is not None), None)
        return due is not None and timezone.localdate(self.at) > due


class CaseFile(models.Model):
    """A file that an officer has put into a case as evidence, or that the company handed in; it lies in the store."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField(both("文件名", "file name"), max_length=255)
    size = models.BigIntegerField(both("大小", "size"), help_text="bytes")
    open_to_party = models.BooleanField(both("当事企业可查看", "open to the company"), default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=both("添加人", "added by"))
    added_at = models.DateTimeField(both("添加时间", "added at"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class NoticeKind(models.TextChoices):
    """What is announced."""

    NOTICE = "notice", both("通报", "public notice")
    DELISTING = "delisting", both("下架通报", "delisting notice")


class Notice(models.Model):
    """A public notice with its annex; frozen when issued."""

    kind = models.CharField(both("类别", "kind"), max_length=10, choices=NoticeKind, default=NoticeKind.NOTICE)
    body = models.ForeignKey(Body, models.PROTECT, related_name="notices", verbose_name=both("发布机关", "authority"))
    topic = models.CharField(both("专题", "topic"), max_length=120, blank=True, help_text="for a look-back (回头看) on one topic")
    title = models.CharField(both("标题", "title"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(both("批次", "batch"), null=True)
    total = models.PositiveIntegerField(both("总批次", "batch in all"), null=True)
    tested = models.PositiveIntegerField(both("提出整改要求的数量", "told to rectify"), null=True, blank=True)
    deadline = models.DateField(both("整改期限", "time limit"), null=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=both("拟稿人", "drafted by"))
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("签发人", "issued by"))
    issued_on = models.DateField(both("发布日期", "issued on"), null=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="notice", verbose_name=both("公文", "document"))

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["body", "kind", "year", "number"], name="notice_number_once"),)

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"


class NoticeRow(models.Model):
    """One line of a notice's annex, as printed."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="rows")
    case = models.ForeignKey(Case, models.PROTECT, related_name="notice_rows")
    number = models.PositiveIntegerField(both("序号", "no."))
    name = models.CharField(both("应用名称", "app"), max_length=200)
    developer = models.CharField(both("应用开发者", "developer"), max_length=200)
    source = models.CharField(both("应用来源", "source"), max_length=120)
    version = models.CharField(both("应用版本", "version"), max_length=100)
    labels = models.JSONField(both("所涉问题", "labels"), default=list)
    lifted_on = models.DateField(both("恢复日期", "lifted on"), null=True, help_text="on which the delisting announced here ended")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["notice", "case"], name="notice_case_once"),
            models.UniqueConstraint(fields=["notice", "number"], name="notice_row_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Delisting(Measure):
    """An order to one store to delist (or, for a mini program, to ban search), with its receipt."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="delistings")
    store = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="delistings",
        limit_choices_to={"kind": BodyKind.STORE},
        verbose_name=both("应用分发平台", "store"),
    )
    search_ban = models.BooleanField(both("禁止搜索", "search ban"), default=False)

    class Meta:
        ordering = ("store",)
        constraints = (models.UniqueConstraint(fields=["case", "store"], name="delisting_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} @ {self.store}"


class Penalty(models.Model):
    """One penalty procedure of a case; after one that was dropped there can be another."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="penalties")
    filed_on = models.DateField(both("立案日期", "opened on"))
    ground = models.TextField(both("违法事实及依据", "facts and legal basis"))
    address = models.CharField(both("当事人住所", "address of the company"), max_length=300)
    notified_on = models.DateField(both("事先告知日期", "prior notice on"), null=True)
    notice = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+", verbose_name=both("事先告知书", "prior notice"))
    notice_served_on = models.DateField(both("告知书送达日期", "notice served on"), null=True)
    notice_served_how = models.CharField(both("告知书送达方式", "manner of its service"), max_length=20, blank=True)
    intended = models.TextField(both("拟处罚内容", "intended penalty"), blank=True)
    intended_sanctions = models.JSONField(both("拟处罚种类", "kinds intended"), default=list)
    intended_fine = models.DecimalField(both("拟罚款（元）", "fine intended (yuan)"), max_digits=12, decimal_places=2, null=True)
    hearing = models.BooleanField(both("可以要求听证", "may ask for a hearing"), default=True)
    statement = models.TextField(both("陈述、申辩及听证", "statement and hearing"), blank=True)
    considered = models.TextField(both("意见采纳情况", "what became of it"), blank=True)
    content = models.TextField(both("处罚内容", "penalty"), blank=True)
    sanctions = models.JSONField(both("处罚种类", "kinds"), default=list)
    basis = models.TextField(both("处罚依据", "basis of the penalty"), blank=True)
    fine = models.DecimalField(both("罚款（元）", "fine (yuan)"), max_digits=12, decimal_places=2, null=True)
    performance = models.TextField(both("履行方式和期限", "performance"), blank=True)
    decided_on = models.DateField(both("决定日期", "decided on"), null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("决定人", "decided by"))
    decision = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+", verbose_name=both("处罚决定书", "decision"))
    served_on = models.DateField(both("送达日期", "served on"), null=True)
    served_how = models.CharField(both("送达方式", "manner of service"), max_length=20, blank=True)
    served_place = models.CharField(both("送达地址", "address of service"), max_length=300, blank=True)
    dropped_on = models.DateField(both("终止日期", "dropped on"), null=True)
    dropped_why = models.TextField(both("不予处罚的理由", "why it was dropped"), blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["case"], condition=models.Q(dropped_on=None), name="penalty_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.filed_on}"


class ListEntry(models.Model):
    """An entry on the bad list or the dishonesty list of telecom business (令第42号 art. 42)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="list_entries")
    dishonesty = models.BooleanField(both("失信名单", "dishonesty list"), default=False)
    operator = models.ForeignKey(Body, models.PROTECT, related_name="list_entries", verbose_name=both("主体", "operator"))
    ground = models.TextField(both("列入事由", "ground"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=both("列入机关", "authority"))
    listed_on = models.DateField(both("列入日期", "listed on"))
    removed_on = models.DateField(both("移出日期", "removed on"), null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.operator} {self.listed_on}"


class AppealState(models.TextChoices):
    """What became of an appeal."""

    OPEN = "open", both("待处理", "open")
    REJECTED = "rejected", both("维持", "rejected")
    UPHELD = "upheld", both("成立", "upheld")


class Appeal(models.Model):
    """A company's objection."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="appeals")
    text = models.TextField(both("申诉理由", "grounds"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=both("申诉人", "by"))
    at = models.DateTimeField(both("申诉时间", "at"))
    state = models.CharField(both("状态", "state"), max_length=10, choices=AppealState, default=AppealState.OPEN)
    reason = models.TextField(both("决定理由", "reasons"), blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("决定人", "decided by"))
    decided_at = models.DateTimeField(both("决定时间", "decided at"), null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
