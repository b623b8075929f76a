"""Gift cards and store credit: sold, redeemed in part, never below nothing (P13)."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from tests.credit import account, card, customer, gift_card, open_amounts, sell_tea, tender
from tests.shop import NOON, TestShop, minor

from tillbook.actions.payment import BadPayment, Paid, WantedGiftCard, new_code, sell_gift_card
from tillbook.core.stored_value import plain_code
from tillbook.core.tender import Tendered
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers.credit import Given, enter_given, give
from tillbook.ledgers.vouchers import CodeTaken, UnknownVoucher, VoucherEmpty, VoucherExpired
from tillbook.queries.accounts import UnknownCode, voucher
from tillbook.queries.postings import IdReused


def test_a_gift_card_is_sold_redeemed_in_part_and_never_beyond(shop: TestShop) -> None:
    sold = gift_card(shop, "150")
    assert sold.number == "1P/26-27/000001"

    sell_tea(shop, "", tender("gift_card", "95", sold.code))
    assert card(shop, sold.code).balance_minor == 5500
    with pytest.raises(VoucherEmpty, match=r"has 55\.00 INR left"):
        sell_tea(shop, "", tender("gift_card", "55.01", sold.code), tender("cash", "39.99"))
    sell_tea(shop, "", tender("gift_card", "55", sold.code.lower()), tender("cash", "40"))
    with pytest.raises(VoucherEmpty, match="is empty"):
        sell_tea(shop, "", tender("gift_card", "1", sold.code), tender("cash", "94"))

    assert card(shop, sold.code).balance_minor == 0


def test_two_cards_on_one_bill_and_one_card_twice(shop: TestShop) -> None:
    one, other = gift_card(shop, "50").code, gift_card(shop, "45").code
    sell_tea(
        shop,
        "",
        tender("gift_card", "45", other),
        tender("gift_card", "30", one),
        tender("gift_card", "20", one),
    )
    assert (card(shop, one).balance_minor, card(shop, other).balance_minor) == (0, 0)


def test_the_same_card_twice_on_one_bill_counts_together(shop: TestShop) -> None:
    code = gift_card(shop, "50").code
    with pytest.raises(VoucherEmpty, match=r"50\.00"):
        sell_tea(shop, "", tender("gift_card", "45", code), tender("gift_card", "50", code))
    assert card(shop, code).balance_minor == 5000


def test_the_books_hold_no_code(shop: TestShop) -> None:
    code = gift_card(shop, "150").code
    sell_tea(shop, "", tender("gift_card", "95", code))
    plain = plain_code(code)
    assert plain is not None

    with reading() as tx:
        stored = tx.rows("SELECT code_hash, tail FROM voucher")
        references = tx.rows("SELECT reference FROM sale_tender")
        texts = [text for (text,) in tx.rows("SELECT text FROM journal_entry")]
    assert stored == [(hashlib.sha256(plain.encode()).hexdigest(), plain[-4:])]
    assert references == [(f"…{plain[-4:]}",)]
    books = (shop.home / "tillbook.sqlite3").read_bytes() + (shop.home / "tillbook.sqlite3-wal").read_bytes()
    assert not any(secret in text for text in texts for secret in (code, plain))
    assert plain.encode() not in books and code.encode() not in books


def test_a_code_that_is_misread_or_unknown_takes_nothing(shop: TestShop) -> None:
    code = gift_card(shop, "150").code
    misread = code[:-1] + ("0" if code[-1] != "0" else "1")
    for wrong in (misread, new_code(), "", "'; DROP TABLE voucher; --"):
        with pytest.raises(UnknownVoucher) as refused:
            sell_tea(shop, "", tender("gift_card", "95", wrong))
        assert refused.value.path == "tenders[0].reference"
    with reading() as tx, pytest.raises(UnknownCode):
        voucher(tx, misread)


def test_a_card_is_good_on_its_last_day_and_not_after(shop: TestShop) -> None:
    code = gift_card(shop, "150", expires_on=date(2026, 11, 23)).code
    shop.now = NOON + timedelta(days=1)
    sell_tea(shop, "", tender("gift_card", "95", code))
    shop.now = NOON + timedelta(days=2)
    with pytest.raises(VoucherExpired, match="good until 2026-11-23"):
        sell_tea(shop, "", tender("gift_card", "55", code), tender("cash", "40"))
    with pytest.raises(BadPayment):
        gift_card(shop, "10", expires_on=date(2026, 11, 23))


def test_a_card_whose_reply_was_lost_is_sold_once_and_shown_again(shop: TestShop) -> None:
    code = new_code()
    once = gift_card(shop, "150", code=code, id="card")
    again = gift_card(shop, "150", code=code.lower(), id="card")

    assert once == Paid(posting_id=once.posting_id, number=once.number, repeated=False, code=code)
    assert again == Paid(posting_id=once.posting_id, number=once.number, repeated=True, code=code)
    with pytest.raises(IdReused):
        gift_card(shop, "150", code=new_code(), id="card")
    with pytest.raises(CodeTaken):
        gift_card(shop, "150", code=code)
    assert (shop.count("voucher"), card(shop, code).balance_minor) == (1, 15000)


def test_a_code_that_the_shop_made_is_told_once(shop: TestShop) -> None:
    assert gift_card(shop, "150", id="card").code
    assert gift_card(shop, "150", id="card").code == ""


def test_a_gift_card_is_paid_with_money(shop: TestShop) -> None:
    code = gift_card(shop, "150").code
    for means, reference in (("gift_card", code), ("credit", "")):
        wanted = WantedGiftCard(
            id=shop.new_id(), register="1", amount_minor=100, tenders=(tender(means, "1", reference),)
        )
        with pytest.raises(BadPayment):
            sell_gift_card(wanted, now=shop.now, by=shop.owner)


def test_no_two_codes_are_alike() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


# ---------------------------------------------------------------- given back


def give_back(shop: TestShop, *tenders: Tendered, customer_id: int | None = None, sale_id: int | None = None) -> Given:
    """Give and undo: what a refund would get, before it has its document."""
    with transaction_of_one_action() as tx:
        given = give(tx, tenders, customer_id=customer_id, sale_id=sale_id)
        row = tx.row("SELECT MAX(id) FROM posting")
        assert row is not None
        enter_given(tx, given, posting_id=row[0], at=shop.now, day=shop.now.date())
        kept = {
            "vouchers": tx.rows("SELECT kind, tail, balance_minor, customer_id FROM voucher ORDER BY id"),
            "accounts": tx.rows("SELECT customer_id, balance_minor FROM account"),
            "open": tx.rows("SELECT open_minor FROM open_bill ORDER BY sale_id"),
        }
        seen.update(kept)
        tx.write("ROLLBACK")
        tx.write("BEGIN IMMEDIATE")
    return given


seen: dict[str, object] = {}


def test_store_credit_is_a_new_voucher_with_a_code_of_its_own(shop: TestShop) -> None:
    asha = customer(shop)
    given = give_back(shop, tender("store_credit", "40"), customer_id=asha)

    [code] = given.codes
    assert [tender.reference for tender in given.tenders] == [f"…{code[-4:]}"]
    assert seen["vouchers"] == [("store_credit", code[-4:], 4000, asha)]


def test_a_refund_on_credit_settles_the_bill_that_came_back_first(shop: TestShop) -> None:
    asha = customer(shop, limit="190")
    sell_tea(shop, "ASHA", tender("credit", "95"))
    second = sell_tea(shop, "ASHA", tender("credit", "95"))

    give_back(shop, tender("credit", "100"), customer_id=asha, sale_id=second.posting_id)

    assert seen["open"] == [(9000,), (0,)]
    assert seen["accounts"] == [(asha, 9000)]
    assert (account(shop, asha).balance_minor, set(open_amounts(shop).values())) == (19000, {9500})


def test_a_refund_on_credit_to_who_owes_nothing_is_owed_to_them(shop: TestShop) -> None:
    asha = customer(shop)
    give_back(shop, tender("credit", "40"), customer_id=asha)
    assert seen["accounts"] == [(asha, -minor("40"))]
