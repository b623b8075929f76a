"""What a cashier types in one line: `3*TEA`, `1,5`, `10%`, `card 200`, `12.50`; read exactly, never guessed.

Numbers are in the manner of the shop's locale. What could mean two things is answered as both, or refused
with a question. A scan that lands in a field for figures is refused: thirteen digits are a barcode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from tillbook.core.amounts import Currency, NotANumber, TooLarge, TooPrecise
from tillbook.core.barcode import is_gtin
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.locale_money import format_money, parse_money
from tillbook.core.quantity import QUANTITY_MILLI_MAX, format_quantity
from tillbook.core.stored_value import GIFT_CARD, STORE_CREDIT, STORED_VALUE, VOUCHERS, plain_code

TENDER_WORDS: Final = ("cash", "card", "upi", *STORED_VALUE)
REFERENCE_LENGTH_MAX: Final = 64
NOTES_MAX: Final = 3

# A quantity is read as an amount of a currency with three decimals: the separators are the same.
_THOUSANDTHS: Final = Currency(code="XXX", digits=3)
_SHORT: Final = {
    "c": "card",
    "u": "upi",
    "g": GIFT_CARD,
    "gift": GIFT_CARD,
    "giftcard": GIFT_CARD,
    "s": STORE_CREDIT,
    "store": STORE_CREDIT,
}
"""What else tenders are called where they are typed."""

_ONE_SPACE: Final = re.compile(r"\s+")
_STAR: Final = re.compile(r"\s*[*×]\s*")
_NUMBER: Final = re.compile(r"\d[\d.,'’]*")
_ROUND: Final = (1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 50_000, 100_000)


class BarcodeScanned(Refusal):
    """A barcode came where a figure was asked for."""

    code: ClassVar[str] = "barcode_scanned"


class QuantityInvalid(Refusal):
    """No quantity that can be sold."""

    code: ClassVar[str] = "quantity_invalid"


class TenderUnclear(Refusal):
    """No means of payment that is known here."""

    code: ClassVar[str] = "tender_unclear"


class AmountInvalid(Refusal):
    """An amount of nothing, or less."""

    code: ClassVar[str] = "amount_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way to read an entry: a code or a part of a name, and the quantity as typed, "" where none was."""

    code: str
    quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTender:
    """A tender as typed; an amount of "" means all that is left to pay."""

    type: str
    amount: str = ""
    reference: str = ""


def entries(text: str) -> list[Entry]:
    """All ways to read what was typed for a product; the caller asks which codes there are.

    >>> [(e.code, e.quantity) for e in entries("3*TEA")]
    [('3*TEA', ''), ('TEA', '3')]
    >>> [(e.code, e.quantity) for e in entries("TEA 3")]
    [('TEA 3', ''), ('TEA', '3')]
    """
    line = _ONE_SPACE.sub(" ", text.strip())
    ways = [Entry(code=line)]
    left, star, right = _parted(line)
    if star and left and right:
        ways += [Entry(code=right, quantity=left)] if _NUMBER.fullmatch(left) else []
        ways += [Entry(code=left, quantity=right)] if _NUMBER.fullmatch(right) else []
        return ways
    code, _, quantity = line.rpartition(" ")
    if code and _NUMBER.fullmatch(quantity):
        ways.append(Entry(code=code, quantity=quantity))
    return ways


def _parted(line: str) -> tuple[str, bool, str]:
    found = _STAR.search(line)
    if found is None:
        return line, False, ""
    return line[: found.start()], True, line[found.end() :]


def refuse_barcode(text: str) -> None:
    """A scan never becomes a figure.

    Raises:
        BarcodeScanned: eight digits or more with the check digit of a barcode.
    """
    if is_gtin(text.strip()):
        raise BarcodeScanned(f"{text.strip()} is a barcode, not a figure; type the figure, with decimals if it is one.")


