"""Gift cards over HTTP: a code is told once, and never stands in an address."""

from __future__ import annotations

from tests.api.calling import Api

CARD = {"id": "g-1", "amount": "500.00", "tenders": [{"type": "card", "amount": "500.00"}], "expires_on": "2036-11-22"}


def test_a_card_is_sold_once_and_its_code_is_told_once(cashier: Api) -> None:
    first, again = cashier.post("/gift-cards", CARD), cashier.post("/gift-cards", CARD)
    assert (first.status, again.status, again.json["code"]) == (201, 200, None)
    assert first.json["number"] == again.json["number"]
    left = cashier.post("/gift-cards/balance", {"code": first.json["code"].lower()})
    assert (left.json["balance"], left.json["expires_on"]) == ("500.00", "2036-11-22")
    assert first.json["code"] not in first.json["text"]


def test_a_code_of_ones_own_is_told_again(cashier: Api) -> None:
    wanted = {**CARD, "code": "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZK"}
    assert [cashier.post("/gift-cards", wanted).json["code"] for _ in range(2)] == [wanted["code"]] * 2


def test_an_unknown_code_is_not_told_from_a_wrong_one(cashier: Api) -> None:
    for code in ("0000-0000-0000-0000-0000", "anything"):
        refused = cashier.post("/gift-cards/balance", {"code": code})
        assert (refused.status, refused.json["code"]) == (409, "unknown_voucher")


def test_only_who_sees_reports_lists_them(api: Api, cashier: Api, stranger: Api) -> None:
    cashier.post("/gift-cards", CARD)
    assert [card["balance"] for card in api.get("/gift-cards").json["cards"]] == ["500.00"]
    assert (cashier.get("/gift-cards").status, stranger.post("/gift-cards", CARD).status) == (403, 401)
