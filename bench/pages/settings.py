"""The platform's own settings, on the database that `PAGES_DATABASE` names, without the second factor and for Django's test client."""

from __future__ import annotations

import os

os.environ["MINGCHA_DATABASE"] = os.environ["PAGES_DATABASE"]
os.environ["MINGCHA_HOME"] = os.environ["PAGES_HOME"]
os.environ["MINGCHA_SECOND_FACTOR"] = "0"

from mingcha.platform.settings import *  # noqa: F403 - the database must be named first

SECRET_KEY = "for the bench only"  # noqa: S105 - nothing is kept secret by it
ALLOWED_HOSTS = ["testserver"]
# A visit that is refused is no result, and needs no traceback.
LOGGING["loggers"] = {"django.request": {"level": "ERROR"}}  # noqa: F405 - of the settings above
