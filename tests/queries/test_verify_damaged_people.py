"""Whatever is left of an erased person, or leads to the wrong one, `verify` names (P22, P23)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.credit import customer
from tests.damage import Damage, checkpoint, findings_after, run, sale
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.customers import erase_person, merge_customers
from tillbook.actions.refund import refund
from tillbook.core.wanted import WantedCustomer
from tillbook.core.wanted_return import RefundTender, WantedReturn

CARD = f"issued_by_id = {sale('back of asha')}"


def know_people(shop: TestShop) -> None:
    """Two who bought and have store credit, one of them merged from another; one who was erased."""
    numbers = {code: customer(shop, code) for code in ("ASHA", "RAVI", "DOUBLE", "GONE")}
    for code in numbers:
        number = shop.sell((TEA, "1"), id=code.lower(), customer=WantedCustomer(code=code)).number
        back = WantedReturn(
            id=f"back of {code.lower()}", register="1", sale=number, tenders=(RefundTender(type="store_credit"),)
        )
        refund(back, now=shop.now, by=shop.owner)
    merge_customers(id="merge", kept_id=numbers["RAVI"], other_id=numbers["DOUBLE"], now=shop.now, by=shop.owner)
    erase_person(numbers["GONE"], now=shop.now, by=shop.owner)


@pytest.fixture(scope="module")
def peopled(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("peopled")
    shop = copy_shop(shop_template, home)
    know_people(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


GONE = "(SELECT id FROM customer WHERE erased_at IS NOT NULL)"

DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "who was erased has a name again": (
        run(f"UPDATE customer SET name = 'Asha' WHERE id = {GONE}"),
        {"erased"},
    ),
    "who was erased has a telephone again": (
        run(f"INSERT INTO customer_phone (customer_id, phone) SELECT {GONE}, '+919876543210'"),
        {"erased"},
    ),
    "who was erased has an address again": (
        run(f"INSERT INTO customer_address (customer_id, purpose, address) SELECT {GONE}, 'home', 'Hill Road'"),
        {"erased"},
    ),
    "a bill still names who was erased": (
        run(f"UPDATE sale SET customer_id = {GONE} WHERE posting_id = {sale('gone')}"),
        {"erased"},
    ),
    "a bill says who bought it, and names nobody": (
        run(f"UPDATE sale SET customer_id = NULL WHERE posting_id = {sale('asha')}"),
        {"erased"},
    ),
    "a credit note still names who was erased": (
        run(f"UPDATE credit_note SET customer_id = {GONE} WHERE posting_id = {sale('back of gone')}"),
        {"erased", "voucher_customer"},
    ),
    "a card is still kept for who was erased": (
        run(f"UPDATE voucher SET customer_id = {GONE} WHERE issued_by_id = {sale('back of gone')}"),
        {"erased", "voucher_customer"},
    ),
    "a card is kept for somebody else": (
        run(f"UPDATE voucher SET customer_id = (SELECT id FROM customer WHERE code = 'RAVI') WHERE {CARD}"),
        {"voucher_customer"},
    ),
    "a card is kept for nobody": (run(f"UPDATE voucher SET customer_id = NULL WHERE {CARD}"), {"voucher_customer"}),
    "who was merged leads to somebody who was erased": (
        run(f"UPDATE customer SET merged_into_id = {GONE} WHERE merged_into_id IS NOT NULL"),
        {"merged", "voucher_customer"},
    ),
    "who was merged leads to somebody else": (
        run("UPDATE customer SET merged_into_id = (SELECT id FROM customer WHERE code = 'ASHA') "
            "WHERE merged_into_id IS NOT NULL"),
        {"voucher_customer"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_names_what_is_left_of_people(peopled: Path, tmp_path: Path, damage: str) -> None:
    done, expected = DAMAGES[damage]

    assert set(findings_after(done, peopled, tmp_path / "shop")) == expected
