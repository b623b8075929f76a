"""One register in use: the cart at hand, what it costs now, and keeping it after each answer."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from tillbook.actions.cart import drop_cart, hold_cart, keep_cart, recall_cart
from tillbook.cli.console.asking import Asker, Tone, choose, sentence
from tillbook.cli.console.claim import Claims
from tillbook.cli.console.figures import Figures
from tillbook.cli.running import new_id
from tillbook.core.cart_prices import seen_with
from tillbook.core.kept_cart import KeptCart
from tillbook.core.place import Place
from tillbook.core.rights import Actor
from tillbook.db.transaction import DiskTrouble, ShopBusy, reading
from tillbook.queries.entered import sold_now
from tillbook.queries.offers import Offer
from tillbook.queries.seen_cart import Seen, look
from tillbook.queries.till import place


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
            seen = look(tx, cart, place(tx, self.register), now=self.clock())
        self.shop = seen.shop
        return seen

    def offers_of(self, codes: list[str]) -> dict[str, Offer]:
        """The offers of these SKUs, barcodes and labels, as of now. Raises: Misread."""
        with reading() as tx:
            return sold_now(tx, codes, place(tx, self.register), now=self.clock())


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
