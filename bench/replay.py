"""A year of a real shop's trade, posted invoice by invoice; does a sale cost more when many came before?

The whole of `online_retail.csv.xz` from the folder TILLBOOK_DATA, by `online_retail.mapping.json`: each
invoice one durable transaction through the path by which every sale is posted. Invoices differ in length, and
those of the first days are not those of the last. So beside the plain rates stands a fair one: a line fitted
through the seconds of all invoices by their lines says what each should take; the fair ratio compares how the
first and the last 5 % did against that.
"""

from __future__ import annotations

import itertools
import lzma
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.shops import shop, the_owner
from bench.table import Figure
from tillbook.actions import history
from tillbook.core.history_report import HistoryReport
from tillbook.db.transaction import reading
from tillbook.formats.history_table import HistoryFile, open_history, read_mapping
from tillbook.queries.history import past_sales
from tillbook.queries.verify import verify

FILE = "online_retail.csv.xz"
MAPPING = Path(__file__).with_name("online_retail.mapping.json")
LINES_SMALL = 5_000
LINES, AMOUNT = 541_909, Decimal("9747747.934")
PART = 0.05
TARGET = 0.85


@dataclass(frozen=True, slots=True)
class Posted:
    """How long one invoice took, and how many sale lines it had."""

    lines: int
    seconds: float


@contextmanager
def _timed() -> Iterator[list[Posted]]:
    """Take the time of each invoice with sale lines that is posted within the block."""
    posted: list[Posted] = []
    module: Any = history
    plain = module.post_invoice

    def timed(invoice: Any, past: Any, *, by: Any) -> Any:
        start = time.perf_counter()
        answer = plain(invoice, past, by=by)
        if invoice.sold:
            posted.append(Posted(len(invoice.sold), time.perf_counter() - start))
        return answer

    module.post_invoice = timed
    try:
        yield posted
    finally:
        module.post_invoice = plain


def _fit(posted: Sequence[Posted]) -> tuple[float, float]:
    """Seconds of an invoice without lines, and of each line: least squares."""
    count = len(posted)
    mean_lines = sum(one.lines for one in posted) / count
    mean_seconds = sum(one.seconds for one in posted) / count
    above = sum((one.lines - mean_lines) * (one.seconds - mean_seconds) for one in posted)
    below = sum((one.lines - mean_lines) ** 2 for one in posted) or 1
    each = above / below
    return mean_seconds - each * mean_lines, each


@dataclass(frozen=True, slots=True)
class Pace:
    """How a part of the invoices went; `fair` is 1 where it took what the fitted line says."""

    sales: float
    lines: float
    fair: float


def pace(part: Sequence[Posted], fitted: tuple[float, float]) -> Pace:
    """Sales and lines a second, and expected seconds by those taken."""
    seconds = sum(one.seconds for one in part)
    expected = sum(fitted[0] + fitted[1] * one.lines for one in part)
    return Pace(len(part) / seconds, sum(one.lines for one in part) / seconds, expected / seconds)


def _first_lines(data: Path, folder: Path, count: int) -> Path:
    """The first lines of the file, as a file."""
    path = folder / FILE.removesuffix(".xz")
    with lzma.open(data / FILE, "rt", encoding="utf-8", newline="") as lines:
        path.write_text("".join(itertools.islice(lines, count + 1)), encoding="utf-8", newline="")
    return path


def measure(small: bool) -> list[Figure]:
    """Sales and lines a second, the last ones against the first ones, what became of each line, verify."""
    data = os.environ.get("TILLBOOK_DATA", "")
    if not (Path(data) / FILE).is_file():
        return [Figure(part="replay", what=f"left out: TILLBOOK_DATA names no folder with {FILE}", measured="–")]
    mapping = read_mapping(MAPPING.read_text(encoding="utf-8"))
    with shop(currency="GBP", country="GB", zone="Europe/London") as home:
        path = _first_lines(Path(data), home, LINES_SMALL) if small else Path(data) / FILE
        file = open_history(path, mapping)
        start = time.perf_counter()
        with _timed() as posted:
            report = history.import_history(file, by=the_owner())
        whole = time.perf_counter() - start
        return [*_paces(posted), *_outcomes(report, file, whole, small), *_proof()]


def _paces(posted: Sequence[Posted]) -> list[Figure]:
    fitted = _fit(posted)
    size = max(1, int(len(posted) * PART))
    every, first, last = (pace(part, fitted) for part in (posted, posted[:size], posted[-size:]))
    fair = last.fair / first.fair
    return [
        Figure(part="replay", what="sales a second, all", measured=f"{every.sales:,.0f}"),
        Figure(part="replay", what="sale lines a second, all", measured=f"{every.lines:,.0f}"),
        Figure(
            part="replay",
            what="sales a second, first 5 % and last 5 %",
            measured=f"{first.sales:,.0f} and {last.sales:,.0f}, ratio {last.sales / first.sales:.2f}",
        ),
        Figure(
            part="replay",
            what="sale lines a second, first 5 % and last 5 %",
            measured=f"{first.lines:,.0f} and {last.lines:,.0f}, ratio {last.lines / first.lines:.2f}",
        ),
        Figure(
            part="replay",
            what="last 5 % against first 5 %, by length of invoice",
            measured=f"{fair:.2f}",
            target=f"at least {TARGET}",
            met=fair >= TARGET,
        ),
    ]


def _outcomes(report: HistoryReport, file: HistoryFile, seconds: float, small: bool) -> list[Figure]:
    outcomes = ", ".join(f"{count:,} {name}" for name, count in report.lines_by_outcome.items())
    reasons = ", ".join(sorted({f"{line.invoice}: {line.reason}" for line in report.refused[:5]}))
    with reading() as tx:
        books = past_sales(tx, f"history:{file.mapping.name}:")
    adds_up = report.adds_up and books.total_minor == report.sold_minor
    if not small:
        adds_up = adds_up and report.lines == LINES and report.amount == AMOUNT
    money = (
        f"{report.amount} = {_minor(report.sold_minor)} sold − {_minor(report.paid_back_minor)} paid back "
        f"{_signed(report.refused_amount)} refused {_signed(report.rounding)} rounding"
    )
    return [
        Figure(
            part="replay",
            what="seconds for the whole file, three readings of it included",
            measured=f"{seconds:,.0f}",
        ),
        Figure(
            part="replay",
            what="sales, corrections",
            measured=f"{report.new_sales:,}, {report.new_documents:,}",
        ),
        Figure(
            part="replay",
            what=f"{report.lines:,} lines",
            measured=f"{outcomes} ({reasons or 'none'})",
            target="" if small else f"all {LINES:,}",
            met=adds_up,
        ),
        Figure(
            part="replay",
            what="Σ quantity × price",
            measured=money,
            target="" if small else str(AMOUNT),
            met=adds_up,
        ),
    ]


def _minor(minor: int) -> str:
    return f"{Decimal(minor).scaleb(-2):,}"


def _signed(amount: Decimal) -> str:
    return f"{'−' if amount < 0 else '+'} {abs(amount):,f}"


def _proof() -> list[Figure]:
    start = time.perf_counter()
    with reading() as tx:
        report = verify(tx)
    seconds = time.perf_counter() - start
    told = "; ".join(f"{finding.where}: {finding.message}" for finding in report.findings[:3])
    return [
        Figure(
            part="replay",
            what="verify",
            measured=f"{told or 'clean'}, in {seconds:,.0f} s",
            target="clean",
            met=report.clean,
        )
    ]
