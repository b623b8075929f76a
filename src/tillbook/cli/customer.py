"""Customers: `customer add|change|show|list|merge|limit|pay|statement|ageing|export|erase`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output
from tillbook.cli.delivery import delivering
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.actions.customers import CustomerChange

WHO = typer.Argument(metavar="CUSTOMER", help="Code, phone, e-mail, whole name, or #ID.")
JSON = typer.Option("--json", help="Print JSON.")
OWN_ID = typer.Option(metavar="ID", help="Your own id: sent again, it posts nothing twice.")

Code = Annotated[str | None, typer.Option(help="The customer's code in your shop.")]
Email = Annotated[str | None, typer.Option(help='E-mail address; "" takes it away.')]
Phones = Annotated[list[str] | None, typer.Option("--phone", help="Telephone; again for more. All of them, anew.")]
Addresses = Annotated[list[str] | None, typer.Option("--address", help="PURPOSE=ADDRESS: billing=12 Hill Road.")]
TaxNumber = Annotated[str | None, typer.Option(help="Tax number, checked for its country.")]
TaxCountry = Annotated[str, typer.Option(help="Whose tax number it is (else the shop's country).")]
PriceListCode = Annotated[str | None, typer.Option("--price-list", help="The price list they buy by.")]
Group = Annotated[str | None, typer.Option(help="The group that promotions are for.")]
Exempt = Annotated[str | None, typer.Option(metavar="REASON", help="Why they pay no tax.")]
Consent = Annotated[bool | None, typer.Option("--consent/--no-consent", help="They agreed to hear from the shop.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Customers, their credit and their data.")
    command(group, "add")(add)
    command(group, "change")(change)
    command(group, "show", sees="see_customers")(show)
    command(group, "list", sees="see_customers")(list_)
    command(group, "merge")(merge)
    command(group, "limit")(limit)
    command(group, "pay")(pay)
    command(group, "statement", sees="see_reports")(statement)
    command(group, "ageing", sees="see_reports")(ageing)
    command(group, "export")(export)
    command(group, "erase")(erase)
    app.add_typer(group, name="customer")


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Their name.")],
    code: Code = None,
    email: Email = None,
    phones: Phones = None,
    addresses: Addresses = None,
    tax_number: TaxNumber = None,
    tax_country: TaxCountry = "",
    price_list: PriceListCode = None,
    group: Group = None,
    exempt: Exempt = None,
    consent: Consent = None,
    although_known: Annotated[
        bool, typer.Option("--although-known", help="Also if another customer has this phone or e-mail.")
    ] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Add a customer."""
    opened(ctx)
    wanted = _change(name, code, email, phones, addresses, tax_number, tax_country, price_list, group, exempt, consent)
    from tillbook.actions.customers import add_customer
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    added = add_customer(wanted, although_known=although_known, now=now(), by=actor(ctx))
    customer_tables.one(added, as_json=as_json)


