"""Barcodes: standard ones with a check digit, and in-store ones that carry a weight or a price.

The problem: one product's number is printed as 8, 12, 13 or 14 digits, and scanners add or drop the leading
zero; a label from the shop's scales has the product and its weight or price in one code, and each shop's
scales lay it out in their own way.

The choice: codes are compared in one form, 14 digits, as GS1 has it for data bases. In-store codes are read
by patterns that the shop writes down:

    2{item:5}{weight:5}{check}       12 digits: 2, five of the item, five of grams, the check digit
    02{item:5}{price:5}{check}       13 digits: 02, five of the item, a price with two decimals, check digit
    21{item:4}{skip:1}{price:5.0}{check}     a digit that is not looked at; a price in whole units

A field is `{name:digits}` or `{name:digits.decimals}`: `item` once; `weight` (3 decimals unless said; of the
product's unit) or `price` (2 decimals unless said) once; `skip` anywhere; `{check}` last or not at all. A
pattern opens with at least one digit of its own, or it would take every code for its own.

Source: GS1 General Specifications: restricted circulation numbers (prefixes 02 and 20 to 29), GTIN as 14
digits with leading zeros, standard check digit calculation (section 7.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stdnum import ean

from tillbook.core.errors import Refusal

GTIN_LENGTHS: Final = (8, 12, 13, 14)
PATTERN_LENGTH_MAX: Final = 32
EXAMPLE: Final = "2{item:5}{weight:5}{check}"

_digits: Final = re.compile(r"[0-9]+", re.ASCII)
_part: Final = re.compile(r"([0-9]+)|\{([a-z]+)(?::([0-9]{1,2})(?:\.([0-9]))?)?\}", re.ASCII)
_DECIMALS: Final = {"weight": 3, "price": 2}
_DECIMALS_MAX: Final = {"weight": 3, "price": 6}


class PatternRefused(Refusal):
    code = "barcode_pattern_invalid"


class Misread(Refusal):
    code = "barcode_misread"


class DoesNotFit(Refusal):
    code = "barcode_does_not_fit"


def is_gtin(code: str) -> bool:
    """Whether `code` is a GTIN of 8, 12, 13 or 14 digits with the right check digit.

    >>> is_gtin("4006381333931"), is_gtin("4006381333932"), is_gtin("036000291452")
    (True, False, True)
    """
    if len(code) not in GTIN_LENGTHS or not _digits.fullmatch(code):
        return False
    # What stdnum's `ean.is_valid` says, ten times faster: an import asks it of every row.
    return (sum(map(int, code[-1::-2])) + 3 * sum(map(int, code[-2::-2]))) % 10 == 0


def check_digit(digits: str) -> str:
    """The check digit that makes a GTIN of these 7, 11, 12 or 13 digits.

    >>> check_digit("400638133393")
    '1'
    """
    assert _digits.fullmatch(digits), "a check digit is of digits"
    return str(ean.calc_check_digit(digits))


def comparable(code: str) -> str:
    """The form in which codes are compared: GTINs as 14 digits, anything else as it is without outer blanks.

    >>> comparable("036000291452"), comparable("0036000291452"), comparable(" tea-7 ")
    ('00036000291452', '00036000291452', 'tea-7')
    """
    code = code.strip()
    return code.zfill(14) if is_gtin(code) else code


@dataclass(frozen=True, slots=True, kw_only=True)
class InStoreCode:
    """What an in-store code says: the item's digits (leading zeros kept), and its quantity or its price."""

    item: str
    quantity_milli: int | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A run of digits in a pattern; `name` is "" for digits of the pattern's own."""

    name: str
    start: int
    length: int
    digits: str = ""
    decimals: int = 0

    def of(self, code: str) -> str:
        return code[self.start : self.start + self.length]


@dataclass(frozen=True, slots=True, kw_only=True)
class InStorePattern:
    """How one kind of in-store code is laid out; made by `read_pattern`."""

    text: str
    fields: tuple[Field, ...]
    length: int

    def matches(self, code: str) -> bool:
        """Whether `code` has this pattern's length and own digits; its check digit may still be wrong."""
        return (
            len(code) == self.length
            and bool(_digits.fullmatch(code))
            and all(field.of(code) == field.digits for field in self.fields if not field.name)
        )

    def decode(self, code: str) -> InStoreCode:
        """What a code that matches says.

        Raises:
            Misread: its check digit is wrong.
        """
        assert self.matches(code), "only a code that matches can be decoded"
        named = {field.name: field for field in self.fields}
        if "check" in named and check_digit(code[:-1]) != code[-1]:
            raise Misread(f"The check digit of {code} is wrong; scan it again or type the number.")
        item = named["item"].of(code)
        if "weight" in named:
            weight = named["weight"]
            return InStoreCode(item=item, quantity_milli=int(weight.of(code)) * 10 ** (3 - weight.decimals))
        price = named["price"]
        return InStoreCode(item=item, price=Decimal(int(price.of(code))).scaleb(-price.decimals))

    def encode(self, meant: InStoreCode) -> str:
        """The code that says this; digits that are not looked at are 0.

        Raises:
            DoesNotFit: the item, weight or price has more digits than the pattern, or is of the other kind.
        """
        digits = "".join(self._written(field, meant) for field in self.fields)
        return digits + check_digit(digits) if self.fields[-1].name == "check" else digits

    def _written(self, field: Field, meant: InStoreCode) -> str:
        if field.name in ("", "skip", "check"):
            return field.digits
        if field.name == "item":
            digits = meant.item
        else:
            digits = str(self._scaled(field, meant))
        if not _digits.fullmatch(digits) or len(digits) > field.length:
            raise DoesNotFit(f"The {field.name} {digits} has no room in {field.length} digits of {self.text}.")
        return digits.zfill(field.length)

    def _scaled(self, field: Field, meant: InStoreCode) -> int:
        if field.name == "weight" and meant.quantity_milli is not None:
            value = Decimal(meant.quantity_milli).scaleb(-3)
        elif field.name == "price" and meant.price is not None:
            value = meant.price
        else:
            raise DoesNotFit(f"The pattern {self.text} carries a {field.name}, which is not given.")
        scaled = value.scaleb(field.decimals)
        if scaled != int(scaled):
            raise DoesNotFit(f"The {field.name} {value} has more than {field.decimals} decimals.")
        return int(scaled)


