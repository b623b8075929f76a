"""Amounts as people read and type them, in the manner of their locale (CLDR through Babel).

The problem: a separator means thousands in one place and decimals in another, and a wrong guess is a
hundredfold or thousandfold mistake in the till. The choice: what `format_money` writes, `parse_money` reads
back as the same amount in every locale; what could mean two amounts is refused with a question. Digits are
those of the locale's own script, and any script's digits are read. The limit: amounts in words ("two rupees")
are not read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tillbook.core.amounts import Currency, NotANumber, TooPrecise, bounded, format_minor
from tillbook.core.errors import Refusal

LENGTH_MAX = 80
"""Characters that a typed amount may have: far more than the longest that is written."""

# Zero of each decimal script that is some locale's default (CLDR, common/supplemental/numberingSystems.xml).
_ZEROS = {
    "adlm": 0x1E950,
    "arab": 0x660,
    "arabext": 0x6F0,
    "beng": 0x9E6,
    "cakm": 0x11136,
    "deva": 0x966,
    "hmnp": 0x1E140,
    "latn": 0x30,
    "mtei": 0xABF0,
    "mymr": 0x1040,
    "nkoo": 0x7C0,
    "olck": 0x1C50,
    "rohg": 0x10D30,
    "tibt": 0xF20,
}
NO_BREAK = "\u00a0"
_DIGITS = frozenset("0123456789")
_APOSTROPHES = "'’ʼ"
_MINUSES = "-−‐‑"
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHAPE = re.compile(r"[0-9]*(?:[^0-9][0-9]+)*")


class AmbiguousAmount(Refusal):
    """What was typed can be read as two amounts; the message asks which one is meant."""

    code = "ambiguous_amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How one locale writes one currency."""

    zero: int
    decimal: str
    group: str
    minus: str
    groups: tuple[int, int]
    prefix: str
    suffix: str
    names: tuple[str, ...]


@lru_cache(maxsize=256)
def _manner(currency: Currency, name: str) -> _Manner:
    # A tenth of a second on a slow machine, and most commands print no amount for people: only then.
    from babel import Locale  # noqa: PLC0415  (loaded only where people read amounts)
    from babel.numbers import get_currency_symbol  # noqa: PLC0415

    locale = Locale.parse(name.replace("-", "_"))
    system = locale.default_numbering_system
    if system not in _ZEROS or system not in locale.number_symbols:
        system = "latn"
    symbols = locale.number_symbols.get(system) or locale.number_symbols["latn"]
    pattern = locale.currency_formats["standard"]
    symbol = get_currency_symbol(currency.code, locale)
    return _Manner(
        zero=_ZEROS[system],
        decimal=symbols.get("decimal", "."),
        group=symbols.get("group", ","),
        minus=symbols.get("minusSign", "-"),
        groups=pattern.grouping,
        prefix=_affix(pattern.prefix[0], symbol, currency.code, before=True),
        suffix=_affix(pattern.suffix[0], symbol, currency.code, before=False),
        names=tuple(sorted({symbol, currency.code}, key=len, reverse=True)),
    )


def _affix(part: str, symbol: str, code: str, *, before: bool) -> str:
    """What stands before or after the number, with the symbol in its place."""
    plain = part.replace("'", "").replace("¤¤", code).replace("¤", symbol)
    # A symbol made of letters keeps a blank from the digits (CLDR: currencySpacing), as in "CHF 5.00".
    if before:
        return plain + NO_BREAK if plain[-1:].isalpha() else plain
    return NO_BREAK + plain if plain[:1].isalpha() else plain


def format_money(minor: int, currency: Currency, locale: str) -> str:
    """An amount for people: symbol, grouping and digits of the locale, all digits of the currency's minor
    unit.

    >>> format_money(12345650, Currency.of("INR"), "en_IN")
    '₹1,23,456.50'
    """
    manner = _manner(currency, locale)
    whole, _, fraction = format_minor(abs(minor), currency).partition(".")
    text = _grouped(whole, manner) + (manner.decimal + fraction if fraction else "")
    if manner.zero != 0x30:
        text = "".join(chr(manner.zero + int(c)) if "0" <= c <= "9" else c for c in text)
    return f"{manner.minus if minor < 0 else ''}{manner.prefix}{text}{manner.suffix}"


def _grouped(whole: str, manner: _Manner) -> str:
    size, size_next = manner.groups
    if size >= 1000:
        return whole
    parts = []
    while len(whole) > size:
        parts.append(whole[-size:])
        whole, size = whole[:-size], size_next
    return manner.group.join([whole, *reversed(parts)])


