"""What bad input gets at `sell --json`: exit status, code and path, and nothing is posted."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.command_line import inside, sale
from tests.shop import OIL, TEA, TestShop


def changed(**more: Any) -> str:
    return json.dumps({**sale((TEA, "1")), **more})


def line(**more: Any) -> str:
    return changed(lines=[{"product": TEA, "quantity": "1", **more}])


def tender(**more: Any) -> str:
    return changed(tenders=[{"type": "cash", "amount": "100.00", **more}])


UNREADABLE = [
    ("", "", "unreadable"),
    ("{", "", "unreadable"),
    ("[]", "", "unreadable"),
    ('"text"', "", "unreadable"),
    ("NaN", "", "unreadable"),
    ('{"id": "a", "id": "b"}', "id", "unreadable"),
    ("[" * 100_000, "", "unreadable"),
    (line(quantity=1), "lines[0].quantity", "unreadable"),
    (line(quantity="1e400"), "lines[0].quantity", "not_a_number"),
    (line(quantity="NaN"), "lines[0].quantity", "not_a_number"),
    (line(quantity="٣"), "lines[0].quantity", "not_a_number"),
    (line(quantity=" 1"), "lines[0].quantity", "not_a_number"),
    (line(price="1"), "lines[0].price", "unreadable"),
    (line(product=""), "lines[0].product", "unreadable"),
    (line(short_stock="maybe"), "lines[0].short_stock", "unreadable"),
    (line(discount={}), "lines[0].discount", "unreadable"),
    (line(discount={"percent": "5", "amount": "1"}), "lines[0].discount", "unreadable"),
    (line(unit_price="Infinity"), "lines[0].unit_price", "not_a_number"),
    (tender(amount="1,00"), "tenders[0].amount", "not_a_number"),
    (tender(type="Cash"), "tenders[0].type", "unreadable"),
    (changed(id=""), "id", "unreadable"),
    (changed(id=7), "id", "unreadable"),
    (changed(id="x" * 65), "id", "unreadable"),
    (changed(id="a\u0007b"), "id", "unreadable"),
    (changed(lines="101"), "lines", "unreadable"),
    (changed(note="hello"), "note", "unreadable"),
    (changed(customer={"name": "Asha", "vip": True}), "customer.vip", "unreadable"),
    ('{"id": "a", "lines": []}\n{}', "", "unreadable"),
    (changed(customer={"name": "x\ud800"}), "customer.name", "unreadable"),
]

REFUSED = [
    (line(quantity="0"), "lines[0].quantity", "bad_sale"),
    (line(quantity="-1"), "lines[0].quantity", "bad_sale"),
    (line(quantity="1000000000"), "lines[0].quantity", "too_large"),
    (line(quantity="0.5"), "lines[0].quantity", "off_step"),
    (line(quantity="0.0005"), "lines[0].quantity", "too_precise"),
    (line(product="nothing"), "lines[0].product", "unknown_product"),
    (line(unit_price="-1.00"), "lines[0].unit_price", "price_invalid"),
    (line(unit_price="1234567890123"), "lines[0].unit_price", "too_large"),
    (line(unit_price="999999999999"), "lines[0]", "too_large"),
    (line(discount={"percent": "101"}), "lines[0].discount.percent", "discount_too_large"),
    (line(discount={"amount": "95.01"}), "lines[0].discount", "discount_too_large"),
    (changed(discount={"amount": "-1.00"}), "discount.amount", "discount_invalid"),
    (tender(amount="94.99"), "tenders", "not_paid"),
    (tender(amount="-5.00"), "tenders[0].amount", "tender_invalid"),
    (tender(amount="0.00"), "tenders", "not_paid"),
    (tender(type="card", amount="0.00"), "tenders[0].amount", "tender_invalid"),
    (tender(amount="0.001"), "tenders[0].amount", "too_precise"),
    (tender(amount="10000000000.00"), "tenders[0].amount", "too_large"),
    (tender(type="card"), "tenders[0].amount", "overpaid"),
    (changed(register="9"), "register", "unknown_register"),
    (changed(lines=[]), "lines", "bad_sale"),
    (changed(shown_total="90.00"), "shown_total", "price_changed"),
    (changed(customer={"name": "\u202e\u200b"}), "customer.name", "text_refused"),
    (changed(customer={"email": "no at"}), "customer.email", "email_invalid"),
    (changed(customer={"phone": "12"}), "customer.phone", "phone_invalid"),
]


def must_be_refused(shop: TestShop, command: str, path: str, code: str, *, status: int) -> None:
    ran = inside(shop.home, "sell", "--json", stdin=command)

    assert (ran.status, ran.error["code"], ran.error.get("path", "")) == (status, code, path), command[:200]
    assert path in ran.error["message"] or status == 3
    assert ran.err == ran.error["message"] + "\n"


# One shop takes all of it: a door that was broken by what came before would show, too.
def test_what_cannot_be_read_ends_with_status_2(shop: TestShop) -> None:
    for command, path, code in UNREADABLE:
        must_be_refused(shop, command, path, code, status=2)
    assert shop.count("sale") == 0


def test_what_a_rule_refuses_ends_with_status_3(shop: TestShop) -> None:
    for command, path, code in REFUSED:
        must_be_refused(shop, command, path, code, status=3)
    assert shop.count("sale") == 0


def test_a_price_that_is_too_large_says_the_bound(shop: TestShop) -> None:
    ran = inside(shop.home, "sell", "--json", stdin=line(unit_price="999999999999"))
    assert "9999999999.99 INR" in ran.error["message"]


def test_a_command_without_a_register_is_of_register_1(shop: TestShop) -> None:
    command = sale((OIL, "1"))
    del command["register"]
    assert inside(shop.home, "sell", "--json", stdin=json.dumps(command)).json["register"] == "1"
