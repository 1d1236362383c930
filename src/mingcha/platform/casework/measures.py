"""What others are ordered to do to the object of a case: the rows of measures, each with its receipt."""

from __future__ import annotations

from django.db import models

from mingcha.platform.people.models import Body, BodyKind, User
from mingcha.platform.words import both


class Measure(models.Model):
    """An order to one company, what it says it has done, and the day on which the measure was lifted."""

    ordered_on = models.DateField(both("通知日期", "ordered on"))
    done_on = models.DateField(both("执行日期", "done on"), null=True)
    lifted_on = models.DateField(both("恢复日期", "lifted on"), null=True)
    receipt = models.CharField(both("回执", "receipt"), max_length=300, blank=True)
    receipt_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=both("回执人", "by"))
    receipt_at = models.DateTimeField(both("回执时间", "receipt at"), null=True)

    class Meta:
        abstract = True


class AccessStop(Measure):
    """An order to an access provider to stop the network access of what a case is about."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="access_stops")
    provider = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="access_stops",
        limit_choices_to={"kind": BodyKind.ACCESS},
        verbose_name=both("网络接入企业", "access provider"),
    )

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["case", "provider"], condition=models.Q(lifted_on=None), name="access_stop_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} @ {self.provider}"