def read_count(text: str, locale: str) -> int:
    """A quantity above 0 in thousandths.

    >>> read_count("1,5", "de_DE"), read_count("2", "en_IN")
    (1500, 2000)

    Raises:
        QuantityInvalid, AmbiguousAmount, BarcodeScanned: saying what to type.
    """
    refuse_barcode(text)
    milli = _thousandths(text, locale, what="a quantity")
    if milli <= 0:
        raise QuantityInvalid("A quantity is more than 0.")
    return milli


def _thousandths(text: str, locale: str, *, what: str) -> int:
    try:
        milli = parse_money(text, _THOUSANDTHS, locale)
    except TooPrecise as wrong:
        raise QuantityInvalid(f"{what.capitalize()} has at most 3 digits after the decimal separator.") from wrong
    except TooLarge as wrong:
        most = format_quantity(QUANTITY_MILLI_MAX)
        raise QuantityInvalid(f"{what.capitalize()} is at most {most}.") from wrong
    except NotANumber as wrong:
        raise QuantityInvalid(f"{text[:40]!r} is not {what}; type a number such as 2.") from wrong
    return milli


def read_amount(text: str, currency: Currency, locale: str) -> int:
    """An amount above 0 in minor units.

    Raises:
        BarcodeScanned, AmountInvalid, AmbiguousAmount, NotANumber, TooPrecise, TooLarge: saying what to type.
    """
    refuse_barcode(text)
    minor = parse_money(text, currency, locale)
    if minor <= 0:
        raise AmountInvalid(
            f"An amount is more than 0, such as {format_money(100 * 10**currency.digits, currency, locale)}."
        )
    return minor


def read_discount(text: str, currency: Currency, locale: str) -> Discount | None:
    """`10%` or an amount; 0 means none.

    Raises:
        BarcodeScanned, DiscountInvalid, DiscountTooLarge, AmbiguousAmount and those of a number.
    """
    line = text.strip()
    refuse_barcode(line)
    if line.endswith(("%", "٪", "％")):
        milli = _thousandths(line[:-1], locale, what="a percentage")
        return Discount(percent=Decimal(milli).scaleb(-3)) if milli else None
    minor = parse_money(line, currency, locale)
    return Discount(amount_minor=minor) if minor else None


def read_tender(text: str) -> TypedTender:
    """`500`, `card`, `card 200`, `upi 200 REFERENCE`, `credit`, `gift CODE`; a figure alone is cash.

    >>> read_tender("c 200").type, read_tender("UPI 99 abc").reference
    ('card', 'abc')
    >>> read_tender("gift 0000 0000 0000 0000 0000").reference
    '0000 0000 0000 0000 0000'

    Raises:
        TenderUnclear: naming the means there are.
    """
    word, _, rest = _ONE_SPACE.sub(" ", text.strip()).partition(" ")
    if not word[:1].isalpha():
        return TypedTender(type="cash", amount=text.strip())
    kind = _SHORT.get(word.casefold(), word.casefold())
    if kind not in TENDER_WORDS:
        if any(character.isdecimal() for character in text):
            return TypedTender(type="cash", amount=text.strip())
        raise TenderUnclear(
            f"{word[:20]!r} is no means of payment; type an amount of cash, or card, upi, credit, gift or store."
        )
    if kind in VOUCHERS and plain_code(rest) is not None:
        return TypedTender(type=kind, reference=rest)
    amount, _, reference = rest.partition(" ")
    return TypedTender(type=kind, amount=amount, reference=reference.strip()[:REFERENCE_LENGTH_MAX])


def round_notes(due_minor: int, currency: Currency) -> tuple[int, ...]:
    """Round sums that somebody is likely to hand over for what is due: more than it, rising.

    >>> round_notes(28500, Currency.of("INR"))
    (29000, 30000, 50000)
    """
    sums: list[int] = []
    for step in _ROUND:
        size = step * 10**currency.digits
        if size * 50 < due_minor:
            continue
        near = -(-due_minor // size) * size
        if near > due_minor and near not in sums:
            sums.append(near)
    usual = [near for near in sums if near <= due_minor * 6] or sums[:1]
    return tuple(sorted(usual)[:NOTES_MAX])
