"""Carts over HTTP: stored with each change, priced as the sale will be, never lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from tests.api.calling import Answer, Api
from tests.shop import OIL, RICE, TEA

from tillbook.core.kept_cart import read_cart
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.queries.carts import cart_of_id


def cart(*lines: tuple[str, str], **more: object) -> dict[str, object]:
    return {"lines": [{"product": product, "quantity": quantity} for product, quantity in lines], **more}


def put(api: Api, body: Mapping[str, object], revision: str = "", id: str = "c-1") -> Answer:
    return api.put(f"/carts/{id}", body, **({"If_Match": f'"{revision}"'} if revision else {}))


def test_a_cart_is_stored_and_priced_at_once(cashier: Api) -> None:
    view = put(cashier, cart((TEA, "2"), (OIL, "1"), name="Blue coat", note="waits outside"))
    assert view.status == 200
    seen = view.json
    assert (seen["total"], seen["subtotal"], seen["rest"], seen["rest_other"]) == ("370.50",) * 4
    assert (seen["register"], seen["name"], seen["note"], seen["paid"]) == ("1", "Blue coat", "waits outside", False)
    assert seen["suggested"] == ["371.00", "375.00", "380.00"] or seen["suggested"][0] > "370.50"
    assert [line["amount"] for line in seen["lines"]] == ["190.00", "180.50"]
    assert seen["lines"][1]["taxes"][0] == {"name": "CGST", "rate": "2.5", "base": "171.90", "amount": "4.30"}
    assert cashier.get("/carts/c-1").json == seen
    (listed,) = cashier.get("/carts").json["carts"]
    assert (listed["total"], listed["state"], listed["lines"], listed["name"]) == ("370.50", "open", 2, "Blue coat")


def test_another_window_never_loses_lines(cashier: Api) -> None:
    first = put(cashier, cart((TEA, "1"))).json
    other = put(cashier, cart((TEA, "1"), (OIL, "1")), first["revision"]).json
    late = put(cashier, cart((TEA, "3")), first["revision"])
    assert (late.status, late.json["code"]) == (412, "cart_changed")
    unaware = put(cashier, cart((TEA, "3")))
    assert (unaware.status, cashier.get("/carts/c-1").json["revision"]) == (412, other["revision"])
    # The very same again is a repeat of an answer that was lost.
    assert put(cashier, cart((TEA, "1"), (OIL, "1")), first["revision"]).json == other


def test_a_cart_that_became_empty_is_gone(cashier: Api) -> None:
    revision = put(cashier, cart((TEA, "1"))).json["revision"]
    empty = put(cashier, cart(), revision).json
    assert (empty["revision"], empty["total"], empty["lines"]) == ("", "0.00", [])
    assert (cashier.get("/carts/c-1").status, cashier.get("/carts").json["carts"]) == (404, [])
    assert put(cashier, cart((TEA, "1"))).status == 200


def test_what_is_short_gone_or_dearer_is_told(cashier: Api) -> None:
    first = put(cashier, cart((TEA, "12"), (OIL, "1"), (RICE, "1"), (TEA, "1"))).json
    assert [(line["short"], line["sold_quantity"]) for line in first["lines"]] == [
        (True, "10"), (False, "1"), (False, "1"), (True, "0"),
    ]  # fmt: skip
    cashier.shop.set_product(OIL, archived=True)
    cashier.shop.set_product(RICE, price="130.00")
    seen = cashier.get("/carts/c-1").json
    assert [line["gone"] for line in seen["lines"]] == [False, True, False, False]
    assert seen["lines"][2]["price_changed"] == {"was": "120.00", "now": "130.00"}
    agreed = put(cashier, cart((TEA, "1"), (RICE, "1"), prices_agreed=True), first["revision"]).json
    assert agreed["lines"][1]["price_changed"] is None
    assert cashier.get("/carts/c-1").json["lines"][1]["price_changed"] is None


def test_why_it_cannot_be_sold_is_no_error_of_the_cart(cashier: Api) -> None:
    cashier.shop.set_product(OIL, archived=True)
    seen = put(cashier, cart((OIL, "1"), (TEA, "1.5"))).json
    assert (seen["trouble"]["code"], seen["trouble"]["path"]) == ("off_step", "lines[1].quantity")
    seen = put(cashier, cart((TEA, "1"), customer={"code": "nobody"}), seen["revision"]).json
    assert seen["trouble"]["path"] == "customer.code"
    seen = put(cashier, cart((TEA, "1"), coupons=["NONE"]), seen["revision"]).json
    assert (seen["trouble"]["code"], seen["total"]) == ("unknown_coupon", None)
    card = [{"type": "card", "amount": "500"}]
    seen = put(cashier, cart((TEA, "1"), tenders=card), seen["revision"]).json
    assert (seen["trouble"]["code"], seen["paid"]) == ("overpaid", False)
    assert seen["trouble"]["path"] == "tenders[0].amount"


def test_unreadable_carts_are_refused_with_their_place(cashier: Api) -> None:
    wrong: list[tuple[Mapping[str, object], str]] = [
        (cart((TEA, "x")), "lines[0].quantity"),
        ({"lines": [{"product": TEA, "quantity": 1}]}, "lines[0].quantity"),
        (cart((TEA, "1"), colour="blue"), "colour"),
        (cart((TEA, "1"), discount={"percent": "1", "amount": "1"}), "discount"),
    ]
    for body, path in wrong:
        refused = put(cashier, body)
        assert (refused.status, refused.json["path"]) == (422, path)
    assert cashier.put(f"/carts/{'x' * 65}", cart((TEA, "1"))).status == 422


def test_tenders_leave_the_rest_and_the_change(cashier: Api) -> None:
    first = put(cashier, cart((OIL, "1"), tenders=[{"type": "card", "amount": "100"}])).json
    assert (first["tendered"], first["rest"], first["paid"]) == ("100.00", "80.50", False)
    more = [{"type": "card", "amount": "100"}, {"type": "cash", "amount": "100"}]
    paid = put(cashier, cart((OIL, "1"), tenders=more, shown_total="180.00"), first["revision"]).json
    assert (paid["rest"], paid["change"], paid["paid"], paid["suggested"]) == ("0.00", "19.50", True, [])
    assert paid["total_changed"] == {"was": "180.00", "now": "180.50"}


def test_notes_are_kept_and_old_carts_still_read(cashier: Api) -> None:
    line = {"product": TEA, "quantity": "1", "note": "gift wrap"}
    put(cashier, {"lines": [line, {"product": OIL, "quantity": "1"}]})
    assert [each["note"] for each in cashier.get("/carts/c-1").json["lines"]] == ["gift wrap", ""]
    with reading() as tx:
        stored = cart_of_id(tx, "c-1")
    assert stored is not None
    old = json.loads(stored.content)
    assert [len(each) for each in old["lines"]] == [7, 6]
    assert "note" not in old
    assert read_cart(stored.content).lines[0].note == "gift wrap"


def test_a_cart_waits_and_is_gone_on_with(cashier: Api) -> None:
    put(cashier, cart((TEA, "1")))
    assert cashier.post("/carts/c-1/hold", {"name": "Asha"}).status == 204
    assert cashier.get("/carts").json["carts"][0]["state"] == "held"
    recalled = cashier.post("/carts/c-1/recall")
    assert (recalled.status, recalled.json["held"], recalled.json["name"]) == (200, False, "Asha")
    assert (cashier.delete("/carts/c-1").status, cashier.delete("/carts/c-1").status) == (204, 204)
    assert cashier.post("/carts/c-1/recall").status == 404
    assert cashier.post("/carts/c-1/hold", {}).status == 404


def test_a_cart_that_was_paid_names_its_bill(cashier: Api) -> None:
    put(cashier, cart((TEA, "1")))
    sale = cashier.post("/sales", {"id": "c-1", **cart((TEA, "1")), "tenders": [{"type": "cash", "amount": "95"}]})
    assert sale.status == 201
    for posted in (put(cashier, cart((TEA, "2"))), cashier.get("/carts/c-1")):
        assert (posted.status, posted.json["code"], posted.json["number"]) == (409, "cart_posted", sale.json["number"])
    assert cashier.get("/carts").json["carts"] == []


def test_who_buys_is_told_with_what_they_owe(api: Api) -> None:
    put(api, cart((TEA, "1"), customer={"name": "Asha Rao", "phone": "98765 43210"}))
    seen = api.get("/carts/c-1").json["customer"]
    assert (seen["name"], seen["phone"], seen["known"], seen["owes"]) == ("Asha Rao", "+919876543210", False, None)
    api.post("/sales", {"id": "s", **cart((TEA, "1")), "customer": {"name": "Asha Rao", "phone": "9876543210"},
                        "tenders": [{"type": "cash", "amount": "95"}]})  # fmt: skip
    seen = api.get("/carts/c-1").json["customer"]
    assert (seen["known"], seen["owes"], seen["credit_left"]) == (True, "0.00", None)


def test_a_cart_of_any_length_takes_as_many_statements(cashier: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    count = [0]
    for name in ("rows", "row", "write", "insert"):
        plain = getattr(Tx, name)

        def counting(self: Tx, *args: Any, plain: Any = plain) -> Any:
            count[0] += 1
            return plain(self, *args)

        monkeypatch.setattr(Tx, name, counting)

    def statements(lines: int, id: str) -> int:
        count[0] = 0
        body = {"lines": [{"product": TEA, "quantity": "1"}, {"product": RICE, "quantity": "0.5"}] * lines}
        assert put(cashier, body, id=id).status == 200
        return count[0]

    assert statements(100, "c-200") == statements(1, "c-2") <= 30
