"""Coupons and lots of the cart at hand; and where to find what the product prompt does not do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tillbook.cli.console.adding import keep_if_priced
from tillbook.cli.console.asking import Tone, until_right
from tillbook.cli.console.naming import line_offer, line_place
from tillbook.cli.console.then import CommandUnclear, Then
from tillbook.cli.console.till import Till
from tillbook.core.calendar import business_date
from tillbook.core.lots import LotNow
from tillbook.core.promotions.rules import coupon_code
from tillbook.core.rights import Right
from tillbook.core.text import clean_line
from tillbook.core.wanted import COUPONS_MAX, WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.lots import chosen_lot, lots_of
from tillbook.queries.offers import Offer
from tillbook.queries.seen_cart import base_milli
from tillbook.queries.till import place

LOT_LENGTH_MAX = 64
NONE = "-"


def set_coupon(till: Till, rest: Sequence[str]) -> Then:
    """Redeem a coupon with this cart; `-` takes all of them back."""
    said = " ".join(rest)
    code = coupon_code(said) if said else until_right(till.asker, "Coupon code (- takes all back):", coupon_code)
    if code == NONE:
        till.keep(coupons=())
        return Then.show
    if code in till.cart.coupons:
        raise CommandUnclear("This coupon is in the cart already.")
    if len(till.cart.coupons) >= COUPONS_MAX:
        raise CommandUnclear(f"A sale has at most {COUPONS_MAX} coupons.")
    keep_if_priced(till, coupons=(*till.cart.coupons, code))
    return Then.show


def choose_lot(till: Till, rest: Sequence[str]) -> Then:
    """Choose the lot, or the serial number, that a line is taken from; `-` leaves it to the shop again."""
    index = line_place(till, rest)
    offer = line_offer(till, index)
    if not offer.lot_tracked:
        raise CommandUnclear(f"{offer.name} is not kept by lots.")
    with reading() as tx:
        at = place(tx, till.register)
        lots = lots_of(tx, [offer.product_id], location_id=at.location_id)[offer.product_id]
    if len(rest) > 1:
        code = " ".join(rest[1:])
    else:
        for number, lot in enumerate(lots, 1):
            till.asker.say(f"  {number}  {_in_words(till, lot, offer.unit)}")
        code = until_right(till.asker, "Which lot, by its number or its code (- the usual one)?", str)
    chosen = _code(code, lots)
    lines = list(till.cart.lines)
    lines[index] = replace(lines[index], lot=chosen)
    require_lot_there(till, lines, index, offer)
    keep_if_priced(till, lines=tuple(lines))
    return Then.show


def require_lot_there(till: Till, lines: Sequence[WantedLine], index: int, offer: Offer) -> None:
    """Refuse where these lines want more of the lot of the line at `index` than there is; say that it has expired.

    Raises:
        NotInLots, UnknownLot: as paying would.
    """
    code = lines[index].lot
    if not code:
        return
    offers = till.look().offers
    wanted_milli = sum(
        base_milli(line, offers[line.product])
        for line in lines
        if line.lot == code and line.product in offers and offers[line.product].product_id == offer.product_id
    )
    with reading() as tx:
        lot = chosen_lot(
            tx,
            offer.product_id,
            code,
            location_id=place(tx, till.register).location_id,
            day=_today(till),
            quantity_milli=wanted_milli,
            expired_allowed=True,
        )
    if lot.has_expired(_today(till)):
        agreed = "" if Right.sell_expired in till.by.rights else " Somebody who may sell it has to agree."
        till.asker.say(f"Lot {lot.code} of {offer.name} {_until(till, lot)}.{agreed}", Tone.wrong)


def _today(till: Till) -> date:
    return business_date(till.clock(), till.shop.timezone, till.shop.cut_over_hour)


def _code(text: str, lots: Sequence[LotNow]) -> str:
    """The code of the lot that is meant; a code wins over a number. Raises: CommandUnclear."""
    if text == NONE:
        return ""
    codes = [lot.code for lot in lots]
    same = [code for code in codes if code.casefold() == text.strip().casefold()]
    if same:
        return same[0]
    if text.isdecimal() and 1 <= int(text[:9]) <= len(codes):
        return codes[int(text) - 1]
    raise CommandUnclear(f"No lot {clean_line(text or '?', what='the lot', length_max=LOT_LENGTH_MAX)!r} is on hand.")


def _in_words(till: Till, lot: LotNow, unit: str) -> str:
    good = "" if lot.expires_on is None else f", {_until(till, lot)}"
    return f"{lot.code}: {till.figures.quantity(lot.on_hand_milli, unit)} on hand{good}"


def _until(till: Till, lot: LotNow) -> str:
    """`expired 2026-11-20` or `good until 2026-12-01`."""
    assert lot.expires_on is not None, "it has a last day"
    return f"{'expired' if lot.has_expired(_today(till)) else 'good until'} {lot.expires_on.isoformat()}"


def tell_refund(till: Till, _rest: Sequence[str]) -> Then:
    """Say how goods are taken back."""
    till.asker.say("Taking goods back is a command of its own: tillbook refund --help")
    return Then.stay


def tell_shift(till: Till, _rest: Sequence[str]) -> Then:
    """Say how the shift is seen and closed; the cart at hand is kept meanwhile."""
    till.asker.say("In another window, while the cart stays: tillbook shift x shows it, tillbook shift close ends it.")
    return Then.stay
