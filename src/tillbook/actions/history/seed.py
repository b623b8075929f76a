"""A sales.txt as a past to be imported: every line that the books do not hold yet.

The rule: a line of the file and a line in the books are the same when who bought, the product id, the
quantity, the total and the second on the shop's clock are the same. Each line in the books stands for one such
line of the file. So what the shop sold itself, and what was imported before, from whichever copy, is left out.

What is imported is appended to the shop's own sales.txt, unless it stands there already.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tillbook.core.amounts import format_exact
from tillbook.core.calendar import find_zone
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.history import HistoryLine, RefusedLine
from tillbook.core.place import ShopSettings
from tillbook.core.text import TextRefused, shown
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading
from tillbook.formats.history_table import HistoryColumns, HistoryFile, HistoryMapping
from tillbook.formats.people import EMAIL_LENGTH_MAX, EmailInvalid, PhoneInvalid, read_email, read_phone
from tillbook.formats.seed_sales import SaleLineProblem, SeedSaleLine, read_sales
from tillbook.formats.source import Source, open_source, sha256_of
from tillbook.formats.spelling.names import NAME_LENGTH_MAX, SKU_LENGTH_MAX, cleaned
from tillbook.ledgers.files import SALES_FILE
from tillbook.queries.lines_sold_once import LineOnce, lines_sold_once
from tillbook.queries.till import settings

PHONE_KEPT_MAX = 20
PRICE_DECIMALS_MAX = 6
_BUYERS_CACHED = 4_096
_PREFIX = "sales-"
_NO_COLUMNS = HistoryColumns(invoice="", sku="", name="", quantity="", price="", instant="")

Buyer = tuple[str, str, str]
"""Name, e-mail, phone; each may be empty."""


class _Key(NamedTuple):
    """What tells one line from another; `of_anyone` leaves out who bought, for a person who was erased."""

    row: int
    key: str
    of_anyone: str


def seed_file(source: Source, *, name: str, home: Path) -> HistoryFile:
    """The lines of a sales.txt that the books do not hold yet; `name` is what refusals call it.

    Raises: Unreadable and its kinds.
    """
    with reading() as tx:
        shop = settings(tx)
    seed = _Seed(shop)
    own = home / SALES_FILE
    is_own = isinstance(source, Path) and source.resolve() == own.resolve()
    # The files first, the books then: what is sold meanwhile is in the books before it is in a file.
    keys = list(seed.keys(source, name))
    own_keys = list(seed.keys(own, own.name)) if not is_own and own.exists() else []
    books = seed.books()
    left = _left(keys, books.copy())
    if is_own:
        logged = frozenset(left)
    else:
        waiting = Counter(_left(own_keys, books).values())
        logged = frozenset(row for row, key in left.items() if _take(waiting, key))
    sha256 = sha256_of(source)
    told = HistoryMapping(name=f"{_PREFIX}{sha256[:16]}", columns=_NO_COLUMNS, instant_format="", zone=shop.timezone)

    def lines() -> Iterator[HistoryLine | RefusedLine]:
        for line in seed.lines(source, name):
            # What has been appended since is the shop's own; so is a line that was half written then.
            if line.row not in left:
                continue
            if isinstance(line, RefusedLine):
                yield line
            elif left[line.row]:
                yield _history_line(line, logged=line.row in logged)

    return HistoryFile(name=name, sha256=sha256, mapping=told, lines=lines, booked=len(keys) - len(left), logged=logged)


def _left(keys: Iterable[_Key], books: Counter[str]) -> dict[int, str]:
    """The rows, with their keys, for which no line stands in the books; `books` is used up."""
    return {row: key for row, key, of_anyone in keys if not (_take(books, key) or _take(books, of_anyone))}


def _take(counts: Counter[str], key: str) -> bool:
    if not counts[key]:
        return False
    counts[key] -= 1
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sold:
    """One line of the file, cleaned; `wall` is the shop's clock, to the second."""

    row: int
    buyer: Buyer
    sku: str
    name: str
    quantity_milli: int
    total: Decimal
    at: datetime
    wall: datetime


