"""Whatever goes wrong below /api/, also before a request comes to the API itself, is told as the API tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.api.problems import MEDIA_TYPE, TITLES, Problem, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_REFUSED = 400
_KEPT = ("Allow",)


class Problems:
    """Answers with a problem of the same status where Django or a middleware would answer with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        told = response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
        if response.status_code < _REFUSED or told or not f"{request.path}/".startswith("/api/"):
            return response
        status = response.status_code if response.status_code in TITLES else _REFUSED
        problem = answer(Problem(status))
        for name in _KEPT:
            if name in response.headers:
                problem[name] = response[name]
        return problem
