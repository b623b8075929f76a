"""A return as it is sent, read strictly."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn
from tillbook.formats.return_commands import read_return

INR = Currency.of("INR")


def read(**sent: Any) -> WantedReturn:
    return read_return(json.dumps({"id": "a", **sent}), currency=INR)


def test_reads_what_the_contract_has() -> None:
    wanted = read(
        register="2",
        sale=" 1/26-27/000042 ",
        lines=[{"line": 1, "quantity": "2", "to": "damaged"}, {"line": "3", "quantity": "0.5"}, {"line": 2}],
        tenders=[{"type": "card", "amount": "12.50", "reference": "4711"}, {"type": "cash"}],
        reason=" stale ",
    )

    assert wanted == WantedReturn(
        id="a",
        register="2",
        sale="1/26-27/000042",
        lines=(
            WantedBack(line=1, quantity_milli=2_000, to="damaged"),
            WantedBack(line=3, quantity_milli=500),
            WantedBack(line=2),
        ),
        tenders=(RefundTender(type="card", amount_minor=12_50, reference="4711"), RefundTender(type="cash")),
        reason="stale",
    )


def test_without_a_sale_lines_name_products() -> None:
    wanted = read(lines=[{"product": "101", "quantity": "1", "unit_price": "9.99"}])

    assert (wanted.sale, wanted.register) == ("", "1")
    assert wanted.lines == (WantedBack(product="101", quantity_milli=1_000, unit_price=Decimal("9.99")),)


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"lines": [{"line": 0}]}, "lines[0].line"),
        ({"lines": [{"line": "-1"}]}, "lines[0].line"),
        ({"lines": [{"line": "٣"}]}, "lines[0].line"),
        ({"lines": [{"line": 1, "quantity": "two"}]}, "lines[0].quantity"),
        ({"lines": [{"line": 1, "quantity": "0.0001"}]}, "lines[0].quantity"),
        ({"lines": [{"line": 1, "to": "garden"}]}, "lines[0].to"),
        ({"lines": [{"line": 1, "price": "1"}]}, "lines[0].price"),
        ({"tenders": [{"type": "Cash"}]}, "tenders[0].type"),
        ({"tenders": [{"type": "cash", "amount": "0"}]}, "tenders[0].amount"),
        ({"tenders": [{"type": "cash", "amount": "1.005"}]}, "tenders[0].amount"),
        ({"tenders": [{"type": "cash", "amount": 5}]}, "tenders[0].amount"),
        ({"bill": "1"}, "bill"),
        ({"id": " a"}, "id"),
    ],
)
def test_each_mistake_is_told_with_its_path(sent: dict[str, Any], path: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(**sent)
    assert refused.value.path == path


def test_the_same_command_has_the_same_fingerprint_and_another_one_another() -> None:
    line = {"line": 1, "quantity": "2"}
    one = read(sale="1-26-000001", lines=[line]).fingerprint()

    assert read(id="b", sale="1-26-000001", lines=[{**line, "quantity": "2.000"}]).fingerprint() == one
    others = (
        read(sale="1-26-000002", lines=[line]),
        read(sale="1-26-000001", lines=[{**line, "to": "damaged"}]),
        read(sale="1-26-000001", lines=[line], tenders=[{"type": "card"}]),
        read(sale="1-26-000001"),
    )
    assert len({one, *(other.fingerprint() for other in others)}) == 5
