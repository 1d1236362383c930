"""A unit of work: something to be done once, whatever happens to the processes that do it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mingcha.platform.words import both

MAX_ATTEMPTS = 3
_TEXT = 300


class Lane(models.IntegerChoices):
    """Who waits for a unit; lower numbers go first."""

    INTERACTIVE = 0, both("即时", "interactive")  # a person looks at the page
    ROUTINE = 1, both("例行", "routine")
    CAMPAIGN = 2, both("批量", "campaign")


class UnitState(models.TextChoices):
    """Where a unit is."""

    QUEUED = "queued", both("排队中", "queued")
    RUNNING = "running", both("执行中", "running")
    DONE = "done", both("已完成", "done")
    FAILED = "failed", both("失败", "failed")  # its handler said so; another start would end the same way
    QUARANTINED = "quarantined", both("已隔离", "quarantined")  # its process died at every start
    CANCELLED = "cancelled", both("已取消", "cancelled")


OVER = (UnitState.DONE, UnitState.FAILED, UnitState.QUARANTINED, UnitState.CANCELLED)


class Unit(models.Model):
    """One unit. Only `queue` and `lease` change it; while it runs, only who knows its `owner` may end it."""

    kind = models.CharField(both("类型", "kind"), max_length=40)
    key = models.CharField(both("键", "key"), max_length=200, unique=True, help_text="the same key is the same unit")
    lane = models.PositiveSmallIntegerField(both("通道", "lane"), choices=Lane, default=Lane.INTERACTIVE)
    state = models.CharField(both("状态", "state"), max_length=12, choices=UnitState, default=UnitState.QUEUED)
    payload = models.JSONField(both("参数", "payload"), default=dict)
    attempts = models.PositiveSmallIntegerField(both("启动次数", "starts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(both("启动上限", "most starts"), default=MAX_ATTEMPTS)
    not_before = models.DateTimeField(both("不早于", "not before"))
    every = models.DurationField(both("周期", "period"), null=True, blank=True, help_text="set for periodic units, which never end")
    owner = models.CharField(both("执行者", "owner"), max_length=120, blank=True, help_text="worker and number of the start")
    lease_until = models.DateTimeField(both("租约至", "lease until"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(both("进度", "percent"), default=0)
    progress_zh = models.CharField(max_length=_TEXT, blank=True)
    progress_en = models.CharField(max_length=_TEXT, blank=True)
    result = models.JSONField(both("结果", "result"), null=True, blank=True)
    why_zh = models.TextField(both("原因", "reason"), blank=True, help_text="of any end but done")
    why_en = models.TextField(blank=True)
    cancel_asked = models.BooleanField(both("要求取消", "cancel asked"), default=False)
    enqueued_at = models.DateTimeField(both("入队时间", "enqueued at"))
    started_at = models.DateTimeField(both("开始时间", "started at"), null=True, blank=True)
    ended_at = models.DateTimeField(both("结束时间", "ended at"), null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["lane", "id"], condition=Q(state=UnitState.QUEUED), name="work_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state=UnitState.RUNNING), name="work_leased"),
            models.Index(fields=["owner"], condition=Q(state=UnitState.RUNNING), name="work_owned"),
            models.Index(fields=["state", "-id"], name="work_state"),
            models.Index(fields=["state", "lane"], name="work_lane"),
            models.Index(fields=["kind", "-id"], name="work_kind"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in OVER
