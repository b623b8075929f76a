"""Figures and texts on paper of so many columns, in the manner of the shop's locale.

Names are shown through `core.text`: nothing in them can end a line, move the cursor or turn the text around.
Blanks that a printer may not have (no-break, narrow) are printed as plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.numbers import format_decimal, format_percent

from tillbook.core.amounts import Currency
from tillbook.core.money import format_money
from tillbook.core.text import shown, width, wrap

COLUMNS_MIN: Final = 24
COLUMNS_MAX: Final = 80
INDENT: Final = "  "
_blanks: Final = re.compile("[\u00a0\u2007\u2009\u202f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How wide the paper is, and how figures are written on it; `zero` is the code point of 0 there."""

    columns: int
    currency: Currency
    locale: Locale
    zero: int

    @staticmethod
    def of(currency: Currency, locale: str, *, columns: int) -> Paper:
        """Paper of so many columns for a shop's currency and locale."""
        assert COLUMNS_MIN <= columns <= COLUMNS_MAX, "paper has 24 to 80 columns"
        amount = format_money(0, currency, locale)
        zero = next(ord(character) for character in amount if unicodedata.decimal(character, None) == 0)
        return Paper(columns=columns, currency=currency, locale=Locale.parse(locale.replace("-", "_")), zero=zero)

    def money(self, minor: int) -> str:
        return self._plain(format_money(minor, self.currency, str(self.locale)))

    def price(self, price: Decimal) -> str:
        """A unit price with all its decimals, at least those of the currency."""
        digits = max(self.currency.digits, -int(price.normalize().as_tuple().exponent))
        finer = Currency(code=self.currency.code, digits=digits)
        return self._plain(format_money(int(price.scaleb(digits)), finer, str(self.locale)))

    def quantity(self, milli: int) -> str:
        return self.digits(
            format_decimal(
                Decimal(milli).scaleb(-3),
                locale=self.locale,
                decimal_quantization=False,
                numbering_system="default",
            )
        )

    def percent(self, rate: Decimal) -> str:
        return self.digits(
            format_percent(rate.scaleb(-2), locale=self.locale, decimal_quantization=False, numbering_system="default")
        )

    def digits(self, text: str) -> str:
        """The text in the digits that amounts have in this locale."""
        return self._plain("".join(chr(self.zero + int(c)) if "0" <= c <= "9" else c for c in text))

    def centred(self, text: str) -> list[str]:
        return [" " * ((self.columns - width(line)) // 2) + line for line in wrap(text, self.columns) if line]

    def left(self, text: str, *, indent: str = "") -> list[str]:
        return [indent + line for line in wrap(text, self.columns - len(indent))]

    def pair(self, text: str, figure: str, *, indent: str = "") -> list[str]:
        """Text at the left and a figure at the right: on one line, or on as many as it takes."""
        lines = self.left(text, indent=indent)
        figures = wrap(figure, self.columns)
        room = self.columns - width(lines[-1]) - width(figures[0])
        if room >= 1:
            lines[-1] += " " * room + figures.pop(0)
        return lines + [" " * (self.columns - width(line)) + line for line in figures]

    def _plain(self, text: str) -> str:
        return _blanks.sub(" ", shown(text))


def with_rules(parts: Iterable[list[str]], *, columns: int) -> str:
    """The parts that have lines as one text, with a rule between each two."""
    filled = [part for part in parts if part]
    lines = [line for each in filled for line in ("-" * columns, *each)][1:]
    return "".join(f"{line}\n" for line in lines)
