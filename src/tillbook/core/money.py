"""Money: amounts are whole minor units of a currency; this page gathers what speaks of them.

`amounts` has the plain text of JSON and files, `locale_money` what people read and type, `rounding` the five
modes.
"""

from __future__ import annotations

from tillbook.core.amounts import (
    AMOUNT_MINOR_MAX,
    DECIMALS_MAX,
    Currency,
    NotANumber,
    TooLarge,
    TooPrecise,
    UnknownCurrency,
    bounded,
    format_exact,
    format_minor,
    parse_decimal,
    to_minor,
)
from tillbook.core.locale_money import AmbiguousAmount, format_money, parse_money
from tillbook.core.rounding import RoundingMode, round_to_int

__all__ = [
    "AMOUNT_MINOR_MAX",
    "DECIMALS_MAX",
    "AmbiguousAmount",
    "Currency",
    "NotANumber",
    "RoundingMode",
    "TooLarge",
    "TooPrecise",
    "UnknownCurrency",
    "bounded",
    "format_exact",
    "format_minor",
    "format_money",
    "parse_decimal",
    "parse_money",
    "round_to_int",
    "to_minor",
]
