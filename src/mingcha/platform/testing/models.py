"""A scan is the machine's part of a test; a test is what a lab answers for."""

from __future__ import annotations

from django.db import models

from mingcha.platform.people.models import Body, BodyKind, User
from mingcha.platform.registry.models import App, Package, Version
from mingcha.platform.words import both


class ScanState(models.TextChoices):
    """Where a scan is; how far a queued one got, its unit of work knows (`scans.unit_of`)."""

    QUEUED = "queued", both("检测中", "under way")
    DONE = "done", both("已完成", "done")
    FAILED = "failed", both("无法检测", "failed")
    CANCELLED = "cancelled", both("已取消", "cancelled")


class Scan(models.Model):
    """One run of the engine over one package, with the rule pack of that day.

    A package that was handed in by itself has no `version` until it was read; `app` is whose it was said to be, if anybody's.
    """

    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="scans", verbose_name=both("版本", "version"))
    app = models.ForeignKey(App, models.PROTECT, null=True, related_name="scans", verbose_name=both("应用", "app"))
    package = models.ForeignKey(Package, models.PROTECT, related_name="scans", verbose_name=both("安装包", "package"))
    file_name = models.CharField(
        both("文件名", "file name"), max_length=255, help_text="as this body named the package, whoever handed it in before"
    )
    source = models.CharField(both("应用来源", "source"), max_length=120, blank=True)
    state = models.CharField(both("状态", "state"), max_length=12, choices=ScanState, default=ScanState.QUEUED)
    why = models.TextField(both("原因", "reason"), blank=True, help_text="why it failed or was cancelled")
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("发起人", "requested by"))
    requested_at = models.DateTimeField(both("发起时间", "requested at"))
    ended_at = models.DateTimeField(both("结束时间", "ended at"), null=True)
    engine = models.CharField(both("引擎版本", "engine"), max_length=40, blank=True)
    rules = models.CharField(both("规则包", "rule pack"), max_length=64, blank=True, help_text="digest")
    report = models.CharField(both("报告", "report"), max_length=64, blank=True, help_text="SHA-256 of the report JSON in the store")
    facts = models.CharField(both("检测事实", "facts"), max_length=64, blank=True, help_text="SHA-256 of the facts in the store")
    clauses = models.JSONField(both("各条款结论", "clause verdicts"), default=list, help_text="[{id, verdict, why}]")
    coverage = models.JSONField(both("检测覆盖", "coverage"), default=list, help_text="[{kind, state, why}]")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["state", "-id"]), models.Index(fields=["requested_at", "id"]))

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def title(self) -> str:
        """What was scanned: app and version, or the file's name while nobody knows."""
        return str(self.version or self.app or self.file_name)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in {ScanState.DONE, ScanState.FAILED, ScanState.CANCELLED}


class Verdict(models.TextChoices):
    """Outcome of a finding or a criterion."""

    VIOLATED = "violated", both("违规", "violated")
    SUSPECTED = "suspected", both("疑似", "suspected")
    NOT_FOUND = "not-found", both("未发现", "not found")
    NOT_TESTED = "not-tested", both("未检测", "not tested")
    NOT_APPLICABLE = "not-applicable", both("不适用", "not applicable")


class Grade(models.TextChoices):
    """Weight of a finding."""

    SERIOUS = "serious", both("严重", "serious")
    GENERAL = "general", both("一般", "general")
    NOTE = "note", both("提示", "note")


class ReviewState(models.TextChoices):
    """What the reviewer said of a finding."""

    OPEN = "open", both("待审查", "open")
    CONFIRMED = "confirmed", both("确认", "confirmed")
    REJECTED = "rejected", both("不予认定", "rejected")


class Finding(models.Model):
    """One problem that a scan found; a reviewer confirms or rejects it, nobody deletes it."""

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="findings")
    fingerprint = models.CharField(max_length=64, help_text="stable from version to version")
    rule = models.CharField(both("规则", "rule"), max_length=80)
    verdict = models.CharField(both("结论", "verdict"), max_length=14, choices=Verdict)
    grade = models.CharField(both("级别", "grade"), max_length=8, choices=Grade)
    label = models.CharField(both("所涉问题", "label"), max_length=60)
    clauses = models.JSONField(both("条款", "clauses"), default=list)
    criteria = models.JSONField(both("认定标准", "criteria"), default=list)
    owner = models.CharField(both("责任方", "owner"), max_length=120, help_text="app, or an SDK id")
    data_type = models.CharField(both("个人信息类型", "data type"), max_length=60, blank=True)
    sentence_zh = models.TextField()
    sentence_en = models.TextField()
    remedy_zh = models.TextField(blank=True)
    remedy_en = models.TextField(blank=True)
    evidence = models.JSONField(both("证据", "evidence"), default=list, help_text="[{kind, where, quote, …}], best first")
    review = models.CharField(both("审查", "review"), max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    review_reason = models.TextField(both("审查理由", "reason"), blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("审查人", "reviewer"))
    reviewed_at = models.DateTimeField(both("审查时间", "reviewed at"), null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["scan", "fingerprint"], name="finding_once"),)
        indexes = (
            models.Index(fields=["rule", "-id"]),
            models.Index(fields=["label", "-id"]),
            models.Index(fields=["owner", "-id"]),
            models.Index(fields=["review", "-id"]),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.owner} {self.data_type}".strip()


