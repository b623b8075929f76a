"""`sell --json`, `sell --jsonl` and `bill`, as the contract has them."""

from __future__ import annotations

import json

from tests.cli.command_line import as_lines, inside, process, sale
from tests.shop import OIL, RICE, TEA, TestShop

BILL_KEYS = {
    "id", "number", "register", "posted_at", "business_date", "cashier", "customer", "currency",
    "prices_include_tax", "tax_rounding", "rounding_mode", "lines", "taxes", "net", "tax", "discount",
    "total",
    "cash_rounding", "due", "tendered", "change", "tenders", "journal_hash",
}  # fmt: skip


def test_a_sale_is_answered_with_its_bill(shop: TestShop) -> None:
    wanted = sale(
        (TEA, "2"),
        (RICE, "0.5"),
        id="0193-one",
        cash="300.00",
        customer={"name": "Asha Rao", "email": "asha@Example.com", "phone": "098765 43210"},
        discount={"percent": "10"},
        shown_total="225.00",
    )
    ran = process(shop.home, "sell", "--json", stdin=json.dumps(wanted))

    assert (ran.status, ran.err) == (0, "")
    bill = ran.json
    assert set(bill) == BILL_KEYS
    assert (bill["id"], bill["number"], bill["register"]) == ("0193-one", "1/26-27/000001", "1")
    assert bill["customer"] == {"name": "Asha Rao", "email": "asha@example.com", "phone": "+919876543210"}
    assert [(line["product"], line["quantity"], line["gross"]) for line in bill["lines"]] == [
        (TEA, "2", "171.00"),
        (RICE, "0.5", "54.00"),
    ]
    assert (bill["net"], bill["tax"], bill["total"]) == ("222.42", "2.58", "225.00")
    assert (bill["due"], bill["tendered"], bill["change"]) == ("225.00", "300.00", "75.00")
    assert len(bill["journal_hash"]) == 64


def test_the_same_command_again_gives_the_same_bill_and_other_content_is_refused(shop: TestShop) -> None:
    first = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
    again = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
    other = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "2"))))

    assert first.status == again.status == 0
    assert first.out == again.out
    assert (other.status, other.error["code"]) == (3, "id_reused")
    assert shop.count("sale") == 1


def test_a_refusal_is_the_answer_and_is_told_to_a_person_too(shop: TestShop) -> None:
    ran = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "13"))))

    assert ran.status == 3
    assert ran.error == {
        "code": "out_of_stock",
        "message": "Only 10 of Darjeeling left; sell those or cancel.",
        "path": "lines[0]",
    }
    assert ran.err == "Only 10 of Darjeeling left; sell those or cancel.\n"
    assert shop.count("sale") == 0


def test_a_part_is_sold_where_the_command_allows_it(shop: TestShop) -> None:
    wanted = sale((TEA, "13"))
    wanted["lines"][0]["short_stock"] = "partial"
    bill = inside(shop.home, "sell", "--json", stdin=json.dumps(wanted)).json

    assert [(line["quantity"], line["wanted"]) for line in bill["lines"]] == [("10", "13")]
    assert bill["total"] == "950.00"


def test_a_queue_is_answered_line_by_line_and_goes_on_after_a_bad_one(shop: TestShop) -> None:
    queue = as_lines(
        sale((TEA, "1"), id="a"),
        sale((TEA, "99"), id="b"),
        sale((OIL, "1"), id="c", cash="1.00"),
    )
    queue += "\nnot JSON\n" + as_lines(sale((OIL, "1"), id="d"), sale((TEA, "1"), id="a")).rstrip("\n")
    ran = process(shop.home, "sell", "--jsonl", "-", stdin=queue)

    assert (ran.status, ran.err) == (0, "")
    told = [answer.get("number") or answer["error"]["code"] for answer in ran.lines]
    assert told == [
        "1/26-27/000001", "out_of_stock", "not_paid", "unreadable", "unreadable", "1/26-27/000002",
        "1/26-27/000001",
    ]  # fmt: skip
    assert ran.lines[4]["error"]["message"] == "not JSON: Expecting value at line 1, column 1"
    assert (shop.home / "sales.txt").read_text(encoding="utf-8").count("\n") == 2


def test_a_queue_is_read_from_a_file_too(shop: TestShop) -> None:
    queue = shop.home / "queue.jsonl"
    queue.write_text("\ufeff" + as_lines(sale((TEA, "1"))), encoding="utf-8")
    assert [answer["number"] for answer in inside(shop.home, "sell", "--jsonl", str(queue)).lines] == ["1/26-27/000001"]

    missing = inside(shop.home, "sell", "--jsonl", str(shop.home / "none.jsonl"))
    assert (missing.status, missing.out) == (2, "")
    assert "none.jsonl cannot be read" in missing.err


def test_a_line_beyond_a_megabyte_or_no_text_is_answered_and_passed_over(shop: TestShop) -> None:
    queue = b'"' + b"x" * 3_000_000 + b'"\n' + b"\xff\xfe\n" + as_lines(sale((TEA, "1"))).encode()
    ran = inside(shop.home, "sell", "--jsonl", "-", stdin=queue)

    assert [answer.get("number") or answer["error"]["message"][:8] for answer in ran.lines] == [
        "too long", "not UTF-", "1/26-27/000001",
    ]  # fmt: skip


def test_a_bill_is_shown_again_as_text_in_the_width_of_the_roll_and_as_json(shop: TestShop) -> None:
    sold = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1")))).json

    text = inside(shop.home, "bill", sold["number"], "--columns", "32")
    assert text.status == 0
    assert "Darjeeling" in text.out
    assert max(map(len, text.out.splitlines())) == 32
    assert inside(shop.home, "bill", sold["number"], "--format", "json").json == sold
    assert inside(shop.home, "bill", sold["number"], "--json").json == sold


def test_an_unknown_bill_and_a_width_beyond_paper_are_refused(shop: TestShop) -> None:
    unknown = inside(shop.home, "bill", "1/26-27/000009")
    assert (unknown.status, unknown.out) == (3, "")
    assert unknown.err == "There is no bill 1/26-27/000009; check the number on the paper.\n"
    assert inside(shop.home, "bill", "1", "--columns", "500").status == 2


def test_a_bill_asked_for_with_format_json_is_refused_as_json_too(shop: TestShop) -> None:
    unknown = inside(shop.home, "bill", "1/26-27/000099", "--format", "json")
    assert (unknown.status, unknown.error["code"]) == (3, "unknown_bill")
    assert unknown.error["message"] in unknown.err


def test_json_and_jsonl_exclude_each_other(shop: TestShop) -> None:
    ran = inside(shop.home, "sell", "--json", "--jsonl", "-")
    assert (ran.status, ran.error["code"]) == (2, "wrong_usage")
