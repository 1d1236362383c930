"""A site of the queue alone, for its tests; the databases are those of `databases.py`."""

from __future__ import annotations

SECRET_KEY = "for tests only"  # noqa: S105 - nothing is kept secret by it
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = ["mingcha.platform.work", "bench.queue_trial"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
