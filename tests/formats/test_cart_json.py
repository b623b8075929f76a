"""The contract of `price`: what is read, what is answered, what is refused and where."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.errors import Refusal
from tillbook.formats.cart_json import price_json, read_cart

ASKED = """
{"currency": "EUR", "prices_include_tax": false, "tax_rounding": "line", "rounding_mode": "half_up",
 "cash_increment": "0.05",
 "lines": [{"product": "TEA", "quantity": "2", "unit_price": "1.48", "discount": {"percent": "10"},
            "taxes": [{"name": "VAT", "rate": "21"}]}],
 "discount": {"amount": "1.00"},
 "tenders": [{"type": "cash", "amount": "20.00"}]}
"""
ANSWERED = """
{"currency": "EUR",
 "lines": [{"product": "TEA", "quantity": "2", "unit_price": "1.48", "discount": "0.30",
            "bill_discount": "1.00", "net": "1.66", "tax": "0.35", "gross": "2.01",
            "taxes": [{"name": "VAT", "rate": "21", "base": "1.66", "amount": "0.35"}]}],
 "taxes": [{"name": "VAT", "rate": "21", "base": "1.66", "amount": "0.35"}],
 "net": "1.66", "tax": "0.35", "total": "2.01", "cash_rounding": "-0.01", "due": "2.00",
 "tendered": "20.00", "change": "18.00"}
