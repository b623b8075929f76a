"""A day at the console, by a script: what is asked, what is refused, and what is sold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.cli.console.cashier import NOBODY, add_barcode, ctrl_c, kept, last_bill, sell_by, set_product, set_shop
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.checkpoint import keep_checkpoints
from tillbook.core.barcode import InStoreCode, read_pattern


def test_sells_to_a_customer_and_gives_change(shop: TestShop) -> None:
    told = sell_by(shop, "Asha Rao", "asha@example.com", "098765 43210", TEA, "2", RICE, "1.5", "", "500")

    assert told.status == 0
    assert "Customer Asha Rao" in told.bills
    assert "TOTAL                                    ₹370.00" in told.bills
    assert "CHANGE ₹130.00" in told.notes
    assert shop.on_hand(TEA)[0] == 8_000
    assert shop.on_hand(RICE)[0] == 8_500
    assert kept(shop) == 0
    assert (
        (shop.home / "sales.txt")
        .read_text(encoding="utf-8")
        .startswith("Asha Rao, asha@example.com, +919876543210, 101, Darjeeling, 2, 190.00,")
    )


def test_customers_follow_each_other_and_each_part_may_be_skipped(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, TEA, "", "", "", "-", OIL, "", "", "card")

    assert told.bills.count("Bill 1/26-27/") == 2
    assert "Customer" not in told.bills
    assert shop.count("sale") == 2


def test_a_wrong_answer_says_why_and_asks_again(shop: TestShop) -> None:
    told = sell_by(
        shop, "Asha", "asha@", "asha@example.com", "12", "98765 43210",
        "nothing such", TEA, "0", "-1", "1.5", "many", "2", "", "1,0.0", "-5", "0", "card 500", "200",
    )  # fmt: skip

    assert told.status == 0
    for reason in (
        "There must be something after the @-sign",
        "12 is not a telephone number: it is too short",
        "Nothing is called 'nothing such'",
        "A quantity is more than 0.",
        "Darjeeling is sold in steps of 1: 1.5 is between two; take 1 or 2.",
        "'many' is not a quantity",
        "An amount is more than 0",
        "Card takes more than is due; change comes only from cash",
    ):
        assert reason in told.notes, reason
    assert last_bill(shop).total_minor == 190_00


@pytest.mark.parametrize("entry", ["3*101", "101*3", "101 3", "3 × 101", "101  3"])
def test_a_quantity_is_understood_with_the_product(shop: TestShop, entry: str) -> None:
    sell_by(shop, *NOBODY, entry, "", "")

    assert shop.on_hand(TEA)[0] == 7_000


def test_two_ids_and_a_star_ask_which_one_is_meant(shop: TestShop) -> None:
    shop.add_product("3", "Matches", "1.00")

    told = sell_by(shop, *NOBODY, "3*101", "1", "", "")

    assert "1  3 × Darjeeling" in told.notes
    assert "2  101 × Matches" in told.notes
    assert shop.on_hand(TEA)[0] == 7_000


def test_a_part_of_the_name_is_enough_and_several_are_offered(shop: TestShop) -> None:
    shop.add_product("104", "Basil", "20.00")
    shop.receive("104", "5")

    told = sell_by(shop, *NOBODY, "darj", "1", "bas", "2", "2", "zz", "2*dar", "", "1000")

    assert "102  Basmati" in told.notes
    assert "104  Basil" in told.notes
    assert shop.on_hand("104")[0] == 3_000
    assert shop.on_hand(TEA)[0] == 7_000


def test_a_scan_adds_one_at_once_and_an_unknown_scan_adds_nothing(shop: TestShop) -> None:
    add_barcode(TEA, "4006381333931")
    add_barcode(OIL, "036000291452", milli=6_000)

    told = sell_by(shop, *NOBODY, "4006381333931", "4006381333931", "96385074", "036000291452", "", "")

    assert "Unknown code 96385074: nothing was added." in told.notes
    assert shop.on_hand(TEA)[0] == 8_000
    assert shop.on_hand(OIL)[0] == 4_000, "the box of six"


def test_a_scan_instead_of_a_quantity_is_the_next_product(shop: TestShop) -> None:
    add_barcode(OIL, "4006381333931")

    told = sell_by(shop, *NOBODY, TEA, "4006381333931", TEA, "96385074", "2", "", "")

    assert "Unknown barcode 96385074: nothing was added." in told.notes
    assert shop.on_hand(TEA)[0] == 7_000
    assert shop.on_hand(OIL)[0] == 9_000


def test_a_scan_instead_of_a_name_begins_a_sale_without_a_customer(shop: TestShop) -> None:
    told = sell_by(shop, TEA, "2", "", "")

    assert "Customer" not in told.bills
    assert shop.on_hand(TEA)[0] == 8_000


@pytest.mark.parametrize("before", [("Asha",), ("Asha", "asha@example.com"), ("098765 43210",)])
@pytest.mark.parametrize("code", ["4006381333931", TEA])
def test_a_scan_at_any_question_about_the_customer_begins_the_sale(
    shop: TestShop, before: tuple[str, ...], code: str
) -> None:
    add_barcode(TEA, "4006381333931")

    sell_by(shop, *before, code, *(["1"] if code == TEA else []), "", "")

    assert shop.on_hand(TEA)[0] == 9_000
    customer = last_bill(shop).customer
    assert customer is not None
    assert customer.name == ("" if before[0][0] == "0" else "Asha")


def test_an_id_typed_among_offers_picks_that_product(shop: TestShop) -> None:
    shop.add_product("b-4", "Basil", "20.00")
    shop.receive("b-4", "5")

    sell_by(shop, *NOBODY, "bas", "B-4", "2", "", "")

    assert shop.on_hand("b-4")[0] == 3_000


def test_help_and_leaving_at_further_questions(shop: TestShop) -> None:
    told = sell_by(shop, "Asha", "?", "", "?", "", TEA, "?", "/leave")

    assert told.status == 0
    assert told.notes.count("A product that is scanned here begins the sale.") == 2
    assert "r leaves the product out" in told.notes
    assert "is kept, and offered again" in told.notes
    assert kept(shop) == 1

    told = sell_by(shop, "y", "2", "", "")
    assert shop.on_hand(TEA)[0] == 8_000

    told = sell_by(shop, "Ravi", "", "/leave")
    assert (told.status, kept(shop)) == (0, 1)
    assert "Phone:" in sell_by(shop, "y").notes


def test_what_the_shop_writes_small_stays_small(shop: TestShop) -> None:
    set_product(TEA, name="darjeeling")

    told = sell_by(shop, *NOBODY, TEA, "1.5", "1", "", "0")

    assert "darjeeling is sold in steps of 1" in told.notes
    assert "Darjeeling is sold" not in told.notes


def test_a_price_field_refuses_a_barcode(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, TEA, "1", "/price 1 4006381333931", "/price 1 90", "", "4006381333931", "")

    assert told.notes.count("4006381333931 is a barcode, not a figure") == 2
    assert last_bill(shop).total_minor == 90_00


def test_a_label_from_the_scales_sells_its_weight(shop: TestShop) -> None:
    set_shop(in_store_barcodes=(layout := "2{item:5}{weight:5}{check}"))
    label = read_pattern(layout).encode(InStoreCode(item=RICE.zfill(5), quantity_milli=1_250))
    smudged = label[:-1] + str((int(label[-1]) + 1) % 10)

    told = sell_by(shop, *NOBODY, label, smudged, "", "")

    assert "scan it again" in told.notes

    assert shop.on_hand(RICE)[0] == 8_750


def test_a_label_with_a_price_sells_at_that_price(shop: TestShop) -> None:
    set_shop(in_store_barcodes=(layout := "02{item:5}{price:5}{check}"))
    label = read_pattern(layout).encode(InStoreCode(item=RICE.zfill(5), price=Decimal(60)))
    dear = read_pattern(layout).encode(InStoreCode(item=RICE.zfill(5), price=Decimal(999)))

    told = sell_by(shop, *NOBODY, label, "/q 1 2", f"2*{label}", dear, dear, "/v 2", "", "")

    assert "Scan each label by itself; nothing was added." in told.notes
    assert "less than its label says: nothing was added." in told.notes

    assert "void it, or scan another label" in told.notes
    assert last_bill(shop).total_minor == 60_00
    assert shop.on_hand(RICE)[0] == 9_500


# ---------------------------------------------------------------- short stock


def test_short_stock_offers_what_is_there(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, TEA, "12", "s", "", "")

    assert "Only 10 of Darjeeling left: [s]ell 10, [c]hange, or [r]emove?" in told.notes
    assert shop.on_hand(TEA)[0] == 0


def test_short_stock_can_be_changed_or_removed(shop: TestShop) -> None:
    sell_by(shop, *NOBODY, TEA, "12", "change", "11", "c", "4", RICE, "50", "r", "", "")

    assert shop.on_hand(TEA)[0] == 6_000
    assert shop.on_hand(RICE)[0] == 10_000


def test_short_stock_sums_the_lines_of_a_product(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "6*101", "/d 1 10%", "6*101", "s", "3*101", "/q 1 7", "s", "", "")

    assert "Only 4 of Darjeeling left" in told.notes
    assert "All Darjeeling that is there is in the cart already" in told.notes
    assert "Only 6 of Darjeeling left" in told.notes
    assert shop.on_hand(TEA)[0] == 0


def test_adding_again_makes_one_line_and_counts_what_is_in_it(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "8*101", "5*101", "s", "", "")

    assert "8 of Darjeeling in the cart already." in told.notes
    assert len(last_bill(shop).lines) == 1
    assert shop.on_hand(TEA)[0] == 0


def test_nobody_is_asked_how_many_of_what_is_not_there(shop: TestShop) -> None:
    shop.adjust(TEA, "-10")

    told = sell_by(shop, *NOBODY, TEA, RICE, "1", "", "")

    assert "No Darjeeling left: nothing was added." in told.notes
    assert shop.on_hand(RICE)[0] == 9_000


def test_another_till_that_was_faster_is_noticed_at_the_payment(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "8*101", lambda: shop.sell((TEA, "6")), "", "s", "", "")

    assert "Only 4 of Darjeeling left: [s]ell 4, [c]hange, or [r]emove?" in told.notes
    assert last_bill(shop).total_minor == 380_00
    assert shop.on_hand(TEA)[0] == 0


def test_another_till_that_was_faster_is_noticed_when_the_sale_is_posted(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "8*101", "", lambda: shop.sell((TEA, "6")), "1000", "s", "")

    assert "Only 4 of Darjeeling left" in told.notes
    assert "CHANGE ₹620.00" in told.notes
    assert shop.on_hand(TEA)[0] == 0


def test_a_card_that_paid_for_more_than_is_left_is_taken_back(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "8*101", "", lambda: shop.sell((TEA, "6")), "card", "s", "card")

    assert "Card ₹760.00 was taken back" in told.notes
    assert [tender.amount_minor for tender in last_bill(shop).tenders] == [380_00]


def test_a_product_that_may_be_sold_short_is_sold_with_a_word(shop: TestShop) -> None:
    set_product(TEA, short_stock="warn")
    set_product(OIL, short_stock="allow")

    told = sell_by(shop, *NOBODY, "12*101", "11*103", "", "")

    assert "The books have only 10 of Darjeeling; it is sold all the same." in told.notes
    assert "Mustard oil; it is sold" not in told.notes
    assert shop.on_hand(TEA)[0] == -2_000


# ---------------------------------------------------------------- what changes meanwhile


def test_a_price_that_changed_is_shown_and_agreed(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "2*101", "", lambda: set_product(TEA, price="100"), "", "y", "200")

    assert "The total is ₹200.00 now, not ₹190.00." in told.notes
    assert last_bill(shop).total_minor == 200_00


def test_a_price_that_changed_can_be_declined_and_the_cart_stays(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "2*101", "", lambda: set_product(TEA, price="100"), "", "n")

    assert told.status == 2, "the script ended before its sale"
    assert shop.count("sale") == 0
    assert kept(shop) == 1


def test_a_product_that_is_sold_no_more_leaves_the_cart(shop: TestShop) -> None:
    archive = lambda: set_product(TEA, archived=True)  # noqa: E731
    told = sell_by(shop, *NOBODY, TEA, "1", RICE, "1", archive, "", "", "")

    assert "101 is sold no more; its line was removed." in told.notes
    assert last_bill(shop).total_minor == 120_00


def test_a_discount_that_no_longer_fits_keeps_the_cart_open(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, TEA, "1", "/d 1 90", lambda: set_product(TEA, price="50"), "", "/d 1 0", "", "")

    assert "more than what it is taken off" in told.notes
    assert last_bill(shop).total_minor == 50_00


# ---------------------------------------------------------------- changing the cart


def test_what_makes_questions_about_the_past_quick_is_kept_while_selling(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep_checkpoints, "__kwdefaults__", {"moves_between": 2})

    sell_by(shop, "-", "1*101", "1*102", "", "", ctrl_c)

    assert shop.count("stock_checkpoint") == 1
