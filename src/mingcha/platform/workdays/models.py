"""What officers add to the shipped table: single days, and years for which the notice is entered in full."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from mingcha.platform.words import both
from mingcha.platform.workdays.calendar import Day


class DayException(models.Model):
    """One day that is free or worked against the ordinary week; it overrides the shipped table."""

    class Kind(models.TextChoices):
        """Free or worked."""

        HOLIDAY = "holiday", both("放假", "holiday")
        WORKING = "working", both("上班", "working day")

    day = models.DateField(both("日期", "day"), unique=True)
    kind = models.CharField(both("类型", "kind"), max_length=7, choices=Kind)
    name = models.CharField(both("名称", "name"), max_length=40)
    source = models.CharField(both("依据", "source"), max_length=200)

    class Meta:
        verbose_name = both("节假日安排", "exception")
        verbose_name_plural = both("节假日安排", "exceptions")
        ordering = ("day",)
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=["holiday", "working"]), name="dayexception_kind"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    def to_day(self) -> Day:
        """Return the day as the calendar knows days."""
        return Day(self.day, working=self.kind == self.Kind.WORKING, name=self.name, source=self.source)


class AnnouncedYear(models.Model):
    """A year whose notice is entered in full: its other days are certain from then on."""

    year = models.PositiveSmallIntegerField(
        both("年度", "year"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    source = models.CharField(both("依据", "source"), max_length=200)

    class Meta:
        verbose_name = both("已公布年度", "announced year")
        verbose_name_plural = both("已公布年度", "announced years")
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)
