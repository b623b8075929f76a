"""Every table of docs/money.md, worked out again from its own text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tillbook.core.discount import Discount, allocate
from tillbook.core.errors import Refusal
from tillbook.core.money import (
    Currency,
    RoundingMode,
    format_minor,
    parse_decimal,
    parse_money,
    round_to_int,
    to_minor,
)
from tillbook.core.paid import Paid, PaidBy, go_back, worth_of
from tillbook.core.pricing import Cart, CartLine, PricedCart, PricedTax, price
from tillbook.core.quantity import Pack, format_quantity, in_packs, parse_quantity
from tillbook.core.refunding import settle_refund
from tillbook.core.tax import Tax, TaxRounding
from tillbook.core.tender import Tendered, settle
from tillbook.core.wanted_return import RefundTender

PAGE = Path(__file__).parents[2] / "docs" / "money.md"
EUR, INR = Currency.of("EUR"), Currency.of("INR")
RULES = re.compile(r"\*(?P<currency>[A-Z]{3}) · (?P<model>\w+) · (?P<mode>\w+)(?: · bill discount (?P<off>.+))?\*")
TAX = re.compile(r"(?P<name>\w+) (?P<figure>[\d.]+) (?P<kind>%|each)(?P<compound> compound)?(?P<included> included)?")


@dataclass(frozen=True, kw_only=True)
class Table:
    number: int
    rules: str
    header: tuple[str, ...]
    rows: list[dict[str, str]]


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def tables() -> Iterator[Table]:
    """Each table with the line of rules above it, if there is one."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("|") and not lines[i - 1].startswith("|")]
    for start in starts:
        header = cells(lines[start])
        rows = []
        for line in lines[start + 2 :]:
            if not line.startswith("|"):
                break
            rows.append(dict(zip(header, cells(line), strict=True)))
        yield Table(number=start + 1, rules=lines[start - 2], header=tuple(header), rows=rows)


def money(minor: int, currency: Currency = EUR) -> str:
    return format_minor(minor, currency)


# ---------------------------------------------------------------- carts


def tax_of(text: str) -> Tax:
    found = TAX.fullmatch(text)
    assert found, f"{text!r} is not how this page writes a tax"
    figure = parse_decimal(found["figure"])
    return Tax(
        name=found["name"],
        rate=figure if found["kind"] == "%" else None,
        per_unit=figure if found["kind"] == "each" else None,
        compound=bool(found["compound"]),
        included=bool(found["included"]),
    )


def discount_of(text: str | None, currency: Currency) -> Discount | None:
    if not text:
        return None
    if text.endswith(" %"):
        return Discount(percent=parse_decimal(text.removesuffix(" %")))
    return Discount(amount_minor=to_minor(text, currency))


def cart_of(table: Table) -> Cart:
    rules = RULES.fullmatch(table.rules)
    assert rules, f"line {table.number}: no rules above this cart"
    currency = Currency.of(rules["currency"])
    return Cart(
        currency=currency,
        tax_rounding=TaxRounding(rules["model"]),
        rounding_mode=RoundingMode(rules["mode"]),
        discount=discount_of(rules["off"], currency),
        lines=tuple(
            CartLine(
                product=row["product"],
                quantity_milli=parse_quantity(row["quantity"]),
                unit_price=parse_decimal(row["unit price"]),
                discount=discount_of(row.get("line discount"), currency),
                taxes=tuple(tax_of(text) for text in row["taxes"].split(" + ")),
            )
            for row in table.rows[:-1]
        ),
    )


def by_name(taxes: tuple[PricedTax, ...], currency: Currency) -> dict[str, str]:
    return {tax.tax.name: money(tax.amount_minor, currency) for tax in taxes}


