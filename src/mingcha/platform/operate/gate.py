"""The worker of the web server that knows the site: who may send how much, and where it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from mingcha.platform.operate.receive import Receiver, Sender

if TYPE_CHECKING:
    from gunicorn.http.message import Request


class Gate(Receiver):
    """Takes much in from those alone who are signed in or have a token, and the rest of the rules from `people.middleware.Bounds`."""

    def load_wsgi(self) -> None:
        """Load the site, and learn where content waits."""
        super().load_wsgi()
        self.folder = settings.FILE_UPLOAD_TEMP_DIR

    def sender(self, request: Request) -> Sender:
        """Return who sends, by session or, below /api/, by token."""
        close_old_connections()
        try:
            headers = dict(request.headers)
            known = knows(request.path, cookie=headers.get("COOKIE", ""), authorization=headers.get("AUTHORIZATION", ""))
        finally:
            close_old_connections()
        return Sender(known, settings.MAX_PUBLIC_BYTES + (settings.MAX_PACKAGE_BYTES if known else 0))


def knows(path: str, *, cookie: str, authorization: str) -> bool:
    """Return whether somebody is signed in who sends these headers to the path, or has a token."""
    from mingcha.platform.api.tokens import find_token  # noqa: PLC0415 - gunicorn loads its worker before the site

    if path.startswith("/api/"):
        scheme, _, secret = authorization.partition(" ")
        return scheme.lower() == "bearer" and find_token(secret, now=timezone.now()) is not None
    key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME, "")
    if not key.isalnum():
        return False
    request = HttpRequest()
    request.session = SessionStore(key)
    return get_user(request).is_authenticated
