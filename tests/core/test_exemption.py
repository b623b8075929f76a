"""Who pays no tax pays exactly what everybody pays without the tax in it, promotions and all (P1, P3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.exemption import exempted, without_taxes
from tillbook.core.pricing import Cart, CartLine, Promoted, amount_of, price
from tillbook.core.rounding import RoundingMode
from tillbook.core.tax import Tax

EUR = Currency.of("EUR")
HALF_UP = RoundingMode.half_up


def vat(rate: str, *, included: bool = True) -> Tax:
    return Tax(name="VAT", rate=Decimal(rate), included=included)


def off(*amounts: int) -> tuple[Promoted, ...]:
    return tuple(
        Promoted(promotion_id=number, name=f"P{number}", amount_minor=amount)
        for number, amount in enumerate(amounts, 1)
    )


def line(unit_price: str, *amounts: int, milli: int = 1_000, taxes: tuple[Tax, ...] = ()) -> CartLine:
    return CartLine(
        product="TEA",
        quantity_milli=milli,
        unit_price=Decimal(unit_price),
        promotions=off(*amounts),
        taxes=taxes or (vat("19"),),
    )


def paid(of: CartLine) -> int:
    return price(Cart(currency=EUR, lines=(of,))).total_minor


def test_an_amount_off_is_of_the_price_that_everybody_sees() -> None:
    exempt = exempted(line("119.00", 11_90), EUR, HALF_UP)

    assert (exempt.unit_price, exempt.taxes) == (Decimal(100), ())
    assert [part.amount_minor for part in exempt.promotions] == [10_00]
    assert paid(exempt) == 90_00


def test_several_promotions_share_what_is_taken_off_by_what_they_took() -> None:
    exempt = exempted(line("119.00", 10_00, 20_00), EUR, HALF_UP)

    # 89.00 / 1.19 = 74.789…: 25.21 was taken off, a third and two thirds of it.
    assert paid(exempt) == 74_79
    assert [(part.name, part.amount_minor) for part in exempt.promotions] == [("P1", 8_40), ("P2", 16_81)]


def test_what_is_free_is_free_for_who_is_exempt() -> None:
    exempt = exempted(line("0.99", 2_97, milli=3_000), EUR, HALF_UP)

    assert [part.amount_minor for part in exempt.promotions] == [2_50]
    assert paid(exempt) == 0


def test_taxes_by_the_unit_and_on_top_of_others_are_taken_out_too() -> None:
    deposit = Tax(name="Deposit", per_unit=Decimal("0.25"), included=True)
    cess = Tax(name="Cess", rate=Decimal(10), compound=True, included=True)
    taxes = (vat("20"), deposit, cess)

    # 11.00 + 2.20 + 0.25 and a tenth of it on top are 14.795.
    assert without_taxes(Decimal("14.795"), taxes) == Decimal(11)
    # Two for 29.59 less 2.64 are 26.95: 20.00 + 4.00 + 0.50 and a tenth of it on top.
    exempt = exempted(line("14.795", 2_64, milli=2_000, taxes=taxes), EUR, HALF_UP)
    assert paid(exempt) == 20_00


def test_a_tax_on_top_is_left_away_and_the_promotion_stays_what_it_is() -> None:
    exempt = exempted(line("100.00", 10_00, taxes=(vat("19", included=False),)), EUR, HALF_UP)

    assert (exempt.unit_price, exempt.promotions, exempt.taxes) == (Decimal("100.00"), off(10_00), ())


def test_a_compound_tax_inside_a_price_is_taken_of_the_tax_on_top_before_it_too() -> None:
    taxes = (vat("10", included=False), Tax(name="Cess", rate=Decimal(10), compound=True, included=True))

    # The price is 100 and a tenth of 110; the tax on top is no part of it.
    assert without_taxes(Decimal(111), taxes) == Decimal(100)


RATES = st.sampled_from(["0", "2.5", "5", "7.7", "12", "18", "19", "28", "100"])


@given(
    st.decimals("0.01", "9999.99", places=2),
    st.integers(1, 50_000),
    RATES,
    st.lists(st.integers(1, 100), max_size=3),
    st.sampled_from(list(RoundingMode)),
)
def test_the_exempt_pay_what_promotions_leave_without_its_tax(
    unit_price: Decimal, milli: int, rate: str, parts: list[int], mode: RoundingMode
) -> None:
    bare = line(str(unit_price), milli=milli, taxes=(vat(rate),))
    whole = amount_of(bare, EUR, mode)
    wanted = [amount for part in parts if (amount := whole * part // (100 * len(parts)))]
    seen = line(str(unit_price), *wanted, milli=milli, taxes=(vat(rate),))

    exempt = exempted(seen, EUR, mode)

    left = Fraction(whole - sum(wanted)) / (1 + Fraction(rate) / 100)
    pays = amount_of(exempt, EUR, mode) - sum(part.amount_minor for part in exempt.promotions)
    assert all(part.amount_minor > 0 for part in exempt.promotions)
    assert pays >= 0
    if exempt.promotions:
        assert abs(pays - left) < 1
    else:
        # Nothing was taken off, or too little for a whole minor unit to be left of it.
        assert sum(wanted) <= 2 + 2 * Fraction(rate) / 100
