"""Apps and what belongs to them. Packages are kept once, by SHA-256, in the platform's store."""

from __future__ import annotations

from django.db import models

from mingcha.platform.people.models import Body, BodyKind
from mingcha.platform.words import both


class AppKind(models.TextChoices):
    """Form in which an app reaches its users."""

    ANDROID = "android", both("安卓应用", "Android app")
    IOS = "ios", both("iOS应用", "iOS app")
    HARMONY = "harmony", both("鸿蒙应用", "HarmonyOS app")
    QUICK_APP = "quick-app", both("快应用", "quick app")
    MINI_PROGRAM = "mini-program", both("小程序", "mini program")


class Listed(models.TextChoices):
    """State of a listing in a store."""

    LISTED = "listed", both("在架", "listed")
    DELISTED = "delisted", both("已下架", "delisted")
    RELISTED = "relisted", both("恢复上架", "relisted")
    SEARCH_BANNED = "search-banned", both("禁止搜索", "search banned")


class App(models.Model):
    """An app over all its versions."""

    kind = models.CharField(both("形态", "kind"), max_length=20, choices=AppKind, default=AppKind.ANDROID)
    package_name = models.CharField(both("包名", "package name"), max_length=255)
    name = models.CharField(both("应用名称", "name"), max_length=200)
    app_type = models.CharField(both("应用类型", "type"), max_length=60, blank=True, help_text="key of catalogue/app_types.yaml")
    operator = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="apps",
        limit_choices_to={"kind": BodyKind.OPERATOR},
        verbose_name=both("开发运营者", "operator"),
    )
    region = models.CharField(both("属地", "region"), max_length=6, blank=True)
    record_number = models.CharField(both("APP备案号", "filing number"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["kind", "package_name"], name="app_once"),)
        indexes = (models.Index(fields=["region", "-id"]), models.Index(fields=["name"]))

    def __str__(self) -> str:
        return self.name


class Package(models.Model):
    """One file, kept once however often it is handed in."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.BigIntegerField(both("大小", "size"), help_text="bytes")
    kind = models.CharField(both("格式", "format"), max_length=20, default="apk")
    file_name = models.CharField(both("文件名", "file name"), max_length=255)
    added_at = models.DateTimeField(both("入库时间", "added at"))

    def __str__(self) -> str:
        return self.file_name


class Version(models.Model):
    """One version of an app, as found somewhere."""

    app = models.ForeignKey(App, models.PROTECT, related_name="versions", verbose_name=both("应用", "app"))
    name = models.CharField(both("版本", "version"), max_length=100)
    code = models.BigIntegerField(both("版本号", "version code"), default=0)
    package = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=both("安装包", "package")
    )
    source = models.CharField(both("应用来源", "source"), max_length=120, blank=True, help_text="store or site, as notices print it")
    target_sdk = models.PositiveIntegerField(null=True, blank=True)
    found_on = models.DateField(both("获取日期", "found on"))

    class Meta:
        ordering = ("app", "-code", "-id")
        constraints = (models.UniqueConstraint(fields=["app", "name", "code", "package"], name="version_once"),)

    def __str__(self) -> str:
        return f"{self.app.name} {self.name}"


class Certificate(models.Model):
    """A signing certificate."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    subject = models.CharField(both("主体", "subject"), max_length=500)
    debug = models.BooleanField(both("调试证书", "debug certificate"), default=False)

    def __str__(self) -> str:
        return self.subject or self.sha256[:16]


class Signature(models.Model):
    """A version's signature by one certificate under one scheme."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="signatures")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="signatures")
    scheme = models.CharField(max_length=10)
    valid = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "certificate", "scheme"], name="signature_once"),)

    def __str__(self) -> str:
        return f"{self.scheme} {self.certificate_id[:16]}"


class Sdk(models.Model):
    """An SDK of the registry; `id` is that of catalogue/sdks.yaml where it has one."""

    id = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(both("名称", "name"), max_length=200)
    name_en = models.CharField(both("英文名称", "English name"), max_length=200, blank=True)
    maker = models.CharField(both("开发者", "maker"), max_length=200, blank=True)
    provider = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sdks",
        limit_choices_to={"kind": BodyKind.PROVIDER},
        verbose_name=both("提供者", "provider"),
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class SdkSheet(models.Model):
    """What an SDK's provider discloses (26号 二（三）7–9): one row per state of the sheet, the newest counts."""

    sdk = models.ForeignKey(Sdk, models.PROTECT, related_name="sheets")
    version = models.CharField(both("版本", "version"), max_length=60)
    functions = models.TextField(both("主要功能", "main functions"))
    usage = models.TextField(both("使用说明", "how to use"), blank=True)
    personal_data = models.TextField(both("处理的个人信息", "personal information handled"))
    independent = models.TextField(both("独立采集、传输、存储说明", "independent collection, transfer, storage"), blank=True)
    configuration = models.TextField(both("收集配置选项", "collection options"), blank=True)
    rules_url = models.URLField(both("处理规则链接", "rules"), blank=True)
    submitted_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=both("填报人", "submitted by"))
    submitted_at = models.DateTimeField(both("填报时间", "submitted at"))

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.sdk_id} {self.version}"


class SdkUse(models.Model):
    """A scan saw the SDK in the version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="sdk_uses")
    sdk = models.ForeignKey(Sdk, models.PROTECT, related_name="uses")
    sdk_version = models.CharField(both("SDK版本", "SDK version"), max_length=80, blank=True)
    confidence = models.FloatField(both("置信度", "confidence"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "sdk"], name="sdk_use_once"),)

    def __str__(self) -> str:
        return f"{self.sdk_id} in {self.version_id}"


class Listing(models.Model):
    """An app in a store."""

    app = models.ForeignKey(App, models.PROTECT, related_name="listings")
    store = models.ForeignKey(
        Body, models.PROTECT, related_name="listings", limit_choices_to={"kind": BodyKind.STORE}, verbose_name=both("应用分发平台", "store")
    )
    url = models.URLField(both("链接", "address"), max_length=500, blank=True)
    state = models.CharField(both("状态", "state"), max_length=20, choices=Listed, default=Listed.LISTED)
    version_name = models.CharField(both("版本", "version"), max_length=100, blank=True)
    fields = models.JSONField(both("公示信息", "listing fields"), default=dict, blank=True)
    seen_on = models.DateField(both("巡查日期", "seen on"))

    class Meta:
        ordering = ("store", "app")
        constraints = (models.UniqueConstraint(fields=["app", "store"], name="listing_once"),)
        indexes = (models.Index(fields=["state", "-id"]), models.Index(fields=["store", "state", "-id"]), models.Index(fields=["seen_on"]))

    def __str__(self) -> str:
        return f"{self.app} @ {self.store}"


class Policy(models.Model):
    """One text of an app's privacy policy (or of its list of SDKs), kept in the store by hash."""

    app = models.ForeignKey(App, models.PROTECT, related_name="policies")
    kind = models.CharField(
        max_length=10, choices=(("policy", both("隐私政策", "privacy policy")), ("sdk-list", both("SDK清单", "SDK list")))
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    file_name = models.CharField(both("文件名", "file name"), max_length=255)
    url = models.URLField(both("链接", "address"), max_length=500, blank=True)
    added_at = models.DateTimeField(both("入库时间", "added at"))

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["app", "kind", "-id"]),)

    def __str__(self) -> str:
        return f"{self.app} {self.file_name}"
