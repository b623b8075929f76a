"""What `verify` says of a shop that is in order, what it looks at, and what it leans on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.damage import checkpoint, damage_shop, drop_trigger, report_on, run
from tests.history import live_a_little, live_everywhere
from tests.shop import TEA, TestShop, copy_shop

from tillbook.db.opening import open_shop
from tillbook.db.transaction import reading
from tillbook.queries import verify as package
from tillbook.queries.verify import Finding, verify
from tillbook.queries.verify.streams import Stream


def test_a_shop_with_a_history_is_clean_and_everything_in_it_was_looked_at(shop: TestShop) -> None:
    live_everywhere(shop)

    with reading() as tx:
        report = verify(tx)

    assert report.findings == ()
    assert report.clean
    assert report.checked == {
        "triggers": 60,
        "goods_receipts": 11,
        "imports": 1,
        "adjustments": 3,
        "staff_changes": 7,
        "price_changes": 3,
        "credit_limits": 4,
        "promotion_changes": 5,
        "payments": 4,
        "credit_notes": 7,
        "register_changes": 2,
        "openings": 1,
        "cash_movements": 4,
        "z_reports": 2,
        "postings": 82,
        "sales": 28,
        "lines": 43,
        "line_taxes": 67,
        "taxes": 54,
        "tenders": 34,
        "promotions": 3,
        "customers": 5,
        "outbox": 28,
        "staff": 4,
        "payment_tenders": 5,
        "account_entries": 9,
        "settlements": 3,
        "voucher_entries": 4,
        "exchanges": 2,
        "credit_notes_read": 7,
        "credit_note_lines": 9,
        "credit_note_taxes": 12,
        "credit_note_tenders": 9,
        "prices": 4,
        "coupons": 2,
        "journal_entries": 82,
        "moves": 74,
        "cash_entries": 35,
        "series": 19,
        "shifts": 3,
        "chains": 3,
        "levels": 7,
        "discrepancies": 1,
        "lot_levels": 2,
        "products": 7,
        "cart_events": 4,
        "checkpoints": 0,
    }


def test_a_shop_that_never_sold_is_clean(shop: TestShop) -> None:
    with reading() as tx:
        assert verify(tx).clean


def test_an_erased_customer_leaves_the_books_clean(shop: TestShop) -> None:
    live_a_little(shop)
    checkpoint(shop.home)
    damage_shop(shop.home, run("UPDATE sale_customer SET name = '', email = '', phone = '', salt = ''"))
    open_shop(shop.home)

    shop.must_be_clean()


def test_names_the_first_of_each_kind_and_counts_the_others(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    shop.sell((TEA, "2"))
    damage_shop(shop.home, run("UPDATE cash_entry SET amount_minor = amount_minor + 5"))
    open_shop(shop.home)

    with reading() as tx:
        findings = verify(tx).findings

    assert findings == (
        Finding(
            kind="cash_entry",
            where="Bill 1/26-27/000001",
            message="95.05 went into the drawer, 95.00 was due in its shift (and 1 more like it)",
        ),
    )
    damage_shop(shop.home, run("UPDATE cash_entry SET amount_minor = amount_minor - 5"))


def test_says_what_is_wrong_in_the_words_of_the_shop(shop: TestShop) -> None:
    shop.sell((TEA, "1"), ("102", "0.75"))
    change = "UPDATE sale_line SET tax_minor = tax_minor {0} 1, net_minor = net_minor {1} 1 WHERE position = 2"
    damage_shop(shop.home, run(change.format("+", "-")))
    open_shop(shop.home)

    with reading() as tx:
        found = {finding.kind: finding for finding in verify(tx).findings}

    assert found["line_tax"].where == "Bill 1/26-27/000001, line 2"
    assert found["line_tax"].message == "tax is 4.29, 4.28 was due"
    damage_shop(shop.home, run(change.format("-", "+")))


TABLES = (
    "cash_entry discrepancy import_change journal_entry posting sale sale_customer sale_line sale_line_tax "
    "sale_tax sale_tender stock_move"
).split()


@pytest.mark.parametrize("verb", ["update", "delete"])
@pytest.mark.parametrize("table", TABLES)
def test_misses_a_trigger_that_was_dropped(table: str, verb: str, shop_template: Path, tmp_path: Path) -> None:
    copy_shop(shop_template, tmp_path)
    drop_trigger(tmp_path, f"{table}_no_{verb}")

    assert [finding.kind for finding in report_on(tmp_path).findings] == ["trigger"]


def test_misses_a_trigger_that_was_replaced_by_a_weaker_one(shop_template: Path, tmp_path: Path) -> None:
    copy_shop(shop_template, tmp_path)
    weaker = "CREATE TRIGGER sale_no_update BEFORE UPDATE ON sale WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END"
    drop_trigger(tmp_path, "sale_no_update", weaker)

    assert [finding.kind for finding in report_on(tmp_path).findings] == ["trigger"]


@pytest.mark.parametrize("size", [4, 7, 100])
def test_reads_every_row_once_however_the_pages_fall(shop: TestShop, size: int) -> None:
    live_a_little(shop)
    with reading() as tx:
        columns = "position, amount_minor"
        stream = Stream(
            tx, "sale_line_tax", columns, owner="sale_id", place="line_position", then="position", size=size
        )
        postings = [row[0] for row in tx.rows("SELECT id FROM posting ORDER BY id")]
        taken = [row for posting in postings for row in stream.take(posting)]
        stored = tx.rows(
            f"""SELECT sale_id, line_position, {columns} FROM sale_line_tax
            ORDER BY sale_id, line_position, position"""
        )

    assert taken == stored
    assert stream.taken == len(stored)
    assert stream.strays == []


def test_hands_out_a_large_document_in_parts_and_keeps_strays(shop: TestShop) -> None:
    live_a_little(shop)
    with reading() as tx:
        stream = Stream(tx, "stock_move", "cost_minor", owner="posting_id", place="id", size=2)
        (largest, count) = tx.rows(
            "SELECT posting_id, COUNT(*) FROM stock_move GROUP BY posting_id ORDER BY 2 DESC, 1 LIMIT 1"
        )[0]
        parts = [len(part) for part in stream.pages(largest)]
        stream.rest()

    assert sum(parts) == count
    assert max(parts) <= 2
    assert len(stream.strays) == 10


def test_shares_no_code_with_what_it_checks() -> None:
    folder = Path(package.__file__).parent
    outside = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tillbook"):
                outside.add(node.module)
            elif isinstance(node, ast.Import):
                outside.update(name.name for name in node.names if name.name.startswith("tillbook"))

    assert {name for name in outside if not name.startswith("tillbook.queries.verify")} == {"tillbook.db.statements"}
