"""What is on hand over HTTP, goods in and corrections."""

from __future__ import annotations

from tests.api.calling import Api
from tests.shop import OIL, RICE, TEA

RECEIPT = {"id": "in-1", "supplier": "Mill", "lines": [{"product": TEA, "quantity": "5", "cost": "400.00"}]}


def test_stock_comes_in_pages_and_tells_its_value_to_few(api: Api, cashier: Api) -> None:
    first = api.get("/stock?limit=2").json
    second = api.get(f"/stock?limit=2&cursor={first['next']}").json
    assert [each["sku"] for each in first["products"] + second["products"]] == [TEA, RICE, OIL]
    assert (first["products"][0]["value"], second["next"]) == ("600.00", None)
    assert cashier.get("/stock").json["products"][0] == {
        "sku": TEA,
        "name": "Darjeeling",
        "on_hand": "10",
        "value": None,
    }


def test_one_product_tells_its_moves_to_who_sees_reports(api: Api, cashier: Api) -> None:
    api.shop.adjust(TEA, "-3")
    told = api.get(f"/stock/{TEA}").json
    assert (told["on_hand"], told["value"], [move["quantity"] for move in told["moves"]]) == (
        "7",
        "420.00",
        ["10", "3"],
    )
    assert cashier.get(f"/stock/{TEA}").json["moves"] is None
    assert api.get("/stock/nothing").status == 404


def test_stock_is_told_as_it_was_then(api: Api) -> None:
    assert api.get(f"/stock/{TEA}?at=2000-01-01").json["on_hand"] == "0"
    assert [each["on_hand"] for each in api.get("/stock?at=2000-01-01T00:00%2B00:00&limit=1").json["products"]] == ["0"]
    then = api.get("/stock?at=2000-01-01&limit=2").json
    assert len(api.get(f"/stock?at=2000-01-01&cursor={then['next']}").json["products"]) == 1
    assert api.get("/stock?at=yesterday").json["path"] == "at"


def test_goods_come_in_once_and_are_corrected_with_a_reason(api: Api, cashier: Api) -> None:
    first, again = api.post("/receipts", RECEIPT), api.post("/receipts", RECEIPT)
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    assert api.shop.on_hand(TEA) == (15_000, 100_000)
    lost = {"id": "a-1", "reason": "broken", "lines": [{"product": TEA, "quantity": "-1"}]}
    assert (api.post("/adjustments", lost).status, api.shop.on_hand(TEA)[0]) == (201, 14_000)
    wordless = api.post("/adjustments", {**lost, "id": "a-2", "reason": ""})
    assert wordless.status == 409
    assert (cashier.post("/receipts", RECEIPT).status, cashier.post("/adjustments", lost).status) == (403, 403)


def test_nobody_sees_stock_without_signing_in(stranger: Api) -> None:
    assert (stranger.get("/stock").status, stranger.post("/receipts", RECEIPT).status) == (401, 401)
