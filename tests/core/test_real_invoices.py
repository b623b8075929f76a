"""The official examples of e-invoices state their tax; so do we, from their sums."""

from __future__ import annotations

import os
import tarfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tillbook.core.money import Currency
from tillbook.core.pricing import Cart, CartLine, price
from tillbook.core.tax import Tax, TaxRounding

DATA = os.environ.get("TILLBOOK_DATA")

# States 27 % of 69180.00 as whole forints, which EN 16931 does not ask for.
OTHERWISE = {"examples/en16931_cii/huf_example_cii.xml"}


def breakdowns(archive: Path) -> Iterator[tuple[str, str, str, str]]:
    """File, taxable amount, rate and tax (BT-116, BT-119, BT-117) of each tax of each invoice, UBL or CII."""
    with tarfile.open(archive) as files:
        for member in files:
            content = files.extractfile(member)
            if content is None or not member.name.endswith(".xml"):
                continue
            for element in ET.fromstring(content.read()).iter():
                parts = {part.tag.rpartition("}")[2]: (part.text or "").strip() for part in element.iter()}
                kind = element.tag.rpartition("}")[2]
                if kind == "TaxSubtotal" and parts.get("Percent"):
                    yield member.name, parts["TaxableAmount"], parts["Percent"], parts["TaxAmount"]
                if kind == "ApplicableTradeTax" and {"BasisAmount", "CalculatedAmount"} <= set(parts):
                    rate = parts.get("RateApplicablePercent") or parts.get("ApplicablePercent")
                    if rate:
                        yield member.name, parts["BasisAmount"], rate, parts["CalculatedAmount"]


@pytest.mark.real
@pytest.mark.skipif(not DATA, reason="TILLBOOK_DATA names no folder with e-invoices")
def test_the_tax_of_every_official_invoice_is_what_rounding_by_sum_gives() -> None:
    checked = 0
    for name, taxable, rate, stated in breakdowns(Path(DATA or "") / "einvoice_examples.tar.xz"):
        sold = CartLine(
            product="all",
            quantity_milli=1000,
            unit_price=abs(Decimal(taxable)),
            taxes=(Tax(name="VAT", rate=Decimal(rate)),),
        )
        priced = price(Cart(currency=Currency.of("EUR"), lines=(sold,), tax_rounding=TaxRounding.sum_by_net))
        if name not in OTHERWISE:
            assert priced.tax_minor == abs(Decimal(stated)) * 100, name
            checked += 1
    assert checked >= 100
