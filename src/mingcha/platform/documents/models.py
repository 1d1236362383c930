"""Documents and their files. An issued document is never changed or deleted: triggers (migration 0002) make the database refuse."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from mingcha.platform.people.models import Body
from mingcha.platform.words import both


class Kind(models.TextChoices):
    """What a document is."""

    ORDER = "order", both("责令整改通知书", "order to rectify")
    REPORT = "report", both("检测报告", "test report")
    NOTICE = "notice", both("通报", "public notice")
    DELISTING_NOTICE = "delisting-notice", both("下架通报", "public notice of delisting")
    DELISTING_ORDER = "delisting-order", both("下架通知", "order to delist")
    ACCESS_ORDER = "access-order", both("停止接入通知书", "order to stop access")
    RELISTING_NOTICE = "relisting-notice", both("恢复上架（接入）通知", "notice of relisting or access")
    PENALTY_NOTICE = "penalty-notice", both("行政处罚事先告知书", "prior notice of a penalty")
    PENALTY_DECISION = "penalty-decision", both("行政处罚决定书", "decision on a penalty")
    SERVICE_RECEIPT = "service-receipt", both("送达回证", "receipt of service")


class State(models.TextChoices):
    """Whether a document counts."""

    DRAFT = "draft", both("拟稿", "draft")
    ISSUED = "issued", both("已签发", "issued")


class Format(models.TextChoices):
    """Forms of file."""

    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
    HTML = "html", "HTML"
    XLSX = "xlsx", "XLSX"


class FrozenError(Exception):
    """An issued document is never changed or deleted; a new one may replace it."""


class Document(models.Model):
    """One document of one body. `content` is what `render.dump` has made; what it says is fixed when it is issued."""

    kind = models.CharField(both("文种", "kind"), max_length=20, choices=Kind)
    body = models.ForeignKey(Body, models.PROTECT, related_name="documents", verbose_name=both("发文机关", "issuer"))
    about = models.CharField(both("所属事项", "about"), max_length=60, blank=True, help_text="kind:id, as the ledger names subjects")
    series = models.CharField(both("机关代字", "series"), max_length=40)
    year = models.PositiveSmallIntegerField(both("年份", "year"), null=True)
    number = models.PositiveIntegerField(both("序号", "number"), null=True)
    total = models.PositiveIntegerField(both("总批次", "batch in all"), null=True)
    printed = models.CharField(both("文号", "document number"), max_length=80, blank=True)
    title = models.CharField(both("标题", "title"), max_length=300)
    content = models.JSONField(both("内容", "content"))
    state = models.CharField(both("状态", "state"), max_length=6, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=both("拟稿人", "drafted by"))
    drafted_at = models.DateTimeField(both("拟稿时间", "drafted at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=both("签发人", "issued by")
    )
    issued_at = models.DateTimeField(both("签发时间", "issued at"), null=True)
    issued_on = models.DateField(both("成文日期", "date of the document"), null=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replacement", verbose_name=both("被替换的文件", "document that it replaces")
    )

    class Meta:
        verbose_name = both("公文", "document")
        verbose_name_plural = both("公文", "documents")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["series", "year", "number"], name="document_number_once"),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT, number=None, year=None, issued_by=None, issued_at=None, issued_on=None)
                | models.Q(
                    state=State.ISSUED,
                    number__isnull=False,
                    year__isnull=False,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                    issued_on__isnull=False,
                ),
                name="document_issued_whole",
            ),
        )
        indexes = (
            models.Index(fields=["about", "-id"], name="document_about"),
            models.Index(fields=["state", "-id"], name="document_state"),
            models.Index(fields=["kind", "-id"], name="document_kind"),
            models.Index(fields=["body", "kind", "-id"], name="document_body_kind"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.printed}".strip()

    def save(self, *args: Any, **fields: Any) -> None:
        """Write the row; `FrozenError` when what the database holds is issued."""
        self._refuse_when_issued()
        super().save(*args, **fields)

    def delete(self, *args: Any, **fields: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft; `FrozenError` for an issued document."""
        self._refuse_when_issued()
        return super().delete(*args, **fields)

    @property
    def is_issued(self) -> bool:
        """Whether the document counts."""
        return self.state == State.ISSUED

    @property
    def concerns(self) -> str:
        """What the document is about, as it says itself: the app, the first of several and how many there are, or the matter."""
        app, apps = self.content.get("app", ""), self.content.get("apps")
        if apps:
            return str(apps[0]["name"]) + (str(both(f"等{len(apps)}款", f" and {len(apps) - 1} more")) if len(apps) > 1 else "")
        return str(app["name"] if isinstance(app, dict) else app) or str(self.content.get("matter", ""))

    @property
    def replaced_by(self) -> Document | None:
        """The issued document that stands in the place of this one."""
        return Document.objects.filter(previous=self, state=State.ISSUED).first()

    def _refuse_when_issued(self) -> None:
        if self.pk is not None and Document.objects.filter(pk=self.pk, state=State.ISSUED).exists():
            raise FrozenError(f"{self.printed or self.title}: issued")


class File(models.Model):
    """One form of an issued document, kept in the platform's store."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    format = models.CharField(both("格式", "format"), max_length=5, choices=Format)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(both("大小", "size"), help_text="bytes")

    class Meta:
        verbose_name = both("公文文件", "file")
        verbose_name_plural = both("公文文件", "files")
        ordering = ("document", "format")
        constraints = (models.UniqueConstraint(fields=["document", "format"], name="document_format_once"),)

    def __str__(self) -> str:
        return f"{self.document_id}.{self.format}"
