"""`refund` and `returnable` at the console, typed and as JSON."""

from __future__ import annotations

import json

from tests.cli.command_line import inside, process
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer

NUMBER = "1/26-27/000001"


def test_goods_come_back_by_line_and_the_credit_note_is_printed(shop: TestShop) -> None:
    shop.sell((TEA, "2"), (OIL, "1"))
    ran = process(shop.home, "refund", NUMBER, "--line", "1=1", "--line", "2", "--to", "damaged", "--columns", "32")

    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[1] == "          CREDIT NOTE"
    assert lines[3:6] == ["Credit note 1C/26-27/000001", "                      Register 1", f"  for bill {NUMBER}"]
    assert "  1 × ₹95.00              ₹95.00\n  damaged\n" in ran.out
    assert "TOTAL BACK               ₹275.50\n" in ran.out
    assert "Cash                     ₹275.50\n" in ran.out


def test_a_credit_note_is_shown_again_as_a_copy_by_its_number(shop: TestShop) -> None:
    shop.sell((TEA, "2"))
    note = inside(shop.home, "refund", NUMBER, "--json")
    again = inside(shop.home, "bill", "1C/26-27/000001")

    assert (again.status, again.out.splitlines()[1:3]) == (
        0,
        ["               CREDIT NOTE", "               *** COPY ***"],
    )
    assert inside(shop.home, "bill", "1C/26-27/000001").out == again.out, "nobody counts them"
    assert inside(shop.home, "bill", "1C/26-27/000001", "--json").out == note.out
    assert inside(shop.home, "bill", "1C/26-27/000002", "--json").error["code"] == "unknown_bill"


def test_a_return_sent_as_json_is_answered_with_its_credit_note_and_so_is_its_repeat(shop: TestShop) -> None:
    shop.sell((TEA, "2"), tenders=(Tendered(type="card", amount_minor=190_00, reference="4711"),))
    wanted = {
        "id": "0193-back",
        "register": "1",
        "sale": NUMBER,
        "lines": [{"line": 1, "quantity": "1", "to": "sellable"}],
        "tenders": [{"type": "card", "amount": "95.00"}],
    }
    first = inside(shop.home, "refund", "--json", stdin=json.dumps(wanted))
    again = inside(shop.home, "refund", "--json", stdin=json.dumps(wanted))

    assert (first.status, first.err) == (0, "")
    assert first.out == again.out
    note = first.json
    assert (note["id"], note["number"], note["sale"]) == ("0193-back", "1C/26-27/000001", NUMBER)
    assert (note["net"], note["tax"], note["total"], note["refund"]) == ("95.00", "0.00", "95.00", "95.00")
    assert note["tenders"] == [{"type": "card", "amount": "95.00", "reference": "4711"}]
    assert [(line["line"], line["product"], line["quantity"], line["to"]) for line in note["lines"]] == [
        (1, TEA, "1", "sellable")
    ]


def test_without_lines_everything_comes_back_and_a_second_time_is_refused(shop: TestShop) -> None:
    shop.sell((TEA, "2"), (RICE, "0.5"))

    assert inside(shop.home, "refund", NUMBER, "--json").json["total"] == "250.00"
    again = inside(shop.home, "refund", NUMBER, "--json")
    assert (again.status, again.error["code"], again.error["path"]) == (3, "nothing_to_return", "sale")


def test_more_than_is_left_is_refused_with_what_is_left(shop: TestShop) -> None:
    shop.sell((TEA, "2"))
    ran = inside(shop.home, "refund", NUMBER, "--line", "1=3", "--json")

    assert ran.status == 3
    assert ran.error == {
        "code": "too_much_returned",
        "message": f"Only 2 of Darjeeling on bill {NUMBER} can still come back; take those or fewer.",
        "path": "lines[0].quantity",
    }


def test_store_credit_shows_its_code_once(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    (code,) = inside(shop.home, "refund", NUMBER, "--tender", "store_credit", "--id", "a", "--json").json["codes"]
    again = inside(shop.home, "refund", NUMBER, "--tender", "store_credit", "--id", "a", "--json").json

    assert "codes" not in again
    assert again["tenders"] == [{"type": "store_credit", "amount": "95.00", "reference": f"…{code[-4:]}"}]


def test_goods_come_back_without_a_bill(shop: TestShop) -> None:
    shop.sell((TEA, "4"))
    note = inside(shop.home, "refund", "--product", f"{OIL}=2", "--reason", "no bill", "--json").json

    assert (note["sale"], note["total"], note["reason"], note["lines"][0]["line"]) == (None, "361.00", "no bill", None)


def test_what_cannot_be_a_return_is_refused(shop: TestShop) -> None:
    for words in ((), (NUMBER, "--product", TEA), ("--product", TEA, "--line", "1"), (NUMBER, "--line", "one")):
        assert inside(shop.home, "refund", *words).status == 2
    for wrong in ('{"id": "x", "lines": [{"line": 0}]}', '{"id": "x", "sail": "1"}', "not json"):
        assert inside(shop.home, "refund", "--json", stdin=wrong).status == 2


def test_a_sale_is_found_by_its_number_its_customer_and_its_card(shop: TestShop) -> None:
    asha = WantedCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210")
    shop.sell((TEA, "3"), customer=asha, tenders=(Tendered(type="card", amount_minor=285_00, reference="4711"),))
    shop.sell((OIL, "1"))
    inside(shop.home, "refund", NUMBER, "--line", "1=1", "--tender", "card")

    asked = (
        (NUMBER,),
        ("--customer", "Asha Rao"),
        ("--customer", "098765 43210"),
        ("--customer", "asha@Example.com"),
        ("--card", "4711"),
    )
    answers = [inside(shop.home, "returnable", *words, "--json").json for words in asked]

    assert all(answer == answers[0] for answer in answers)
    (sale,) = answers[0]
    assert (sale["number"], sale["customer"], sale["total"]) == (NUMBER, "Asha Rao", "285.00")
    assert [(line["sold"], line["returned"], line["returnable"]) for line in sale["lines"]] == [("3", "1", "2")]
    assert sale["tenders"] == [{"type": "card", "reference": "4711", "paid": "285.00", "given_back": "95.00"}]


def test_what_can_come_back_is_shown_as_a_table(shop: TestShop) -> None:
    shop.sell((TEA, "3"))
    inside(shop.home, "refund", NUMBER, "--line", "1=1")
    ran = inside(shop.home, "returnable", NUMBER.lower())

    assert ran.out == (
        "Bill 1/26-27/000001, 22 Nov 2026, ₹285.00, paid by cash\n"
        "Line  Id   Name        Sold  Back  Left   Price     Paid\n"
        "   1  101  Darjeeling     3     1     2  ₹95.00  ₹285.00\n"
    )
    assert inside(shop.home, "returnable", "--customer", "Nobody", "--json").json == []
    assert inside(shop.home, "returnable").status == 2
    assert inside(shop.home, "returnable", "9", "--json").error["code"] == "unknown_bill"
