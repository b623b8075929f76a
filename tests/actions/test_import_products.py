"""Importing products: looked at first, written in one posting or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.exchange import (
    Imported,
    ImportRefused,
    import_products,
    plan_products,
)
from tillbook.core.product_import import Plan
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.wanted_product import RowProblem, WantedProduct
from tillbook.db.transaction import reading
from tillbook.formats.product_file import Row, Rows, rows_of_seed, rows_of_table
from tillbook.formats.product_table import product_table
from tillbook.formats.seed_products import read_seed_products
from tillbook.formats.tables import open_table
from tillbook.ledgers import files
from tillbook.ledgers.files import PRODUCT_FILE
from tillbook.queries.catalogue import export_rows
from tillbook.queries.postings import IdReused


def bring(shop: TestShop, rows: Rows, *, file_sha256: str = "0" * 64, **more: object) -> Imported:
    """Import rows under a new id."""
    more.setdefault("client_id", shop.new_id())
    return import_products(
        rows,
        file_name="goods.csv",
        file_sha256=file_sha256,
        now=shop.now,
        by=shop.owner,
        **more,  # type: ignore[arg-type]
    )


def csv(text: str) -> Rows:
    return rows_of_table(product_table(open_table(text.encode(), name="goods.csv")))


def seed(text: str) -> Rows:
    return rows_of_seed(read_seed_products(text.encode()))


def listed(*rows: Row) -> Rows:
    return lambda: rows


def planned(rows: Rows) -> Plan:
    with reading() as tx:
        return plan_products(tx, rows)


def products(shop: TestShop) -> dict[str, WantedProduct]:
    with reading() as tx:
        return {row.sku: row for row in export_rows(tx)}


def test_a_new_product_comes_with_its_opening_stock_at_the_cost_that_the_file_says(shop: TestShop) -> None:
    done = bring(shop, csv("sku,name,price,quantity,cost,category\n00123,Assam,80.50,4,61.25,Tea\n"))

    assert done.number == "IM/26-27/000001"
    assert done.plan is not None
    assert done.plan.counts == (1, 0, 0, 0)
    assert shop.on_hand("00123") == (4_000, 24_500)
    assert products(shop)["00123"] == WantedProduct(
        row=5,
        sku="00123",
        name="Assam",
        price=Decimal("80.50"),
        quantity_milli=4_000,
        unit="pc",
        step_milli=1_000,
        barcodes=(),
        tax_class="untaxed",
        category="Tea",
        short_stock="forbid",
        reorder_point_milli=None,
    )


def test_a_new_product_without_a_cost_is_worth_nothing(shop: TestShop) -> None:
    bring(shop, csv("sku,name,price,quantity\nA1,Assam,80,4\n"))

    assert shop.on_hand("A1") == (4_000, 0)


def test_what_is_imported_sells_at_once_by_its_barcode(shop: TestShop) -> None:
    bring(shop, csv("sku;name;price;quantity;barcode\nA1;Assam;80,50;4;4006381333931\n"))

    assert shop.sell(("4006381333931", "2")).total_minor == 16_100
    assert shop.on_hand("A1") == (2_000, 0)


def test_the_same_import_twice_changes_nothing_and_posts_nothing(shop: TestShop) -> None:
    text = "sku,name,price,quantity,barcode\nA1,Assam,80.00,4,036000291452\n101,Darjeeling,95,10,\n"
    assert bring(shop, csv(text)).plan.counts == (1, 0, 1, 0)  # type: ignore[union-attr]
    postings = shop.count("posting")

    again = bring(shop, csv(text))

    assert again.number == ""
    assert again.plan is not None
    assert again.plan.counts == (0, 0, 2, 0)
    assert shop.count("posting") == postings


def test_an_export_imported_again_changes_nothing(shop: TestShop) -> None:
    with reading() as tx:
        rows = list(export_rows(tx))

    assert planned(listed(*rows)).counts == (0, 0, 3, 0)


def test_a_changed_price_name_and_quantity_are_changed_and_nothing_else(shop: TestShop) -> None:
    done = bring(shop, csv("sku,name,price,quantity\n101,Darjeeling First Flush,99,8\n103,Mustard oil,180.50,11\n"))

    assert done.plan is not None
    assert done.plan.counts == (0, 2, 0, 0)
    tea = products(shop)[TEA]
    assert (tea.name, tea.price, tea.tax_class) == ("Darjeeling First Flush", Decimal(99), "untaxed")
    assert shop.on_hand(TEA) == (8_000, 48_000)
    assert shop.on_hand(OIL) == (11_000, 146_666)
    assert shop.sell((TEA, "1")).lines[0].name == "Darjeeling First Flush"


def test_what_a_file_does_not_say_stays(shop: TestShop) -> None:
    bring(shop, csv("sku,price\n102,125\n"))

    rice = products(shop)[RICE]
    assert (rice.name, rice.unit, rice.step_milli, rice.tax_class) == ("Basmati", "kg", 1, "gst5")
    assert (rice.price, rice.quantity_milli) == (Decimal(125), 10_000)


def test_a_changed_tax_class_is_found_by_its_name(shop: TestShop) -> None:
    bring(shop, csv("sku,tax class\n101,gst5\n"))

    assert [tax.name for tax in shop.sell((TEA, "1")).taxes] == ["CGST", "SGST"]


def test_nothing_is_imported_when_a_row_is_wrong_and_every_row_is_named(shop: TestShop) -> None:
    header = "sku,name,price,quantity,tax class\n"
    text = header + "A1,Assam,80,4,gst5\nA2,,75,1,gst5\nA3,Nilgiri,-1,1,gst5\nA4,Sikkim,9,1,vat\n"

    with pytest.raises(ImportRefused) as refused:
        bring(shop, csv(text))

    assert [(problem.row, problem.column) for problem in refused.value.problems] == [
        (3, "name"),
        (4, "price"),
        (5, "tax class"),
    ]
    assert "3 rows cannot be imported; nothing was" in refused.value.message
    assert "there is no tax class 'vat'" in refused.value.message
    assert "A1" not in products(shop)


def test_the_good_rows_alone_are_imported_when_that_is_asked_for(shop: TestShop) -> None:
    text = "sku,name,price,quantity\nA1,Assam,80,4\nA2,,75,1\n"

    done = bring(shop, csv(text), accept_good_rows=True)

    assert done.plan is not None
    assert done.plan.counts == (1, 0, 0, 1)
    assert set(products(shop)) == {TEA, RICE, OIL, "A1"}


def test_a_new_product_needs_a_name_and_a_price(shop: TestShop) -> None:
    plan = planned(csv("sku,quantity\nA1,4\n"))

    assert [(problem.column, problem.reason) for problem in plan.problems] == [
        ("name", "a new product needs a name"),
        ("price", "a new product needs a price"),
    ]
    assert plan.refused == 1


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (
            WantedProduct(row=2, sku=TEA, quantity_milli=1_500),
            "quantity",
            "1.5 on hand is no multiple of the step 1",
        ),
        (
            WantedProduct(row=2, sku=RICE, step_milli=3_000),
            "quantity",
            "10 on hand is no multiple of the step 3",
        ),
        (
            WantedProduct(row=2, sku=TEA, quantity_milli=-1_000),
            "quantity",
            "-1 would be on hand, and this product",
        ),
        (WantedProduct(row=2, sku=TEA, step_milli=0), "step", "a step is more than 0"),
        (WantedProduct(row=2, sku=TEA, short_stock="never"), "short stock", "is none of forbid, warn, allow"),
        (
            WantedProduct(row=2, sku=TEA, quantity_milli=10**9, cost=Decimal(10**6)),
            "cost",
            "cost × quantity below 10^12",
        ),
        (WantedProduct(row=2, sku=TEA, barcodes=(("B1", 1000),)), "barcode", "B1 is the barcode of 103"),
    ],
)
def test_a_row_that_the_shop_cannot_take_is_refused(
    shop: TestShop, row: WantedProduct, column: str, reason: str
) -> None:
    bring(shop, listed(WantedProduct(row=2, sku=OIL, barcodes=(("B1", 1000),))))

    (problem,) = planned(listed(row)).problems

    assert (problem.row, problem.column) == (2, column)
    assert reason in problem.reason


def test_one_barcode_for_two_products_of_a_file_is_refused(shop: TestShop) -> None:
    plan = planned(csv("sku,name,price,barcode\nA1,Assam,80,036000291452\nA2,Nilgiri,75,0036000291452\n"))

    assert plan.counts == (1, 0, 0, 1)
    assert plan.problems[0].reason == "00036000291452 stands in row 2 already; a barcode is of one product"


def test_one_sku_in_two_rows_is_refused(shop: TestShop) -> None:
    rows = [WantedProduct(row=number, sku="A1", name="Assam", price=Decimal(80)) for number in (2, 1_700)]

    plan = planned(listed(*rows))

    assert plan.counts == (1, 0, 0, 1)
    assert plan.problems[0].reason == "A1 stands in row 2 already; keep one of them"


def test_skus_that_differ_in_case_alone_are_two_products(shop: TestShop) -> None:
    bring(shop, csv("sku,name,price\n85123A,White holder,2.55\n85123a,Cream holder,2.95\n"))

    assert products(shop)["85123A"].name == "White holder"
    assert products(shop)["85123a"].name == "Cream holder"


def test_importing_needs_the_right(shop: TestShop) -> None:
    cashier = Actor(staff_id=1, name="Asha", role=Role.cashier)

    with pytest.raises(NotAllowed):
        import_products(
            csv("sku,price\n101,1\n"), client_id="x", file_name="f", file_sha256="", now=shop.now, by=cashier
        )


def test_an_id_sent_again_answers_the_first_import_and_another_file_is_refused(shop: TestShop) -> None:
    first = bring(shop, csv("sku,price\n101,99\n"), client_id="once")
    again = bring(shop, csv("sku,price\n101,99\n"), client_id="once")

    assert (again.number, again.repeated) == (first.number, True)
    with pytest.raises(IdReused):
        bring(shop, csv("sku,price\n101,98\n"), client_id="once", file_sha256="1" * 64)


def test_progress_counts_every_row(shop: TestShop) -> None:
    told: list[tuple[int, int]] = []
    rows = [
        WantedProduct(row=n, sku=f"A{n}", name="Assam", price=Decimal(n), quantity_milli=1_000) for n in range(1, 1_501)
    ]

    bring(shop, listed(*rows), progress=lambda done, total: told.append((done, total)))

    assert told == [(1_000, 0), (1_500, 0)]


def test_a_row_with_two_mistakes_is_one_refused_row(shop: TestShop) -> None:
    problems = [RowProblem(row=2, column=name, reason="is empty") for name in ("name", "price")]

    plan = planned(listed(*problems, RowProblem(row=3, column="name", reason="is empty")))

    assert (plan.refused, len(plan.problems)) == (2, 3)


# ---------------------------------------------------------------- product_Records.json


SEED = """{
  "A1": {"Product_Name": "Assam", "Price": 80.50, "Quantity": 4, "Shelf": "B"},
  "A2": {"Product_Name": "Nilgiri", "Price": 1e2, "Quantity": 2.5}
}"""


def test_the_seed_file_is_taken_with_the_text_of_its_records(shop: TestShop) -> None:
    bring(shop, seed(SEED))

    with reading() as tx:
        rows = tx.rows("SELECT seed_record FROM product WHERE sku IN ('A1', 'A2') ORDER BY id")
    assert rows == [
        ('{"Product_Name": "Assam", "Price": 80.50, "Quantity": 4, "Shelf": "B"}',),
        ('{"Product_Name": "Nilgiri", "Price": 1e2, "Quantity": 2.5}',),
    ]
    assert products(shop)["A2"].step_milli == 1
    assert products(shop)["A1"].step_milli == 1_000


def test_a_seed_file_whose_quantities_were_sold_down_is_as_the_shop_has_it(shop: TestShop) -> None:
    bring(shop, seed(SEED))
    shop.sell(("A1", "3"))

    assert planned(seed(SEED.replace('"Quantity": 4', '"Quantity": 1'))).counts == (0, 0, 2, 0)


def test_a_further_key_added_by_hand_is_kept(shop: TestShop) -> None:
    bring(shop, seed(SEED))

    done = bring(shop, seed(SEED.replace('"Shelf": "B"', '"Shelf": "C"')))

    assert done.plan is not None
    assert done.plan.counts == (0, 1, 1, 0)
    assert planned(seed(SEED.replace('"Shelf": "B"', '"Shelf": "C"'))).changes_nothing


def test_a_quantity_edited_by_hand_is_a_difference_from_what_was_last_written(shop: TestShop) -> None:
    bring(shop, seed(SEED))
    shop.sell(("A1", "3"))
    edited = seed(SEED.replace('"Quantity": 4', '"Quantity": 6'))
    base = {"A1": 4_000, "A2": 2_500}

    done = bring(shop, edited, base_quantities=base)

    assert done.plan is not None
    assert done.plan.counts == (0, 1, 1, 0)
    assert shop.on_hand("A1")[0] == 3_000


def test_a_quantity_edited_below_what_is_left_is_refused(shop: TestShop) -> None:
    bring(shop, seed(SEED))
    shop.sell(("A1", "3"))

    with pytest.raises(ImportRefused, match="-1 would be on hand"):
        bring(shop, seed(SEED.replace('"Quantity": 4', '"Quantity": 2')), base_quantities={"A1": 4_000})


def test_the_shops_own_file_is_imported_once_however_often_it_is_sent(shop: TestShop) -> None:
    bring(shop, seed(SEED))
    shop.sell(("A1", "3"))
    edited = seed(SEED.replace('"Quantity": 4', '"Quantity": 6'))
    base = {"A1": 4_000, "A2": 2_500}
    bring(shop, edited, base_quantities=base, file_sha256="e" * 64)

    again = bring(shop, edited, base_quantities=base, file_sha256="e" * 64)

    assert again.plan is not None
    assert (again.number, again.plan.counts) == ("", (0, 0, 2, 0))
    assert shop.on_hand("A1")[0] == 3_000


def test_the_shops_own_file_counts_as_written_by_tillbook_once_it_is_imported(shop: TestShop) -> None:
    bring(shop, seed(SEED), base_quantities={}, file_sha256="e" * 64)

    with reading() as tx:
        assert files.known(tx, PRODUCT_FILE).written_sha256 == "e" * 64
