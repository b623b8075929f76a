"""The past, sorted: what goes out was there, what comes back was sold, and the costs add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.history import Comes, HistoryLine, HistoryRules, Invoice, RefusedLine
from tillbook.core.history_course import Course, Part, Survey, share_of_cost
from tillbook.core.history_report import HistoryReport
from tillbook.core.rounding import RoundingMode
from tillbook.core.wanted import LINES_MAX

RULES = HistoryRules(cancellation_prefix="C", not_goods=("POST",))
START = datetime(2011, 7, 1, 8, 0, tzinfo=UTC)


def line(row: int, invoice: str, sku: str, quantity: int, price: str = "1.00", customer: str = "") -> HistoryLine:
    at = START + timedelta(minutes=row)
    return HistoryLine(row, invoice, sku, sku.title(), quantity * 1_000, Decimal(price), at, customer, "")


@st.composite
def pasts(draw: st.DrawFn) -> list[HistoryLine | RefusedLine]:
    """Lines of a few invoices, some of them cancellations, of a few products and customers."""
    lines: list[HistoryLine | RefusedLine] = []
    for row in range(2, draw(st.integers(2, 40))):
        if draw(st.integers(0, 19)) == 0:
            lines.append(RefusedLine(row, "", "unreadable", Decimal(draw(st.integers(-5, 5)))))
            continue
        prefix = draw(st.sampled_from(["", "", "", "C"]))
        lines.append(
            line(
                row,
                f"{prefix}{row // 3}",
                draw(st.sampled_from(["TEA", "tea", "RICE", "POST"])),
                draw(st.integers(-9, 9)),
                draw(st.sampled_from(["0", "0.005", "1.00", "2.55", "-1.00"])),
                draw(st.sampled_from(["", "17850", "13047"])),
            )
        )
    return lines


def surveyed(lines: list[HistoryLine | RefusedLine]) -> Survey:
    survey = Survey(RULES)
    for one in lines:
        survey.read(one)
    return survey


@given(pasts())
def test_with_its_opening_stock_no_product_is_ever_short(lines: list[HistoryLine | RefusedLine]) -> None:
    survey = surveyed(lines)
    course = Course(survey)
    for invoice in survey.invoices(lines):
        course.follow(invoice)
    products = course.products()
    on_hand = {product.sku: product.opening_milli for product in products}
    lowest = dict(on_hand)

    for invoice in survey.invoices(lines):
        moves = [(one.sku, -one.quantity_milli) for one in invoice.sold]
        for comes, one in invoice.taken_back:
            moves.append((one.sku, abs(one.quantity_milli) * (1 if comes is Comes.returned else -1)))
        for sku, milli in moves:
            on_hand[sku] += milli
            lowest[sku] = min(lowest[sku], on_hand[sku])

    for product in products:
        assert product.is_goods == (product.sku != "POST")
        if product.is_goods:
            assert lowest[product.sku] == 0 or product.opening_milli == 0 <= lowest[product.sku]
        else:
            assert product.opening_milli == 0


@given(pasts())
def test_what_comes_back_is_no_more_than_was_sold(lines: list[HistoryLine | RefusedLine]) -> None:
    survey = surveyed(lines)
    course = Course(survey)
    sold: dict[tuple[str, int], HistoryLine] = {}
    back: dict[tuple[str, int], int] = {}
    for invoice in survey.invoices(lines):
        course.follow(invoice)
        sold.update({(invoice.number, place): one for place, one in enumerate(invoice.sold, 1)})
        for comes, one in invoice.taken_back:
            if comes is Comes.written_off:
                continue
            parts = course.parts_of[one.row]
            assert sum(part.milli for part in parts) == -one.quantity_milli
            for part in parts:
                if part.invoice:
                    place = (part.invoice, part.position)
                    assert part.before_milli == back.get(place, 0)
                    back[place] = part.before_milli + part.milli
                    assert (sold[place].sku, sold[place].customer) == (one.sku, one.customer)
                    assert sold[place].price == one.price
    for place, milli in back.items():
        assert milli <= sold[place].quantity_milli


@given(pasts(), st.sampled_from(["GBP", "JPY", "KWD"]))
def test_every_line_and_every_penny_is_accounted_for(lines: list[HistoryLine | RefusedLine], code: str) -> None:
    survey = surveyed(lines)
    course = Course(survey)
    report = HistoryReport(currency=Currency.of(code), rounding_mode=RoundingMode.half_up)
    report.lines, report.amount = survey.lines, survey.amount
    for refused in survey.refused:
        report.refuse(refused)

    for invoice in survey.invoices(lines):
        course.follow(invoice)
        for refused in invoice.refused:
            report.refuse(refused)
        report.count(invoice, course.parts_of)

    assert report.parts_make_whole
    assert not report.sold_minor or not report.adds_up
    report.books_minor = report.sold_minor
    assert report.adds_up
    assert report.amount == sum((one.amount for one in lines), Decimal(0))


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_the_shares_of_a_cost_add_up_to_it(cost_minor: int, quantities: list[int]) -> None:
    whole = sum(quantities)
    shares = []
    for number, milli in enumerate(quantities):
        shares.append(share_of_cost(cost_minor, Part(milli, "1", 1, sum(quantities[:number]), whole)))

    assert sum(shares) == cost_minor
    assert min(shares) >= 0


def test_lines_are_sorted_by_what_they_mean() -> None:
    assert RULES.sort(line(2, "1", "TEA", 3)) is Comes.sale
    assert RULES.sort(line(2, "1", "TEA", 3, "0")) is Comes.sale
    assert RULES.sort(line(2, "C1", "TEA", -3)) is Comes.returned
    assert RULES.sort(line(2, "1", "TEA", -3)) is Comes.returned
    assert RULES.sort(line(2, "1", "TEA", -3, "0")) is Comes.written_off
    assert RULES.sort(line(2, "1", "TEA", 0)) == "the quantity is 0"
    assert RULES.sort(line(2, "1", "TEA", 1, "-0.01")) == "the price is below 0"
    assert RULES.sort(line(2, "C1", "TEA", 3)) == "goods go out in a cancellation"


def test_an_invoice_of_too_many_lines_is_refused_beyond_what_a_sale_may_have() -> None:
    invoice = Invoice("1", START, "", "")
    for row in range(LINES_MAX + 1):
        invoice.add(line(row, "1", "TEA", 1), RULES)

    assert (len(invoice.sold), len(invoice.refused)) == (LINES_MAX, 1)
    assert invoice.refused[0].reason == "an invoice has at most 2000 lines"
    assert invoice.lines == LINES_MAX + 1


def test_the_latest_sale_of_the_same_price_comes_back_first() -> None:
    lines: list[HistoryLine | RefusedLine] = [
        line(2, "1", "TEA", 5, "1.00", "17850"),
        line(3, "2", "TEA", 5, "1.00", "17850"),
        line(4, "3", "TEA", 5, "0.90", "17850"),
        line(5, "C4", "TEA", -7, "1.00", "17850"),
        line(6, "C5", "TEA", -7, "1.00", "17850"),
    ]
    survey = surveyed(lines)
    course = Course(survey)

    for invoice in survey.invoices(lines):
        course.follow(invoice)

    assert course.parts_of == {
        5: (Part(5_000, "2", 1, 0, 5_000), Part(2_000, "1", 1, 0, 5_000)),
        6: (Part(3_000, "1", 1, 2_000, 5_000), Part(4_000)),
    }