def parse_money(text: str, currency: Currency, locale: str) -> int:
    """What a person typed, in minor units; exact, never guessed.

    Takes the locale's separators, the symbol or the code of the currency before or after, digits of any
    script, and fewer decimals than the currency has. May be negative: whoever asks says what is allowed.

    >>> parse_money("1.234,50 €", Currency.of("EUR"), "de")
    123450

    Raises: AmbiguousAmount where a separator of thousands may have been meant as the decimal one; NotANumber;
    TooPrecise; TooLarge.
    """
    manner = _manner(currency, locale)
    if len(text) > LENGTH_MAX:
        raise _not_an_amount(currency, locale)
    negative, body = _bare(text, manner)
    if not body or not _SHAPE.fullmatch(body) or body[0] not in {*_DIGITS, manner.decimal}:
        raise _not_an_amount(currency, locale)
    whole, fraction = _parts(body, currency, locale, manner)
    minor = _minor(whole, fraction, currency)
    return bounded(-minor if negative else minor, currency)


def _bare(text: str, manner: _Manner) -> tuple[bool, str]:
    """Sign and number in ASCII digits, without marks, symbol and outer blanks; every inner blank is " "."""
    rest = _plain(text)
    names = [_plain(name) for name in manner.names]
    minuses = _MINUSES + _MARKS.sub("", manner.minus)
    negative = False
    for _ in range(3):
        rest = rest.strip()
        for name in names:
            if name and rest.startswith(name):
                rest = rest[len(name) :]
            elif name and rest.endswith(name):
                rest = rest[: -len(name)]
        rest = rest.strip()
        if not negative and rest and rest[0] in minuses:
            negative, rest = True, rest[1:]
        elif not negative and rest and rest[-1] in minuses:
            negative, rest = True, rest[:-1]
    return negative, rest


def _plain(text: str) -> str:
    return "".join(_ascii(c) for c in _MARKS.sub("", text))


def _ascii(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return " " if unicodedata.category(character) == "Zs" else character


def _parts(body: str, currency: Currency, locale: str, manner: _Manner) -> tuple[str, str]:
    """The digits before and after the decimal separator, once grouping was found to be that of the locale."""
    group = _plain(manner.group)
    head, found, fraction = body.partition(manner.decimal)
    separators = set(head + fraction) - _DIGITS
    if not separators:
        return head or "0", fraction
    separator = separators.pop()
    parts = head.split(separator)
    if separators or not set(fraction) <= _DIGITS:
        raise _not_an_amount(currency, locale)
    if separator not in (_APOSTROPHES if group in _APOSTROPHES else group):
        raise (_ambiguous(parts, currency, manner, body) if separator in ".," else _not_an_amount(currency, locale))
    if not _well_grouped(parts, manner.groups) or (not found and _could_be_decimals(parts, separator, currency)):
        raise _ambiguous(parts, currency, manner, body)
    return "".join(parts), fraction


def _well_grouped(parts: list[str], groups: tuple[int, int]) -> bool:
    """As the locale groups (12,34,567 in India), or by threes throughout."""
    sizes = [len(part) for part in parts]
    return any(
        sizes[-1] == last and all(size == inner for size in sizes[1:-1]) and 1 <= sizes[0] <= inner
        for last, inner in (groups, (3, 3))
    )


def _could_be_decimals(parts: list[str], separator: str, currency: Currency) -> bool:
    """One group of three after what elsewhere separates decimals: `1.234`, or `1,234` in dinars."""
    if len(parts) != 2 or currency.digits == 0:
        return False
    return separator == "." or (separator == "," and currency.digits >= 3)


def _minor(whole: str, fraction: str, currency: Currency) -> int:
    digits = currency.digits
    if len(fraction.rstrip("0")) > digits:
        raise TooPrecise(
            f"{currency.code} has {digits} digits after the decimal separator; write no more."
            if digits
            else f"{currency.code} has no digits after the decimal separator; write whole {currency.code}."
        )
    return int(whole + fraction[:digits].ljust(digits, "0"))


def _ambiguous(parts: list[str], currency: Currency, manner: _Manner, body: str) -> AmbiguousAmount:
    large = "".join(parts)
    if not currency.digits:
        return AmbiguousAmount(f"Is {body} meant as {large}? {currency.code} has no decimals; write it that way.")
    small = f"{''.join(parts[:-1])}{manner.decimal}{parts[-1][: currency.digits]}"
    return AmbiguousAmount(f"Is {body} meant as {large} or as {small}? Write it that way.")


def _not_an_amount(currency: Currency, locale: str) -> NotANumber:
    example = format_money(1234 * 10**currency.digits, currency, locale)
    return NotANumber(f"not an amount; write it as {example}")
