"""Calling the API in the test's own process: every answer must be one that its description has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs
from django.test import Client
from tests.shop import TestShop

BASE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `json` is None where there was no JSON."""

    status: int
    json: Any
    headers: dict[str, str]
    body: bytes


@dataclass
class Api:
    """A caller, by a token or by a session."""

    shop: TestShop
    client: Client
    token: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: object = None, **headers: str) -> Answer:
        return self.call("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.call("DELETE", path, **headers)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send one request: bytes as they are, else JSON; `headers` are named with underscores.

        Asserts that the answer is a documented one.
        """
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named.setdefault("Authorization", f"Bearer {self.token}")
        kind = named.pop("Content-Type", "application/json")
        response = self.client.generic(method, BASE + path, data, content_type=kind, headers=named)
        content = response.content
        is_json = "json" in response.headers.get("Content-Type", "")
        answer = Answer(
            response.status_code, json.loads(content) if is_json and content else None, dict(response.headers), content
        )
        must_be_documented(method, path, answer)
        return answer


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The API's own description."""
    from tillbook.api.urls import api

    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return document


def must_be_documented(method: str, path: str, answer: Answer) -> None:
    """Fail where the description has no such answer for this operation, or another body."""
    operation = _operation(method, path.split("?", maxsplit=1)[0])
    if operation is None:
        assert answer.status in (404, 405), f"{method} {path} is not described, and answered {answer.status}"
        return
    responses = operation["responses"]
    assert str(answer.status) in responses, f"{method} {path}: {answer.status} is not described: {answer.body[:300]!r}"
    schema = responses[str(answer.status)].get("content", {}).get("application/json", {}).get("schema")
    if schema is not None and answer.json is not None:
        whole = {**schema, "components": described()["components"]}
        for error in jsonschema_rs.validator_for(whole).iter_errors(answer.json):
            raise AssertionError(f"{method} {path}: {list(error.instance_path)}: {error.message}")


def _operation(method: str, path: str) -> dict[str, Any] | None:
    found: list[tuple[int, dict[str, Any]]] = []
    for template, item in described()["paths"].items():
        parts, wanted = template.removeprefix(BASE).split("/"), path.split("/")
        fits = len(parts) == len(wanted) and all(
            a == b or a.startswith("{") for a, b in zip(parts, wanted, strict=True)
        )
        if fits and method.lower() in item:
            found.append((template.count("{"), item[method.lower()]))
    return min(found, key=lambda each: each[0])[1] if found else None
