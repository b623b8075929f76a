"""Numbers without holes, in the order of posting; the day and the fiscal year of each document (P10, P21)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tillbook.queries.verify.facts import Facts, Posting, SeriesSeen

PREFIXES = {
    "receipt": "GR",
    "adjustment": "AD",
    "import": "IM",
    "settings": "ST",
    "staff": "SF",
    "register": "RG",
    "prices": "PR",
    "promotion": "PM",
    "credit_limit": "CL",
    "copy": "CP",
}
SUFFIXES = {"credit_note": "C", "opening": "O", "cash": "M", "z": "Z", "payment": "P"}
"""What stands before the year in a number; a sale's has the register instead."""

_ALLOWED = re.compile(r"[A-Z0-9/-]{1,16}", re.ASCII)


def check_number(facts: Facts, posting: Posting) -> None:
    """The number follows the one before it in its series, and is written as that series writes it."""
    series = facts.series.get(posting.series_id)
    if series is None:
        facts.found.add("series", posting.where, "belongs to no number series")
        return
    if posting.sequence != series.seen + 1:
        last = f"number {series.seen}" if series.seen else "the start"
        facts.found.add("number_gap", posting.where, f"is number {posting.sequence} of its series, after {last}")
    series.seen = posting.sequence
    chain = facts.chains.get(series.chain_id)
    written = _written(
        PREFIXES.get(posting.kind) or (chain.name if chain else "") + SUFFIXES.get(posting.kind, ""),
        series.fiscal_year,
        posting.sequence,
    )
    if posting.number not in written or not _ALLOWED.fullmatch(posting.number):
        facts.found.add("number_text", posting.where, f"is not how number {posting.sequence} of its series is written")
    if series.kind != posting.kind:
        facts.found.add("series", posting.where, f"took a number of the series for {series.kind}")
    _check_day(facts, posting, series)


def check_series(facts: Facts) -> None:
    """Every number that a series says it issued was seen."""
    for series in facts.series.values():
        if series.seen != series.issued:
            where = f"Numbers of {series.kind}s in the fiscal year {series.fiscal_year}"
            facts.found.add("number_count", where, f"the last one is {series.seen}, {series.issued} were issued")
    facts.checked["series"] = len(facts.series)


@lru_cache(maxsize=4)
def _written(prefix: str, fiscal_year: int, sequence: int) -> tuple[str, ...]:
    """The ways to write a number; which of them held may have changed with the shop's settings."""
    one = f"{fiscal_year % 100:02}"
    two = f"{one}-{(fiscal_year + 1) % 100:02}"
    digits = f"{sequence:06}"
    return tuple(mark.join((prefix, year, digits)) for mark in "/-" for year in (one, two))


def _check_day(facts: Facts, posting: Posting, series: SeriesSeen) -> None:
    """The zone and the cut-over hour may have changed since, so that a day beside the computed one passes."""
    day = posting.business_date
    if isinstance(day, str):
        day = date.fromisoformat(day)
    due = shop_day(posting.at, facts.zone, facts.cut_over_hour)
    if abs((day - due).days) > 1:
        facts.found.add("business_date", posting.where, f"counts for {day}, but was posted on {due}")
    if not 0 <= day.year - series.fiscal_year <= 1:
        message = f"counts for {day}, outside the fiscal year {series.fiscal_year}"
        facts.found.add("fiscal_year", posting.where, message)


@lru_cache(maxsize=64)
def shop_day(at: datetime | str, zone: str, cut_over_hour: int) -> date:
    """The shop's day of an instant, by its wall clock less the cut-over hour."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return (instant.astimezone(ZoneInfo(zone)) - timedelta(hours=cut_over_hour)).date()
