"""What the units of the trial leave behind: a row when one starts, a row when its result is recorded."""

from __future__ import annotations

from django.db import models


class Start(models.Model):
    """One start of a unit, written before it does anything."""

    unit = models.IntegerField()

    def __str__(self) -> str:
        return str(self.unit)


class Done(models.Model):
    """One recorded result of a unit; nothing but the queue keeps it from being written twice."""

    unit = models.IntegerField()

    def __str__(self) -> str:
        return str(self.unit)
