"""Prices, promotions and coupons over HTTP."""

from __future__ import annotations

from tests.api.calling import Api
from tests.shop import RICE, TEA

PRICES = {"id": "p-1", "prices": [{"product": TEA, "price": "90.00"}, {"product": RICE, "price": "99.50"}]}


def test_prices_are_set_together(api: Api, cashier: Api) -> None:
    assert [api.post("/prices", PRICES).status for _ in range(2)] == [201, 200]
    assert api.get(f"/products/{TEA}").json["price"] == "90.00"
    wrong = {"id": "p-2", "prices": [{"product": TEA, "price": "1"}, {"product": RICE, "price": "a lot"}]}
    assert api.post("/prices", wrong).json["path"] == "prices[1].price"
    changes = api.get(f"/prices/history?sku={TEA}").json["changes"]
    assert [(each["before"], each["after"]) for each in changes] == [(None, "90.00")]
    assert (cashier.post("/prices", PRICES).status, cashier.get("/prices/history").status) == (403, 403)


def test_a_list_has_prices_of_its_own(api: Api) -> None:
    assert api.post("/price-lists", {"id": "l-1", "code": "wholesale", "name": "Wholesale"}).status == 201
    price = {"product": TEA, "price": "80", "list": "wholesale", "from_quantity": "10"}
    assert api.post("/prices", {"id": "p-1", "prices": [price]}).status == 201
    assert "wholesale" in [each["list"] for each in api.get("/price-lists").json["lists"]]
    told = api.get("/price-lists/wholesale").json["prices"]
    assert [(each["sku"], each["from_quantity"], each["price"]) for each in told] == [(TEA, "10", "80.00")]
    assert api.get("/price-lists/wholesale?on=2000-01-01").json["prices"] == []
    assert api.get("/price-lists/nothing").status == 404


def test_a_promotion_is_made_used_and_ended(api: Api, cashier: Api) -> None:
    wanted = {"id": "o-1", "code": "TEN", "percent": "10", "coupons": [{"code": "SAVE", "uses": 5}]}
    assert [api.post("/promotions", wanted).status for _ in range(2)] == [201, 200]
    assert api.post("/promotions/TEN/coupons", {"id": "o-2", "coupons": [{"code": "MORE"}]}).status == 201
    coupons = api.get("/promotions/TEN/coupons").json["coupons"]
    assert coupons == [{"code": "SAVE", "uses": 0, "uses_max": 5}, {"code": "MORE", "uses": 0, "uses_max": None}]
    assert [each["sales"] for each in api.get("/promotions").json["promotions"]] == [0]
    assert [each["sales"] for each in cashier.get("/promotions").json["promotions"]] == [None]
    assert api.post("/promotions/TEN/end", {"id": "o-3"}).status == 200
    assert api.get("/promotions").json["promotions"] == []
    assert len(api.get("/promotions?ended=true").json["promotions"]) == 1
    assert api.post("/promotions/NONE/end", {"id": "o-4"}).status == 404
    assert (cashier.post("/promotions", wanted).status, cashier.get("/promotions/TEN/coupons").status) == (403, 403)
