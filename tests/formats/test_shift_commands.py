"""Commands about a shift as JSON: read as they are meant, each mistake with its path."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.formats.shift_commands import (
    WantedCount,
    WantedMovement,
    WantedOpening,
    read_count,
    read_movement,
    read_opening,
)

INR = Currency.of("INR")


def opening(text: str) -> WantedOpening:
    return read_opening(text, currency=INR)


def movement(text: str) -> WantedMovement:
    return read_movement(text, currency=INR, needs_amount=True)


def count(text: str) -> WantedCount:
    return read_count(text, currency=INR)


def test_an_opening() -> None:
    assert opening('{"id": "a", "register": "2", "float": "12.50", "note": "n"}') == WantedOpening(
        id="a", register="2", float_minor=12_50, note="n"
    )
    assert opening('{"id": "a"}') == WantedOpening(id="a", register="1", float_minor=0, note="")


def test_a_movement_and_a_drawer_opened_without_one() -> None:
    assert movement('{"id": "a", "amount": "5", "reason": "milk"}') == WantedMovement(
        id="a", register="1", amount_minor=5_00, reason="milk"
    )
    no_sale = read_movement('{"id": "a", "reason": "r"}', currency=INR, needs_amount=False)
    assert no_sale.amount_minor == 0


def test_a_count_by_coins_and_notes_or_a_total() -> None:
    pieces = count('{"id": "a", "counted": [{"denomination": "500", "count": 3}, {"denomination": "0.5", "count": 0}]}')
    assert (pieces.pieces, pieces.total_minor) == ({500_00: 3, 50: 0}, None)
    total = count('{"id": "a", "total": "1500.00"}')
    assert (total.pieces, total.total_minor) == (None, 1500_00)


@pytest.mark.parametrize(
    ("read", "value", "path"),
    [
        (opening, {"float": "1"}, "id"),
        (opening, {"id": "a", "float": "x"}, "float"),
        (opening, {"id": "a", "float": 1.5}, "float"),
        (opening, {"id": "a", "flaot": "1"}, "flaot"),
        (opening, {"id": "", "float": "1"}, "id"),
        (movement, {"id": "a", "reason": "r"}, "amount"),
        (movement, {"id": "a", "amount": "1"}, "reason"),
        (movement, {"id": "a", "amount": "0.001", "reason": "r"}, "amount"),
        (count, {"id": "a", "counted": [{"denomination": "500", "count": "3"}]}, "counted[0].count"),
        (count, {"id": "a", "counted": [{"denomination": "x", "count": 3}]}, "counted[0].denomination"),
        (
            count,
            {"id": "a", "counted": [{"denomination": "5", "count": 1}, {"denomination": "5.0", "count": 1}]},
            "counted[1].denomination",
        ),
        (count, {"id": "a", "total": "1e3"}, "total"),
    ],
)
def test_a_mistake_is_told_with_its_place(read: Callable[[str], object], value: object, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(json.dumps(value))

    assert refused.value.path == path
