"""Codes that a customer scans to pay, and other texts as QR codes.

A payment code asks for an amount; it says nothing of whether anybody paid.

Sources: NPCI, UPI Linking Specifications 1.6, section 3.1 (`upi://pay`: pa, pn, am, cu, tn); European Payments
Council, EPC069-12 version 2.1 (the code for a SEPA credit transfer), as segno writes it.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Final
from urllib.parse import quote, urlencode

import segno
from segno import helpers

from tillbook.core.amounts import Currency, format_minor

UPI_CURRENCY: Final = "INR"
EPC_CURRENCY: Final = "EUR"
UPI_NAME_MAX: Final = 50
UPI_NOTE_MAX: Final = 50
EPC_NAME_MAX: Final = 70
EPC_TEXT_MAX: Final = 140
EPC_AMOUNT_MINOR: Final = (1, 99_999_999_999)
"""Source: EPC069-12: from 0.01 to 999999999.99."""


def upi_uri(*, upi_id: str, name: str, amount_minor: int, note: str = "") -> str:
    """What a UPI app is asked to pay.

    >>> upi_uri(upi_id="shop@bank", name="Corner & Shop", amount_minor=19050)
    'upi://pay?pa=shop@bank&pn=Corner%20%26%20Shop&am=190.50&cu=INR'
    """
    parts = {
        "pa": upi_id,
        "pn": name[:UPI_NAME_MAX],
        "am": format_minor(amount_minor, Currency.of(UPI_CURRENCY)),
        "cu": UPI_CURRENCY,
        **({"tn": note[:UPI_NOTE_MAX]} if note else {}),
    }
    return f"upi://pay?{urlencode(parts, quote_via=quote, safe='@')}"


def upi_svg(*, upi_id: str, name: str, amount_minor: int, note: str = "") -> str:
    """`upi_uri` as a QR code."""
    return svg_of_text(upi_uri(upi_id=upi_id, name=name, amount_minor=amount_minor, note=note))


def epc_svg(*, iban: str, name: str, amount_minor: int, text: str) -> str:
    """A SEPA credit transfer as a QR code; the amount is within `EPC_AMOUNT_MINOR`."""
    code = helpers.make_epc_qr(
        name=name[:EPC_NAME_MAX],
        iban=iban,
        amount=Decimal(amount_minor).scaleb(-Currency.of(EPC_CURRENCY).digits),
        text=text[:EPC_TEXT_MAX],
        encoding="utf-8",
    )
    return _svg(code)


def svg_of_text(text: str) -> str:
    """A text as a QR code."""
    return _svg(segno.make_qr(text, error="m", boost_error=False))


def _svg(code: segno.QRCode) -> str:
    written = BytesIO()
    code.save(written, kind="svg", xmldecl=False, svgns=True, border=4, dark="#000", light="#fff", omitsize=True)
    return written.getvalue().decode()
