"""Numbers without holes: taken inside the transaction that issues the document, given back when it is undone."""

from __future__ import annotations

from tillbook.core.numbering import document_number
from tillbook.core.posting import Issued, Stamp
from tillbook.db.models import Posting, Series
from tillbook.db.statements import Tx, insert_into, stored_date, stored_instant

_TAKE = "UPDATE series SET issued = issued + 1 WHERE chain_id = ? AND kind = ? AND fiscal_year = ?"
_READ = """SELECT s.id, s.issued, c.head, c.length FROM series s JOIN journal_chain c ON c.id = s.chain_id
    WHERE s.chain_id = ? AND s.kind = ? AND s.fiscal_year = ?"""
_OPEN_SERIES = insert_into(Series, "chain", "kind", "fiscal_year", "issued")
_INSERT = insert_into(
    Posting,
    "client_id",
    "request_hash",
    "kind",
    "series",
    "sequence",
    "number",
    "at",
    "business_date",
    "staff",
    "approved_by",
    "supplier",
    "note",
)


def issue(tx: Tx, stamp: Stamp) -> Issued:
    """Take the next number of the stamp's series and insert the posting that bears it.

    The row of the series stays locked until the transaction ends, so call it late.

    Raises:
        SeriesFull: no number is left this fiscal year.
        django.db.IntegrityError: the client id was posted meanwhile; the transaction runs again and finds it.
    """
    key = (stamp.chain_id, stamp.kind, stamp.fiscal_year)
    if tx.write(_TAKE, key) == 0:
        tx.write(_OPEN_SERIES, (*key, 1))
    taken = tx.row(_READ, key)
    assert taken is not None, "the series was just written"
    series_id, sequence, head, length = taken
    number = document_number(
        kind=stamp.kind,
        chain=stamp.chain,
        year=stamp.fiscal_year,
        first_month=stamp.fiscal_year_first_month,
        sequence=sequence,
        country=stamp.country,
    )
    posting_id = tx.insert(
        _INSERT,
        (
            stamp.client_id,
            stamp.request_hash,
            stamp.kind,
            series_id,
            sequence,
            number,
            stored_instant(stamp.at),
            stored_date(stamp.business_date),
            stamp.staff_id,
            stamp.approved_by_id,
            stamp.supplier_id,
            stamp.note,
        ),
    )
    return Issued(posting_id=posting_id, number=number, head=head, length=length)
