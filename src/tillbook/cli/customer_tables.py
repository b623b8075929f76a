"""Customers, statements and ageing for people and as JSON; customers and amounts as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tillbook.actions.credit_limit import LimitSet
from tillbook.actions.payment import Paid
from tillbook.cli import output
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage
from tillbook.core.amounts import format_minor
from tillbook.core.calendar import business_date
from tillbook.core.customer import CustomerDetails
from tillbook.core.locale_money import format_money, parse_money
from tillbook.core.place import ShopSettings
from tillbook.core.tender import CASH, Tendered, settle
from tillbook.core.typed import read_amount
from tillbook.db.transaction import reading
from tillbook.formats.customer_json import bill_open_json, customer_json
from tillbook.formats.people import phone_or_nothing, show_phone
from tillbook.formats.statement import AGES, COLUMNS, ageing_json, statement_json, statement_text
from tillbook.formats.strict_json import at as path_at
from tillbook.queries.accounts import account_of, ageing, open_bills, statement
from tillbook.queries.customers import find, the_one
from tillbook.queries.till import settings


def shop_settings() -> ShopSettings:
    """The shop's settings."""
    with reading() as tx:
        return settings(tx)


def meant(text: str) -> CustomerDetails:
    """The one customer who is typed.

    Raises:
        CustomerNotFound, CustomerUnclear
    """
    with reading() as tx:
        return the_one(tx, text.strip(), phone=phone_or_nothing(text, settings(tx).country))


def amount(text: str, path: str, *, zero: bool = False) -> int:
    """An amount as it is typed in the shop's locale; above 0 unless `zero`.

    Raises:
        NotANumber, AmbiguousAmount, AmountInvalid, TooPrecise, TooLarge: with its path.
    """
    shop = shop_settings()
    with path_at(path):
        return parse_money(text, shop.currency, shop.locale) if zero else read_amount(text, shop.currency, shop.locale)


def tenders(typed: Sequence[str] | None, amount_minor: int) -> tuple[Tendered, ...]:
    """Tenders as they are typed, `card 200 REFERENCE`; without any, all of it in cash, as the coins allow.

    Raises:
        WrongUsage, NotANumber, AmountInvalid
    """
    if not typed:
        shop = shop_settings()
        in_cash = (Tendered(type=CASH, amount_minor=0),)
        due = settle(amount_minor, in_cash, cash_increment_minor=shop.cash_increment_minor).due_minor
        return (Tendered(type=CASH, amount_minor=due),)
    found = []
    for text in typed:
        words = text.split(maxsplit=2)
        if len(words) < 2:
            raise WrongUsage(f'{text[:40]!r} is no tender; write "cash 500" or "card 200 REFERENCE".', path="tender")
        reference = words[2] if len(words) > 2 else ""
        found.append(Tendered(type=words[0].casefold(), amount_minor=amount(words[1], "tender"), reference=reference))
    return tuple(found)


