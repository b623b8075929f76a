"""The shop that `make run` opens is a believable one."""

from __future__ import annotations

import json
from pathlib import Path

PRODUCTS = json.loads((Path(__file__).parents[2] / "examples" / "product_Records.json").read_text(encoding="utf-8"))


def test_it_has_some_sixty_products_in_the_format_of_the_seed() -> None:
    assert 55 <= len(PRODUCTS) <= 65
    assert all(set(product) == {"Product_Name", "Price", "Quantity"} for product in PRODUCTS.values())
    assert len({product["Product_Name"] for product in PRODUCTS.values()}) == len(PRODUCTS)


def test_some_are_low_some_are_out_and_some_are_not_in_ascii() -> None:
    quantities = [product["Quantity"] for product in PRODUCTS.values()]
    assert quantities.count(0) == 2
    assert sum(0 < quantity <= 5 for quantity in quantities) >= 5
    assert sum(not product["Product_Name"].isascii() for product in PRODUCTS.values()) >= 5
