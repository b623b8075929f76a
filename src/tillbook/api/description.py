"""The API with its description as it really answers: what goes wrong is problem details, not plain JSON."""

from __future__ import annotations

from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

PROBLEM_TYPE: Final = "application/problem+json"
"""Source: RFC 9457, section 3."""


class DescribedApi(NinjaAPI):
    """ninja gives every answer of an operation the one media type of its renderer."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """The description, with the media type of problems."""
        schema = super().get_openapi_schema(**more)
        for item in schema["paths"].values():
            for operation in item.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {PROBLEM_TYPE: answer["content"]["application/json"]}
        return schema