def day(text: str | None, path: str) -> date | None:
    """A business date as it is typed.

    Raises:
        WrongUsage
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{text[:40] if text else ''!r} is no date; write it as 2026-11-22.", path=path) from None


def one(customer: CustomerDetails, *, as_json: bool, bills: bool = False) -> None:
    """Print a customer, with their open bills if asked for."""
    with reading() as tx:
        shop = settings(tx)
        opened = open_bills(tx, customer.customer_id) if bills else []
    if as_json:
        answer = customer_json(customer, shop.currency)
        if bills:
            answer["open_bills"] = [bill_open_json(bill, shop.currency) for bill in opened]
        output.json_line(answer)
        return
    rows = [
        ("Customer", f"#{customer.customer_id} {customer.name}"),
        ("Code", customer.code),
        ("Phone", ", ".join([show_phone(phone, shop.country) for phone in customer.phones])),
        ("E-mail", customer.email),
        *[(f"Address, {purpose}", address) for purpose, address in customer.addresses],
        ("Tax number", customer.tax_number),
        ("Price list", customer.price_list),
        ("Group", customer.customer_group),
        ("Exempt from tax", customer.exempt_reason),
        ("Consent", "" if customer.consent_at is None else customer.consent_at.date().isoformat()),
        ("In credit" if customer.balance_minor < 0 else "Owes", _money(abs(customer.balance_minor), shop)),
        ("May owe", _money(customer.limit_minor, shop)),
        *[
            (f"Bill {bill.number}", f"{_money(bill.open_minor, shop)} open of {_money(bill.amount_minor, shop)}")
            for bill in opened
        ],
    ]
    shown = [Coloured((what, said)) for what, said in rows if said]
    output.table([Column(heading=""), Column(heading="", gives_way=True)], shown)


def found(text: str, *, as_json: bool) -> None:
    """Print the customers that a text finds."""
    with reading() as tx:
        shop = settings(tx)
        customers = find(tx, text.strip(), phone=phone_or_nothing(text, shop.country))
    if as_json:
        output.json_list(customer_json(customer, shop.currency) for customer in customers)
        return
    if not customers:
        output.warn("Nobody is found." if text else "The shop knows no customers; add one with: tillbook customer add")
        return
    columns = [
        Column(heading="Id"),
        Column(heading="Code", gives_way=True, spared=True),
        Column(heading="Name", gives_way=True),
        Column(heading="Phone"),
        Column(heading="E-mail", gives_way=True, spared=True),
        Column(heading="Owes", right=True),
    ]
    rows = [
        Coloured(
            (
                f"#{customer.customer_id}",
                customer.code,
                customer.name,
                show_phone(customer.phones[0], shop.country) if customer.phones else "",
                customer.email,
                _owes(customer.balance_minor, shop),
            )
        )
        for customer in customers
    ]
    output.table(columns, rows)


def limit_set(customer: CustomerDetails, done: LimitSet, *, as_json: bool) -> None:
    """Print what setting a limit did."""
    shop = shop_settings()
    if as_json:
        answer = {"customer": str(customer.customer_id), "number": done.number}
        output.json_line({**answer, "limit": format_minor(done.after_minor, shop.currency)})
        return
    number = f"{done.number}: " if done.number else ""
    output.line(f"{number}{customer.name} may owe {_money(done.after_minor, shop)}.")


def paid(done: Paid, id: str, customer_id: int, *, as_json: bool) -> None:
    """Print a payment, and what is owed after it."""
    with reading() as tx:
        shop = settings(tx)
        balance_minor = account_of(tx, customer_id).balance_minor
    if as_json:
        answer = {"id": id, "number": done.number, "balance": format_minor(balance_minor, shop.currency)}
        output.json_line(answer)
    elif balance_minor < 0:
        output.line(f"Payment {done.number}: the shop owes {_money(-balance_minor, shop)} now.")
    else:
        output.line(f"Payment {done.number}: {_money(balance_minor, shop)} is still owed.")


def statement_of(customer: CustomerDetails, *, since: str | None, until: str | None, as_json: bool) -> None:
    """Print a customer's statement."""
    first, last = day(since, "from"), day(until, "until")
    with reading() as tx:
        shop = settings(tx)
        found = statement(tx, customer.customer_id, since=first, until=last)
    if as_json:
        output.json_line(statement_json(found, name=customer.name, currency=shop.currency))
    else:
        text = statement_text(
            found,
            name=customer.name,
            shop_name=shop.name,
            currency=shop.currency,
            locale=shop.locale,
            columns=output.screen_columns() or COLUMNS,
        )
        output.put(text)


def ageing_at(at: str | None, *, now: datetime, as_json: bool) -> None:
    """Print who owed what at the end of a day."""
    asked = day(at, "at")
    with reading() as tx:
        shop = settings(tx)
        asked = asked or business_date(now, shop.timezone, shop.cut_over_hour)
        lines = ageing(tx, day=asked)
    if as_json:
        output.json_list(ageing_json(line, shop.currency) for line in lines)
        return
    if not lines:
        output.warn("Nobody owes anything.")
        return
    headings = [name[0].upper() + name[1:] for name in AGES]
    columns = [
        Column(heading="Id"),
        Column(heading="Name", gives_way=True),
        *[Column(heading=heading, right=True) for heading in (*headings, "Owed to them", "Balance")],
    ]
    rows = []
    for line in lines:
        figures = (*line.ages_minor, line.owed_to_them_minor, line.balance_minor)
        shown = [_money(minor, shop) if minor else "" for minor in figures]
        rows.append(Coloured((f"#{line.customer_id}", line.name, *shown)))
    total = sum([line.balance_minor for line in lines])
    output.table(columns, rows, footer=f"Owed in all at the end of {asked.isoformat()}: {_money(total, shop)}")


def _money(minor: int, shop: ShopSettings) -> str:
    return format_money(minor, shop.currency, shop.locale)


def _owes(balance_minor: int, shop: ShopSettings) -> str:
    """What a customer owes, for a table: what is owed to them is said, and not written as less than nothing."""
    if balance_minor < 0:
        return f"in credit {_money(-balance_minor, shop)}"
    return _money(balance_minor, shop) if balance_minor else ""
