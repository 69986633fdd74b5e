"""The API that all systems put their operations into, and its OpenAPI 3.1 document (giao diện lập trình)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from cuulong.core.registry import ApiPart, Scope, declared

from . import problems
from .access import ASKED_AT, OAuth2
from .problems import Problem

SCHEME = "oauth2"


class CleanParser(Parser):
    """Refuses text that no database keeps: NUL, halves of characters, numbers that are none."""

    def parse_body(self, request: HttpRequest) -> Any:
        data = json.loads(request.body, parse_constant=_no_constant)
        _must_be_text(data)
        return data

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        _must_be_text([[key, *values] for key, values in data.lists()])
        return super().parse_querydict(cast(QueryDict, data), list_fields, request)


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def _must_be_text(data: Any, depth: int = 0) -> None:
    if depth > 50:
        raise HttpError(400, "depth")
    if isinstance(data, str):
        if "\x00" in data or any("\ud800" <= sign <= "\udfff" for sign in data):
            raise HttpError(400, "text")
    elif isinstance(data, dict):
        for key, value in data.items():
            _must_be_text(key)
            _must_be_text(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            _must_be_text(value, depth + 1)


class HouseApi(NinjaAPI):
    """Ninja with our errors, our security scheme and its scopes in the document."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        parts = schema["components"]
        parts["schemas"]["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts["schemas"] |= parts["schemas"]["Problem"].pop("$defs", {})
        flow = {"tokenUrl": ASKED_AT, "scopes": {one.code: str(one.title) for one in declared(Scope).values()}}
        parts["securitySchemes"] = {SCHEME: {"type": "oauth2", "flows": {"clientCredentials": flow}}}
        doors = {
            one.operation_id or self.get_openapi_operation_id(one): one
            for _prefix, router in self._routers
            for view in router.path_operations.values()
            for one in view.operations
        }
        for path in schema["paths"].values():
            for operation in path.values():
                door = doors[operation["operationId"]].auth_callbacks[0]
                operation["security"] = [{SCHEME: [cast(OAuth2, door).scope]}]
                operation["responses"] |= problems.documented()
        return schema


@cache
def the_api() -> HouseApi:
    """The API with the operations of every system (dựng giao diện lập trình)."""
    api = HouseApi(
        title="Cửu Long",
        version="1",
        description="Giao diện cho hệ thống chuyên ngành. Lỗi theo RFC 9457, tiếng Việt hoặc tiếng Anh (Accept-Language).",
        urls_namespace="api",
        docs_url=None,
        parser=CleanParser(),
        throttle=[],
    )
    problems.handle(api)
    for part in declared(ApiPart).values():
        api.add_router("", part.router)
    return api
