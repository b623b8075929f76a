"""How money goes back: exactly, in cash or to what paid, rounded for cash as the whole sale would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.core.paid import Paid, PaidBy, Worth, go_back, is_money, worth_of
from tillbook.core.refunding import BeyondTender, NotPaidByThat, Refund, RefundNotExact, settle_refund
from tillbook.core.returns import BadReturn
from tillbook.core.tender import Tendered, settle
from tillbook.core.wanted_return import RefundTender

INR = Currency.of("INR")
VISA = PaidBy(type="card", reference="4711", paid_minor=100_00, given_back_minor=20_00)
OTHER = PaidBy(type="card", reference="0815", paid_minor=50_00)
CASH = PaidBy(type="cash", reference="", paid_minor=50_00)

CASH_AND_CARD = tuple(PaidBy(type=means, reference="", paid_minor=10**9) for means in ("cash", "card"))


def settled(total: int, *tenders: RefundTender, paid: tuple[PaidBy, ...] = (VISA, CASH), step: int = 1) -> Refund:
    return settle_refund(total, tenders, paid_by=Paid(by=paid), currency=INR, cash_increment_minor=step)


def of_what_is_left(total: int, *tenders: RefundTender, goods: int = 10**9, step: int = 1, **left: int) -> Refund:
    """A refund of a sale of which so much of each kind has not gone back; there are more goods out."""
    paid = Paid(by=CASH_AND_CARD, left=Worth(**left), goods_minor=goods)
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
        refund = settle_refund(
            total, [], paid_by=Paid(), currency=INR, cash_increment_minor=step, cash_before_minor=before
        )
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


# ---------------------------------------------------------------- what it was paid with


def test_without_tenders_it_goes_back_as_it_was_paid() -> None:
    refund = of_what_is_left(100_00, debt_minor=20_00, stored_minor=30_00, money_minor=90_00)

    assert [(tender.type, tender.amount_minor) for tender in refund.tenders] == [
        ("credit", 20_00),
        ("store_credit", 30_00),
        ("cash", 50_00),
    ]


def test_what_an_exchange_leaves_goes_back_as_it_was_paid() -> None:
    refund = of_what_is_left(
        100_00,
        RefundTender(type="exchange", amount_minor=40_00),
        debt_minor=20_00,
        stored_minor=30_00,
        money_minor=90_00,
    )

    assert [(tender.type, tender.amount_minor) for tender in refund.tenders] == [
        ("exchange", 40_00),
        ("store_credit", 10_00),
        ("cash", 50_00),
    ]


def test_what_a_gift_card_paid_does_not_go_back_in_cash() -> None:
    with pytest.raises(
        BeyondTender,
        match=r"Give back at most 90\.00 INR in cash or to the card that paid, the rest as store credit\.$",
    ):
        of_what_is_left(100_00, RefundTender(type="cash"), stored_minor=100_00, money_minor=90_00)
    with pytest.raises(BeyondTender, match=r"Give back it as store credit\.$"):
        of_what_is_left(100_00, RefundTender(type="cash"), stored_minor=100_00)
    parts = (RefundTender(type="cash", amount_minor=90_00), RefundTender(type="store_credit"))
    assert of_what_is_left(100_00, *parts, stored_minor=100_00, money_minor=90_00).of("store_credit") == 10_00


def test_cash_and_card_share_the_money_that_came_in() -> None:
    parts = (RefundTender(type="card", amount_minor=60_00), RefundTender(type="cash"))
    with pytest.raises(BeyondTender, match=r"at most 90\.00 INR in cash"):
        of_what_is_left(100_00, *parts, stored_minor=50_00, money_minor=90_00)


def test_a_debt_is_lowered_before_anything_else_goes_back() -> None:
    left = {"debt_minor": 40_00, "money_minor": 60_00}
    with pytest.raises(NotPaidByThat, match=r"Give back 40\.00 INR as credit, at most 30\.00 INR in cash"):
        of_what_is_left(70_00, RefundTender(type="cash"), **left)
    with pytest.raises(NotPaidByThat, match="lowers what the customer owes first"):
        of_what_is_left(70_00, RefundTender(type="store_credit"), **left)
    parts = (RefundTender(type="credit", amount_minor=40_00), RefundTender(type="cash"))
    assert of_what_is_left(70_00, *parts, **left).cash_minor == 30_00


@pytest.mark.parametrize(("total", "paid"), [(98, 100), (1_02, 100)])
@pytest.mark.parametrize("means", ["cash", "store_credit"])
def test_a_whole_return_gives_what_was_paid_by_whatever_means(total: int, paid: int, means: str) -> None:
    refund = of_what_is_left(total, RefundTender(type=means), goods=total, step=5, money_minor=paid)

    assert (refund.refund_minor, refund.cash_rounding_minor) == (paid, paid - total)


def test_cash_is_never_rounded_up_beyond_what_was_paid() -> None:
    """4.98 by card, given back in cash by coins of 0.05: 4.95, and not 5.00."""
    assert of_what_is_left(4_98, RefundTender(type="cash"), goods=4_98, step=5, money_minor=4_98).cash_minor == 4_95


def test_goods_for_goods_are_not_rounded() -> None:
    handed = RefundTender(type="exchange", amount_minor=1_02)
    refund = of_what_is_left(1_02, handed, goods=1_02, step=5, money_minor=1_00)

    assert (refund.of("exchange"), refund.cash_rounding_minor) == (1_02, 0)


MINOR = st.integers(0, 10**6)
MEANS = st.sampled_from(["cash", "card", "credit", "store_credit", "exchange"])


@given(
    paid=st.tuples(MINOR, MINOR, MINOR, st.integers(-2, 2)),
    steps=st.lists(st.tuples(st.integers(1, 10**6), MEANS, MEANS, st.integers(0, 100)), max_size=8),
    step=st.sampled_from([1, 5, 100]),
)
def test_no_split_of_returns_makes_money_of_what_was_none(
    paid: tuple[int, int, int, int], steps: list[tuple[int, str, str, int]], step: int
) -> None:
    """Whatever is asked for, and whatever of it is refused: money out never exceeds money in, nor all of it what was
    paid; and as long as a debt is left, nothing else went out.
    """
    debt, stored, cash, rounding = paid
    total = max(debt + stored + cash - rounding, 0)
    left = whole = worth_of([("credit", debt), ("gift_card", stored), ("cash", cash + 500)], change_minor=500)
    goods, cash_before, out = total, 0, dict.fromkeys(["money", "credit", "exchange", "all"], 0)
    for minor, first, second, percent in [*steps, (10**9, "store_credit", "credit", 0)]:
        now = min(minor, goods)
        part = now * percent // 100
        parts = [(first, part)] if part else []
        if first != second and now - part:
            parts.append((second, now - part) if second == "exchange" else (second, 0))
        asked = [RefundTender(type=means, amount_minor=amount or None) for means, amount in parts]
        try:
            refund = settle_refund(
                now,
                asked,
                paid_by=Paid(by=CASH_AND_CARD, left=left, goods_minor=goods),
                currency=INR,
                cash_increment_minor=step,
                cash_before_minor=cash_before,
            )
        except Refusal:
            continue
        given = [(tender.type, tender.amount_minor) for tender in refund.tenders]
        left, along = go_back(left, given)
        goods, cash_before = goods - now, cash_before + now - sum(each for means, each in given if means != "cash")
        out["money"] += sum(each for means, each in given if is_money(means)) + along.money_minor
        out["all"] += sum(each for means, each in given if means != "exchange") + along.total_minor
        out["credit"] += refund.of("credit") + along.debt_minor
        assert out["money"] <= whole.money_minor
        assert out["all"] <= whole.total_minor
        assert out["all"] == out["credit"] or out["credit"] >= debt
        assert left.total_minor == whole.total_minor - out["all"]
        in_coins = not asked or any(tender.type in {"cash", "exchange"} for tender in asked)
        assert goods or in_coins or left.total_minor == 0
