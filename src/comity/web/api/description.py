"""The description of the API, made true where the library does not know what we do (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.types import DictStrAny

from comity.web.api.problems import PROBLEM

_PLAIN: Final = {"text/plain": {"schema": {"type": "string"}}}
_TOKEN: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token made under one's account, with the scopes read, act or act:<proceeding>.",
}


class DescribedAPI(NinjaAPI):
    """An API whose description says how problems come, who needs a token, and what is text."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"].setdefault("securitySchemes", {})["token"] = _TOKEN
        for item in schema["paths"].values():
            for method, operation in item.items():
                _make_true(method, operation)
        return schema

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response["Cache-Control"] = "no-store"
        return response


def _make_true(method: str, operation: DictStrAny) -> None:
    operation["security"] = [{"token": []}] if method == "post" else [{}, {"token": []}]
    sent = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if sent:
        sent["schema"]["additionalProperties"] = False
    for status, response in operation["responses"].items():
        content = response.get("content")
        if int(status) >= 400 and content:
            response["content"] = {PROBLEM: content["application/json"]}
        elif not content:
            response["content"] = _PLAIN