def read_pattern(text: str) -> InStorePattern:
    """The pattern that `text` writes down, in the notation that this module opens with.

    >>> read_pattern("2{item:5}{weight:5}{check}").decode("212345012345")
    InStoreCode(item='12345', quantity_milli=1234, price=None)

    Raises:
        PatternRefused: saying what is wrong with it.
    """
    fields: list[Field] = []
    start = end = 0
    for part in _part.finditer(text):
        if part.start() != end:
            break
        end = part.end()
        fields.append(_read_field(part, start=start, text=text))
        start += fields[-1].length
    if end != len(text) or not text:
        raise _wrong(text, f"is unclear from character {end + 1} on; write it like {EXAMPLE}")
    _require_complete(text, fields)
    if start > PATTERN_LENGTH_MAX:
        raise _wrong(text, f"has {start} digits; at most {PATTERN_LENGTH_MAX} can be scanned")
    return InStorePattern(text=text, fields=tuple(fields), length=start)


def read_patterns(texts: Iterable[str]) -> tuple[InStorePattern, ...]:
    """All patterns of a shop; no code may match two of them.

    Raises:
        PatternRefused: one is wrong, or two of them take the same codes.
    """
    patterns: list[InStorePattern] = []
    for text in texts:
        pattern = read_pattern(text)
        for other in patterns:
            if _overlap(pattern, other):
                raise _wrong(text, f"takes codes that {other.text} takes too; give it another beginning or length")
        patterns.append(pattern)
    return tuple(patterns)


def decode_in_store(code: str, patterns: Sequence[InStorePattern]) -> InStoreCode | None:
    """What an in-store code says, or None for a code that is not one of this shop's.

    Raises:
        Misread: it has the form of one, but a wrong check digit.
    """
    for pattern in patterns:
        if pattern.matches(code):
            return pattern.decode(code)
    return None


def _read_field(part: re.Match[str], *, start: int, text: str) -> Field:
    digits, name, length, decimals = part.groups()
    if digits:
        return Field(name="", start=start, length=len(digits), digits=digits)
    if name == "check":
        if length is not None:
            raise _wrong(text, "gives {check} a length; it is always one digit")
        return Field(name=name, start=start, length=1)
    if name not in ("item", "weight", "price", "skip"):
        raise _wrong(text, f"has a field {{{name}}}; there are item, weight, price, skip and check")
    if length is None or int(length) == 0:
        raise _wrong(text, f"does not say how many digits {{{name}}} has; write it like {{{name}:5}}")
    if decimals is not None and (name not in _DECIMALS or int(decimals) > _DECIMALS_MAX[name]):
        raise _wrong(text, f"has decimals in {{{name}}}; weight has 0 to 3, price 0 to 6, others none")
    return Field(
        name=name,
        start=start,
        length=int(length),
        digits="0" * int(length) if name == "skip" else "",
        decimals=_DECIMALS.get(name, 0) if decimals is None else int(decimals),
    )


def _require_complete(text: str, fields: Sequence[Field]) -> None:
    names = [field.name for field in fields]
    if names[0]:
        raise _wrong(text, "does not begin with a digit, so it would take every code for its own")
    if names.count("item") != 1:
        raise _wrong(text, "needs {item} exactly once")
    if names.count("weight") + names.count("price") != 1:
        raise _wrong(text, "needs {weight} or {price} exactly once")
    if "check" in names[:-1]:
        raise _wrong(text, "has {check} before its end")


def _overlap(one: InStorePattern, other: InStorePattern) -> bool:
    if one.length != other.length:
        return False
    pairs = zip(_own_digits(one), _own_digits(other), strict=True)
    return all(a == b or "?" in (a, b) for a, b in pairs)


def _own_digits(pattern: InStorePattern) -> str:
    return "".join(field.digits if not field.name else "?" * field.length for field in pattern.fields)


def _wrong(text: str, reason: str) -> PatternRefused:
    return PatternRefused(f"The barcode pattern {text[:80]!r} {reason}.")
