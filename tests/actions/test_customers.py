"""Customers: kept, found, merged, exported, erased (P13, P23)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.credit import account, customer, gift_card, open_amounts, pay, sell_tea, set_limit, tender
from tests.shop import TEA, TestShop

from tillbook.actions.customers import (
    BadCustomer,
    BalanceOpen,
    CustomerChange,
    CustomerKnown,
    SameCustomer,
    add_customer,
    change_customer,
    erase_person,
    export_person,
    merge_customers,
)
from tillbook.actions.prices import add_list
from tillbook.core.customer import CustomerDetails
from tillbook.core.rights import NotAllowed, Role
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.people import PhoneInvalid, TaxNumberInvalid
from tillbook.ledgers.people import find_or_add
from tillbook.queries.accounts import UnknownCustomer, ageing, statement
from tillbook.queries.customers import CustomerNotFound, CustomerUnclear, details, find, known, the_one
from tillbook.queries.people import known_customers
from tillbook.queries.postings import IdReused
from tillbook.queries.prices import UnknownPriceList

ASHA = CustomerChange(
    name=" Asha  Rao ".strip(),
    code="A1",
    email="Asha@Example.COM",
    phones=("098765 43210", "+44 7400 123456"),
    addresses=(("billing", "12 Hill Road, Mumbai"), ("delivery", "Gate 3")),
    tax_number="27 AAPFU0939F1ZV",
    consent=True,
)


def add(shop: TestShop, wanted: CustomerChange, **more: bool) -> CustomerDetails:
    return add_customer(wanted, now=shop.now, by=shop.owner, **more)


def change(shop: TestShop, customer_id: int, **columns: object) -> CustomerDetails:
    return change_customer(customer_id, CustomerChange(**columns), now=shop.now, by=shop.owner)  # type: ignore[arg-type]


def merge(shop: TestShop, kept: int, other: int, id: str = "") -> str:
    done = merge_customers(id=id or shop.new_id(), kept_id=kept, other_id=other, now=shop.now, by=shop.owner)
    return done.number


def who(shop: TestShop, **parts: str) -> int | None:
    """Whom a sale would find, by both ways to look."""
    wanted = WantedCustomer(**parts)
    with reading() as tx:
        found = known(tx, wanted)
    if found is not None:
        with transaction_of_one_action() as tx:
            assert find_or_add(tx, wanted) == found.customer_id
    return None if found is None else found.customer_id


def test_a_customer_is_kept_in_normal_forms(shop: TestShop) -> None:
    asha = add(shop, ASHA)

    assert asha == CustomerDetails(
        customer_id=asha.customer_id,
        code="A1",
        name="Asha  Rao",
        email="Asha@example.com",
        phones=("+919876543210", "+447400123456"),
        addresses=(("billing", "12 Hill Road, Mumbai"), ("delivery", "Gate 3")),
        tax_number="27AAPFU0939F1ZV",
        price_list="",
        customer_group="",
        exempt_reason="",
        consent_at=shop.now,
        balance_minor=0,
        limit_minor=0,
    )


def test_a_customer_is_found_by_any_phone_email_code_or_name(shop: TestShop) -> None:
    asha = add(shop, ASHA).customer_id
    ravi = add(shop, CustomerChange(name="Ravi")).customer_id

    assert who(shop, phone="+919876543210") == who(shop, phone="+447400123456") == asha
    assert who(shop, email="Asha@example.com") == who(shop, code="A1") == asha
    assert who(shop, name="Ravi") == ravi
    assert who(shop, phone="+919876500000") is None
    assert who(shop, name="Asha  Rao") is None
    with reading() as tx:
        for text in ("ash", "rao", "98765", "asha@", "A1", "07400"):
            phone = "+447400123456" if text == "07400" else ""
            assert [each.customer_id for each in find(tx, text, phone=phone)] == [asha], text
        assert [each.name for each in find(tx, "")] == ["Asha  Rao", "Ravi"]
        assert find(tx, "%") == find(tx, "_") == []
        assert the_one(tx, f"#{ravi}").name == "Ravi"
        assert the_one(tx, "A1").customer_id == the_one(tx, "x", phone="+447400123456").customer_id == asha
        for nobody in ("", "#", "#999", "zz", "' OR 1=1--"):
            with pytest.raises(CustomerNotFound):
                the_one(tx, nobody)


def test_a_name_that_two_have_is_not_guessed(shop: TestShop) -> None:
    one = add(shop, CustomerChange(name="Ravi", phones=("098765 43210",))).customer_id
    other = add(shop, CustomerChange(name="Ravi", phones=("098765 43211",))).customer_id
    with reading() as tx, pytest.raises(CustomerUnclear, match=f"#{one}, #{other}"):
        the_one(tx, "Ravi")


def test_a_phone_that_somebody_has_is_told_not_doubled(shop: TestShop) -> None:
    add(shop, ASHA)
    for again in (
        CustomerChange(name="Other", phones=("+44 7400 123456",)),
        CustomerChange(name="Other", email="Asha@example.com"),
        CustomerChange(name="Other", code="A1"),
    ):
        with pytest.raises(CustomerKnown):
            add(shop, again)
    shared = add(shop, CustomerChange(name="Mother", phones=("+44 7400 123456",)), although_known=True)
    with pytest.raises(CustomerKnown):
        change(shop, shared.customer_id, code="A1")
    assert shop.count("customer") == 2


def test_a_change_leaves_what_is_not_named_and_takes_away_what_is_empty(shop: TestShop) -> None:
    asha = add(shop, ASHA).customer_id

    assert change(shop, asha, name="Asha Iyer").phones == ("+919876543210", "+447400123456")
    changed = change(
        shop, asha, email="", code="", phones=("098765 43211",), addresses=(("delivery", ""),), consent=False
    )
    assert (changed.name, changed.email, changed.code, changed.phones, changed.consent_at) == (
        "Asha Iyer", "", "", ("+919876543211",), None,
    )  # fmt: skip
    assert changed.addresses == (("billing", "12 Hill Road, Mumbai"),)
    assert who(shop, phone="+447400123456") is None


def test_what_cannot_be_is_refused(shop: TestShop) -> None:
    for wanted, refusal in (
        (CustomerChange(name=""), BadCustomer),
        (CustomerChange(name="X", tax_number="27AAPFU0939F1ZZ"), TaxNumberInvalid),
        (CustomerChange(name="X", tax_number="DE136695975", tax_country="DE"), TaxNumberInvalid),
        (CustomerChange(name="X", phones=("12",)), PhoneInvalid),
        (CustomerChange(name="X", phones=("098765 43210",) * 21), BadCustomer),
        (CustomerChange(name="X", price_list="wholesale"), UnknownPriceList),
    ):
        with pytest.raises(refusal):
            add(shop, wanted)
    assert add(shop, CustomerChange(name="X", tax_number="136 695 976", tax_country="DE")).tax_number == "DE136695976"
    with pytest.raises(UnknownCustomer):
        change(shop, 999, name="X")
    assert shop.count("customer") == 1


def test_terms_of_a_customer_need_the_right_to_set_prices(shop: TestShop) -> None:
    cashier = replace(shop.owner, role=Role.cashier)
    add_customer(CustomerChange(name="Ravi"), now=shop.now, by=cashier)
    for wanted in (
        CustomerChange(name="X", customer_group="staff"),
        CustomerChange(name="X", exempt_reason="embassy"),
        CustomerChange(name="X", price_list=""),
    ):
        with pytest.raises(NotAllowed):
            add_customer(wanted, now=shop.now, by=cashier)
    add_list(id=shop.new_id(), code="wholesale", name="Wholesale", now=shop.now, by=shop.owner)
    trader = add(shop, CustomerChange(name="T", price_list="wholesale", customer_group="trade", exempt_reason="export"))
    assert (trader.price_list, trader.customer_group, trader.exempt_reason) == ("wholesale", "trade", "export")


# ---------------------------------------------------------------- merged


def test_two_who_are_one_share_everything(shop: TestShop) -> None:
    asha = add(shop, ASHA).customer_id
    double = add(
        shop,
        CustomerChange(name="A. Rao", code="A2", phones=("098765 43211",), addresses=(("billing", "Elsewhere"),)),
    ).customer_id

    assert merge(shop, asha, double) == ""

    for parts in ({"code": "A1"}, {"code": "A2"}, {"phone": "+919876543211"}, {"phone": "+447400123456"}):
        assert who(shop, **parts) == asha
    with reading() as tx:
        kept = details(tx, asha)
        assert the_one(tx, f"#{double}").customer_id == the_one(tx, "A. Rao").customer_id == asha
        assert [each.customer_id for each in find(tx, "A. Rao")] == [asha]
    assert kept.phones == ("+919876543210", "+447400123456", "+919876543211")
    assert kept.addresses == (
        ("billing", "12 Hill Road, Mumbai"), ("billing 2", "Elsewhere"), ("delivery", "Gate 3"),
    )  # fmt: skip
    with pytest.raises(SameCustomer):
        merge(shop, asha, asha)
    assert merge(shop, asha, double) == merge(shop, double, asha) == ""


def test_who_was_merged_twice_leads_to_the_last_who_was_kept(shop: TestShop) -> None:
    one, two, three = (add(shop, CustomerChange(name=name, code=name)).customer_id for name in ("I", "II", "III"))
    merge(shop, two, one)
    merge(shop, three, two)
    assert who(shop, code="I") == who(shop, code="II") == who(shop, code="III") == three


def test_what_two_owe_is_owed_by_the_one(shop: TestShop) -> None:
    asha, double = customer(shop, "ASHA", limit="200"), customer(shop, "DOUBLE", limit="300")
    first = sell_tea(shop, "ASHA", tender("credit", "95"))
    second = sell_tea(shop, "DOUBLE", tender("credit", "95"))
    day = shop.now.date()
    shop.now += timedelta(days=1)

    number = merge(shop, asha, double, id="merge")
    assert number == "CL/26-27/000003"
    assert merge(shop, asha, double, id="merge") == number
    with pytest.raises(IdReused):
        merge(shop, double, asha, id="merge")

    assert (account(shop, asha).balance_minor, account(shop, asha).limit_minor) == (19000, 30000)
    assert (account(shop, double).balance_minor, account(shop, double).limit_minor) == (0, 0)
    with reading() as tx:
        told = statement(tx, double)
        assert [(line.number, line.amount_minor) for line in told.lines] == [
            (first.number, 9500), (second.number, 9500),
        ]  # fmt: skip
        [then] = ageing(tx, day=day)
    assert (then.customer_id, then.balance_minor, then.ages_minor) == (asha, 19000, (19000, 0, 0, 0, 0))
    sell_tea(shop, "DOUBLE", tender("credit", "95"))
    pay(shop, double, "100")
    assert account(shop, asha).balance_minor == 18500
    assert open_amounts(shop)[second.number] == 9000


def test_what_one_had_paid_too_much_settles_the_others_bill(shop: TestShop) -> None:
    asha, double = customer(shop, "ASHA", limit="200"), customer(shop, "DOUBLE")
    bill = sell_tea(shop, "ASHA", tender("credit", "95"))
    pay(shop, double, "40")

    merge(shop, asha, double)

    assert open_amounts(shop) == {bill.number: 5500}
    assert account(shop, asha).balance_minor == 5500


def test_the_one_who_owed_may_be_the_one_who_goes(shop: TestShop) -> None:
    asha, double = customer(shop, "ASHA"), customer(shop, "DOUBLE", limit="200")
    bill = sell_tea(shop, "DOUBLE", tender("credit", "95"))
    pay(shop, asha, "20")
    merge(shop, asha, double)
    assert open_amounts(shop) == {bill.number: 7500}
    assert account(shop, asha).balance_minor == 7500


# ---------------------------------------------------------------- a person's data


def test_a_person_gets_everything_that_is_held_about_them(shop: TestShop) -> None:
    asha = add(shop, ASHA).customer_id
    set_limit(shop, asha, "200")
    bill = sell_tea(shop, "A1", tender("credit", "95"))

    told = json.loads(json.dumps(export_person(asha, by=shop.owner)))

    assert (told["name"], told["phones"], told["balance"]) == (
        "Asha  Rao", ["+919876543210", "+447400123456"], "95.00",
    )  # fmt: skip
    assert [(each["number"], each["total"], each["lines"]) for each in told["bills"]] == [
        (bill.number, "95.00", [{"product": TEA, "name": "Darjeeling", "quantity": "1", "gross": "95.00"}])
    ]
    assert told["account"][0]["balance"] == "95.00"
    with pytest.raises(NotAllowed):
        export_person(asha, by=replace(shop.owner, role=Role.cashier))


def test_a_person_is_erased_and_the_books_stay_whole(shop: TestShop) -> None:
    asha, double = add(shop, ASHA).customer_id, customer(shop, "DOUBLE", phones=("098765 43219",))
    set_limit(shop, asha, "200")
    shop.sell((TEA, "1"), customer=WantedCustomer(name="Asha Rao", phone="+919876543210", email="a@example.com"))
    sell_tea(shop, "A1", tender("credit", "95"))
    merge(shop, asha, double)
    with pytest.raises(BalanceOpen):
        erase_person(asha, now=shop.now, by=shop.owner)
    pay(shop, asha, "95")

    assert erase_person(double, now=shop.now, by=shop.owner) == 2

    shop.must_be_clean()
    with reading() as tx:
        for table in ("customer", "sale_customer", "customer_phone", "customer_address", "cart", "journal_entry"):
            held = str(tx.rows(f"SELECT * FROM {table}"))
            assert not any(word in held for word in ("Asha", "example.com", "98765", "Hill", "7400", "27AAP")), table
        assert find(tx, "") == []
        with pytest.raises(CustomerNotFound):
            the_one(tx, f"#{asha}")
    with pytest.raises(UnknownCustomer):
        pay(shop, asha, "1")
    assert who(shop, phone="+919876543210") is None


def test_an_erased_person_who_comes_back_is_a_new_customer(shop: TestShop) -> None:
    asha = add(shop, ASHA).customer_id
    erase_person(asha, now=shop.now, by=shop.owner)
    again = add(shop, ASHA).customer_id
    assert again != asha and who(shop, code="A1") == again
    nameless = shop.sell((TEA, "1"), customer=WantedCustomer(name="")).customer
    assert nameless is not None


def test_a_kept_cart_forgets_who_was_erased(shop: TestShop) -> None:
    asha = add(shop, ASHA).customer_id
    content = {"customer": ["Asha Rao", "", "+447400123456", ""], "lines": []}
    with transaction_of_one_action() as tx:
        tx.write(
            """INSERT INTO cart (client_id, register_id, staff_id, content, updated_at, name)
            VALUES ('kept', 1, ?, ?, '2026-11-22 12:00:00', '')""",
            (shop.owner.staff_id, json.dumps(content)),
        )
    erase_person(asha, now=shop.now, by=shop.owner)
    with reading() as tx:
        assert tx.rows("SELECT content FROM cart") == [('{"customer":["","","",""],"lines":[]}',)]


def test_a_gift_card_outlives_the_name_of_who_had_it(shop: TestShop) -> None:
    code = gift_card(shop, "95").code
    asha = add(shop, ASHA).customer_id
    with transaction_of_one_action() as tx:
        tx.write("UPDATE voucher SET customer_id = ?", (asha,))
    erase_person(asha, now=shop.now, by=shop.owner)
    sell_tea(shop, "", tender("gift_card", "95", code))


def test_the_till_offers_the_kept_one_by_any_phone_and_nobody_who_was_erased(shop: TestShop) -> None:
    asha, double = add(shop, ASHA).customer_id, customer(shop, "DOUBLE", phones=("098765 43219",))
    merge(shop, asha, double)

    def offered(text: str) -> list[str]:
        with reading() as tx:
            return [each.code for each in known_customers(tx, text)]

    for text in ("asha", "Double", "7400", "43219", "43210"):
        assert offered(text) == ["A1"], text
    erase_person(asha, now=shop.now, by=shop.owner)
    assert offered("asha") == offered("43219") == offered("") == []
