"""What goes wrong, as RFC 9457 asks for it (application/problem+json), in Chinese and English."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import translation
from ninja import Field, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mingcha.model import Text
from mingcha.platform.casework.step import StepError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django import forms
    from django.http import HttpRequest
    from ninja import NinjaAPI

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: Text("请求有误", "the request is wrong"),
    401: Text("令牌无效", "no valid token"),
    403: Text("无权进行此操作", "not allowed"),
    404: Text("没有此项，或无权查看", "not there, or not yours to see"),
    405: Text("不支持此方法", "no such method here"),
    409: Text("现在不能办理", "not possible now"),
    411: Text("须给出长度", "a length is needed"),
    413: Text("内容过大", "too large"),
    422: Text("填写有误", "the data are wrong"),
    429: Text("请求过于频繁", "too many requests"),
    500: Text("系统出错，已记录", "something broke here; it was logged"),
    503: Text("暂时无法办理", "not possible at the moment"),
}


class FieldError(Schema):
    """What is wrong with one field; an empty `field` means the whole."""

    field: str
    zh: str
    en: str


class ProblemOut(Schema):
    """A problem: `title` and `detail` in Chinese, `title_en` and `detail_en` in English."""

    type: str = Field(examples=["about:blank"])
    status: int
    title: str
    title_en: str
    detail: str
    detail_en: str
    errors: list[FieldError]


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Raised anywhere in a request of the API to answer with a problem."""

    def __init__(self, status: int, detail: Text | None = None, errors: Iterable[FieldError] = (), *, retry_after: int = 0) -> None:
        super().__init__(detail.en if detail else status)
        self.status, self.detail, self.errors, self.retry_after = status, detail or Text("", ""), list(errors), retry_after


def of_form(form: forms.BaseForm) -> Problem:
    """Return the problem that a form with errors is."""
    errors = []
    for name, found in form.errors.as_data().items():
        told = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                told.append([str(message) for error in found for message in error.messages])
        errors += [FieldError(field="" if name == "__all__" else name, zh=zh, en=en) for zh, en in zip(*told, strict=True)]
    return Problem(422, errors=errors)


def answer(problem: Problem) -> HttpResponse:
    """Return a problem as a response."""
    title = TITLES[problem.status]
    body = ProblemOut(
        type="about:blank",
        status=problem.status,
        title=title.zh,
        title_en=title.en,
        detail=problem.detail.zh,
        detail_en=problem.detail.en,
        errors=problem.errors,
    )
    dumped = JsonResponse(body.model_dump(), status=problem.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    if problem.retry_after:
        dumped["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:  # noqa: PLR2004 - RFC 9110 asks for it with this status
        dumped["WWW-Authenticate"] = "Bearer"
    return dumped


def unknown(request: HttpRequest, path: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer to an address that the API does not have."""
    return answer(Problem(404))


def handle(api: NinjaAPI) -> None:
    """Make the API answer with problems."""
    api.add_exception_handler(Problem, _handler(lambda error: error))
    api.add_exception_handler(AuthenticationError, _handler(lambda _error: Problem(401)))
    api.add_exception_handler(Http404, _handler(lambda _error: Problem(404)))
    api.add_exception_handler(RequestDataTooBig, _handler(lambda _error: Problem(413)))
    api.add_exception_handler(UnreadablePostError, _handler(lambda _error: Problem(400)))
    api.add_exception_handler(StepError, _handler(_refused))
    api.add_exception_handler(ValidationError, _handler(_invalid))
    api.add_exception_handler(Exception, _broken)
    api.add_exception_handler(HttpError, _handler(lambda _error: Problem(400)))


def _handler(problem_of: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: answer(problem_of(error))


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    _log.error("%s %r", request.method, request.path, exc_info=error)
    return answer(Problem(500))


def _refused(error: StepError) -> Problem:
    return Problem(409, errors=[FieldError(field="", zh=reason.zh, en=reason.en) for reason in error.reasons])


def _invalid(error: ValidationError) -> Problem:
    found: list[dict[str, Any]] = error.errors
    return Problem(
        422, errors=[FieldError(field=".".join(str(part) for part in each["loc"][1:]), zh="填写有误", en=each["msg"]) for each in found]
    )
