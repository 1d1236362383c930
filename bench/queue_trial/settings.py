"""Settings of the trial site; QUEUE_TRIAL_DB is a SQLite file or `socket folder:port` of PostgreSQL."""

from __future__ import annotations

import os
from typing import Any

from bench.queue_trial.queues import QUEUES

_place = os.environ["QUEUE_TRIAL_DB"]
_folder, _, _port = _place.rpartition(":")
_sqlite: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": _place,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    },
}
_postgres = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "mingcha", "HOST": _folder, "PORT": _port}

SECRET_KEY = "for the trial only"  # noqa: S105 - nothing is kept secret by it
USE_TZ = True
DATABASES = {"default": _postgres if _folder else _sqlite}
INSTALLED_APPS = ["bench.queue_trial", *QUEUES[os.environ["QUEUE_TRIAL_QUEUE"]].apps]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
Q_CLUSTER = {
    "name": "trial",
    "orm": "default",
    "workers": 2,
    "timeout": 5,
    "retry": 6,
    "max_attempts": 3,
    "ack_failures": True,
    "poll": 0.1,
    "save_limit": 0,
    "scheduler": False,
    "log_level": "WARNING",
}