def figures_of(priced: PricedCart) -> Iterator[dict[str, str]]:
    currency = priced.cart.currency
    for line in priced.lines:
        yield {
            "taken off": money(line.discount_minor, currency),
            "bill share": money(line.bill_discount_minor, currency),
            "net": money(line.net_minor, currency),
            "tax": money(line.tax_minor, currency),
            "gross": money(line.gross_minor, currency),
            **by_name(line.taxes, currency),
        }
    yield {
        "product": "Sum",
        "net": money(priced.net_minor, currency),
        "tax": money(priced.tax_minor, currency),
        "gross": money(priced.total_minor, currency),
        **by_name(priced.taxes, currency),
    }


GIVEN = {"product", "quantity", "unit price", "taxes", "line discount"}


def check_cart(table: Table) -> None:
    expected = list(figures_of(price(cart_of(table))))
    shown = [{key: text for key, text in row.items() if key not in GIVEN and text} for row in table.rows]
    columns = set(table.header)
    assert table.rows[-1]["product"] == expected[-1].pop("product")
    assert shown == [{key: text for key, text in row.items() if key in columns} for row in expected]


# ---------------------------------------------------------------- the other tables, a row at a time


def check_written(row: dict[str, str]) -> None:
    assert row["written"] == money(int(row["minor units"]), Currency.of(row["currency"]))


def check_modes(row: dict[str, str]) -> None:
    exact = Decimal(row.pop("exact"))
    assert row == {mode.value: str(round_to_int(exact, mode)) for mode in RoundingMode}


def check_section_170(row: dict[str, str]) -> None:
    due = parse_decimal(row["rupees due under s. 170"])
    assert row["rounded"] == str(round_to_int(due, RoundingMode.half_up))


def check_rule_35(row: dict[str, str]) -> None:
    rates = [Decimal(rate) for rate in row["rates"].split(" + ")]
    value = row["value inclusive of taxes"]
    exact = Fraction(value) * Fraction(rates[0]) / (100 + sum(Fraction(rate) for rate in rates))
    millionths = str(int(exact * 10**6)).rjust(7, "0")
    assert Decimal(row["exact tax of the first"]) == Decimal(f"{millionths[:-6]}.{millionths[-6:]}")

    taxes = tuple(Tax(name=str(n), rate=rate, included=True) for n, rate in enumerate(rates))
    sold = CartLine(product="A", quantity_milli=1000, unit_price=Decimal(value), taxes=taxes)
    line = price(Cart(currency=INR, lines=(sold,))).lines[0]
    assert row["rounded"] == money(line.taxes[0].amount_minor)
    assert row["net"] == money(line.net_minor)


def check_br_co_17(row: dict[str, str]) -> None:
    vat = Tax(name="VAT", rate=Decimal(row["BT-119"]))
    sold = CartLine(product="A", quantity_milli=1000, unit_price=Decimal(row["BT-116"]), taxes=(vat,))
    priced = price(Cart(currency=EUR, lines=(sold,), tax_rounding=TaxRounding.sum_by_net))
    assert row["BT-117"] == money(priced.taxes[0].amount_minor)


def check_shares(row: dict[str, str]) -> None:
    weights = [to_minor(weight, EUR) for weight in row["lines"].split(", ")]
    shares = allocate(to_minor(row["discount"], EUR), weights)
    assert row["shares"] == ", ".join(money(share) for share in shares)


def check_cash(row: dict[str, str]) -> None:
    total, coin = to_minor(row["total"], EUR), to_minor(row["coin"], EUR)
    settled = settle(total, [Tendered(type="cash", amount_minor=0)], cash_increment_minor=coin)
    assert row["cash rounding"] == money(settled.cash_rounding_minor)
    assert row["due in cash"] == money(settled.due_minor)


def check_tenders(row: dict[str, str]) -> None:
    pairs = [text.split(" ") for text in row["tenders"].split(", ") if text != "none"]
    tenders = [Tendered(type=kind, amount_minor=to_minor(amount, EUR)) for kind, amount in pairs]
    settled = settle(to_minor(row["total"], EUR), tenders, cash_increment_minor=to_minor(row["coin"], EUR))
    assert [row["cash rounding"], row["due"], row["tendered"], row["change"]] == [
        money(settled.cash_rounding_minor),
        money(settled.due_minor),
        money(settled.tendered_minor),
        money(settled.change_minor),
    ]


