"""Tokens of programs, and the answers that are kept so that a creating request may be sent twice."""

from __future__ import annotations

from django.db import models

from mingcha.platform.people.models import User
from mingcha.platform.words import both


class Scope(models.TextChoices):
    """What a token may be used for; what it then sees is what its user sees."""

    SCANS_READ = "scans:read", both("查看检测", "read scans")
    SCANS_WRITE = "scans:write", both("上传并检测", "upload and scan")
    CASES_READ = "cases:read", both("查看案件", "read cases")
    CASES_WRITE = "cases:write", both("办理案件步骤", "take steps of cases")
    LEADS_READ = "leads:read", both("查看线索", "read leads")
    LEADS_WRITE = "leads:write", both("登记线索", "enter leads")


class ApiToken(models.Model):
    """A token of one client program of one user. The secret itself is shown once and kept nowhere."""

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens", verbose_name=both("用户", "user"))
    name = models.CharField(both("用途", "client"), max_length=80)
    scopes = models.JSONField(both("权限", "scopes"), default=list)
    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    hint = models.CharField(both("开头", "begins with"), max_length=12)
    created_at = models.DateTimeField(both("签发时间", "issued at"))
    expires_at = models.DateTimeField(both("有效期至", "expires at"))
    used_at = models.DateTimeField(both("最近使用", "last used"), null=True)
    revoked_at = models.DateTimeField(both("吊销时间", "revoked at"), null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.hint}… {self.name}"


class Answer(models.Model):
    """What a request with an Idempotency-Key was answered; the same request gets it again within a day."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=100)
    request = models.CharField(max_length=64, help_text="SHA-256 of method, address and content")
    body = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="api_answer_once"),)

    def __str__(self) -> str:
        return self.key
