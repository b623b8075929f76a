"""The menu over HTTP."""

from __future__ import annotations

from tests.api.calling import Api
from tests.shop import OIL, RICE, TEA

from tillbook.db.transaction import transaction_of_one_action


def test_the_menu_comes_in_pages_that_miss_nothing(cashier: Api) -> None:
    shop = cashier.shop
    for number in range(7):
        shop.add_product(f"B{number}", f"Biscuit {number}", "5.00", category="Snacks")
    seen, cursor = [], ""
    while True:
        page = cashier.get(f"/products?limit=3&cursor={cursor}")
        assert (page.status, len(page.json["products"]) <= 3) == (200, True)
        seen += [product["sku"] for product in page.json["products"]]
        cursor = page.json["next"]
        if cursor is None:
            break
    assert seen == [TEA, RICE, OIL, *(f"B{number}" for number in range(7))]


def test_an_exact_code_stands_first_and_once(cashier: Api) -> None:
    shop = cashier.shop
    shop.add_product("200", "Notebook 101", "30.00")
    shop.add_product("201", "Pen 101", "10.00")
    first = cashier.get("/products?search=101&limit=1").json
    second = cashier.get(f"/products?search=101&limit=1&cursor={first['next']}").json
    third = cashier.get(f"/products?search=101&limit=1&cursor={second['next']}").json
    skus = [page["products"][0]["sku"] for page in (first, second, third)]
    assert (skus, third["next"]) == ([TEA, "200", "201"], None)


def test_a_category_narrows_the_menu(cashier: Api) -> None:
    cashier.shop.add_product("B1", "Biscuit", "5.00", category="Snacks & sweets")
    cashier.shop.add_product("B2", "Snacks tin", "5.00")
    found = cashier.get("/products?category=Snacks%20%26%20sweets").json["products"]
    assert [product["sku"] for product in found] == ["B1"]
    assert cashier.get("/products?category=Snacks&search=biscuit").json["products"] == []
    assert cashier.get("/categories").json == {
        "categories": [{"name": "Snacks & sweets", "products": 1, "picture": None}]
    }


def test_a_page_that_has_not_changed_is_not_sent_again(cashier: Api) -> None:
    first = cashier.get("/products")
    again = cashier.get("/products", If_None_Match=first.headers["ETag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    cashier.shop.sell((TEA, "1"))
    assert cashier.get("/products", If_None_Match=first.headers["ETag"]).status == 200


def test_a_product_in_full_never_says_what_it_cost(cashier: Api) -> None:
    found = cashier.get(f"/products/{RICE}")
    assert found.json == {
        "sku": RICE,
        "name": "Basmati",
        "price": "120.00",
        "available": "10",
        "unit": "kg",
        "category": "",
        "mark": "",
        "picture": None,
        "barcodes": [],
        "tax_class": "gst5",
        "taxes": [
            {"name": "CGST", "rate": "2.5", "compound": False, "included": True},
            {"name": "SGST", "rate": "2.5", "compound": False, "included": True},
        ],
        "step": "0.001",
        "short_stock": "forbid",
        "lot_tracked": False,
    }
    assert (cashier.get("/products/nothing").status, cashier.get("/products/a%2Fb").status) == (404, 404)


def test_a_code_says_how_many_of_what(cashier: Api) -> None:
    three = cashier.get("/codes/3*101").json
    assert (three["sku"], three["quantity"], three["said"], three["price"]) == (TEA, "3", True, "95.00")
    assert three["line"] == {"product": TEA, "quantity": "3"}
    assert cashier.get("/codes/102%201.5").json["quantity"] == "1.5"
    one = cashier.get("/codes/101").json
    assert (one["quantity"], one["said"], one["price_from"]) == ("1", False, "product")
    assert cashier.get("/codes/999").json["code"] == "unknown_product"
    assert cashier.get("/codes/999").status == 404
    assert cashier.get("/codes/1.5*101").json["code"] == "off_step"


def test_a_code_that_may_be_two_things_is_not_guessed(cashier: Api) -> None:
    cashier.shop.add_product("3", "Three", "1.00")
    unclear = cashier.get("/codes/3*101")
    assert (unclear.status, unclear.json["code"]) == (409, "entry_unclear")
    assert [choice["code"] for choice in unclear.json["choices"]] == [TEA, "3"]


def test_favourites_keep_their_order_and_recent_is_what_was_sold(cashier: Api) -> None:
    assert cashier.put("/favourites", {"skus": [OIL, TEA]}).status == 204
    assert [each["sku"] for each in cashier.get("/favourites").json["products"]] == [OIL, TEA]
    assert cashier.put("/favourites", {"skus": [OIL, "nothing"]}).json["path"] == "skus[1]"
    assert cashier.put("/favourites", {"skus": [OIL, OIL]}).status == 409
    assert cashier.put("/favourites", {"skus": []}).status == 204
    assert cashier.get("/favourites").json["products"] == []
    assert cashier.get("/recent").json["products"] == []
    cashier.shop.sell((TEA, "1"), (RICE, "1"))
    cashier.shop.sell((TEA, "1"))
    assert [each["sku"] for each in cashier.get("/recent").json["products"]] == [TEA, RICE]
    assert cashier.get("/recent?register=9").json["code"] == "unknown_register"


def test_pages_that_nobody_made_are_refused(cashier: Api) -> None:
    for question in ("limit=0", "limit=201", "cursor=x", "cursor=WyJhIl0", "cursor=WzEsMl0"):
        refused = cashier.get(f"/products?{question}")
        assert (refused.status, refused.json["code"]) == (422, "unreadable"), question


def test_hostile_searches_find_nothing_and_break_nothing(cashier: Api) -> None:
    for text in ("' OR 1=1--", '"', "*", "NOT", "%00", "a" * 200, "AND OR", "ß(", "sku:1"):
        assert cashier.get(f"/products?search={text}").status == 200, text
    assert cashier.get(f"/products?search={'a' * 201}").status == 422


def test_nobody_sees_the_menu_without_signing_in(stranger: Api) -> None:
    for path in ("/products", "/products/101", "/categories", "/codes/101", "/favourites", "/recent"):
        assert stranger.get(path).status == 401


def test_a_large_menu_is_asked_in_few_statements(cashier: Api) -> None:
    with transaction_of_one_action() as tx:
        tx.write(
            """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
            INSERT INTO product (sku, name, category, unit, step_milli, price, tax_class_id, short_stock, archived,
            lot_tracked, seed_record)
            SELECT 'X' || i, 'Thing ' || i, 'Things', 'pc', 1000, '1.00', 1, 'forbid', 0, 0, ''
            FROM n"""
        )
        tx.write(
            """INSERT INTO stock_level (product_id, location_id, on_hand_milli, value_minor, may_go_negative)
            SELECT id, (SELECT id FROM location WHERE code = 'shop'), 0, 0, 0 FROM product WHERE sku LIKE 'X%'"""
        )
        tx.write(
            """INSERT INTO product_search (rowid, sku, name, category) SELECT id, sku, name, category FROM product
            WHERE sku LIKE 'X%'"""
        )
    assert len(cashier.get("/products?limit=200").json["products"]) == 200
