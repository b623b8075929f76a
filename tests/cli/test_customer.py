"""`tillbook customer …` and `tillbook giftcard …`, as people and programs use them."""

from __future__ import annotations

import json

import pytest
from tests.cli.command_line import Ran, inside, process, sale
from tests.credit import customer, sell_tea, set_limit, tender
from tests.shop import TEA, TestShop

from tillbook.db.transaction import reading


def run(shop: TestShop, *words: str, stdin: str = "") -> Ran:
    ran = inside(shop.home, *words, stdin=stdin)
    assert ran.status == 0, ran.err
    return ran


def refused(shop: TestShop, *words: str) -> dict[str, str]:
    ran = inside(shop.home, *words, "--json")
    assert ran.status in (2, 3), ran
    return ran.error


def add_asha(shop: TestShop) -> str:
    words = ("--code", "A1", "--email", "asha@example.com", "--phone", "098765 43210", "--phone", "+44 7400 123456")
    more = ("--address", "billing=12 Hill Road", "--tax-number", "27AAPFU0939F1ZV", "--consent")
    added = run(shop, "customer", "add", "Asha Rao", *words, *more, "--json").json
    return str(added["id"])


def test_a_customer_is_added_shown_changed_and_found(shop: TestShop) -> None:
    asha = add_asha(shop)

    shown = process(shop.home, "customer", "show", "A1", "--json")
    assert (shown.status, shown.err) == (0, "")
    assert {key: value for key, value in shown.json.items() if key != "consent_at"} == {
        "id": asha,
        "code": "A1",
        "name": "Asha Rao",
        "email": "asha@example.com",
        "phones": ["+919876543210", "+447400123456"],
        "addresses": {"billing": "12 Hill Road"},
        "tax_number": "27AAPFU0939F1ZV",
        "price_list": "",
        "group": "",
        "exempt_reason": "",
        "balance": "0.00",
        "credit_limit": "0.00",
        "open_bills": [],
    }
    changed = run(shop, "customer", "change", "+44 7400 123456", "--name", "Asha Iyer", "--group", "staff", "--json")
    assert (changed.json["name"], changed.json["group"], changed.json["email"]) == (
        "Asha Iyer", "staff", "asha@example.com",
    )  # fmt: skip
    assert run(shop, "customer", "list", "iyer").out.splitlines() == [
        "Id  Code  Name       Phone         E-mail            Owes",
        f"#{asha}  A1    Asha Iyer  098765 43210  asha@example.com",
    ]
    assert [each["id"] for each in run(shop, "customer", "list", "98765", "--json").json] == [asha]
    assert "Address, billing  12 Hill Road" in run(shop, "customer", "show", f"#{asha}").out
    assert run(shop, "customer", "list", "nobody").err == "Nobody is found.\n"


def test_what_is_wrong_is_refused_with_its_code(shop: TestShop) -> None:
    add_asha(shop)
    assert refused(shop, "customer", "show", "nobody")["code"] == "unknown_customer"
    assert refused(shop, "customer", "add", "Other", "--phone", "098765 43210")["code"] == "customer_known"
    assert refused(shop, "customer", "add", "Other", "--tax-number", "27AAPFU0939F1ZZ")["code"] == "tax_number_invalid"
    assert refused(shop, "customer", "add", "Other", "--address", "nowhere")["code"] == "wrong_usage"
    assert refused(shop, "customer", "pay", "A1", "0")["code"] == "amount_invalid"
    assert refused(shop, "customer", "pay", "A1", "5", "--bill", "1-1")["code"] == "bill_not_open"
    assert refused(shop, "customer", "pay", "A1", "5", "--tender", "cash")["code"] == "wrong_usage"
    assert refused(shop, "customer", "statement", "A1", "--from", "yesterday")["code"] == "wrong_usage"
    assert refused(shop, "customer", "erase", "A1")["code"] == "wrong_usage"
    run(shop, "customer", "add", "Mother", "--phone", "098765 43210", "--although-known")


def test_credit_from_the_limit_to_the_last_payment(shop: TestShop) -> None:
    add_asha(shop)
    limit = run(shop, "customer", "limit", "A1", "1,000", "--id", "limit", "--json").json
    assert limit == {"customer": "1", "number": limit["number"], "limit": "1000.00"}
    assert run(shop, "customer", "limit", "A1", "1,000", "--id", "limit", "--json").json == limit
    bill = sell_tea(shop, "A1", tender("credit", "190"), pieces="2")

    assert run(shop, "customer", "show", "A1", "--json").json["open_bills"] == [
        {"number": bill.number, "business_date": "2026-11-22", "amount": "190.00", "open": "190.00"}
    ]
    said = run(shop, "customer", "pay", "A1", "100", "--tender", "cash 200", "--bill", bill.number).out
    assert said.endswith(": ₹90.00 is still owed.\n")
    paid = run(shop, "customer", "pay", "asha@example.com", "100", "--id", "pay", "--json").json
    assert paid == {"id": "pay", "number": paid["number"], "balance": "-10.00"}
    assert run(shop, "customer", "pay", "A1", "100", "--id", "pay", "--json").json == paid
    told = run(shop, "customer", "statement", "A1", "--json").json
    assert [entry["balance"] for entry in told["entries"]] == ["190.00", "90.00", "-10.00"]
    assert "Closing balance" in run(shop, "customer", "statement", "A1", "--from", "2026-11-01").out


