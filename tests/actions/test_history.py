"""Importing what was sold before: every line and every penny accounted for."""

from __future__ import annotations

import itertools
import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.shop import OIL, TEA, TestShop

from tillbook.actions.history import HistoryRefused, HistoryReport, import_history
from tillbook.core.errors import Refusal
from tillbook.core.history import HistoryLine, RefusedLine
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.db.statements import read_instant
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.history_table import HistoryMapping, open_history, read_mapping
from tillbook.formats.tables import TableUnreadable
from tillbook.queries.bills import bill
from tillbook.queries.history import past_sales

MAPPING = {
    "name": "past",
    "columns": {
        "invoice": "Invoice",
        "sku": "Code",
        "name": "Title",
        "quantity": "Qty",
        "price": "Price",
        "instant": "When",
        "customer": "Customer",
        "note": "Country",
    },
    "instant_format": "%Y-%m-%d %H:%M",
    "zone": "Europe/London",
    "cancellation_prefix": "C",
    "not_goods": ["POST", "gift_*"],
    "opening_cost_percent": "50",
}
HEADER = "Invoice,Code,Title,Qty,When,Price,Customer,Country\n"
PAST = """\
536365,85123A,WHITE HOLDER,6,2011-07-01 08:26,2.55,17850,United Kingdom
536365,85123a,CREAM HOLDER,2,2011-07-01 08:26,2.95,17850,United Kingdom
536365,POST,POSTAGE,1,2011-07-01 08:27,18.00,17850,United Kingdom
536366,85123A,WHITE HOLDER,4,2011-07-02 09:00,2.55,,France
C536367,85123A,WHITE HOLDER,-2,2011-07-02 10:00,2.55,17850,United Kingdom
C536368,85123A,WHITE HOLDER,-5,2011-07-03 10:00,2.55,17850,United Kingdom
536369,85123a,damages,-3,2011-07-03 11:00,0.00,,United Kingdom
536370,22186,,100,2011-07-03 12:00,0.001,17850,United Kingdom
536371,22186,FREE,1,2011-07-04 12:00,0,17850,United Kingdom
A536372,B,Adjust bad debt,1,2011-07-04 13:00,-11062.06,,United Kingdom
C536373,D,Discount,-1,2011-07-04 14:00,27.50,14527,United Kingdom
536374,22186,TIN,x,2011-07-04 15:00,1.00,,United Kingdom
"""


def mapping(**changes: object) -> HistoryMapping:
    return read_mapping(json.dumps(MAPPING | changes))


def bring(shop: TestShop, text: str = PAST, **changes: object) -> HistoryReport:
    path = shop.home / "past.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return import_history(open_history(path, mapping(**changes)), by=shop.owner)


def test_every_line_is_accounted_for(shop: TestShop) -> None:
    report = bring(shop)

    assert report.lines == 12
    assert report.adds_up
    assert report.lines_by_outcome == {
        "sold": 6,
        "returned, the sale was found": 1,
        "returned, the sale was found for a part": 1,
        "returned, no sale of it was found": 1,
        "written off": 1,
        "refused": 2,
    }
    assert (report.sales, report.documents) == (4, 4)
    assert report.refused == [
        RefusedLine(13, "536374", "'x' is not a number"),
        RefusedLine(11, "A536372", "the price is below 0", Decimal("-11062.06")),
    ]


def test_the_total_is_that_of_the_file_to_the_penny(shop: TestShop) -> None:
    report = bring(shop)

    assert report.amount == Decimal("-11057.91")
    assert report.sold_minor == 15_30 + 5_90 + 18_00 + 10_20 + 10
    assert report.paid_back_minor == 5_10 + 12_75 + 27_50
    assert report.refused_amount == Decimal("-11062.06")
    assert report.rounding == 0
    with reading() as tx:
        books = past_sales(tx, "history:past:")
    assert (books.sales, books.lines, books.total_minor) == (4, 6, report.sold_minor)