"""


def asked(path: str = "", value: object = None) -> dict[str, Any]:
    """The cart of the contract with another value at a path (`lines.0.quantity`); None takes it away."""
    cart: dict[str, Any] = json.loads(ASKED)
    if path:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place: Any = cart
        for part in way:
            place = place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return cart


def refusal(cart: object) -> tuple[int, dict[str, str]]:
    with pytest.raises(Refusal) as refused:
        price_json(cart)
    return refused.value.exit_status, refused.value.as_json()["error"]


def test_the_cart_of_the_contract_is_answered_as_the_contract_shows() -> None:
    assert json.dumps(price_json(ASKED)) == json.dumps(json.loads(ANSWERED))


def test_text_and_object_are_answered_alike() -> None:
    assert price_json(asked()) == price_json(ASKED)


def test_without_tenders_nothing_is_rounded_and_all_is_due() -> None:
    answer = price_json(asked("tenders"))

    shown = {key: answer[key] for key in ("total", "cash_rounding", "due", "tendered", "change")}
    assert shown == {
        "total": "2.01", "cash_rounding": "0.00", "due": "2.01", "tendered": "0.00", "change": "0.00"
    }  # fmt: skip


def test_tenders_that_do_not_reach_the_total_are_a_preview() -> None:
    answer = price_json(asked("tenders.0.amount", "1.00"))

    assert (answer["due"], answer["tendered"], answer["change"]) == ("2.00", "1.00", "0.00")


def test_what_may_be_left_out_may_be_left_out() -> None:
    least = {"currency": "JPY", "lines": [{"product": "1", "quantity": "3", "unit_price": "98"}]}
    answer = price_json(least)

    assert (answer["net"], answer["tax"], answer["total"], answer["taxes"]) == ("294", "0", "294", [])


def test_included_overrides_what_the_cart_says_of_its_prices() -> None:
    cart = asked("lines.0.taxes", [
        {"name": "VAT", "rate": "21", "included": True}, {"name": "LEVY", "per_unit": "0.1", "compound": True}
    ])  # fmt: skip
    answer: Any = price_json({**cart, "prices_include_tax": False, "discount": None, "tenders": None})

    assert answer["lines"][0]["taxes"] == [
        {"name": "VAT", "rate": "21", "base": "2.20", "amount": "0.46"},
        {"name": "LEVY", "per_unit": "0.10", "base": "2.66", "amount": "0.20"},
    ]
    assert answer["total"] == "2.86"
    assert price_json({**asked("discount"), "prices_include_tax": True})["total"] == "2.66"


def test_figures_are_written_plainly_whatever_way_they_came() -> None:
    line = {
        "product": "T",
        "quantity": "2.500",
        "unit_price": "1.5",
        "taxes": [{"name": "V", "rate": "5.50"}],
    }
    answer: Any = price_json({"currency": "EUR", "lines": [line]})

    written = answer["lines"][0]
    assert (written["quantity"], written["unit_price"], written["taxes"][0]["rate"]) == ("2.5", "1.50", "5.5")


@pytest.mark.parametrize(
    ("path", "value", "where", "says"),
    [
        ("lines.0.quantity", "two", "lines[0].quantity", "not a number"),
        ("lines.0.quantity", "1e9", "lines[0].quantity", "not a number"),
        ("lines.0.quantity", 2, "lines[0].quantity", "not text; put it in quotes"),
        ("lines.0.unit_price", "1e400", "lines[0].unit_price", "not a number"),
        ("lines.0.unit_price", "NaN", "lines[0].unit_price", "not a number"),
        ("lines.0.unit_price", 1.48, "lines[0].unit_price", "not text"),
        ("lines.0.unit_price", None, "lines[0].unit_price", "missing"),
        ("lines.0.product", "", "lines[0].product", "empty"),
        ("lines.0.product", "x" * 201, "lines[0].product", "too long; at most 200 characters"),
        ("lines.0.colour", "red", "lines[0].colour", "unknown key"),
        ("lines.0.discount", {}, "lines[0].discount", "a discount has a percent or an amount, and not both"),
        (
            "lines.0.discount.amount",
            "1",
            "lines[0].discount",
            "a discount has a percent or an amount, and not both",
        ),
        ("lines.0.discount.percent", "ten", "lines[0].discount.percent", "not a number"),
        ("lines.0.taxes.0.rate", None, "lines[0].taxes[0]", "a tax has a rate or a per_unit, and not both"),
        (
            "lines.0.taxes.0.per_unit",
            "1",
            "lines[0].taxes[0]",
            "a tax has a rate or a per_unit, and not both",
        ),
        ("lines.0.taxes.0.rate", "21%", "lines[0].taxes[0].rate", "not a number"),
        ("lines.0.taxes.0.compound", "yes", "lines[0].taxes[0].compound", "neither true nor false"),
        ("lines", {}, "lines", "not a list"),
        ("lines", None, "lines", "missing"),
        ("tenders.0.amount", "20,00", "tenders[0].amount", "not a number"),
        ("tenders.0.tip", "1", "tenders[0].tip", "unknown key"),
        ("discount", "10", "discount", "not an object"),
        ("cash_increment", "-0.05", "cash_increment", "below 0"),
        ("cash_increment", "five", "cash_increment", "not a number"),
        ("tax_rounding", "bill", "tax_rounding", "not one of line, sum_by_net, sum_by_net_keep_gross"),
        ("rounding_mode", "bankers", "rounding_mode", "not one of half_up, half_even, half_down, up, down"),
        ("coupon", "X", "coupon", "unknown key"),
    ],
)
def test_what_has_not_the_shape_is_unreadable_and_named(path: str, value: object, where: str, says: str) -> None:
    status, error = refusal(asked(path, value))

    assert status == 2
    assert error["path"] == where
    assert error["message"].startswith(f"{where}: {says}")


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("currency", "XXX", "unknown_currency", "currency"),
        ("lines.0.quantity", "0", "quantity_not_positive", "lines[0].quantity"),
        ("lines.0.quantity", "-2", "quantity_not_positive", "lines[0].quantity"),
        ("lines.0.quantity", "1000000000", "too_large", "lines[0].quantity"),
        ("lines.0.quantity", "0.0001", "too_precise", "lines[0].quantity"),
        ("lines.0.unit_price", "-1.00", "price_invalid", "lines[0].unit_price"),
        ("lines.0.unit_price", "1000000000000", "too_large", "lines[0].unit_price"),
        ("lines.0.unit_price", "10000000000", "too_large", "lines[0]"),
        ("lines.0.discount", {"amount": "3.00"}, "discount_too_large", "lines[0].discount"),
        ("lines.0.discount", {"percent": "101"}, "discount_too_large", "lines[0].discount.percent"),
        ("lines.0.discount", {"amount": "-1"}, "discount_invalid", "lines[0].discount.amount"),
        ("lines.0.discount", {"amount": "0.001"}, "too_precise", "lines[0].discount.amount"),
        ("lines.0.taxes.0.rate", "-1", "tax_invalid", "lines[0].taxes[0].rate"),
        ("discount.amount", "2.67", "discount_too_large", "discount"),
        ("tenders.0.amount", "-1.00", "tender_invalid", "tenders[0].amount"),
        ("tenders.0.amount", "10000000000", "too_large", "tenders[0].amount"),
        ("tenders.0.type", "card", "overpaid", "tenders[0].amount"),
    ],
)
def test_what_breaks_a_rule_of_the_shop_is_refused_by_that_rule(
    path: str, value: object, code: str, where: str
) -> None:
    status, error = refusal(asked(path, value))

    assert (status, error["code"], error["path"]) == (3, code, where)


def test_the_same_tax_twice_on_a_line_is_refused() -> None:
    vat = {"name": "VAT", "rate": "21"}

    assert refusal(asked("lines.0.taxes", [vat, vat]))[1]["code"] == "tax_invalid"


def test_reading_does_not_touch_what_was_sent() -> None:
    sent = asked()
    kept = copy.deepcopy(sent)
    read_cart(sent)

    assert sent == kept


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["1", "-1", "1e9", "0.05"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.sampled_from(
        [
            "currency",
            "lines",
            "lines.0",
            "lines.0.quantity",
            "lines.0.taxes",
            "lines.0.taxes.0",
            "discount",
            "tenders",
        ]
    ),
    ANYTHING,
)
def test_any_cart_is_answered_or_refused(path: str, value: object) -> None:
    try:
        price_json(asked(path, value))
    except Refusal as refused:
        assert refused.exit_status in (2, 3)
        assert refused.message
