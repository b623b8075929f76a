"""Prices: lists of them, quantity breaks, and prices that hold from a day on; each change in the journal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Final

from tillbook.core.amounts import TooPrecise, format_exact
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.posting import stamp
from tillbook.core.price_lists import RETAIL
from tillbook.core.pricing import PriceInvalid
from tillbook.core.quantity import QUANTITY_MILLI_MAX
from tillbook.core.rights import Actor, Right
from tillbook.core.text import clean_line
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX
from tillbook.db.statements import Tx, stored_date
from tillbook.db.transaction import action
from tillbook.ledgers import prices as ledger
from tillbook.ledgers.documents import Document
from tillbook.queries.postings import posted_before
from tillbook.queries.prices import last_price, price_list_id
from tillbook.queries.till import office

_LIST_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)


class BadPrice(Refusal):
    """A price names no known product, or a quantity out of bounds."""

    code: ClassVar[str] = "bad_price"


class PriceListRefused(Refusal):
    """A price list of this code is there, or the code cannot be one."""

    code: ClassVar[str] = "price_list_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPrice:
    """A price of a product by its SKU: by a list, from a quantity on, from a day on (None: today).

    `price` is for one unit; None ends the price that this list has from this quantity on.
    """

    product: str
    price: Decimal | None
    price_list: str = RETAIL
    from_milli: int = 0
    valid_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesSet:
    """A posted change of prices; `repeated` when this id had been posted before and nothing was done now."""

    number: str
    repeated: bool


@action(right=Right.set_prices)
def add_list(tx: Tx, *, id: str, code: str, name: str, now: datetime, by: Actor) -> PricesSet:
    """Make a price list.

    Raises:
        PriceListRefused, TextRefused, IdReused: nothing was made.
    """
    _require_id(id)
    request_hash = digest(canonical(["price_list", code, name]))
    repeated = posted_before(tx, client_id=id, kind="prices", request_hash=request_hash)
    if repeated is not None:
        return PricesSet(number=repeated.number, repeated=True)
    if not _LIST_CODE.fullmatch(code):
        raise PriceListRefused("A list's code has small letters, digits and hyphens, as wholesale.", path="code")
    if tx.row("SELECT id FROM price_list WHERE code = ?", (code,)) is not None:
        raise PriceListRefused(f"There is a price list {code}; set its prices, or choose another code.", path="code")
    called = clean_line(name, what="the name of the list", length_max=120)

    ledger.add_list(tx, code=code, name=called)
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="prices", now=now, by=by)
    added: dict[str, Plain] = {"list_added": {"code": code, "name": called}}
    numbered = Document(tx, header, location_codes={}).close(added)
    return PricesSet(number=numbered.number, repeated=False)


@action(right=Right.set_prices)
def set_prices(tx: Tx, *, id: str, prices: Sequence[WantedPrice], now: datetime, by: Actor) -> PricesSet:
    """Set prices, in their order; what was posted keeps the price that it had.

    The retail price of any quantity, if it holds today, is the product's own price from now on.

    Raises:
        BadPrice, PriceInvalid, UnknownPriceList, IdReused: nothing was set.
    """
    _require_id(id)
    if not 1 <= len(prices) <= LINES_MAX:
        raise BadPrice(f"Set 1 to {LINES_MAX} prices at once.", path="prices")
    request_hash = digest(canonical(["prices", [_spelled(price) for price in prices]]))
    repeated = posted_before(tx, client_id=id, kind="prices", request_hash=request_hash)
    if repeated is not None:
        return PricesSet(number=repeated.number, repeated=True)
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="prices", now=now, by=by)
    decided = _decided(tx, prices, today=header.business_date)

    document = Document(tx, header, location_codes={})
    ledger.set_prices(tx, [row for row, _ in decided], posting_id=document.numbered.posting_id)
    said: list[Plain] = [told for _, told in decided]
    numbered = document.close({"prices": said})
    return PricesSet(number=numbered.number, repeated=False)


def _require_id(id: str) -> None:
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise BadPrice(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")


def _spelled(price: WantedPrice) -> list[Plain]:
    return [
        price.product,
        None if price.price is None else format_exact(price.price),
        price.price_list,
        price.from_milli,
        None if price.valid_from is None else price.valid_from.isoformat(),
    ]


def _decided(tx: Tx, prices: Sequence[WantedPrice], *, today: date) -> list[tuple[ledger.PriceRow, dict[str, Plain]]]:
    """The rows to be written, each with what the journal says of it."""
    ledger.retail_id(tx)
    decided: list[tuple[ledger.PriceRow, dict[str, Plain]]] = []
    seen: set[tuple[int, int, int]] = set()
    for index, wanted in enumerate(prices):
        path = f"prices[{index}]"
        _require_sound(wanted, path)
        product = tx.row("SELECT id, price FROM product WHERE sku = ? AND NOT archived", (wanted.product,))
        if product is None:
            raise BadPrice(f"No product has the SKU {wanted.product!r}; search the menu.", path=f"{path}.product")
        row = _row(tx, wanted, product_id=product[0], today=today)
        key = (row.list_id, row.product_id, row.from_milli)
        if key in seen:
            raise BadPrice("This price is set twice; set the second one by itself.", path=path)
        seen.add(key)
        decided.append((row, _told(tx, row, wanted, own_price=product[1])))
    return decided


def _require_sound(wanted: WantedPrice, path: str) -> None:
    price = wanted.price
    if price is not None:
        exponent = price.as_tuple().exponent
        if not price.is_finite() or price < 0 or price >= 10**12:
            raise PriceInvalid("A price is 0 or more, with at most 12 digits before the point.", path=f"{path}.price")
        if isinstance(exponent, int) and exponent < -6 and price != round(price, 6):
            raise TooPrecise("too precise: a unit price has at most 6 digits after the point.", path=f"{path}.price")
    if not 0 <= wanted.from_milli <= QUANTITY_MILLI_MAX:
        raise BadPrice("A price holds from a quantity of 0 or more on.", path=f"{path}.from_quantity")


def _row(tx: Tx, wanted: WantedPrice, *, product_id: int, today: date) -> ledger.PriceRow:
    """A price as it is written; on the product too where it is what everybody pays from today on."""
    list_id = price_list_id(tx, wanted.price_list)
    valid_from = wanted.valid_from or today
    own = wanted.price_list == RETAIL and wanted.from_milli == 0 and valid_from <= today
    overtaken = tx.rows(
        """SELECT id FROM price WHERE product_id = ? AND price_list_id = ? AND from_milli = ?
        AND valid_from > ? AND valid_from <= ? LIMIT 1""",
        (product_id, list_id, wanted.from_milli, stored_date(valid_from), stored_date(today)),
    )
    return ledger.PriceRow(
        list_id=list_id,
        product_id=product_id,
        from_milli=wanted.from_milli,
        valid_from=valid_from,
        price="" if wanted.price is None else format_exact(wanted.price),
        on_product=own and wanted.price is not None and not overtaken,
    )


def _told(tx: Tx, row: ledger.PriceRow, wanted: WantedPrice, *, own_price: str) -> dict[str, Plain]:
    before = last_price(
        tx,
        list_id=row.list_id,
        product_id=row.product_id,
        from_milli=row.from_milli,
        valid_from=row.valid_from,
    )
    told: dict[str, Plain] = {
        "after": row.price,
        "before": before,
        "from_milli": row.from_milli,
        "list": wanted.price_list,
        "product": wanted.product,
        "valid_from": row.valid_from.isoformat(),
    }
    return {**told, "own_price_before": own_price} if row.on_product else told