def test_what_rounding_takes_is_said(shop: TestShop) -> None:
    report = bring(shop, "1,A,Tin,3,2011-07-01 08:00,0.335,,\nC2,A,Tin,-3,2011-07-01 09:00,0.335,,\n")

    assert (report.sold_minor, report.paid_back_minor) == (1_01, 1_01)
    assert report.rounding == 0
    assert bring(shop, "1,A,Tin,3,2011-07-01 08:00,0.335,,\n", name="other").rounding == Decimal("-0.005")


def test_an_invoice_is_a_sale_at_its_own_instant_and_in_its_own_year(shop: TestShop) -> None:
    bring(shop, PAST + "536375,85123A,WHITE HOLDER,1,2012-05-01 08:00,2.55,,\n")

    with reading() as tx:
        first, last = bill(tx, "1/11-12/000001"), bill(tx, "1/12-13/000001")
    assert first.posted_at == datetime(2011, 7, 1, 7, 27, tzinfo=UTC)
    assert first.business_date == date(2011, 7, 1)
    assert [(line.sku, line.name, line.quantity_milli, line.unit_price) for line in first.lines] == [
        ("85123A", "WHITE HOLDER", 6_000, Decimal("2.55")),
        ("85123a", "CREAM HOLDER", 2_000, Decimal("2.95")),
        ("POST", "POSTAGE", 1_000, Decimal(18)),
    ]
    assert first.total_minor == 39_20
    assert [(tender.type, tender.amount_minor) for tender in first.tenders] == [("other", 39_20)]
    assert first.customer is not None
    assert first.customer.name == "17850"
    assert last.posted_at == datetime(2012, 5, 1, 7, 0, tzinfo=UTC)


def test_nothing_is_short_and_goods_that_come_back_come_at_the_cost_at_which_they_went(
    shop: TestShop,
) -> None:
    bring(shop)

    with reading() as tx:
        moves = tx.rows(
            """SELECT m.quantity_milli, m.cost_minor, m.reason, f.code FROM stock_move m
            JOIN product p ON p.id = m.product_id JOIN location f ON f.id = m.from_location_id
            WHERE p.sku = '85123A' ORDER BY m.id"""
        )
    assert moves == [
        (10_000, 12_75, "opening stock", "loss"),
        (6_000, 7_65, "sale", "shop"),
        (4_000, 5_10, "sale", "shop"),
        (2_000, 2_55, "return of 1/11-12/000001", "customer"),
        (4_000, 5_10, "return of 1/11-12/000001", "customer"),
        (1_000, 1_28, "return, no sale found", "customer"),
    ]
    assert shop.on_hand("85123A") == (7_000, 8_93)
    assert shop.on_hand("85123a") == (0, 0)
    assert shop.on_hand("POST") == (-1_000, 0)


def test_a_correction_says_the_invoice_and_what_was_paid_back(shop: TestShop) -> None:
    bring(shop)

    with reading() as tx:
        notes = tx.rows("SELECT client_id, note FROM posting WHERE kind = 'adjustment' ORDER BY id")
    assert notes == [
        ("history:past:C536367:back", "invoice C536367; paid back 5.10 INR; United Kingdom"),
        ("history:past:C536368:back", "invoice C536368; paid back 12.75 INR; United Kingdom"),
        ("history:past:536369:back", "invoice 536369; written off; damages; United Kingdom"),
        ("history:past:C536373:back", "invoice C536373; paid back 27.50 INR; United Kingdom"),
    ]


def test_imported_twice_it_changes_nothing(shop: TestShop) -> None:
    first = bring(shop)
    postings = shop.count("posting")

    again = bring(shop)

    assert shop.count("posting") == postings
    assert (first.new_sales, first.new_documents) == (4, 4)
    assert (again.new_sales, again.new_documents) == (0, 0)
    assert again.lines_by_outcome == first.lines_by_outcome
    assert again.adds_up


