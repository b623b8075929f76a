"""One register in use: the cart at hand, what it costs now, and keeping it after each answer."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

from tillbook.actions.cart import drop_cart, hold_cart, keep_cart, recall_cart
from tillbook.cli.console.asking import Asker, Tone, choose, sentence
from tillbook.cli.console.claim import Claims
from tillbook.cli.console.figures import Figures
from tillbook.cli.running import new_id
from tillbook.core.calendar import business_date
from tillbook.core.cart_prices import seen_with
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import NOBODY, KeptCart
from tillbook.core.place import Place, ShopSettings
from tillbook.core.pricing import PricedCart, PricedLine
from tillbook.core.rights import Actor
from tillbook.core.wanted import WantedLine
from tillbook.db.statements import Tx
from tillbook.db.transaction import DiskTrouble, ShopBusy, reading
from tillbook.queries.asking import AskedLine, priced, terms
from tillbook.queries.offers import Offer, offers
from tillbook.queries.till import place


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

    def line(self, place: int) -> PricedLine | None:
        """The line at this place as it is priced; None where it cannot be."""
        if self.priced is None or place in self.gone:
            return None
        return self.priced.lines[place - sum(1 for gone in self.gone if gone < place)]

    def unit_prices(self, lines: Sequence[WantedLine]) -> dict[str, Decimal]:
        """What one unit costs by the shop's prices, by the code that a line names; prices by hand are left out."""
        found = {}
        for number, line in enumerate(lines):
            priced = self.line(number) if line.unit_price is None else None
            if priced is not None:
                found[line.product] = priced.line.unit_price
        return found

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
        self.listed: tuple[str, ...] = ()
        """The carts that were listed last, by their ids: what /recall 2 means."""
        self.chosen = ""
        """The cart to go on with next, by its id; "" where each that waits is offered."""
        self.typed_ahead = ""
        """A command that was typed where something else was asked: it is the next thing that is done."""

    @property
    def figures(self) -> Figures:
        return Figures(self.shop)

    def fresh_cart(self) -> KeptCart:
        """An empty cart; it is stored once something is in it."""
        return KeptCart(id=new_id(), register=self.register, opened_at=self.clock())

    def keep(self, **changes: Any) -> None:
        """Change the cart at hand and store it, before anything else is asked.

        A change of what is sold takes back the total that was shown. Of each line that is new or changed it is
        kept what its product costs now.
        """
        cart = replace(self.cart, **changes)
        if {"lines", "discount", "coupons"} & set(changes) and "shown_total_minor" not in changes:
            cart = replace(cart, shown_total_minor=None)
        if "lines" in changes:
            prices = self.look(cart).unit_prices(cart.lines)
            cart = replace(cart, prices_seen=seen_with(self.cart, cart.lines, prices))
        with uninterrupted():
            if not cart.is_empty:
                self.claims.take(cart.id)
            self._while_refused(lambda: keep_cart(cart, now=self.clock(), by=self.by))
            self.cart = cart

    def hold(self, name: str) -> None:
        """Put the cart at hand aside under a name, which may be empty. Raises: TextRefused."""
        with uninterrupted():
            self._while_refused(lambda: hold_cart(self.cart.id, name=name, now=self.clock(), by=self.by))

    def put_aside(self, cart_id: str) -> None:
        """Hold a cart that was at hand until another was recalled."""
        self._while_refused(lambda: hold_cart(cart_id, name="", now=self.clock(), by=self.by))

    def recall(self, cart_id: str) -> None:
        """Take a stored cart to this register and to hand; this window has claimed it.

        Raises:
            UnknownCart, CartPosted, CartUnreadable: the one at hand stays.
        """
        with uninterrupted():
            cart = recall_cart(cart_id, register=self.register, now=self.clock(), by=self.by)
            self.cart = cart

    def drop(self) -> None:
        """Take the cart at hand away and lay an empty one out."""
        with uninterrupted():
            self._while_refused(lambda: drop_cart(self.cart.id, now=self.clock(), by=self.by))
            self.claims.let_go(for_good=True)
            self.cart = self.fresh_cart()

    def take_away(self, cart_id: str) -> None:
        """Remove a stored cart that is not at hand: its sale was posted, and its bill has been seen."""
        self._while_refused(lambda: drop_cart(cart_id, now=self.clock(), by=self.by))
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
            question = "What was entered last is not stored yet: try [a]gain (Enter), or [l]eave without it?"
            if choose(self.asker, question, {"a": "again", "l": "leave"}, default="a") == "l":
                raise EOFError

    def look(self, cart: KeptCart | None = None) -> Seen:
        """The cart at hand, or another, priced by the very rules that the sale will be posted by."""
        cart = self.cart if cart is None else cart
        with reading() as tx:
            at = place(tx, self.register)
            found = self.found(tx, at, [*[line.product for line in cart.lines], cart.pending])
            gone = tuple(i for i, line in enumerate(cart.lines) if line.product not in found)
            asked = [
                AskedLine(wanted=line, offer=found[line.product], milli=base_milli(line, found[line.product]))
                for line in cart.lines
                if line.product in found
            ]
            seen, trouble = None, None
            try:
                seen = self._priced(tx, at, cart, asked) if asked else None
            except Refusal as refusal:
                trouble = refusal
        self.shop = at.shop
        return Seen(shop=at.shop, offers=found, gone=gone, priced=seen, trouble=trouble)

    def _priced(self, tx: Tx, at: Place, cart: KeptCart, asked: Sequence[AskedLine]) -> PricedCart:
        now = self.clock()
        on = terms(
            tx,
            asked,
            at,
            customer=None if cart.customer == NOBODY else cart.customer,
            coupon_codes=cart.coupons,
            now=now,
            day=business_date(now, at.shop.timezone, at.shop.cut_over_hour),
        )
        return priced(asked, cart.discount, at, on)

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
