"""The API as a whole, version 1. Its contract is docs/api.json, and openapi.json at the running site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ninja import NinjaAPI
from ninja.parser import Parser

from mingcha.platform.api import cases, leads, me, notices, problems, scans

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja.openapi.schema import OpenAPISchema

_ABOUT = (
    "明察平台接口。令牌在“我的账号”页签发，以 Authorization: Bearer 传递；所见与令牌所属用户相同。"
    " Tokens are issued on the page My account; they see what their user sees. Errors are application/problem+json (RFC 9457)."
)


class _Parser(Parser):
    """Reads JSON whose text a database can hold: JSON knows halves of characters as well."""

    def parse_body(self, request: HttpRequest) -> Any:
        content = super().parse_body(request)
        json.dumps(content, ensure_ascii=False).encode()
        return content


class _Api(NinjaAPI):
    """Tells of problems in their own media type."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:  # noqa: PLR2004 - from here on answers are problems
                        response["content"] = {problems.MEDIA_TYPE: next(iter(response["content"].values()))}
        return schema


api = _Api(
    parser=_Parser(),
    title="明察 Mingcha",
    version="1",
    description=_ABOUT,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
problems.handle(api)
api.add_router("/me", me.router)
api.add_router("/scans", scans.router)
api.add_router("/cases", cases.router)
api.add_router("/leads", leads.router)
api.add_router("/notices", notices.router)
