"""How money goes back: exactly, in cash or to what paid, rounded for cash as the whole sale would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.refunding import BeyondTender, NotPaidByThat, Refund, RefundNotExact, settle_refund
from tillbook.core.returns import BadReturn, PaidBy
from tillbook.core.tender import Tendered, settle
from tillbook.core.wanted_return import RefundTender

INR = Currency.of("INR")
VISA = PaidBy(type="card", reference="4711", paid_minor=100_00, given_back_minor=20_00)
OTHER = PaidBy(type="card", reference="0815", paid_minor=50_00)
CASH = PaidBy(type="cash", reference="", paid_minor=50_00)


def settled(total: int, *tenders: RefundTender, paid: tuple[PaidBy, ...] = (VISA, CASH), step: int = 1) -> Refund:
    return settle_refund(total, tenders, paid_by=paid, currency=INR, cash_increment_minor=step)


def test_without_tenders_it_goes_back_in_cash() -> None:
    refund = settled(12_34)

    assert refund.tenders == (Tendered(type="cash", amount_minor=12_34),)
    assert (refund.cash_rounding_minor, refund.refund_minor, refund.cash_minor) == (0, 12_34, 12_34)


def test_the_one_tender_without_an_amount_takes_the_rest_and_the_card_its_reference() -> None:
    refund = settled(50_00, RefundTender(type="cash", amount_minor=10_00), RefundTender(type="card"))

    assert refund.tenders == (
        Tendered(type="cash", amount_minor=10_00),
        Tendered(type="card", amount_minor=40_00, reference="4711"),
    )


def test_cash_is_rounded_and_a_card_is_not() -> None:
    assert settled(12_34, step=5).tenders == (Tendered(type="cash", amount_minor=12_35),)
    assert settled(12_34, RefundTender(type="card"), step=5).cash_rounding_minor == 0
    both = settled(12_34, RefundTender(type="card", amount_minor=10_01), RefundTender(type="cash"), step=5)
    assert (both.cash_rounding_minor, both.cash_minor, both.refund_minor) == (2, 2_35, 12_36)


def test_a_cent_or_two_that_no_coin_can_pay_is_rounded_away() -> None:
    refund = settled(2, step=5)

    assert (refund.cash_rounding_minor, refund.refund_minor, refund.tenders) == (-2, 0, ())


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=10), st.sampled_from([1, 5, 10, 25, 50, 100]))
def test_in_any_number_of_steps_cash_pays_out_what_the_sale_took_in(totals: list[int], step: int) -> None:
    whole = sum(totals)
    taken = settle(whole, [Tendered(type="cash", amount_minor=whole + step)], cash_increment_minor=step)

    paid_out = before = 0
    for total in totals:
        refund = settle_refund(total, [], paid_by=[], currency=INR, cash_increment_minor=step, cash_before_minor=before)
        assert refund.cash_minor % step == 0
        assert refund.refund_minor == total + refund.cash_rounding_minor == refund.cash_minor >= 0
        paid_out += refund.cash_minor
        before += total

    assert paid_out == taken.due_minor


def test_a_card_gets_what_it_paid_less_what_went_back_to_it() -> None:
    assert settled(80_00, RefundTender(type="card")).of("card") == 80_00
    with pytest.raises(BeyondTender, match=r"^At most 80\.00 INR can go back to card 4711; give the rest in cash"):
        settled(80_01, RefundTender(type="card"))
    with pytest.raises(BeyondTender):
        settled(
            90_00,
            RefundTender(type="card", amount_minor=45_00),
            RefundTender(type="card", amount_minor=45_00, reference="4711"),
        )


def test_of_two_cards_the_reference_says_which() -> None:
    paid = (VISA, OTHER)
    with pytest.raises(NotPaidByThat, match=r"name the reference: 4711, 0815\.$"):
        settled(10_00, RefundTender(type="card"), paid=paid)

    refund = settled(10_00, RefundTender(type="card", reference="0815"), paid=paid)
    assert refund.tenders == (Tendered(type="card", amount_minor=10_00, reference="0815"),)


@pytest.mark.parametrize("tender", [RefundTender(type="upi"), RefundTender(type="card", reference="9999")])
def test_what_did_not_pay_gets_nothing_back(tender: RefundTender) -> None:
    with pytest.raises(NotPaidByThat, match=r"the sale was paid by card, cash\. Give cash or store credit\.$"):
        settled(10_00, tender)


def test_a_gift_card_is_not_filled_up_again() -> None:
    paid = (PaidBy(type="gift_card", reference="…W8TP", paid_minor=100_00),)
    with pytest.raises(NotPaidByThat, match=r"^No refund by gift card: "):
        settled(10_00, RefundTender(type="gift_card"), paid=paid)
    assert settled(10_00, RefundTender(type="store_credit"), paid=paid).of("store_credit") == 10_00


@pytest.mark.parametrize(
    "tenders",
    [
        (RefundTender(type="cash", amount_minor=9_99),),
        (RefundTender(type="cash", amount_minor=10_01),),
        (RefundTender(type="card", amount_minor=9_99),),
        (RefundTender(type="card", amount_minor=11_00), RefundTender(type="cash")),
        (RefundTender(type="card", amount_minor=10_00), RefundTender(type="cash", amount_minor=1)),
    ],
)
def test_the_tenders_come_to_exactly_what_goes_back(tenders: tuple[RefundTender, ...]) -> None:
    with pytest.raises(RefundNotExact, match=r"^10\.00 INR goes back, and the tenders come to "):
        settled(10_00, *tenders)


def test_two_open_tenders_and_a_tender_of_nothing_are_refused() -> None:
    with pytest.raises(BadReturn, match="One tender at most"):
        settled(10_00, RefundTender(type="cash"), RefundTender(type="card"))
    with pytest.raises(BadReturn, match="A tender is more than 0"):
        settled(10_00, RefundTender(type="cash", amount_minor=0))
