"""Where a page of an answer ends, as a text that the caller gives back for the next page.

A page goes on behind the last row of the one before, by its key, so that no row is seen twice or missed because
others came in between. What the text holds is nobody's business but the server's; a text that it did not make
is refused.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import orjson

from tillbook.core.errors import Unreadable

LENGTH_MAX: Final = 2_000
INTEGER_MAX: Final = 2**63 - 1

Key = int | str


def encode(key: Sequence[Key]) -> str:
    """The cursor behind a row of this key.

    >>> decode(encode(["tea", 7]), 2)
    ['tea', 7]
    """
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def decode(text: str, parts: int) -> list[Key]:
    """The key behind which a page begins: so many integers or texts.

    Raises:
        Unreadable: the server has not made it.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        key = orjson.loads(data) if len(text) <= LENGTH_MAX else None
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, list) or len(key) != parts or not all(_is_part(part) for part in key):
        raise Unreadable("cursor: not one of this list; begin with its first page", path="cursor")
    return key


def decode_id(text: str) -> int | None:
    """The id behind which a page begins; None for the first page. Raises: Unreadable."""
    if not text:
        return None
    (key,) = decode(text, 1)
    if not isinstance(key, int):
        raise Unreadable("cursor: not one of this list; begin with its first page", path="cursor")
    return key


def page_size(limit: int, *, most: int) -> int:
    """How many rows a page has. Raises: Unreadable."""
    if not 1 <= limit <= most:
        raise Unreadable(f"limit: a page has 1 to {most} rows", path="limit")
    return limit


def _is_part(part: object) -> bool:
    if isinstance(part, bool):
        return False
    return isinstance(part, str) or (isinstance(part, int) and 0 <= part <= INTEGER_MAX)
