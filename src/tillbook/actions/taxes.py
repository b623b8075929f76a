"""Tax classes: what products are taxed as, from which day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Final

from tillbook.core.amounts import format_exact
from tillbook.core.calendar import business_date
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.posting import stamp
from tillbook.core.rights import Actor, Right
from tillbook.core.tax import Tax, TaxInvalid, plan_of
from tillbook.core.text import clean_line
from tillbook.db.statements import Tx, stored_date
from tillbook.db.transaction import action
from tillbook.ledgers.documents import Document
from tillbook.queries.postings import posted_before
from tillbook.queries.till import office

UNTAXED: Final = "untaxed"
"""The class that every shop is founded with; it never has a tax."""


class TaxClassFixed(Refusal):
    """This class cannot be given taxes."""

    code: ClassVar[str] = "tax_class_fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTax:
    """One tax of a class; `included` is none where it follows the shop's `prices_include_tax`."""

    name: str
    rate: Decimal | None = None
    per_unit: Decimal | None = None
    compound: bool = False
    included: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxesSet:
    """A posted change of a tax class; `repeated` when this id was posted before: nothing was done now."""

    number: str
    valid_from: date
    repeated: bool


@action(right=Right.change_settings)
def set_taxes(
    tx: Tx,
    *,
    id: str,
    tax_class: str,
    taxes: Sequence[ClassTax],
    valid_from: date | None = None,
    now: datetime,
    by: Actor,
) -> TaxesSet:
    """Give a tax class, new or known, its taxes from a day on (else today); earlier ones end that day.

    Taxes that were set for a still later day stay as they are, and end these.

    Raises:
        TaxClassFixed, TaxInvalid, TextRefused, IdReused: nothing was changed.
    """
    name = clean_line(tax_class, what="the tax class", length_max=64)
    said_from = None if valid_from is None else valid_from.isoformat()
    request_hash = digest(canonical(["taxes", name, [_spelled(tax) for tax in taxes], said_from]))
    repeated = posted_before(tx, client_id=id, kind="settings", request_hash=request_hash)
    at = office(tx)
    shop = at.shop
    day = valid_from or business_date(now, shop.timezone, shop.cut_over_hour)
    if repeated is not None:
        return TaxesSet(number=repeated.number, valid_from=day, repeated=True)

    _require_sound(name, taxes)

    class_id = _class_id(tx, name)
    _end_earlier(tx, class_id, day)
    _insert_taxes(tx, class_id, taxes, day)
    header = stamp(
        at,
        client_id=id,
        request_hash=request_hash,
        kind="settings",
        now=now,
        by=by,
    )
    said: list[Plain] = [_spelled(tax) for tax in taxes]
    changed: dict[str, Plain] = {
        "changed": "taxes",
        "tax_class": name,
        "taxes": said,
        "valid_from": day.isoformat(),
    }
    numbered = Document(tx, header, location_codes={}).close(changed)
    return TaxesSet(number=numbered.number, valid_from=day, repeated=False)


def _require_sound(name: str, taxes: Sequence[ClassTax]) -> None:
    if name.casefold() == UNTAXED:
        raise TaxClassFixed(f"The class {UNTAXED} has no taxes; make another class and give it to products.")
    if not taxes:
        raise TaxInvalid("A tax class needs a tax; write 0 for goods that are taxed at nothing.", path="taxes")
    for tax in taxes:
        if clean_line(tax.name, what="the tax", length_max=64) != tax.name:
            raise TaxInvalid("The name of a tax has no blanks at its ends and no control characters.", path="taxes")
    plan_of(tuple(_as_on_a_line(tax) for tax in taxes))


def _as_on_a_line(tax: ClassTax) -> Tax:
    return Tax(
        name=tax.name,
        rate=tax.rate,
        per_unit=tax.per_unit,
        compound=tax.compound,
        included=bool(tax.included),
    )


def _spelled(tax: ClassTax) -> dict[str, Plain]:
    return {
        "name": tax.name,
        "rate": None if tax.rate is None else format_exact(tax.rate),
        "per_unit": None if tax.per_unit is None else format_exact(tax.per_unit),
        "compound": tax.compound,
        "included": tax.included,
    }


def _class_id(tx: Tx, name: str) -> int:
    found = tx.row("SELECT id FROM tax_class WHERE name = ?", (name,))
    return int(found[0]) if found else tx.insert("INSERT INTO tax_class (name) VALUES (?)", (name,))


def _end_earlier(tx: Tx, class_id: int, day: date) -> None:
    on = stored_date(day)
    tx.write("DELETE FROM tax WHERE tax_class_id = ? AND valid_from = ?", (class_id, on))
    tx.write(
        """UPDATE tax SET valid_until = ? WHERE tax_class_id = ? AND valid_from < ?
        AND (valid_until IS NULL OR valid_until > ?)""",
        (on, class_id, on, on),
    )


def _insert_taxes(tx: Tx, class_id: int, taxes: Sequence[ClassTax], day: date) -> None:
    on = stored_date(day)
    later = tx.row("SELECT MIN(valid_from) FROM tax WHERE tax_class_id = ? AND valid_from > ?", (class_id, on))
    until = None if later is None else later[0]
    tx.write_many(
        """INSERT INTO tax (tax_class_id, position, name, rate, per_unit, compound, included, valid_from,
        valid_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (class_id, place, tax.name, said["rate"], said["per_unit"], tax.compound, tax.included, on, until)
            for place, (tax, said) in enumerate([(tax, _spelled(tax)) for tax in taxes], 1)
        ],
    )
