"""A body that may be longer than every other one's bound: read by an operation itself, to a bound of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from pydantic import BaseModel

from tillbook.api.base import NotJson
from tillbook.core.errors import Refusal, Unreadable
from tillbook.formats.strict_json import loads


class TooLarge(Refusal):
    """The body is longer than its operation reads."""

    code: ClassVar[str] = "too_large"


def described(model: type[BaseModel]) -> dict[str, Any]:
    """What the description says of such a body."""
    schema = model.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def read(request: HttpRequest, *, bytes_max: int) -> object:
    """The value that the body stands for. Raises: NotJson, TooLarge, Unreadable."""
    if request.content_type != "application/json":
        raise NotJson("Send the body as application/json.")
    data = read_bytes(request, bytes_max=bytes_max)
    try:
        return loads(data.decode("utf-8-sig"), bytes_max=bytes_max)
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"not UTF-8: byte {wrong.start + 1}") from None


def read_bytes(request: HttpRequest, *, bytes_max: int) -> bytes:
    """The body as it is, whatever its type. Raises: TooLarge."""
    too_large = TooLarge(f"The body is longer than {bytes_max // 1_000_000} MB, which is all that is read here.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > bytes_max:
        raise too_large
    data = request.read(bytes_max + 1)
    if len(data) > bytes_max:
        raise too_large
    return data
