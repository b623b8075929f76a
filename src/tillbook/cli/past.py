"""What was sold before Tillbook came, for `import`: sales.txt, or a table with a mapping."""

from __future__ import annotations

from pathlib import Path

from tillbook.actions.history import HistoryReport, import_history
from tillbook.actions.history.seed import seed_file
from tillbook.cli import output
from tillbook.cli.importing import Bar
from tillbook.cli.output import counted
from tillbook.core.amounts import format_minor
from tillbook.core.history import RefusedLine
from tillbook.core.history_course import Survey
from tillbook.core.rights import Actor
from tillbook.formats.history_table import HistoryFile, HistoryMapping, open_history
from tillbook.formats.import_json import history_json, survey_json

REFUSED_SHOWN_MAX = 20


def past_file(path: Path, mapping: HistoryMapping | None, *, home: Path) -> HistoryFile:
    """The lines of a table by its mapping; without one, those of a sales.txt that are not in the books yet.

    Raises: Unreadable and its kinds.
    """
    return seed_file(path, name=path.name, home=home) if mapping is None else open_history(path, mapping)


def survey(file: HistoryFile, *, as_json: bool) -> None:
    """Say what can be read of the file; nothing is changed."""
    seen = Survey(file.mapping.rules)
    for line in file.lines():
        seen.read(line)
    if as_json:
        output.json_line(survey_json(seen, booked=file.booked))
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
        output.json_line(history_json(report, booked=file.booked))
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