def test_an_import_that_was_interrupted_goes_on(shop: TestShop) -> None:
    path = shop.home / "past.csv"
    path.write_text(HEADER + PAST, encoding="utf-8")
    file = open_history(path, mapping())
    passes = itertools.count(1)

    def lines() -> Iterator[HistoryLine | RefusedLine]:
        third = next(passes) == 3
        for number, line in enumerate(file.lines(), 1):
            if third and number == 6:
                raise KeyboardInterrupt
            yield line

    with pytest.raises(KeyboardInterrupt):
        import_history(replace(file, lines=lines), by=shop.owner)
    assert shop.count("sale") == 2

    report = import_history(file, by=shop.owner)

    assert (report.new_sales, report.new_documents) == (2, 3)
    assert (report.sales, report.documents) == (4, 4)
    assert shop.on_hand("85123A") == (7_000, 8_93)


def test_another_file_under_the_same_name_is_refused(shop: TestShop) -> None:
    bring(shop)

    with pytest.raises(HistoryRefused, match="give the mapping another name"):
        bring(shop, PAST.replace("2.55", "2.65"))
    assert bring(shop, PAST.replace("2.55", "2.65"), name="corrected").new_sales == 4


def test_products_that_the_shop_has_keep_their_price_and_their_stock_of_today(shop: TestShop) -> None:
    bring(shop, "1,101,Old tea,4,2011-07-01 08:00,50.00,,\n2,103,Old oil,2,2011-07-02 08:00,90.00,,\n")

    assert shop.on_hand(TEA)[0] == 10_000
    assert shop.on_hand(OIL)[0] == 10_000
    assert shop.sell((TEA, "1")).total_minor == 9_500


def test_an_invoice_whose_lines_are_apart_is_one_sale_at_its_last_instant(shop: TestShop) -> None:
    first = "1,A,Tin,4,2011-07-01 08:00,1.00,,\n2,A,Tin,4,2011-07-01 08:01,1.00,,\n"
    text = first + "1,B,Box,1,2011-07-01 08:02,2.00,,\n"

    report = bring(shop, text)

    with reading() as tx:
        rows = tx.rows("SELECT client_id, at FROM posting WHERE kind = 'sale' ORDER BY id")
    assert report.sales == 2
    assert [row[0] for row in rows] == ["history:past:2", "history:past:1"]
    assert read_instant(rows[1][1]) == datetime(2011, 7, 1, 7, 2, tzinfo=UTC)


def test_codes_can_be_joined_whatever_their_case(shop: TestShop) -> None:
    bring(shop, sku_case="upper")

    assert shop.on_hand("85123A")[0] == 4_000
    with reading() as tx:
        assert tx.rows("SELECT sku FROM product WHERE sku = '85123a'") == []


def test_an_invoice_that_cannot_be_stored_is_refused_and_the_rest_goes_on(shop: TestShop) -> None:
    lines = [f"1,A{n},Ship,999999,2011-07-01 08:00,9999.99,,\n" for n in range(2)]

    report = bring(shop, "".join(lines) + "2,A0,Ship,1,2011-07-01 09:00,9999.99,,\n")

    assert report.adds_up
    assert report.lines_by_outcome == {"refused": 2, "sold": 1}
    assert report.refused[0].reason.startswith("too large")


def test_what_a_refused_invoice_sold_cannot_be_taken_back(shop: TestShop) -> None:
    text = "".join([f"1,A{n},Ship,999999,2011-07-01 08:00,9999.99,7,\n" for n in range(2)])

    report = bring(shop, text + "C2,A0,Ship,-999999,2011-07-01 09:00,9999.99,7,\nC2,A0,Ship,-1,2011-07-01 09:00,2,7,\n")

    assert report.lines_by_outcome == {"refused": 3, "returned, no sale of it was found": 1}
    assert report.refused[2].reason == "invoice 1, which sold it, was refused"
    assert (report.paid_back_minor, report.adds_up) == (2_00, True)


def test_more_paid_back_than_any_amount_is_refused(shop: TestShop) -> None:
    report = bring(shop, "".join([f"C1,A{n},Ship,-999999,2011-07-01 08:00,9999.99,7,\n" for n in range(2)]))

    assert report.lines_by_outcome == {"refused": 2}
    assert (report.paid_back_minor, report.adds_up) == (0, True)


