"""What was sold before Tillbook came, for `import`: sales.txt, or a table with a mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tillbook.actions.history import HistoryReport, import_history
from tillbook.cli import output
from tillbook.cli.importing import Bar
from tillbook.cli.output import counted
from tillbook.cli.seed_past import seed_file
from tillbook.core.amounts import format_exact, format_minor
from tillbook.core.history import RefusedLine
from tillbook.core.history_course import Survey
from tillbook.core.rights import Actor
from tillbook.formats.history_table import HistoryFile, HistoryMapping, open_history

REFUSED_SHOWN_MAX = 20


def past_file(path: Path, mapping: HistoryMapping | None, *, home: Path) -> HistoryFile:
    """The lines of a table by its mapping; without one, those of a sales.txt that are not in the books yet.

    Raises: Unreadable and its kinds.
    """
    return seed_file(path, home=home) if mapping is None else open_history(path, mapping)


def survey(file: HistoryFile, *, as_json: bool) -> None:
    """Say what can be read of the file; nothing is changed."""
    seen = Survey(file.mapping.rules)
    for line in file.lines():
        seen.read(line)
    if as_json:
        answer: dict[str, Any] = {
            "lines": seen.lines,
            "amount": format_exact(seen.amount),
            "invoices": len(seen.lines_of),
            "in_the_books_already": file.booked,
            "refused": [_refused_json(line) for line in seen.refused],
        }
        output.json_line(answer)
        return
    refused = f", {len(seen.refused):,} refused" if seen.refused else ""
    output.line(f"Would be read: {counted(seen.lines, 'line')} of {counted(len(seen.lines_of), 'invoice')}{refused}")
    _tell_booked(file)
    _tell_refused(seen.refused)


def import_past(file: HistoryFile, *, by: Actor, as_json: bool) -> None:
    """Post the past, and account for every line. Raises: as `actions.history.import_history`."""
    with Bar("Importing") as bar:
        report = import_history(file, progress=bar, by=by)
    assert report.parts_make_whole, "every line has an outcome, and the parts make the whole"
    if as_json:
        output.json_line({**_report_json(report), "in_the_books_already": file.booked})
        return
    output.line(
        f"{counted(report.lines, 'line')} of {counted(report.invoices, 'invoice')}: "
        f"{counted(report.new_sales, 'sale')} and {counted(report.new_documents, 'correction')} posted, "
        f"{_before(report):,} had been before"
    )
    for outcome, count in report.lines_by_outcome.items():
        output.line(f"  {outcome}: {count:,}")
    _tell_booked(file)
    if report.on_top_minor:
        sold, books = (format_minor(minor, report.currency) for minor in (report.sold_minor, report.books_minor))
        on_top = f"{format_minor(report.on_top_minor, report.currency)} {report.currency.code}"
        output.warn(f"The books hold {books} where the file says {sold}: {on_top} of taxes on top of its prices.")
    _tell_refused(report.refused)


def _tell_booked(file: HistoryFile) -> None:
    if file.booked:
        output.line(f"  in the books already, left out: {file.booked:,}")


def _before(report: HistoryReport) -> int:
    return report.sales + report.documents - report.new_sales - report.new_documents


def _tell_refused(refused: list[RefusedLine]) -> None:
    for line in refused[:REFUSED_SHOWN_MAX]:
        output.warn(f"line {line.row:,}: {line.reason}")
    if len(refused) > REFUSED_SHOWN_MAX:
        output.warn("…")


def _report_json(report: HistoryReport) -> dict[str, Any]:
    return {
        "lines": report.lines,
        "invoices": report.invoices,
        "lines_by_outcome": dict(report.lines_by_outcome),
        "amount": format_exact(report.amount),
        "sold": format_minor(report.sold_minor, report.currency),
        "books": format_minor(report.books_minor, report.currency),
        "on_top": format_minor(report.on_top_minor, report.currency),
        "adds_up": report.adds_up,
        "paid_back": format_minor(report.paid_back_minor, report.currency),
        "refused_amount": format_exact(report.refused_amount),
        "rounding": format_exact(report.rounding),
        "sales": report.sales,
        "documents": report.documents,
        "new_sales": report.new_sales,
        "new_documents": report.new_documents,
        "refused": [_refused_json(line) for line in report.refused],
    }


def _refused_json(line: RefusedLine) -> dict[str, object]:
    return {"row": line.row, "invoice": line.invoice, "reason": line.reason}
