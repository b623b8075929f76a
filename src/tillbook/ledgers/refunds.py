"""The rows of one credit note: whoever takes goods back, alone or in an exchange, writes them here.

What came back of a line is a row of its own beside the sale, which is final. It changes by one UPDATE that
carries its own condition (what it was when it was read, and never beyond what was sold); a constraint of the
database stands behind it. So two tills that take the same goods back at once cannot both pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tillbook.core.chain import Plain
from tillbook.core.place import Place
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.quantity import format_quantity
from tillbook.core.refunding import Refund
from tillbook.core.return_lots import ReturnLots, into_lots
from tillbook.core.returns import LineBack, SoldSale
from tillbook.core.wanted_return import SELLABLE
from tillbook.db.models import (
    CreditNote,
    CreditNoteLine,
    CreditNoteLineTax,
    CreditNoteTender,
    GoodsExchange,
    ReturnedLine,
)
from tillbook.db.statements import Tx, insert_into
from tillbook.ledgers import cash, credit
from tillbook.ledgers.documents import Document
from tillbook.ledgers.stock import Shelf

_NOTE = insert_into(CreditNote)
_LINE = insert_into(
    CreditNoteLine,
    "credit_note",
    "position",
    "sale_position",
    "product",
    "sku",
    "name",
    "unit",
    "tax_class",
    "quantity_milli",
    "unit_price",
    "discount_minor",
    "bill_discount_minor",
    "net_minor",
    "tax_minor",
    "gross_minor",
    "cost_minor",
    "goods_to",
)
_LINE_TAX = insert_into(
    CreditNoteLineTax,
    "credit_note",
    "line_position",
    "position",
    "name",
    "rate",
    "per_unit",
    "compound",
    "included",
    "base_minor",
    "amount_minor",
)
_TENDER = insert_into(CreditNoteTender, "credit_note", "position", "type", "amount_minor", "reference")
_FIRST_BACK = insert_into(ReturnedLine, "sale", "position", "sold_milli", "returned_milli")
_MORE_BACK = """UPDATE returned_line SET returned_milli = returned_milli + ?
    WHERE sale_id = ? AND position = ? AND returned_milli = ? AND returned_milli + ? <= sold_milli"""
_EXCHANGE = insert_into(GoodsExchange, "credit_note", "sale", "amount_minor")


class ReturnedMeanwhile(AssertionError):
    """What came back of a line changed after it was read under lock: the lock did not hold."""


@dataclass(slots=True, kw_only=True)
class DecidedReturn:
    """A return with nothing left to decide.

    `location_ids` are the shop's locations by their codes; `skus` the products' codes of today by their ids.
    """

    stamp: Stamp
    at: Place
    shift_id: int
    sale: SoldSale
    lines: Sequence[LineBack]
    refund: Refund
    location_ids: Mapping[str, int]
    skus: Mapping[int, str]

    @property
    def net_minor(self) -> int:
        return sum(line.amounts.net_minor for line in self.lines)

    @property
    def tax_minor(self) -> int:
        return sum(line.amounts.tax_minor for line in self.lines)


@dataclass(slots=True, kw_only=True)
class PostedReturn(Numbered):
    """A credit note that has its number; `codes` of new store credit are shown once and kept nowhere."""

    codes: tuple[str, ...] = ()


def plan(
    shelf: Shelf, lines: Sequence[LineBack], lots: ReturnLots, *, at: Place, location_ids: Mapping[str, int]
) -> None:
    """Plan the moves of what comes back: from the customer into the shop at the cost it was sold at.

    What is not sellable goes on from there, as a move of its own, at the average cost of that moment as
    everything that leaves: the value on hand stays an average and no cost is lost. Goods of a product that is
    kept in lots go into them as a whole.

    Raises:
        LotNeeded, NotLotTracked, UnknownLot, NotSoldFromLot: with the path of the line; nothing was written.
    """
    for line, picked in zip(lines, into_lots(lines, lots), strict=True):
        moved: Sequence[tuple[int | None, int]] = picked or [(None, line.quantity_milli)]
        arrived = 0
        for lot_id, milli in moved:
            # The parts of the cost follow the quantity, and the last one takes what is left of it.
            cost_minor = line.amounts.cost_minor * (arrived + milli) // line.quantity_milli
            cost_minor -= line.amounts.cost_minor * arrived // line.quantity_milli
            shelf.put(
                line.product_id,
                milli,
                cost_minor=cost_minor,
                from_location_id=at.customer_location_id,
                customer_location_id=at.customer_location_id,
                reason="return",
                lot_id=lot_id,
            )
            arrived += milli
        for lot_id, milli in moved if line.to != SELLABLE else ():
            shelf.take(
                line.product_id,
                milli,
                to_location_id=location_ids[line.to],
                reason="return",
                lots=() if lot_id is None else ((lot_id, milli),),
            )


def post(tx: Tx, decided: DecidedReturn, shelf: Shelf) -> PostedReturn:
    """Give stored value, count what came back, number the credit note, move its goods, write and journal it.

    Raises:
        CustomerNeeded, CodeTaken, UnknownVoucher: all is undone with the transaction.
    """
    stamp, sale_id = decided.stamp, decided.sale.sale_id
    given = credit.give(tx, decided.refund.tenders, customer_id=decided.sale.customer_id, sale_id=sale_id)
    if sale_id is not None:
        _count_back(tx, sale_id, decided.lines)
    codes = {location_id: code for code, location_id in decided.location_ids.items()}
    document = Document(tx, stamp, location_codes=codes)
    posting_id = document.numbered.posting_id
    document.add(shelf, skus=decided.skus)
    _write(tx, posting_id, decided)
    tenders = [
        (posting_id, position, tender.type, tender.amount_minor, tender.reference)
        for position, tender in enumerate(given.tenders, 1)
    ]
    tx.write_many(_TENDER, tenders)
    cash.enter(
        tx,
        shift_id=decided.shift_id,
        posting_id=posting_id,
        kind="refund",
        amount_minor=-decided.refund.cash_minor,
    )
    credit.enter_given(tx, given, posting_id=posting_id, at=stamp.at, day=stamp.business_date)
    told: list[Plain] = [
        {"amount_minor": tender.amount_minor, "reference": tender.reference, "type": tender.type}
        for tender in given.tenders
    ]
    numbered = document.close({**_body(decided), "tenders": told})
    return PostedReturn(posting_id=posting_id, number=numbered.number, codes=given.codes)


def enter_exchange(tx: Tx, *, credit_note_id: int, sale_id: int, amount_minor: int) -> None:
    """Record that what a credit note gave (its tender `exchange`) was handed over as a tender of a sale."""
    tx.write(_EXCHANGE, (credit_note_id, sale_id, amount_minor))


def _count_back(tx: Tx, sale_id: int, lines: Sequence[LineBack]) -> None:
    """Note how much of each line came back, guarded, in the order of the lines."""
    for line in sorted(lines, key=lambda each: (each.sale_position or 0, each.returned_before_milli)):
        before, milli = line.returned_before_milli, line.quantity_milli
        if not before:
            tx.write(_FIRST_BACK, (sale_id, line.sale_position, line.sold_milli, milli))
        elif tx.write(_MORE_BACK, (milli, sale_id, line.sale_position, before, milli)) != 1:
            raise ReturnedMeanwhile(f"sale {sale_id}, line {line.sale_position}")


def _write(tx: Tx, posting_id: int, decided: DecidedReturn) -> None:
    net, tax, refund = decided.net_minor, decided.tax_minor, decided.refund
    tx.write(
        _NOTE,
        (
            posting_id,
            decided.sale.sale_id,
            decided.at.register_id,
            decided.shift_id,
            decided.sale.customer_id,
            decided.sale.currency.code,
            decided.sale.prices_include_tax,
            net,
            tax,
            net + tax,
            refund.cash_rounding_minor,
            refund.refund_minor,
        ),
    )
    numbered = list(enumerate(decided.lines, 1))
    tx.write_many(_LINE, [_line_row(posting_id, position, line, decided) for position, line in numbered])
    taxes = [
        (
            posting_id,
            position,
            place,
            tax.name,
            tax.rate,
            tax.per_unit,
            tax.compound,
            tax.included,
            tax.base_minor,
            tax.amount_minor,
        )
        for position, line in numbered
        for place, tax in enumerate(line.amounts.taxes, 1)
    ]
    if taxes:
        tx.write_many(_LINE_TAX, taxes)


def _line_row(posting_id: int, position: int, line: LineBack, decided: DecidedReturn) -> tuple[object, ...]:
    amounts = line.amounts
    return (
        posting_id,
        position,
        line.sale_position,
        line.product_id,
        line.sku,
        line.name,
        line.unit,
        line.tax_class,
        line.quantity_milli,
        line.unit_price,
        amounts.discount_minor,
        amounts.bill_discount_minor,
        amounts.net_minor,
        amounts.tax_minor,
        amounts.gross_minor,
        amounts.cost_minor,
        decided.at.location_id if line.to == SELLABLE else decided.location_ids[line.to],
    )


def _body(decided: DecidedReturn) -> dict[str, Plain]:
    """What the journal says of a credit note beside its moves and tenders."""
    refund = decided.refund
    return {
        "cash_rounding_minor": refund.cash_rounding_minor,
        "currency": decided.sale.currency.code,
        "id": decided.stamp.client_id,
        "lines": [_told(line) for line in decided.lines],
        "net_minor": decided.net_minor,
        "prices_include_tax": decided.sale.prices_include_tax,
        "refund_minor": refund.refund_minor,
        "register": decided.at.register,
        "sale": decided.sale.number or None,
        "tax_minor": decided.tax_minor,
        "total_minor": decided.net_minor + decided.tax_minor,
    }


def _told(line: LineBack) -> dict[str, Plain]:
    amounts = line.amounts
    return {
        "bill_discount_minor": amounts.bill_discount_minor,
        "cost_minor": amounts.cost_minor,
        "discount_minor": amounts.discount_minor,
        "gross_minor": amounts.gross_minor,
        "line": line.sale_position,
        "name": line.name,
        "net_minor": amounts.net_minor,
        "product": line.sku,
        "quantity": format_quantity(line.quantity_milli),
        "tax_minor": amounts.tax_minor,
        "taxes": [
            {
                "amount_minor": tax.amount_minor,
                "base_minor": tax.base_minor,
                "name": tax.name,
                "per_unit": tax.per_unit,
                "rate": tax.rate,
            }
            for tax in amounts.taxes
        ],
        "to": line.to,
        "unit_price": line.unit_price,
    }
