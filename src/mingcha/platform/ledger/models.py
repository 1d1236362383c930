"""One entry per thing that happened, and the head of the chain.

An entry's hash covers its own fields and the hash of the entry before it, so altering, dropping or reordering any entry shows
in `ledger.chain.verify`. Triggers (migration 0002) make the database itself refuse UPDATE and DELETE.
"""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.db import models

from mingcha.platform.words import both


class Entry(models.Model):
    """One thing that happened to one subject. Written by `chain.record`, never changed."""

    number = models.BigIntegerField(both("序号", "number"), primary_key=True)
    at = models.DateTimeField(both("时间", "at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=both("操作人", "actor"))
    actor_name = models.CharField(both("操作人", "actor"), max_length=150)
    kind = models.CharField(both("事项", "kind"), max_length=60)
    subject = models.CharField(both("对象", "subject"), max_length=100, help_text="kind:id")
    data = models.JSONField(both("内容", "data"), default=dict)
    evidence = models.CharField(both("证据哈希", "evidence"), max_length=64, blank=True, help_text="SHA-256")
    previous = models.CharField(both("前一哈希", "previous"), max_length=64)
    hash = models.CharField(both("哈希", "hash"), max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=["subject", "number"]),
            models.Index(fields=["kind", "number"]),
            models.Index(fields=["actor_name", "number"]),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}"

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: nothing is taken out of the log."""
        raise TypeError("entries of the ledger are never deleted")


class Head(models.Model):
    """The end of the chain; its one row is locked while an entry is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Day(models.Model):
    """The first and the last entry whose moment lies on a day: entries are found by days through their numbers."""

    day = models.DateField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.first}–{self.last}"


class Counter(models.Model):
    """The last number given in a series and year; its row is locked while the next is given."""

    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="counter_once"),)

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.value}"
