"""The platform's own settings, with a home of the session's own, the queue's trial kinds, and fast passwords."""

from __future__ import annotations

import os
import tempfile

os.environ["MINGCHA_HOME"] = tempfile.mkdtemp(prefix="mingcha-test-")
os.environ.pop("MINGCHA_DATABASE", None)
os.environ.pop("MINGCHA_STORE", None)
os.environ.pop("MINGCHA_FONTS", None)
os.environ["MINGCHA_SECOND_FACTOR"] = "0"  # tests of the second factor turn it on

from mingcha.platform.settings import *  # noqa: F403 - the home must be named first
from mingcha.platform.settings import INSTALLED_APPS

SECRET_KEY = "for tests only"  # noqa: S105 - nothing is kept secret by it
INSTALLED_APPS = [*INSTALLED_APPS, "bench.queue_trial"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
