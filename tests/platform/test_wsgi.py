from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.operate.conftest import environment

from mingcha.platform.wsgi import application, utf8_only

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


@pytest.mark.parametrize(
    ("told", "status"),
    [
        *(
            (f"; charset={name}", "400 Bad Request")
            for name in ("undefined", "punycode", "unicode_escape", "utf-7", "utf-16", "gbk", "no-such", '""')
        ),
        ("; charset*=no-such''x", "400 Bad Request"),
        ("; charset*=undefined''x", "400 Bad Request"),
        *((told, "200 OK") for told in ("", "; charset=UTF-8", '; charset="utf-8"', "; charset=utf8", "; boundary=gbk")),
    ],
)
def test_content_comes_in_the_encoding_of_the_web(told: str, status: str) -> None:
    def site(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return []

    assert answer_of(utf8_only(site), f"text/plain{told}") == status


def test_the_site_that_is_served_answers_to_an_encoding_that_breaks_django() -> None:
    assert answer_of(application, "text/plain; charset=undefined") == "400 Bad Request"


def answer_of(application: WSGIApplication, content_type: str) -> str:
    """Return the status of the answer to content of a type."""
    said: list[str] = []
    environ = {"CONTENT_TYPE": content_type, "QUERY_STRING": "q=%5Cud800"}
    setup_testing_defaults(environ)
    application(environ, lambda status, _: said.append(status))  # type: ignore[arg-type,return-value]
    return " ".join(said)


def test_the_application_can_be_made_by_a_server_that_has_set_nothing_up() -> None:
    line = [sys.executable, "-c", "import mingcha.platform.wsgi as made; print(made.application.__name__)"]
    assert subprocess.run(line, env=environment(), capture_output=True, text=True, check=True, timeout=60).stdout == "guarded\n"
