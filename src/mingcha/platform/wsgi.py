"""The web application that gunicorn serves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_CHARSETS = ("utf-8", "utf8")


def utf8_only(application: WSGIApplication) -> WSGIApplication:
    """Return the application behind a refusal, with 400, of content in another encoding than UTF-8.

    Django looks the encoding up while it makes the request, before any middleware, and some break there; others give characters that
    PostgreSQL cannot hold.
    """

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            _, told = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
            charset = told.get("charset", "utf-8").lower()
        except ValueError:
            charset = ""
        if charset in _CHARSETS:
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Length", "0")])
        return []

    return guarded


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingcha.platform.settings")
application = utf8_only(get_wsgi_application())
