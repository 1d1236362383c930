"""The web application that gunicorn serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from mingcha.platform.people.middleware import utf8_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingcha.platform.settings")
application = utf8_only(get_wsgi_application())
