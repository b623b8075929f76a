"""Figures as the shop's people read them: the same amounts as on the bill, with plain blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel.numbers import format_decimal

from tillbook.cli.figures import price_text
from tillbook.core.calendar import find_zone
from tillbook.core.discount import Discount
from tillbook.core.locale_money import format_money
from tillbook.core.place import ShopSettings
from tillbook.core.text import shown

_blanks = re.compile("[\u00a0\u2007\u2009\u202f]")
UNIT_UNSAID = "pc"


@dataclass(frozen=True, slots=True)
class Figures:
    """How this shop writes its figures."""

    shop: ShopSettings

    def money(self, minor: int) -> str:
        """An amount with its currency."""
        return _plain(format_money(minor, self.shop.currency, self.shop.locale))

    def price(self, price: Decimal) -> str:
        """A unit price with all its decimals, at least those of the currency."""
        return _plain(price_text(price, self.shop.currency, self.shop.locale))

    def number(self, value: Decimal) -> str:
        """A number without grouping, so that it can be typed back."""
        locale = self.shop.locale.replace("-", "_")
        return _plain(format_decimal(value, locale=locale, decimal_quantization=False, group_separator=False))

    def quantity(self, milli: int, unit: str = UNIT_UNSAID) -> str:
        """A quantity, with its unit where that is not a piece."""
        said = self.number(Decimal(milli).scaleb(-3))
        return f"{said} {unit}" if unit and unit != UNIT_UNSAID else said

    def discount(self, discount: Discount) -> str:
        """`10%` or an amount."""
        if discount.percent is not None:
            return f"{self.number(discount.percent)}%"
        return self.money(discount.amount_minor or 0)

    def clock(self, instant: datetime, now: datetime) -> str:
        """The shop's time of day; with the date where that is not today's."""
        zone = find_zone(self.shop.timezone)
        local = instant.astimezone(zone)
        same_day = local.date() == now.astimezone(zone).date()
        return f"{local:%H:%M}" if same_day else f"{local:%Y-%m-%d %H:%M}"


def _plain(text: str) -> str:
    return _blanks.sub(" ", shown(text))


_SEGMENTS = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    ".": (" ", " ", "."),
    ",": (" ", " ", ","),
}


def large(text: str) -> list[str]:
    """The digits and separators of an amount, three lines high, as a till's display shows them.

    >>> print("\\n".join(large("4.1")))
    <BLANKLINE>
    |_|     |
      | .   |
    """
    cells = [_SEGMENTS[character] for character in text if character in _SEGMENTS]
    return [" ".join(cell[row] for cell in cells).rstrip() for row in range(3)]
