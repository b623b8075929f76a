"""Lines that cost something else than when they were entered are shown, from what to what, before anybody pays."""

from __future__ import annotations

from tillbook.cli.console.asking import Tone
from tillbook.cli.console.till import Till
from tillbook.core.cart_prices import changed_since


def tell_price_changes(till: Till) -> None:
    """Say which lines cost another price now, once: the new one is the one that was seen from then on."""
    if not till.cart.prices_seen:
        return
    seen = till.look()
    prices = seen.unit_prices(till.cart.lines)
    changes = changed_since(till.cart, prices)
    for change in changes:
        line = till.cart.lines[change.place]
        now, before = till.figures.price(change.now), till.figures.price(change.before)
        name = seen.offers[line.product].name
        till.asker.say(f"Line {change.place + 1}, {name}: {now} now, not {before}.", Tone.wrong)
    if changes:
        till.keep(prices_seen=tuple(sorted({**dict(till.cart.prices_seen), **prices}.items())))