class _Seed:
    """How the lines of a sales.txt are read in this shop."""

    def __init__(self, shop: ShopSettings) -> None:
        self._zone = find_zone(shop.timezone)
        self._country = shop.country
        self._digits = shop.currency.digits
        self._buyer = lru_cache(maxsize=_BUYERS_CACHED)(self._read_buyer)

    def lines(self, source: Source, name: str) -> Iterator[_Sold | RefusedLine]:
        """Each line, read or refused."""
        with open_source(source) as stream:
            for line in read_sales(stream, name=name):
                if isinstance(line, SaleLineProblem):
                    yield RefusedLine(line.line, "", line.reason)
                    continue
                try:
                    yield self._sold(line)
                except TextRefused as refused:
                    yield RefusedLine(line.line, "", shown(refused.message), line.total_price)

    def keys(self, source: Source, name: str) -> Iterator[_Key]:
        """What tells the lines from each other; for one that cannot be read, nothing."""
        for line in self.lines(source, name):
            if isinstance(line, RefusedLine):
                yield _Key(line.row, "", "")
            else:
                rest = (line.sku, line.quantity_milli, line.total, line.wall)
                yield _Key(line.row, _key(line.buyer, *rest), _key(None, *rest))

    def books(self) -> Counter[str]:
        """How many lines of each key the books hold."""
        with reading() as tx:
            return Counter(key for line in lines_sold_once(tx) for key in self._told(line))

    def _told(self, line: LineOnce) -> set[str]:
        """The line as our sales.txt tells it, and, of an imported one, as its own file did, without taxes on top."""
        totals = {Decimal(line.gross_minor).scaleb(-self._digits)}
        if line.client_id.startswith(f"history:{_PREFIX}"):
            totals.add(line.unit_price * line.quantity_milli / 1000)
        wall = self._wall(line.at)
        return {_key(line.buyer, line.sku, line.quantity_milli, total, wall) for total in totals}

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self._zone).replace(microsecond=0, tzinfo=None)

    def _sold(self, line: SeedSaleLine) -> _Sold:
        at = line.at.replace(tzinfo=self._zone).astimezone(UTC)
        return _Sold(
            row=line.line,
            buyer=self._buyer(line.user_name, line.user_email, line.user_phone),
            sku=cleaned(line.product_id, what="the product id", length_max=SKU_LENGTH_MAX),
            name=_kept(line.product_name, "the name of the product", NAME_LENGTH_MAX),
            quantity_milli=line.quantity_milli,
            total=line.total_price,
            at=at,
            wall=self._wall(at),
        )

    def _read_buyer(self, name: str, email: str, phone: str) -> Buyer:
        """E-mail and phone in their normal forms; as they are written where they have none."""
        email = _kept(email, "the e-mail address", EMAIL_LENGTH_MAX)
        phone = _kept(phone, "the phone number", PHONE_KEPT_MAX)
        with contextlib.suppress(EmailInvalid):
            email = read_email(email) if email else ""
        with contextlib.suppress(PhoneInvalid):
            phone = read_phone(phone, self._country) if phone else ""
        return _kept(name, "the name", NAME_LENGTH_MAX), email, phone


def _kept(text: str, what: str, length_max: int) -> str:
    return cleaned(text, what=what, length_max=length_max) if text.strip() else ""


def _key(buyer: Buyer | None, sku: str, quantity_milli: int, total: Decimal, wall: datetime) -> str:
    who: Plain = None if buyer is None else list(buyer)
    return digest(canonical([who, sku, quantity_milli, format_exact(total), wall.isoformat()]))[:32]


def _history_line(line: _Sold, *, logged: bool) -> HistoryLine | RefusedLine:
    """The lines of one buyer at one moment are one past invoice; those to be logged are apart from the others."""
    who = digest(canonical([*line.buyer, logged]))[:16]
    invoice = f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} {who}"
    if line.quantity_milli <= 0:
        return RefusedLine(line.row, invoice, "a quantity is more than 0", line.total)
    price = line.total * 1000 / line.quantity_milli
    if price != round(price, PRICE_DECIMALS_MAX):
        reason = f"{line.total} for this quantity is no price of {PRICE_DECIMALS_MAX} decimals for one"
        return RefusedLine(line.row, invoice, reason, line.total)
    name, email, phone = line.buyer
    return HistoryLine(
        line.row,
        invoice,
        line.sku,
        line.name,
        line.quantity_milli,
        price,
        line.at,
        "",
        "",
        WantedCustomer(name=name, email=email, phone=phone) if any(line.buyer) else None,
    )