def change(
    ctx: typer.Context,
    who: Annotated[str, WHO],
    name: Annotated[str | None, typer.Option(help="Their name.")] = None,
    code: Code = None,
    email: Email = None,
    phones: Phones = None,
    addresses: Addresses = None,
    tax_number: TaxNumber = None,
    tax_country: TaxCountry = "",
    price_list: PriceListCode = None,
    group: Group = None,
    exempt: Exempt = None,
    consent: Consent = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Change what is kept of a customer; "" takes something away."""
    opened(ctx)
    wanted = _change(name, code, email, phones, addresses, tax_number, tax_country, price_list, group, exempt, consent)
    from tillbook.actions.customers import change_customer
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    found = customer_tables.meant(who)
    changed = change_customer(found.customer_id, wanted, now=now(), by=actor(ctx))
    customer_tables.one(changed, as_json=as_json)


def _change(
    name: str | None,
    code: str | None,
    email: str | None,
    phones: list[str] | None,
    addresses: list[str] | None,
    tax_number: str | None,
    tax_country: str,
    price_list: str | None,
    group: str | None,
    exempt: str | None,
    consent: bool | None,
) -> CustomerChange:
    from tillbook.actions.customers import CustomerChange

    return CustomerChange(
        name=name,
        code=code,
        email=email,
        phones=tuple(phones) if phones else None,
        addresses=tuple(_address(text) for text in addresses or ()),
        tax_number=tax_number,
        tax_country=tax_country.upper(),
        price_list=price_list,
        customer_group=group,
        exempt_reason=exempt,
        consent=consent,
    )


def _address(text: str) -> tuple[str, str]:
    purpose, equals, address = text.partition("=")
    if not equals or not purpose.strip():
        raise WrongUsage("An address is written PURPOSE=ADDRESS, as billing=12 Hill Road.", path="address")
    return purpose.strip(), address.strip()


def show(ctx: typer.Context, who: Annotated[str, WHO], as_json: Annotated[bool, JSON] = False) -> None:
    """Show a customer: contacts, terms, what they owe and which bills are open."""
    opened(ctx)
    from tillbook.cli import customer_tables

    customer_tables.one(customer_tables.meant(who), as_json=as_json, bills=True)


def list_(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The beginning of a name, phone or e-mail.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Find customers by name, phone, e-mail or code; without a text, the first ones by name."""
    opened(ctx)
    from tillbook.cli import customer_tables

    customer_tables.found(" ".join(text or ()), as_json=as_json)


def merge(
    ctx: typer.Context,
    kept: Annotated[str, typer.Argument(help="The customer who is kept.")],
    other: Annotated[str, typer.Argument(help="The one who is the same person.")],
    id: Annotated[str | None, OWN_ID] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Make two customers one; what they owe is added up."""
    home = opened(ctx)
    from tillbook.actions.customers import merge_customers
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    kept_id, other_id = customer_tables.meant(kept).customer_id, customer_tables.meant(other).customer_id
    with delivering(home):
        done = merge_customers(id=id or new_id(), kept_id=kept_id, other_id=other_id, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"kept": str(done.kept_id), "merged": str(other_id), "number": done.number})
    else:
        output.line(f"#{other_id} is #{done.kept_id} from now on.")


def limit(
    ctx: typer.Context,
    who: Annotated[str, WHO],
    amount: Annotated[str, typer.Argument(help="How much they may owe; 0 for no credit.")],
    id: Annotated[str | None, OWN_ID] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Set how far a customer may buy on credit."""
    home = opened(ctx)
    from tillbook.actions.credit_limit import set_credit_limit
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    found = customer_tables.meant(who)
    with delivering(home):
        done = set_credit_limit(
            id=id or new_id(),
            customer_id=found.customer_id,
            limit_minor=customer_tables.amount(amount, "limit", zero=True),
            now=now(),
            by=actor(ctx),
        )
    customer_tables.limit_set(found, done, as_json=as_json)


def pay(
    ctx: typer.Context,
    who: Annotated[str, WHO],
    amount: Annotated[str, typer.Argument(help="How much is paid on account.")],
    tenders: Annotated[
        list[str] | None, typer.Option("--tender", help='As "cash 500", "card 200", "gift_card 50 CODE"; else cash.')
    ] = None,
    bill: Annotated[str, typer.Option(help="The bill that it is for (else the oldest).")] = "",
    register: Annotated[str, typer.Option(help="The register that takes it.")] = "1",
    id: Annotated[str | None, OWN_ID] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Take a payment on account."""
    home = opened(ctx)
    from tillbook.actions.payment import WantedPayment, pay_on_account
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    found = customer_tables.meant(who)
    amount_minor = customer_tables.amount(amount, "amount")
    wanted = WantedPayment(
        id=id or new_id(),
        register=register,
        customer_id=found.customer_id,
        amount_minor=amount_minor,
        tenders=customer_tables.tenders(tenders, amount_minor),
        bill=bill,
    )
    with delivering(home):
        paid = pay_on_account(wanted, now=now(), by=actor(ctx))
    customer_tables.paid(paid, wanted.id, found.customer_id, as_json=as_json)


def statement(
    ctx: typer.Context,
    who: Annotated[str, WHO],
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this business date on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this business date.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show a customer's account: opening balance, bills and payments, closing balance."""
    opened(ctx)
    from tillbook.cli import customer_tables

    found = customer_tables.meant(who)
    customer_tables.statement_of(found, since=since, until=until, as_json=as_json)


def ageing(
    ctx: typer.Context,
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="At the end of this business date (else today).")
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show who owes what, by the age of the bills, now or then."""
    opened(ctx)
    from tillbook.cli import customer_tables

    customer_tables.ageing_at(at, now=now(), as_json=as_json)


def export(
    ctx: typer.Context,
    who: Annotated[str, WHO],
    as_json: Annotated[bool, typer.Option("--json", help="It is JSON anyway; on one line.")] = False,
) -> None:
    """Print everything that is held about a customer, as JSON."""
    opened(ctx)
    import json

    from tillbook.actions.customers import export_person
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    told = export_person(customer_tables.meant(who).customer_id, by=actor(ctx))
    if as_json:
        output.json_line(told)
    else:
        output.line(json.dumps(told, ensure_ascii=False, indent=2))


def erase(
    ctx: typer.Context,
    who: Annotated[str, WHO],
    yes: Annotated[bool, typer.Option("--yes", help="Really: it cannot be undone.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Forget a customer as a person; the books keep their figures."""
    if not yes:
        raise WrongUsage("Erasing cannot be undone; say it with --yes. `customer export` prints what is held first.")
    opened(ctx)
    from tillbook.actions.customers import erase_person
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor

    customer_id = customer_tables.meant(who).customer_id
    bills = erase_person(customer_id, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"erased": str(customer_id), "bills": bills})
    else:
        lost = f"{output.counted(bills, 'bill')} lost {'its' if bills == 1 else 'their'} name"
        output.line(f"#{customer_id} is erased; {lost}. sales.txt and backups keep theirs.")
