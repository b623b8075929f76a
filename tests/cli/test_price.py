"""`price`: needs no shop, no database, and streams."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command_line import as_lines, inside, process

CART = {
    "currency": "EUR", "prices_include_tax": False, "tax_rounding": "line", "rounding_mode": "half_up",
    "cash_increment": "0.05",
    "lines": [
        {"product": "TEA", "quantity": "2", "unit_price": "1.48", "discount": {"percent": "10"},
         "taxes": [{"name": "VAT", "rate": "21"}]}
    ],
    "discount": {"amount": "1.00"},
    "tenders": [{"type": "cash", "amount": "20.00"}],
}  # fmt: skip
PRICED = {
    "currency": "EUR",
    "lines": [
        {"product": "TEA", "quantity": "2", "unit_price": "1.48", "discount": "0.30", "bill_discount": "1.00",
         "net": "1.66", "tax": "0.35", "gross": "2.01",
         "taxes": [{"name": "VAT", "rate": "21", "base": "1.66", "amount": "0.35"}]}
    ],
    "taxes": [{"name": "VAT", "rate": "21", "base": "1.66", "amount": "0.35"}],
    "net": "1.66", "tax": "0.35", "total": "2.01", "cash_rounding": "-0.01", "due": "2.00",
    "tendered": "20.00", "change": "18.00",
}  # fmt: skip


def test_the_cart_of_the_contract_is_priced_as_the_contract_has_it(tmp_path: Path) -> None:
    ran = process(tmp_path / "no shop", "price", stdin=json.dumps(CART))
    assert (ran.status, ran.json, ran.err) == (0, PRICED, "")
    assert inside(tmp_path, "price", "--json", stdin=json.dumps(CART)).json == PRICED


def test_carts_one_a_line_are_answered_one_a_line_in_order(tmp_path: Path) -> None:
    lines = as_lines(CART, {**CART, "currency": "XXX"}) + "{\n" + as_lines(CART)
    file = tmp_path / "carts.jsonl"
    file.write_text(lines, encoding="utf-8")

    for ran in (
        inside(tmp_path, "price", "--jsonl", stdin=lines),
        inside(tmp_path, "price", "--jsonl", str(file)),
    ):
        assert ran.status == 0
        assert [answer.get("total") or answer["error"]["code"] for answer in ran.lines] == [
            "2.01", "unknown_currency", "unreadable", "2.01",
        ]  # fmt: skip


def test_a_queue_that_is_not_there_is_told_on_standard_error_alone_as_sell_does(tmp_path: Path) -> None:
    ran = inside(tmp_path, "price", "--jsonl", str(tmp_path / "none.jsonl"))
    assert (ran.status, ran.out) == (2, "")
    assert "none.jsonl cannot be read" in ran.err


def test_a_cart_that_is_wrong_names_the_place(tmp_path: Path) -> None:
    wrong = {**CART, "lines": [{**CART["lines"][0], "quantity": "two"}]}  # type: ignore[index]
    ran = inside(tmp_path, "price", stdin=json.dumps(wrong))
    assert (ran.status, ran.error["path"]) == (2, "lines[0].quantity")
    assert ran.error["message"].startswith("lines[0].quantity: not a number")


def test_help_version_and_price_load_neither_django_nor_a_database(tmp_path: Path) -> None:
    for words in (["--help"], ["--version"], ["price"]):
        ran = process(tmp_path, *words, stdin=json.dumps(CART), python=("-X", "importtime"))
        loaded = {line.rpartition("|")[2].strip() for line in ran.err.splitlines()}
        assert "tillbook.cli.app" in loaded
        assert loaded & {"django", "sqlite3", "rich", "prompt_toolkit", "phonenumbers", "babel"} == set()
