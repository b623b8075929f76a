"""Lots, serial numbers and coupons in commands that arrive as JSON."""

from __future__ import annotations

from datetime import date

import pytest

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.formats.commands import read_receipt, read_sale

INR = Currency.of("INR")


def test_a_sale_names_lots_and_coupons() -> None:
    sent = {"id": "1", "lines": [{"product": "MILK", "quantity": "1", "lot": " A-7 "}], "coupons": ["SUMMER", "X 1 "]}
    wanted = read_sale(sent, currency=INR, country="IN")
    assert (wanted.lines[0].lot, wanted.coupons) == ("A-7", ("SUMMER", "X 1"))


def test_goods_in_name_a_lot_and_its_last_day() -> None:
    line = {"product": "MILK", "quantity": "2", "lot": "A", "expires_on": "2027-02-28"}
    read = read_receipt({"id": "1", "lines": [line, {"product": "TV", "quantity": "1", "serial": "S"}]}, currency=INR)
    assert (read.lines[0].lot, read.lines[0].expires_on, read.lines[0].serial) == ("A", date(2027, 2, 28), False)
    assert (read.lines[1].lot, read.lines[1].serial) == ("S", True)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"expires_on": "2027-02-30"}, "lines[0].expires_on"),
        ({"expires_on": "20270228"}, "lines[0].expires_on"),
        ({"lot": "A" * 65}, "lines[0].lot"),
        ({"lot": "\u200b"}, "lines[0].lot"),
        ({"lot": "A", "serial": "S"}, "lines[0]"),
    ],
)
def test_a_lot_that_cannot_be_read_is_refused_with_its_place(more: dict[str, str], path: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_receipt({"id": "1", "lines": [{"product": "MILK", "quantity": "1", **more}]}, currency=INR)
    assert refused.value.path == path
