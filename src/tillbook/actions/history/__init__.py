"""Bringing in what was sold before Tillbook came: each past invoice posted as it was, at its own instant.

Each invoice is one transaction and its id is made of the mapping's name and the invoice's number, so an
import that was interrupted goes on where it stopped, and one that is run again finds everything posted.
Before the first invoice, one import document makes the products and puts in stock what they will need.

Sales are paid by the means that the mapping names. No cash is entered, and no shift counts them: a past drawer was
counted long ago. They belong to the past of their register (`ledgers/past_shift.py`).
What was paid back stands on the corrections and, summed up, in the closing report.
"""

from __future__ import annotations

from collections.abc import Callable

from tillbook.actions.history.invoice import post_invoice
from tillbook.actions.history.opening import HistoryRefused, open_past
from tillbook.actions.history.past import Past
from tillbook.core.amounts import TooLarge, TooPrecise
from tillbook.core.history import Invoice
from tillbook.core.history_course import Course, Survey
from tillbook.core.history_report import HistoryReport
from tillbook.core.quantity import OffStep
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.formats.history_table import HistoryFile
from tillbook.queries.history import past_sales
from tillbook.queries.postings import IdReused
from tillbook.queries.till import place

__all__ = ["HistoryRefused", "HistoryReport", "Past", "import_history", "open_past", "post_invoice"]

Progress = Callable[[int, int], None]
"""Told how many lines are done, and of how many; 0 where that is not known yet. Each line is done thrice."""

PROGRESS_LINES = 5_000
NOT_TO_BE_POSTED = (TooLarge, TooPrecise, OffStep, IdReused)
"""What is refused of an invoice alone; the import goes on. An id comes again with other lines when a file's
posted lines are left out, and an invoice had more of them than a sale may have."""


def import_history(
    file: HistoryFile, *, register: str = "1", progress: Progress | None = None, by: Actor
) -> HistoryReport:
    """Post all of a file that is not posted yet; answer what became of each of its lines.

    Raises:
        HistoryRefused: another file was imported under the mapping's name, or its tax class is unknown.
        UnknownRegister, NotAllowed, TableUnreadable.
    """
    told = _Told(progress)
    with reading() as tx:
        shop = place(tx, register).shop
    report = HistoryReport(currency=shop.currency, rounding_mode=shop.rounding_mode)
    survey = Survey(file.mapping.rules)
    for line in file.lines():
        survey.read(line)
        told.add(1)
    told.total = 3 * survey.lines
    course = Course(survey)
    for invoice in survey.invoices(file.lines()):
        course.follow(invoice)
        told.add(invoice.lines)
    report.lines, report.amount = survey.lines, survey.amount
    for refused in survey.refused:
        report.refuse(refused)
    past = Past(file=file, register=register, parts_of=course.parts_of, report=report)
    before_minor = _in_the_books(past) if file.booked else 0
    if survey.first_at is not None:
        open_past(past, course.products(), now=survey.first_at, by=by)
    for invoice in survey.invoices(file.lines()):
        _post(invoice, past, by)
        told.add(invoice.lines)
    report.books_minor = _in_the_books(past) - before_minor
    told.finish()
    return report


def _in_the_books(past: Past) -> int:
    """The sum of the sales of this history."""
    with reading() as tx:
        return past_sales(tx, past.prefix).total_minor


def _post(invoice: Invoice, past: Past, by: Actor) -> None:
    report = past.report
    report.invoices += 1
    invoice.refuse_taken_back(_never_sold(invoice, past))
    for refused in invoice.refused:
        report.refuse(refused)
    if not invoice.sold and not invoice.taken_back:
        return
    try:
        new_sales, new_documents = post_invoice(invoice, past, by=by)
    except NOT_TO_BE_POSTED as refusal:
        past.refused.add(invoice.number)
        report.refuse_invoice(invoice, refusal.message)
        return
    report.new_sales += new_sales
    report.new_documents += new_documents
    report.count(invoice, past.parts_of)


def _never_sold(invoice: Invoice, past: Past) -> dict[int, str]:
    """Why lines cannot be taken back, by row: the invoice that sold them was refused itself."""
    if not past.refused:
        return {}
    return {
        line.row: f"invoice {part.invoice}, which sold it, was refused"
        for _, line in invoice.taken_back
        for part in past.parts_of.get(line.row, ())
        if part.invoice in past.refused
    }


class _Told:
    """Tells how far an import is, now and then."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0
        self._next = PROGRESS_LINES
        self.total = 0

    def add(self, lines: int) -> None:
        """So many lines more are done."""
        self._done += lines
        if self._progress and self._done >= self._next:
            self._next = self._done + PROGRESS_LINES
            self._progress(self._done, self.total)

    def finish(self) -> None:
        """All is done."""
        if self._progress:
            self._progress(self.total, self.total)