class TestState(models.TextChoices):
    """Where a lab's test is."""

    __test__ = False  # for pytest, to which the name looks like a test of its own

    ASSIGNED = "assigned", both("已派发", "assigned")
    RUNNING = "running", both("检测中", "running")
    SUBMITTED = "submitted", both("已提交", "submitted")
    RETURNED = "returned", both("退回补充", "returned")
    ACCEPTED = "accepted", both("已采信", "accepted")
    WITHDRAWN = "withdrawn", both("已撤回", "withdrawn")


class Test(models.Model):
    """A lab's test of one version: scan, findings, checklist, technical conclusion."""

    __test__ = False  # as above

    version = models.ForeignKey(Version, models.PROTECT, related_name="tests", verbose_name=both("版本", "version"))
    lab = models.ForeignKey(
        Body, models.PROTECT, related_name="tests", limit_choices_to={"kind": BodyKind.LAB}, verbose_name=both("检测机构", "lab")
    )
    tester = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("检测员", "tester"))
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("审查员", "reviewer"))
    state = models.CharField(both("状态", "state"), max_length=12, choices=TestState, default=TestState.ASSIGNED)
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, related_name="tests", verbose_name=both("自动检测", "scan"))
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="rechecks", verbose_name=both("复检自", "recheck of"))
    conclusion = models.TextField(both("技术结论", "technical conclusion"), blank=True)
    assigned_at = models.DateTimeField(both("派发时间", "assigned at"))
    submitted_at = models.DateTimeField(both("提交时间", "submitted at"), null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["lab", "state", "-id"]),)

    def __str__(self) -> str:
        return f"{self.version} @ {self.lab}"


class Check(models.Model):
    """What a test says on one of the 252 criteria, by machine or by a person; a criterion without a row is open.

    The reviewer confirms or rejects what a person failed; what the machine failed is reviewed as findings.
    """

    test = models.ForeignKey(Test, models.PROTECT, related_name="checks")
    criterion = models.CharField(both("认定标准", "criterion"), max_length=20, help_text="id of catalogue/criteria.yaml")
    verdict = models.CharField(both("结论", "verdict"), max_length=14, choices=Verdict)
    by_machine = models.BooleanField(both("机器判定", "by machine"), default=False)
    note = models.TextField(both("说明", "note"), blank=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("判定人", "person"))
    at = models.DateTimeField(both("时间", "at"))
    review = models.CharField(both("审查", "review"), max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    review_reason = models.TextField(both("审查理由", "reason"), blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("审查人", "reviewer"))
    reviewed_at = models.DateTimeField(both("审查时间", "reviewed at"), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["test", "criterion"], name="check_once"),)

    def __str__(self) -> str:
        return f"{self.criterion} {self.verdict}"


class EvidenceFile(models.Model):
    """A screenshot, recording or note that a person adds to a check; the file lies in the store."""

    check_row = models.ForeignKey(Check, models.PROTECT, related_name="files")
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField(both("文件名", "file name"), max_length=255)
    size = models.BigIntegerField(both("大小", "size"))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """A list of apps handed in together (CSV or XLSX)."""

    name = models.CharField(both("名称", "name"), max_length=120)
    body = models.ForeignKey(Body, models.PROTECT, related_name="batches", verbose_name=both("单位", "body"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=both("创建人", "created by"))
    created_at = models.DateTimeField(both("创建时间", "created at"))

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class BatchRow(models.Model):
    """One app of a batch, with what became of it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(both("序号", "no."))
    name = models.CharField(both("应用名称", "name"), max_length=200)
    package_name = models.CharField(both("包名", "package name"), max_length=255, blank=True)
    version = models.CharField(both("版本", "version"), max_length=100, blank=True)
    source = models.CharField(both("应用来源", "source"), max_length=120, blank=True)
    problem = models.CharField(both("问题", "problem"), max_length=300, blank=True, help_text="why the row could not be taken")
    app = models.ForeignKey(App, models.SET_NULL, null=True, related_name="+")
    scan = models.ForeignKey(Scan, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
