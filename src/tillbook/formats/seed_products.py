"""product_Records.json, read: an object of `"product id": {"Product_Name": …, "Price": …, "Quantity": …}`.

The whole file is checked and every mistake told, with its place, before anything is taken from it. The rules:

* UTF-8 (with or without mark), UTF-16 or UTF-32; JSON as RFC 8259 has it, no key twice, nesting up to 32.
* The product id is the SKU, as it stands: 1 to 64 characters, no blanks at its ends, no control characters.
* A name is cleaned as every name is (core/text); it may have 200 characters.
* A price is a number, zero or more, with at most 12 digits before and 6 after the point. `1e2` is a number.
* A quantity is a number in thousandths, at most 999999999.999. One below zero is taken only for a product
  whose stock stands below zero in the shop already (`below_zero`): a file cannot open stock below zero.
* A number in quotes is a text, and refused: the file's own definition says number.
* Further keys of a record may hold anything; they are kept as they are spelled, in `raw`.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from tillbook.core.errors import Unreadable
from tillbook.core.text import TextRefused
from tillbook.formats.seed_record import (
    KEYS,
    NAME_KEY,
    PRICE_KEY,
    QUANTITY_KEY,
    common_spans,
    record_values,
)
from tillbook.formats.spelling.figures import FigureRefused, price_of, quantity_milli_of
from tillbook.formats.spelling.json_spans import (
    MISTAKES_MAX,
    Cursor,
    Mistake,
    ReadingEnded,
    Value,
    decoded,
    quoted,
)
from tillbook.formats.spelling.names import NAME_LENGTH_MAX, SKU_LENGTH_MAX, cleaned

BYTES_MAX: Final = 64 * 2**20
"""A file is held in memory while it is read: 64 MB are half a million products."""

FILE_NAME: Final = "product_Records.json"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedProduct:
    """One product of the file: `raw` is the source text of its record, `price_text` and `quantity_text` the
    numbers as they are spelled there; `position` counts from 0, `line` from 1.
    """

    sku: str
    name: str
    price: Decimal
    quantity_milli: int
    raw: str
    position: int
    line: int
    price_text: str
    quantity_text: str


class SeedFileUnreadable(Unreadable):
    """The file holds mistakes: `problems` has up to 100 of them, each with its path, line and column."""

    code = "seed_file_unreadable"

    def __init__(self, name: str, problems: Sequence[Mistake]) -> None:
        assert problems, "a file without a mistake is read"
        self.problems = sorted(problems, key=lambda problem: (problem.line, problem.column))
        count = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
        count += " or more" if len(problems) == MISTAKES_MAX else ""
        opening = f"{name} has {count}; nothing was taken from it. Correct the file and try again."
        super().__init__("\n".join([opening, *map(_told, self.problems)]), path=self.problems[0].path or None)


def read_seed_products(
    data: bytes, *, name: str = FILE_NAME, below_zero: Collection[str] = frozenset()
) -> list[SeedProduct]:
    """All products of the file, in its order.

    Raises: SeedFileUnreadable with every mistake (up to 100); `name` is what it calls the file.
    """
    cursor = Cursor(_text_of(data, name))
    products: list[SeedProduct] = []
    try:
        cursor.skip_blanks()
        if cursor.peek() != "{":
            found = "is empty" if not cursor.peek() else f"starts with {quoted(cursor.peek())}"
            cursor.note(cursor.at, f'the file {found}; it must hold one object: {{"101": {{…}}}}')
            raise ReadingEnded
        for position, (sku, at) in enumerate(cursor.steps()):
            product = _product(cursor, sku, at, position, below_zero)
            if product:
                products.append(product)
        cursor.finish()
    except ReadingEnded:
        assert cursor.mistakes, "reading ends early only at a mistake"
    if cursor.mistakes:
        raise SeedFileUnreadable(name, cursor.mistakes)
    return products


def _product(cursor: Cursor, sku: str, key_at: int, position: int, below_zero: Collection[str]) -> SeedProduct | None:
    """The product whose record starts at the cursor; none, and the mistakes noted, where it has any."""
    _check_sku(cursor, sku, key_at)
    start = cursor.at
    values = _values(cursor)
    if values is None:
        return None
    name_value, price_value, quantity_value = values
    text = cursor.text
    name = _taken(cursor, NAME_KEY, name_value, "text", _name)
    price = _taken(cursor, PRICE_KEY, price_value, "number", price_of)
    quantity_milli = _taken(cursor, QUANTITY_KEY, quantity_value, "number", quantity_milli_of)
    if quantity_milli is not None and quantity_milli < 0 and sku not in below_zero:
        why = "a stock cannot start below zero; write 0 or more"
        _note_field(cursor, QUANTITY_KEY, quantity_value.start, why)
    if name is None or price is None or quantity_milli is None:
        return None
    return SeedProduct(
        sku=sku,
        name=name,
        price=price,
        quantity_milli=quantity_milli,
        raw=text[start : cursor.at],
        position=position,
        line=cursor.place(key_at)[0],
        price_text=text[price_value.start : price_value.end],
        quantity_text=text[quantity_value.start : quantity_value.end],
    )


def _values(cursor: Cursor) -> tuple[Value, Value, Value] | None:
    """Steps over the record at the cursor; its name, price and quantity, if it has all three."""
    spans = common_spans(cursor.text, cursor.at)
    if spans and not spans.further:
        cursor.at = spans.end
        return Value("text", *spans.name), Value("number", *spans.price), Value("number", *spans.quantity)
    start = cursor.at
    if cursor.peek() != "{":
        value = cursor.skip_value()
        if value.kind != "unreadable":
            cursor.note(start, f'this is a {value.kind}; a product is an object: {{"Product_Name": …}}')
        return None
    found = record_values(cursor)
    missing = [key for key in KEYS if key not in found]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        cursor.note(start, f"{' and '.join(missing)} {are} missing; keys are spelled {', '.join(KEYS)}")
        return None
    return found[NAME_KEY], found[PRICE_KEY], found[QUANTITY_KEY]


def _taken(cursor: Cursor, key: str, value: Value, kind: str, take: Callable[[str], _T]) -> _T | None:
    """What `take` makes of a value of the right kind; else none, and the mistake noted."""
    token = cursor.text[value.start : value.end]
    if value.kind != kind:
        if value.kind != "unreadable":
            _note_field(cursor, key, value.start, _wrong_kind(value.kind, token, kind))
        return None
    try:
        return take(token)
    except (FigureRefused, TextRefused) as refused:
        _note_field(cursor, key, value.start, str(refused))
        return None


def _wrong_kind(found: str, token: str, wanted: str) -> str:
    if found == "word":
        return f"{token} is no {wanted}"
    shown = f": {quoted(token[1:-1])}" if found == "text" else ""
    return f"this is a {found}{shown}; a {wanted} belongs here" + (
        ", without quotes" if found == "text" else ", in double quotes" if wanted == "text" else ""
    )


def _name(token: str) -> str:
    return cleaned(decoded(token), what="the name", length_max=NAME_LENGTH_MAX)


def _check_sku(cursor: Cursor, sku: str, at: int) -> None:
    try:
        clean = cleaned(sku, what="the product id", length_max=SKU_LENGTH_MAX)
    except TextRefused as refused:
        cursor.note(at, refused.message)
        return
    if clean != sku:
        cursor.note(at, f"a product id has no blanks at its ends, no control characters; write {quoted(clean)}")


def _note_field(cursor: Cursor, key: str, at: int, message: str) -> None:
    cursor.note(at, message, path=f"{cursor.here()}.{key}")


def _text_of(data: bytes, name: str) -> str:
    if len(data) > BYTES_MAX:
        message = f"the file has {len(data) / 2**20:,.0f} MB; at most {BYTES_MAX // 2**20} MB are read"
        raise SeedFileUnreadable(name, [Mistake("", 1, 1, message)])
    encoding = json.detect_encoding(data)
    try:
        return codecs.decode(data, encoding)
    except UnicodeDecodeError as wrong:
        before = codecs.decode(data[: wrong.start], encoding, "replace")
        line, column = Cursor(before).place(len(before))
        used = encoding.removesuffix("-sig").upper()
        message = f"byte 0x{data[wrong.start]:02X} is not {used}; save the file as UTF-8"
        raise SeedFileUnreadable(name, [Mistake("", line, column, message)]) from None


def _told(problem: Mistake) -> str:
    where = f"line {problem.line}, column {problem.column}"
    return f"{where}, {problem.path}: {problem.message}" if problem.path else f"{where}: {problem.message}"
