"""Bodies and users. A user has one role in one body; what a body sees follows from its kind."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from mingcha.platform.words import both


class BodyKind(models.TextChoices):
    """What a body is in the campaign."""

    MINISTRY = "ministry", both("工业和信息化部信息通信管理局", "ministry bureau")
    BUREAU = "bureau", both("通信管理局", "provincial bureau")
    LAB = "lab", both("检测机构", "testing lab")
    REVIEW = "review", both("技术审查机构", "review body")
    OPERATOR = "operator", both("应用开发运营者", "app operator")
    PROVIDER = "provider", both("SDK提供者", "SDK provider")
    STORE = "store", both("应用分发平台", "app store")
    COMPLAINTS = "complaints", both("投诉受理机构", "complaint centre")
    ACCESS = "access", both("网络接入企业", "access provider")


class Role(models.TextChoices):
    """What a person does in a body; one person, one role."""

    OFFICER = "officer", both("承办人", "case officer")
    DECIDER = "decider", both("审批人", "deciding officer")
    TESTER = "tester", both("检测员", "tester")
    REVIEWER = "reviewer", both("审查员", "reviewer")
    REPRESENTATIVE = "representative", both("企业代表", "company representative")
    CLERK = "clerk", both("投诉受理员", "complaint clerk")
    ADMINISTRATOR = "administrator", both("系统管理员", "administrator")
    AUDITOR = "auditor", both("审计员", "auditor")


AUTHORITIES = (BodyKind.MINISTRY, BodyKind.BUREAU)
COMPANIES = (BodyKind.OPERATOR, BodyKind.PROVIDER, BodyKind.STORE, BodyKind.ACCESS)
# Which roles exist in which kind of body.
ROLES: dict[str, tuple[str, ...]] = {
    BodyKind.MINISTRY: (Role.OFFICER, Role.DECIDER, Role.ADMINISTRATOR, Role.AUDITOR),
    BodyKind.BUREAU: (Role.OFFICER, Role.DECIDER),
    BodyKind.LAB: (Role.TESTER,),
    BodyKind.REVIEW: (Role.REVIEWER,),
    BodyKind.OPERATOR: (Role.REPRESENTATIVE,),
    BodyKind.PROVIDER: (Role.REPRESENTATIVE,),
    BodyKind.STORE: (Role.REPRESENTATIVE,),
    BodyKind.ACCESS: (Role.REPRESENTATIVE,),
    BodyKind.COMPLAINTS: (Role.CLERK,),
}


class Body(models.Model):
    """An authority, a lab, a company: whoever takes part in cases."""

    kind = models.CharField(both("类别", "kind"), max_length=20, choices=BodyKind)
    name = models.CharField(both("名称", "name"), max_length=200)
    name_en = models.CharField(both("英文名称", "English name"), max_length=200, blank=True)
    short = models.CharField(both("简称", "short name"), max_length=20, blank=True, help_text="used in document numbers: 工信、京、沪 …")
    region = models.CharField(both("地区代码", "region"), max_length=6, blank=True, help_text="GB/T 2260, e.g. 110000")
    uscc = models.CharField(both("统一社会信用代码", "unified social credit code"), max_length=18, blank=True)
    licence = models.CharField(both("许可证/备案号", "licence number"), max_length=60, blank=True)
    contact = models.CharField(both("联系方式", "contact"), max_length=200, blank=True)
    account = models.CharField(both("罚款缴纳账户", "account for fines"), max_length=300, blank=True, help_text="bank, name, number")
    active = models.BooleanField(both("启用", "active"), default=True)

    class Meta:
        ordering = ("kind", "region", "name")
        constraints = (
            models.UniqueConstraint(fields=["kind", "name"], name="body_name_once"),
            models.UniqueConstraint(fields=["kind", "uscc"], condition=~models.Q(uscc=""), name="body_uscc_once"),
        )
        indexes = (models.Index(fields=["kind", "region"]),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_authority(self) -> bool:
        """Whether the body may order, publish and punish."""
        return self.kind in AUTHORITIES


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Return a new user; without a password nobody can sign in as it."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of that name."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who signs in."""

    username = models.CharField(both("用户名", "user name"), max_length=150, unique=True)
    name = models.CharField(both("姓名", "name"), max_length=80)
    email = models.EmailField(both("邮箱", "e-mail"), blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="users", verbose_name=both("单位", "body"))
    role = models.CharField(both("角色", "role"), max_length=20, choices=Role)
    is_active = models.BooleanField(both("启用", "active"), default=True)
    language = models.CharField(both("语言", "language"), max_length=10, default="zh-hans")
    theme = models.CharField(both("主题", "theme"), max_length=10, default="system")
    once = models.BooleanField(both("一次性密码", "one-time password"), default=False, help_text="to be changed at the next sign-in")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_once",
                violation_error_message=both("已有此用户名，只是大小写不同。", "There is such a user name, but for capital letters."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def clean(self) -> None:
        """Refuse a role that the kind of body does not have."""
        from django.core.exceptions import ValidationError  # noqa: PLC0415 - used on the error path alone

        super().clean()
        if self.body_id and self.role not in ROLES[self.body.kind]:
            raise ValidationError({"role": both("该类单位没有此角色。", "This kind of body has no such role.")})

    def get_full_name(self) -> str:
        """Return the name that documents print."""
        return self.name

    def acts_as(self, *roles: str) -> bool:
        """Return whether the person is active and has one of the roles."""
        return self.is_active and self.role in roles

    @property
    def needs_second_factor(self) -> bool:
        """Whether the person signs in with TOTP or a key as well: everybody but company representatives."""
        return self.role != Role.REPRESENTATIVE


class Allowance(models.Model):
    """How often somebody did something in a while (`limits.allow`). The key tells nobody who it was."""

    key = models.CharField(max_length=64, unique=True, help_text="keyed hash of what, who and when")
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