def test_ageing_is_told_now_and_then(shop: TestShop) -> None:
    customer(shop, "ASHA", limit="500")
    sell_tea(shop, "ASHA", tender("credit", "95"))

    assert run(shop, "customer", "ageing", "--at", "2026-12-23").out.splitlines() == [
        "Id  Name      Today  1-30   31-60  61-90  Over 90  Owed to them  Balance",
        "#1  Asha Rao               ₹95.00                                 ₹95.00",
        "Owed in all at the end of 2026-12-23: ₹95.00",
    ]
    [told] = run(shop, "customer", "ageing", "--at", "2026-12-23", "--json").json
    assert (told["ages"]["31-60"], told["balance"]) == ("95.00", "95.00")
    assert run(shop, "customer", "ageing", "--at", "2026-11-21").err == "Nobody owes anything.\n"


def test_two_are_merged_exported_and_erased(shop: TestShop) -> None:
    asha, double = add_asha(shop), customer(shop, "DOUBLE")
    set_limit(shop, double, "50")

    merged = run(shop, "customer", "merge", "A1", "DOUBLE", "--json").json
    assert (merged["kept"], merged["merged"]) == (asha, str(double))
    told = run(shop, "customer", "export", "DOUBLE").out
    assert json.loads(told)["merged"][0]["code"] == "DOUBLE"
    assert run(shop, "customer", "erase", "A1", "--yes", "--json").json == {"erased": asha, "bills": 0}
    assert refused(shop, "customer", "show", "A1")["code"] == "unknown_customer"


def test_a_gift_card_is_sold_and_its_code_shown_once(shop: TestShop) -> None:
    sold = run(shop, "giftcard", "sell", "500", "--expires", "2099-12-31", "--json").json
    assert (set(sold), sold["amount"]) == ({"id", "number", "amount", "code"}, "500.00")
    sell_tea(shop, "", tender("gift_card", "95", sold["code"]))

    left = run(shop, "giftcard", "balance", sold["code"].lower(), "--json").json
    assert (left["kind"], left["balance"], left["expires_on"]) == ("gift_card", "405.00", "2099-12-31")
    assert run(shop, "giftcard", "balance", sold["code"]).out == (
        f"Gift card …{sold['code'][-4:]}: ₹405.00 left, good until 2099-12-31.\n"
    )
    listed = run(shop, "giftcard", "list")
    assert listed.out.splitlines()[-1] == "Left in all: ₹405.00"
    assert sold["code"] not in listed.out
    assert refused(shop, "giftcard", "balance", "0000-0000")["code"] == "unknown_voucher"


def test_a_gift_card_sold_again_under_its_id_is_one_card(shop: TestShop) -> None:
    first = run(shop, "giftcard", "sell", "500", "--id", "card", "--json").json
    assert run(shop, "giftcard", "sell", "500", "--id", "card", "--json").json == {**first, "code": ""}
    assert "shown then and is kept nowhere" in run(shop, "giftcard", "sell", "500", "--id", "card").out
    given = run(shop, "giftcard", "sell", "20", "--id", "own", "--code", "0000-0000-0000-0000-0000", "--json").json
    assert run(shop, "giftcard", "sell", "20", "--id", "own", "--code", given["code"], "--json").json == given
    assert shop.count("voucher") == 2
    assert run(shop, "giftcard", "list", "--json").json[0]["balance"] == "500.00"


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "<img onerror=x>", "' OR 1=1--", "{{7*7}}", "\u202eabc"])
def test_a_hostile_name_is_a_name(shop: TestShop, name: str) -> None:
    added = run(shop, "customer", "add", "--", name).out
    assert "\u202e" not in added and "\x1b" not in added
    with reading() as tx:
        assert tx.rows("SELECT COUNT(*) FROM customer") == [(1,)]


def test_what_the_shop_owes_a_customer_is_not_called_less_than_nothing(shop: TestShop) -> None:
    run(shop, "customer", "add", "Asha Rao", "--code", "A1")
    run(shop, "customer", "pay", "A1", "5")

    assert run(shop, "customer", "show", "A1").out.splitlines()[3].split() == ["In", "credit", "₹5.00"]
    assert run(shop, "customer", "list").out.splitlines()[1].endswith("in credit ₹5.00")
    assert (
        run(shop, "customer", "statement", "A1")
        .out.splitlines()[-1]
        .startswith("            Closing balance, in credit")
    )
    assert run(shop, "customer", "show", "A1", "--json").json["balance"] == "-5.00"


def test_one_bill_loses_its_name(shop: TestShop) -> None:
    run(shop, "customer", "add", "Asha Rao", "--code", "A1")
    inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"), customer={"code": "A1"})))

    assert "is erased; 1 bill lost its name." in run(shop, "customer", "erase", "A1", "--yes").out


@pytest.mark.parametrize("code", ["SPRING", "0000-0000-0000-0000-0001"])
def test_a_code_that_no_card_can_have_is_refused_before_anything_is_paid(shop: TestShop, code: str) -> None:
    ran = inside(shop.home, "giftcard", "sell", "20", "--code", code, "--json")

    assert (ran.status, ran.error["code"], ran.error["path"]) == (2, "wrong_usage", "code")
    assert "20 letters and digits, the last of which checks the others" in ran.error["message"]
    assert "whoever can guess it can spend it" in " ".join(inside(shop.home, "giftcard", "sell", "--help").out.split())
    assert shop.count("voucher") == 0
