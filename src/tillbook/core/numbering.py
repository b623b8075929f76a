"""How a document's number is written (P10)."""

from __future__ import annotations

from typing import ClassVar

from tillbook.core.calendar import fiscal_year_label
from tillbook.core.errors import Refusal

NUMBER_LENGTH_MAX = 16
"""Source: India, CGST Rules 2017, rule 46(b): at most sixteen characters, letters, digits, hyphen and slash."""

OFFICE_PREFIXES = {
    "receipt": "GR",
    "adjustment": "AD",
    "import": "IM",
    "settings": "ST",
    "staff": "SF",
    "register": "RG",
    "prices": "PR",
    "promotion": "PM",
    "credit_limit": "CL",
    "copy": "CP",
}
"""What stands before the year for each kind of document of the office."""

REGISTER_SUFFIXES = {"sale": "", "credit_note": "C", "opening": "O", "cash": "M", "z": "Z", "payment": "P"}
"""What stands behind the register's code for each kind of document that a register issues."""


class SeriesFull(Refusal):
    """No number of at most sixteen characters is left in this fiscal year."""

    code: ClassVar[str] = "series_full"


def document_number(*, kind: str, chain: str, year: int, first_month: int, sequence: int, country: str) -> str:
    """The number of the `sequence`-th document of a kind in the fiscal year that starts in `year`.

    >>> document_number(kind="sale", chain="1", year=2026, first_month=1, sequence=42, country="DE")
    '1-26-000042'
    >>> document_number(kind="sale", chain="R1", year=2026, first_month=4, sequence=123, country="IN")
    'R1/26-27/000123'
    >>> document_number(kind="receipt", chain="office", year=2026, first_month=4, sequence=7, country="IN")
    'GR/26-27/000007'

    Raises:
        SeriesFull: the number would be longer than sixteen characters.
    """
    assert sequence >= 1, "numbers start at 1"
    separator = "/" if country == "IN" else "-"
    opening = OFFICE_PREFIXES[kind] if kind in OFFICE_PREFIXES else chain + REGISTER_SUFFIXES[kind]
    parts = (opening, fiscal_year_label(year, first_month), f"{sequence:06}")
    number = separator.join(parts)
    if len(number) > NUMBER_LENGTH_MAX:
        raise SeriesFull(f"The number {number} is longer than {NUMBER_LENGTH_MAX} characters; open another register.")
    return number
