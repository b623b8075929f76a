"""What was sold before Tillbook came, for `import`: sales.txt, or a table with a mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from tillbook.actions.history import HistoryReport, import_history
from tillbook.cli import output
from tillbook.cli.importing import Bar
from tillbook.cli.reading import open_file
from tillbook.cli.running import WrongUsage
from tillbook.core.amounts import format_exact, format_minor
from tillbook.core.calendar import find_zone
from tillbook.core.history import HistoryLine, RefusedLine
from tillbook.core.history_course import Survey
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.formats.history_table import HistoryColumns, HistoryFile, HistoryMapping, open_history
from tillbook.formats.seed_sales import SaleLineProblem, SeedSaleLine, read_sales
from tillbook.queries.till import settings

REFUSED_SHOWN_MAX = 20
PRICE_DECIMALS_MAX = 6
CUSTOMER_LENGTH_MAX = 64
_NO_COLUMNS = HistoryColumns(invoice="", sku="", name="", quantity="", price="", instant="")


def past_file(path: Path, mapping: HistoryMapping | None, *, home: Path) -> HistoryFile:
    """The lines of a table by its mapping; without one, those of a sales.txt.

    Raises: Unreadable and its kinds; WrongUsage for the file that the shop itself keeps.
    """
    if mapping is not None:
        return open_history(path, mapping)
    if path.resolve() == (home / "sales.txt").resolve():
        raise WrongUsage(
            f"{path} is what this shop sold itself; copy lines from before Tillbook to a file of their own."
        )
    return _seed_file(path)


def _seed_file(path: Path) -> HistoryFile:
    with reading() as tx:
        zone = settings(tx).timezone
    with open_file(path) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    # The content is the name: the same file again posts nothing twice, a longer one is another history.
    name = f"sales-{sha256[:16]}"
    told = HistoryMapping(name=name, columns=_NO_COLUMNS, instant_format="", zone=zone)

    def lines() -> Iterator[HistoryLine | RefusedLine]:
        with open_file(path) as stream:
            for line in read_sales(stream, name=path.name):
                if isinstance(line, SaleLineProblem):
                    yield RefusedLine(line.line, "", line.reason)
                else:
                    yield _line(line, zone)

    return HistoryFile(name=path.name, sha256=sha256, mapping=told, lines=lines)


def _line(line: SeedSaleLine, zone: str) -> HistoryLine | RefusedLine:
    """A line of sales.txt: the lines of one customer at one second are one past invoice."""
    customer = (line.user_name or line.user_email or line.user_phone)[:CUSTOMER_LENGTH_MAX]
    invoice = f"{line.at:%Y-%m-%d %H:%M:%S} {hashlib.sha256(customer.encode()).hexdigest()[:8]}"
    if line.quantity_milli <= 0:
        return RefusedLine(line.line, invoice, "a quantity is more than 0", line.total_price)
    price = line.total_price * 1000 / line.quantity_milli
    if price != round(price, PRICE_DECIMALS_MAX):
        reason = f"{line.total_price} for this quantity is no price of {PRICE_DECIMALS_MAX} decimals for one"
        return RefusedLine(line.line, invoice, reason, line.total_price)
    return HistoryLine(
        line.line,
        invoice,
        line.product_id,
        line.product_name,
        line.quantity_milli,
        price,
        line.at.replace(tzinfo=find_zone(zone)).astimezone(UTC),
        customer,
        "",
    )


def survey(file: HistoryFile, *, as_json: bool) -> None:
    """Say what can be read of the file; nothing is changed."""
    seen = Survey(file.mapping.rules)
    for line in file.lines():
        seen.read(line)
    if as_json:
        answer = {"lines": seen.lines, "amount": format_exact(seen.amount), "invoices": len(seen.lines_of)}
        output.json_line({**answer, "refused": [_refused_json(line) for line in seen.refused]})
        return
    refused = f", {len(seen.refused):,} refused" if seen.refused else ""
    output.line(f"Would be read: {seen.lines:,} lines of {len(seen.lines_of):,} invoices{refused}")
    _tell_refused(seen.refused)


def import_past(file: HistoryFile, *, by: Actor, as_json: bool) -> None:
    """Post the past, and account for every line. Raises: as `actions.history.import_history`."""
    with Bar("Importing") as bar:
        report = import_history(file, progress=bar, by=by)
    assert report.adds_up, "every line has an outcome, and the parts make the whole"
    if as_json:
        output.json_line(_report_json(report))
        return
    output.line(
        f"{report.lines:,} lines of {report.invoices:,} invoices: {report.new_sales:,} sales and "
        f"{report.new_documents:,} corrections posted, {_before(report):,} had been before"
    )
    for outcome, count in report.lines_by_outcome.items():
        output.line(f"  {outcome}: {count:,}")
    _tell_refused(report.refused)


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
