"""Whatever is damaged by hand in prices, promotions and coupons, `verify` names it (P22)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from tests.actions.test_prices import put, wholesale
from tests.damage import Damage, checkpoint, findings_after, product, retell, run, sale
from tests.promoting import end, hand_out, promote
from tests.shop import RICE, TEA, TestShop, copy_shop

from tillbook.db.transaction import transaction_of_one_action

WHOLESALE = "(SELECT id FROM price_list WHERE code = 'wholesale')"
DIWALI = "(SELECT id FROM promotion WHERE code = 'DIWALI')"
LATER = "(SELECT id FROM coupon WHERE code = 'LATER')"


@pytest.fixture(scope="module")
def promoted(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with prices, promotions that run and one that ended, and coupons, one of them used."""
    home = tmp_path_factory.mktemp("promoted")
    shop = copy_shop(shop_template, home)
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale", start="10", id="first price")
    put(shop, TEA, "78", on="wholesale", start="10", id="second price")
    put(shop, TEA, "99", id="own price")
    promote(shop, code="TEAWEEK", percent="10", on={"products": [TEA]}, id="tea week")
    promote(shop, code="OVER", percent="5", id="over")
    end(shop, "OVER")
    promote(shop, code="DIWALI", amount="50.00", coupons=[{"code": "light", "uses": 3}], id="diwali")
    hand_out(shop, "DIWALI", "LATER")
    shop.post(replace(shop.sale((RICE, "1"), id="with coupon"), coupons=("light",)))
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a price was changed": (
        run(f"UPDATE price SET price = '70' WHERE posting_id = {sale('second price')}"),
        {"journal_body"},
    ),
    "an earlier price was changed, so that what was before is another": (
        run(f"UPDATE price SET price = '81' WHERE posting_id = {sale('first price')}"),
        {"journal_body"},
    ),
    "a price was made to hold from another quantity on": (
        run(f"UPDATE price SET from_milli = 1000 WHERE posting_id = {sale('second price')}"),
        {"journal_body"},
    ),
    "a price was made to hold from another day on": (
        run(f"UPDATE price SET valid_from = '2026-11-23' WHERE posting_id = {sale('second price')}"),
        {"journal_body"},
    ),
    "a price is gone": (
        run(f"DELETE FROM price WHERE posting_id = {sale('second price')}"),
        {"price_list"},
    ),
    "a price was slipped in under a document that set none": (
        run(
            f"""INSERT INTO price (price_list_id, product_id, from_milli, valid_from, price, posting_id)
            SELECT {WHOLESALE}, {product(TEA)}, 0, '2026-11-22', '1', {sale("tea week")}"""
        ),
        {"stray"},
    ),
    "a price was slipped in under no document": (
        run(
            f"""INSERT INTO price (price_list_id, product_id, from_milli, valid_from, price, posting_id)
            SELECT {WHOLESALE}, {product(TEA)}, 0, '2026-11-22', '1', 9999"""
        ),
        {"reference", "stray"},
    ),
    "a price list has another name": (
        run("UPDATE price_list SET name = 'Friends' WHERE code = 'wholesale'"),
        {"journal_body"},
    ),
    "a price list was slipped in": (
        run("INSERT INTO price_list (code, name) VALUES ('friends', 'Friends')"),
        {"price_list"},
    ),
    "the journal tells another price": (
        retell("own price", '"own_price_before":"95.00"', '"own_price_before":"9.00"'),
        {"journal_hash"},
    ),
    "a promotion takes off more than was said": (
        run("""UPDATE promotion SET spec = '{"off":{"percent":"90"}}' WHERE code = 'TEAWEEK'"""),
        {"journal_body"},
    ),
    "a promotion was slipped in": (
        run(
            f"""INSERT INTO promotion (code, name, spec, active, posting_id)
            SELECT 'MINE', 'Mine', '{{"off":{{"percent":"90"}}}}', 1, {sale("tea week")}"""
        ),
        {"promotion"},
    ),
    "a promotion that ended runs again": (
        run("UPDATE promotion SET active = 1 WHERE code = 'OVER'"),
        {"promotion"},
    ),
    "a promotion was ended by nobody": (
        run("UPDATE promotion SET active = 0 WHERE code = 'TEAWEEK'"),
        {"promotion"},
    ),
    "what tills know of promotions was set back": (
        run("UPDATE shop SET promotions_version = promotions_version - 1"),
        {"promotions_version"},
    ),
    "what tills know of promotions was set ahead": (
        run("UPDATE shop SET promotions_version = promotions_version + 1"),
        {"promotions_version"},
    ),
    "a coupon was slipped in": (
        run(f"INSERT INTO coupon (code, promotion_id, uses_max, uses) SELECT 'MINE', {DIWALI}, NULL, 0"),
        {"coupon"},
    ),
    "a coupon may be used more often": (run("UPDATE coupon SET uses_max = 99 WHERE code = 'LIGHT'"), {"journal_body"}),
    "a coupon is gone": (run("DELETE FROM coupon WHERE code = 'LATER'"), {"journal_body"}),
    "a coupon was used and says it was not": (
        run("UPDATE coupon SET uses = 0 WHERE code = 'LIGHT'"),
        {"coupon_uses"},
    ),
    "a coupon says a use that was none": (run("UPDATE coupon SET uses = 1 WHERE code = 'LATER'"), {"coupon_uses"}),
    "a coupon was used more often than it may": (
        run("UPDATE coupon SET uses_max = 0 WHERE code = 'LIGHT'"),
        {"coupon_uses", "damaged", "journal_body"},
    ),
    "the use of a coupon is gone": (run("DELETE FROM coupon_use"), {"coupon_uses"}),
    "a coupon was used for nothing": (
        run(f"UPDATE coupon_use SET coupon_id = {LATER}", "UPDATE sale_promotion SET promotion_id = 1"),
        {"coupon_use", "coupon_uses", "promotion_name"},
    ),
    "a promotion took off more than the line's discount": (
        run("UPDATE sale_promotion SET amount_minor = amount_minor + 1"),
        {"journal_body", "line_discount", "promotion_amount"},
    ),
    "a promotion took off a line that is not there": (
        run("UPDATE sale_promotion SET line_position = 2"),
        {"journal_body", "promotion_amount"},
    ),
    "a promotion has another name on the sale": (
        run("UPDATE sale_promotion SET name = 'Mine'"),
        {"journal_body", "promotion_name"},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify_names_the_damage(damage: str, promoted: Path, tmp_path: Path) -> None:
    how, kinds = DAMAGES[damage]
    found = findings_after(how, promoted, tmp_path)

    assert set(found) == kinds


def test_the_undamaged_shop_is_clean(promoted: Path, tmp_path: Path) -> None:
    copy_shop(promoted, tmp_path)
    with transaction_of_one_action() as tx:
        assert tx.rows("SELECT COUNT(*) FROM price") == [(3,)]
    TestShop(home=tmp_path).must_be_clean()