def check_goes_back(row: dict[str, str]) -> None:
    """Each step, with what is left after it; a step without a means goes back as it was paid."""
    left = worth_of([(means, to_minor(amount, EUR)) for means, amount in words(row["paid by"])])
    means_known = tuple(PaidBy(type=means, reference="", paid_minor=10**9) for means in ("cash", "card"))
    goods, cash_before, found = to_minor(row["total"], EUR), 0, []
    for means, amount in words(row["comes back"]):
        now = to_minor(amount, EUR)
        try:
            refund = settle_refund(
                now,
                [RefundTender(type=means)] if means else [],
                paid_by=Paid(by=means_known, left=left, goods_minor=goods),
                currency=EUR,
                cash_increment_minor=to_minor(row["coin"], EUR),
                cash_before_minor=cash_before,
            )
        except Refusal as refusal:
            found.append(refusal.code)
            continue
        given = [(tender.type, tender.amount_minor) for tender in refund.tenders]
        found.append(" + ".join(f"{means} {money(minor)}" for means, minor in given))
        goods, cash_before = goods - now, cash_before + now - sum(minor for means, minor in given if means != "cash")
        left, _ = go_back(left, given)
    assert row["goes back"] == ", ".join(found)


def words(text: str) -> list[tuple[str, str]]:
    """A means and an amount, or an amount alone, of each part."""
    parts = [part.rpartition(" ") for part in text.split(", ")]
    return [(means, amount) for means, _, amount in parts]


def check_typed(row: dict[str, str]) -> None:
    currency = Currency.of(row["currency"])
    try:
        found = money(parse_money(row["typed"], currency, row["locale"]), currency)
    except Refusal as refusal:
        found = refusal.message
    assert row["read as"] == found


def check_packs(row: dict[str, str]) -> None:
    pack = Pack(name="box", size_milli=parse_quantity(row["pack"]))
    packs, left = in_packs(parse_quantity(row["quantity"]), pack)
    assert (row["packs"], row["left over"]) == (str(packs), format_quantity(left))


CHECKS: dict[tuple[str, ...], Callable[[dict[str, str]], None]] = {
    ("currency", "minor units", "written"): check_written,
    ("exact", "half_up", "half_even", "half_down", "up", "down"): check_modes,
    ("rupees due under s. 170", "rounded"): check_section_170,
    ("value inclusive of taxes", "rates", "exact tax of the first", "rounded", "net"): check_rule_35,
    ("BT-116", "BT-119", "BT-117"): check_br_co_17,
    ("discount", "lines", "shares"): check_shares,
    ("total", "coin", "cash rounding", "due in cash"): check_cash,
    ("total", "coin", "tenders", "cash rounding", "due", "tendered", "change"): check_tenders,
    ("total", "coin", "paid by", "comes back", "goes back"): check_goes_back,
    ("locale", "currency", "typed", "read as"): check_typed,
    ("quantity", "pack", "packs", "left over"): check_packs,
}


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: f"line-{table.number}")
def test_every_table_of_the_page_is_what_the_program_computes(table: Table) -> None:
    assert table.rows
    if table.header[0] == "product":
        check_cart(table)
        return
    assert table.header in CHECKS, f"line {table.number}: no test knows how to work out {table.header}"
    for row in table.rows:
        CHECKS[table.header](row)


def test_the_page_has_a_table_of_every_kind() -> None:
    headers = {table.header for table in tables()}

    assert headers >= set(CHECKS)
    assert sum(header[0] == "product" for header in headers) >= 4
    models = {RULES.fullmatch(table.rules)["model"] for table in tables() if table.header[0] == "product"}  # type: ignore[index]
    assert models == set(TaxRounding)


def test_a_changed_figure_is_noticed() -> None:
    table = next(table for table in tables() if table.header[0] == "product")
    table.rows[0]["net"] = "1.67"

    with pytest.raises(AssertionError):
        check_cart(table)
