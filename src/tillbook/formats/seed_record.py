"""One record of product_Records.json: where its name, price and quantity stand in its source text.

Almost every record has the three keys in the seed's order, with plain values, and perhaps further keys with
plain values behind. One pattern knows those; it spells out the grammar of JSON for that very shape, so what
it matches is that, and what it does not match goes through the `Cursor`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tillbook.formats.spelling.json_spans import Cursor, ReadingEnded, Value

NAME_KEY: Final = "Product_Name"
PRICE_KEY: Final = "Price"
QUANTITY_KEY: Final = "Quantity"
KEYS: Final = (NAME_KEY, PRICE_KEY, QUANTITY_KEY)

_WS: Final = r"[ \t\n\r]*+"
_TEXT: Final = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+){0,999}"'
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?"
# Further keys have no escapes, so that what they spell is what they are: none can be one of the three again.
_FURTHER: Final = (
    rf'(?:{_WS},{_WS}"(?!(?:Product_Name|Price|Quantity)")[^"\\\x00-\x1f]*+"'
    rf"{_WS}:{_WS}(?:{_TEXT}|{_NUMBER}|true|false|null)){{0,99}}"
)
_common: Final = re.compile(
    rf'\{{{_WS}"Product_Name"{_WS}:{_WS}({_TEXT})'
    rf'{_WS},{_WS}"Price"{_WS}:{_WS}({_NUMBER})'
    rf'{_WS},{_WS}"Quantity"{_WS}:{_WS}({_NUMBER})({_FURTHER}){_WS}\}}',
    re.ASCII,
)


class Spans(NamedTuple):
    """Start and end of the three tokens in the text; the end of the record; whether it has further keys."""

    name: tuple[int, int]
    price: tuple[int, int]
    quantity: tuple[int, int]
    end: int
    further: bool


def common_spans(text: str, at: int = 0) -> Spans | None:
    """The spans of a record of the common shape that starts at `at`; none where it has another shape.

    The further keys of it may be twice among themselves: whoever must know looks with a `Cursor`.
    """
    match = _common.match(text, at)
    if not match:
        return None
    return Spans(match.span(1), match.span(2), match.span(3), match.end(), bool(match[4]))


def common_record(raw: str) -> re.Match[str] | None:
    """A whole record of the common shape: its groups are the tokens of name, price and quantity, and the
    rest.
    """
    return _common.fullmatch(raw)


def spans_of(raw: str) -> Spans:
    """The spans in the source text of a record that was read before.

    Raises: ValueError where the text is no such record.
    """
    spans = common_spans(raw)
    if spans:
        return spans
    cursor = Cursor(raw)
    try:
        values = record_values(cursor)
        cursor.finish()
    except ReadingEnded:
        values = {}
    if cursor.mistakes or any(key not in values for key in KEYS):
        raise ValueError("the kept text of a record of product_Records.json is no such record")
    name, price, quantity = (values[key][1:] for key in KEYS)
    return Spans(name, price, quantity, cursor.at, True)


def record_values(cursor: Cursor) -> dict[str, Value]:
    """Steps over the record at the cursor; its three values, as far as they are there.

    Raises: ReadingEnded.
    """
    values: dict[str, Value] = {}
    for key, _ in cursor.steps():
        value = cursor.skip_value()
        if key in KEYS:
            values.setdefault(key, value)
    return values
