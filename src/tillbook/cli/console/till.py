"""One register in use: the cart at hand, what it costs now, and keeping it after each answer."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

from tillbook.actions.cart import drop_cart, keep_cart
from tillbook.cli.console.asking import Asker, Tone, choose, sentence
from tillbook.cli.console.claim import Claims
from tillbook.cli.console.figures import Figures
from tillbook.cli.running import new_id
from tillbook.core.calendar import business_date
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import KeptCart
from tillbook.core.pricing import Cart, CartLine, PricedCart, price
from tillbook.core.rights import Actor
from tillbook.core.wanted import WantedLine
from tillbook.db.statements import Tx
from tillbook.db.transaction import DiskTrouble, ShopBusy, reading
from tillbook.queries.offers import Offer, offers
from tillbook.queries.till import Place, ShopSettings, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A cart with what its products are and cost now.

    `gone` are the places of lines whose product is sold no more. `priced` has the other lines; it is None
    where the cart is empty, or cannot be priced for the reason in `trouble`.
    """

    shop: ShopSettings
    offers: dict[str, Offer]
    gone: tuple[int, ...]
    priced: PricedCart | None
    trouble: Refusal | None = None

    @property
    def total_minor(self) -> int:
        return 0 if self.priced is None else self.priced.total_minor


class Till:
    """The register, who sells, and the cart at hand."""

    def __init__(self, *, home: Path, asker: Asker, by: Actor, at: Place, clock: Callable[[], datetime]) -> None:
        self.home = home
        self.asker = asker
        self.by = by
        self.register = at.register
        self.shop = at.shop
        self.clock = clock
        self.claims = Claims(home)
        self.cart = self.fresh_cart()
        self.refused: KeptCart | None = None
        """The cart that could not be posted, as it was: unchanged, it is not sent a third time unasked."""
        self.files_told: tuple[str, ...] = ()
        """What was last said about the shop's files: it is not said after every sale."""

    @property
    def figures(self) -> Figures:
        return Figures(self.shop)

    def fresh_cart(self) -> KeptCart:
        """An empty cart; it is stored once something is in it."""
        return KeptCart(id=new_id(), register=self.register, opened_at=self.clock())

    def keep(self, **changes: Any) -> None:
        """Change the cart at hand and store it, before anything else is asked.

        A change of what is sold takes back the total that was shown.
        """
        cart = replace(self.cart, **changes)
        if {"lines", "discount"} & set(changes) and "shown_total_minor" not in changes:
            cart = replace(cart, shown_total_minor=None)
        with uninterrupted():
            if cart.is_empty:
                self._while_refused(lambda: drop_cart(cart.id, by=self.by))
            else:
                self.claims.take(cart.id)
                self._while_refused(lambda: keep_cart(cart, now=self.clock(), by=self.by))
            self.cart = cart

    def drop(self) -> None:
        """Take the cart at hand away and lay an empty one out."""
        with uninterrupted():
            self._while_refused(lambda: drop_cart(self.cart.id, by=self.by))
            self.claims.let_go(for_good=True)
            self.cart = self.fresh_cart()

    def take_away(self, cart_id: str) -> None:
        """Remove a stored cart that is not at hand: its sale was posted, and its bill has been seen."""
        self._while_refused(lambda: drop_cart(cart_id, by=self.by))
        self.claims.let_go(for_good=True)

    def leave_cart(self) -> None:
        """Lay an empty cart out; the one at hand stays stored."""
        self.claims.let_go(for_good=self.cart.is_empty)
        self.cart = self.fresh_cart()

    def _while_refused(self, work: Callable[[], None]) -> None:
        """Store; where the disk or another program is in the way, ask whether to try again."""
        while True:
            try:
                return work()
            except (ShopBusy, DiskTrouble) as refusal:
                self.asker.say(sentence(refusal), Tone.wrong)
            question = "What was entered last is not stored yet: try [a]gain, or [l]eave without it?"
            if choose(self.asker, question, {"a": "again", "l": "leave"}) == "l":
                raise EOFError

    def look(self, cart: KeptCart | None = None) -> Seen:
        """The cart at hand, or another, priced by the very rules that the sale will be posted by."""
        cart = self.cart if cart is None else cart
        with reading() as tx:
            at = place(tx, self.register)
            found = self.found(tx, at, [*[line.product for line in cart.lines], cart.pending])
        self.shop = at.shop
        gone = tuple(i for i, line in enumerate(cart.lines) if line.product not in found)
        if len(gone) == len(cart.lines):
            return Seen(shop=at.shop, offers=found, gone=gone, priced=None)
        try:
            priced = price(_to_price(cart, found, at.shop))
        except Refusal as trouble:
            return Seen(shop=at.shop, offers=found, gone=gone, priced=None, trouble=trouble)
        return Seen(shop=at.shop, offers=found, gone=gone, priced=priced)

    def found(self, tx: Tx, at: Place, codes: list[str]) -> dict[str, Offer]:
        """The offers of these SKUs, barcodes and labels that can be sold now. Raises: Misread."""
        wanted = [code for code in codes if code]
        if not wanted:
            return {}
        day = business_date(self.clock(), at.shop.timezone, at.shop.cut_over_hour)
        every = offers(
            tx,
            wanted,
            location_id=at.location_id,
            day=day,
            prices_include_tax=at.shop.prices_include_tax,
            patterns=at.shop.in_store_barcodes,
        )
        return {code: offer for code, offer in every.items() if not offer.archived}

    def offers_of(self, codes: list[str]) -> dict[str, Offer]:
        """The offers of these SKUs, barcodes and labels, as of now. Raises: Misread."""
        with reading() as tx:
            return self.found(tx, place(tx, self.register), codes)


def base_milli(line: WantedLine, offer: Offer) -> int:
    """The quantity of a line in thousandths of the product's unit: a label stands for its contents."""
    return line.quantity_milli * offer.pack_milli // 1000


def unit_price(line: WantedLine, offer: Offer) -> Decimal:
    """The price of one unit: typed by hand, else the label's own, else the product's."""
    if line.unit_price is not None:
        return line.unit_price
    return offer.price if offer.label_price is None else offer.label_price


def _to_price(cart: KeptCart, found: dict[str, Offer], shop: ShopSettings) -> Cart:
    return Cart(
        currency=shop.currency,
        tax_rounding=shop.tax_rounding,
        rounding_mode=shop.rounding_mode,
        discount=cart.discount,
        lines=tuple(
            CartLine(
                product=line.product,
                quantity_milli=base_milli(line, found[line.product]),
                unit_price=unit_price(line, found[line.product]),
                discount=line.discount,
                taxes=found[line.product].taxes,
            )
            for line in cart.lines
            if line.product in found
        ),
    )


class _Noting:
    """A handler of Ctrl-C that only remembers it."""

    def __init__(self) -> None:
        self.pressed = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.pressed = True


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let what is inside end before Ctrl-C counts: between "posted" and "shown" nobody is left in doubt."""
    main = threading.current_thread() is threading.main_thread()
    if not main or isinstance(signal.getsignal(signal.SIGINT), _Noting):
        yield
        return
    noting = _Noting()
    before = signal.signal(signal.SIGINT, noting)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if noting.pressed:
        raise KeyboardInterrupt