def test_taxes_on_top_of_the_prices_of_the_past_are_told(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET prices_include_tax = ?", (False,))
    shop.add_tax_class("on-top", ("VAT", "20"))

    for _ in range(2):
        report = bring(shop, "1,A,Tin,1,2011-07-01 08:00,1.05,,\n", tax_class="on-top")

        assert (report.sold_minor, report.books_minor, report.on_top_minor) == (1_05, 1_26, 21)
        assert not report.adds_up


def test_an_unknown_tax_class_is_refused(shop: TestShop) -> None:
    with pytest.raises(HistoryRefused, match="no tax class 'vat'"):
        bring(shop, tax_class="vat")


def test_taxes_of_the_class_that_the_mapping_names_are_on_the_bills(shop: TestShop) -> None:
    bring(shop, "1,A,Tin,1,2011-07-01 08:00,1.05,,\n", tax_class="gst5")

    with reading() as tx:
        posted = bill(tx, "1/11-12/000001")
    assert (posted.net_minor, posted.tax_minor, posted.total_minor) == (99, 6, 1_05)


def test_importing_a_past_needs_the_right(shop: TestShop) -> None:
    path = shop.home / "past.csv"
    path.write_text(HEADER + PAST, encoding="utf-8")

    with pytest.raises(NotAllowed):
        import_history(open_history(path, mapping()), by=Actor(staff_id=1, name="Asha", role=Role.cashier))


def test_progress_is_told_to_the_end(shop: TestShop) -> None:
    told: list[tuple[int, int]] = []
    path = shop.home / "past.csv"
    path.write_text(HEADER + PAST, encoding="utf-8")

    import_history(
        open_history(path, mapping()), progress=lambda done, total: told.append((done, total)), by=shop.owner
    )

    assert told == [(36, 36)]


def test_a_packed_file_is_unpacked(shop: TestShop) -> None:
    path = shop.home / "past.csv.xz"
    path.write_bytes(lzma.compress((HEADER + PAST).encode()))

    assert import_history(open_history(path, mapping()), by=shop.owner).adds_up


def test_a_packed_file_that_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "past.csv.xz"
    path.write_bytes(lzma.compress((HEADER + PAST * 1_000).encode())[:-100])

    with pytest.raises(TableUnreadable):
        list(open_history(path, mapping()).lines())


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_text("Invoice,Code\n1,2\n", encoding="utf-8")

    with pytest.raises(TableUnreadable, match="no column 'Title'"):
        open_history(path, mapping())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "A B"}, "name"),
        ({"zone": "Mars"}, "no time zone 'Mars'"),
        ({"columns": {"invoice": "x"}}, "columns.sku: missing"),
        ({"opening_cost_percent": "a half"}, "opening_cost_percent"),
        ({"nonsense": 1}, "nonsense: unknown key"),
        ({"tender": "cash"}, "tender: cash would be counted in the drawer of today"),
        ({"tender": "Bank card"}, "tender"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        mapping(**changes)


@pytest.mark.real
def test_the_first_lines_of_a_real_past(shop: TestShop) -> None:
    data = os.environ.get("TILLBOOK_DATA")
    if not data:
        pytest.skip("TILLBOOK_DATA names no folder with real trade")
    real = read_mapping(Path("bench/online_retail.mapping.json").read_text(encoding="utf-8"))
    path = shop.home / "online_retail.csv"
    with lzma.open(Path(data) / "online_retail.csv.xz", "rt", encoding="utf-8", newline="") as lines:
        path.write_text("".join(itertools.islice(lines, 2_001)), encoding="utf-8", newline="")

    report = import_history(open_history(path, real), by=shop.owner)

    assert report.lines == 2_000
    assert report.adds_up
    assert report.amount == Decimal("37814.17")
    with reading() as tx:
        assert past_sales(tx, "history:online-retail:").total_minor == report.sold_minor
