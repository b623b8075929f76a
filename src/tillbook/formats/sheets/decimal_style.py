"""Is `1.234` one and a bit, or a thousand? Decided over a whole column, or asked; never guessed.

In one file all numbers of a column are written by one program in one style, so a single cell that can be
read only one way decides for all: `1,50` has a decimal comma, `1.234.567` groups by points and so has one
too, `0.125` and `1234.567` have a decimal point. A column of nothing but `1.234` (one to three digits, not
zero, a sign, three digits) decides nothing, and is refused with the question. A column with proof of both
is refused as well.

Numbers may be grouped by the other sign, a blank (also unbroken or thin), or an apostrophe, in threes or as
India does (`1,23,456.50`), and may carry a currency sign.
"""

from __future__ import annotations

import re
from typing import Final, Literal

DecimalSign = Literal[".", ","]

NUMBER_LENGTH_MAX: Final = 60

# A blank, unbroken, thin and narrow ones, and apostrophes: signs that group and never mark decimals.
_NEUTRAL: Final = "\u0020\u00a0\u2009\u202f'\u2019"
_plain: Final = re.compile(r"-?[0-9]+", re.ASCII)
_plain_point: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_plain_comma: Final = re.compile(r"-?[0-9]+(?:,[0-9]+)?", re.ASCII)
_around: Final = re.compile(r"^[\s\u20a0-\u20cf$\u00a2-\u00a5]+|[\s\u20a0-\u20cf$\u00a2-\u00a5]+$")
_ambiguous: Final = re.compile(r"-?[1-9][0-9]{0,2}([.,])[0-9]{3}", re.ASCII)


def _grouped(group: str, decimal: str) -> re.Pattern[str]:
    """Numbers with this decimal sign: no groups, groups of three, or India's (three, then twos)."""
    sign, neutral = re.escape(group), re.escape(_NEUTRAL)
    threes = rf"[1-9][0-9]{{0,2}}(?:(?P<by>[{sign}{neutral}])[0-9]{{3}})(?:(?P=by)[0-9]{{3}})*"
    twos = rf"[1-9][0-9]?(?:{sign}[0-9]{{2}})+{sign}[0-9]{{3}}"
    return re.compile(
        rf"(?P<minus>-?)(?P<whole>{threes}|{twos}|[0-9]*)(?:{re.escape(decimal)}(?P<fraction>[0-9]+))?",
        re.ASCII,
    )


_PATTERNS: Final[dict[DecimalSign, re.Pattern[str]]] = {".": _grouped(",", "."), ",": _grouped(".", ",")}
_not_digits: Final = re.compile(r"[^0-9]+")


def proves(text: str) -> DecimalSign | None:
    """The decimal sign that this number must have; none where either would do, or where it is no number.

    >>> proves("1,50"), proves("1.234.567"), proves("1.234"), proves("12")
    (',', ',', None, None)
    """
    if _plain.fullmatch(text) or len(text) > NUMBER_LENGTH_MAX:
        return None
    number = stripped(text)
    if _plain.fullmatch(number) or _ambiguous.fullmatch(number):
        return None
    point, comma = plain_number(number, "."), plain_number(number, ",")
    if point == comma:
        return None
    if comma is None:
        return "."
    return "," if point is None else None


def is_ambiguous(text: str) -> bool:
    """Whether this is a number that reads differently with either decimal sign: `1.234`, `1,234`."""
    return len(text) <= NUMBER_LENGTH_MAX and _ambiguous.fullmatch(stripped(text)) is not None


def plain_number(text: str, decimal: DecimalSign) -> str | None:
    """The number in plain ASCII with a point, read with this decimal sign; none where that is no number.

    >>> plain_number("1.234,50", ","), plain_number("₹ 1,23,456.50", "."), plain_number("1,5", ".")
    ('1234.50', '123456.50', None)
    """
    if len(text) > NUMBER_LENGTH_MAX:
        return None
    if decimal == "." and _plain_point.fullmatch(text):
        return text
    if decimal == "," and _plain_comma.fullmatch(text):
        return text.replace(",", ".")
    match = _PATTERNS[decimal].fullmatch(stripped(text))
    if not match:
        return None
    whole, fraction = _not_digits.sub("", match["whole"]), match["fraction"]
    if not whole and not fraction:
        return None
    return f"{match['minus']}{whole or '0'}" + (f".{fraction}" if fraction else "")


def stripped(text: str) -> str:
    """Without blanks and currency signs around it."""
    return _around.sub("", text)
