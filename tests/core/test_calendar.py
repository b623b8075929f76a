"""The shop's day and year (P21)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.calendar import UnknownZone, business_date, fiscal_year, fiscal_year_label

# Summer time north and south, half an hour of it, none, a zone that skipped a date (Apia, 2011-12-30) and one
# whose clock went back across midnight, from 00:01 to 23:01 (St John's, until 2011).
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/St_Johns",
)

zones = st.sampled_from(ZONES)
hours = st.integers(0, 23)
minutes_from_2005 = st.integers(0, 33 * 365 * 24 * 60)
instants = minutes_from_2005.map(lambda n: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def missing_days(zone: str, cut_over: int) -> set[date]:
    """Only Apia has no 30 December 2011, and only where that day would have begun at midnight."""
    return {date(2011, 12, 30)} if (zone, cut_over) == ("Pacific/Apia", 0) else set()


@given(instants, st.timedeltas(timedelta(0), timedelta(days=3)), zones, hours)
def test_business_days_never_go_backwards(instant: datetime, later: timedelta, zone: str, cut_over: int) -> None:
    assert business_date(instant, zone, cut_over) <= business_date(instant + later, zone, cut_over)


@given(st.dates(date(2005, 1, 2), date(2037, 12, 20)), zones, hours)
def test_consecutive_business_days_partition_time(start: date, zone: str, cut_over: int) -> None:
    """Over three days, each day follows the one before and none is left out."""
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    days = [business_date(first + timedelta(minutes=15 * n), zone, cut_over) for n in range(3 * 96)]
    for earlier, later in pairwise(days):
        between = {earlier + timedelta(days=n) for n in range(1, (later - earlier).days)}
        assert later >= earlier
        assert between <= missing_days(zone, cut_over)


def clock_changes(zone: str, year: int) -> list[datetime]:
    """The hours of a year, in UTC, in which the zone's offset changes."""
    clock = ZoneInfo(zone)
    each_hour = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(366 * 24)]
    offsets = [instant.astimezone(clock).utcoffset() for instant in each_hour]
    return [each_hour[n] for n, (a, b) in enumerate(pairwise(offsets)) if a != b]


@pytest.mark.parametrize("cut_over", range(24))
@pytest.mark.parametrize("zone", ZONES)
def test_days_add_up_to_their_range_across_every_clock_change_of_a_year(zone: str, cut_over: int) -> None:
    for change in clock_changes(zone, 2011):
        first = change - timedelta(days=2)
        minutes: dict[date, int] = {}
        for n in range(0, 4 * 24 * 60, 30):
            day = business_date(first + timedelta(minutes=n), zone, cut_over)
            minutes[day] = minutes.get(day, 0) + 30
        days = sorted(minutes)
        whole = {days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)}
        assert whole - set(days) == missing_days(zone, cut_over) & whole
        assert sum(minutes.values()) == 4 * 24 * 60
        if change.date() != date(2011, 12, 30):  # Apia's longest jump cuts two days short
            assert {minutes[day] for day in days[1:-1]} <= {22 * 60, *range(23 * 60, 26 * 60, 30)}


def test_a_night_in_mumbai_counts_for_the_evening_before_until_four() -> None:
    def day(hour: int, minute: int) -> date:
        local = datetime(2026, 11, 23, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)
        return business_date(local, "Asia/Kolkata", 4)

    assert (day(0, 30), day(3, 59), day(4, 0)) == (
        date(2026, 11, 22),
        date(2026, 11, 22),
        date(2026, 11, 23),
    )


def test_the_hour_that_comes_twice_counts_for_one_day() -> None:
    """London, 25 October 2026: at 01:00 UTC the clock goes from 02:00 back to 01:00. Cut-over is 02:00."""
    before, after, two = (datetime(2026, 10, 25, h, m, tzinfo=UTC) for h, m in ((0, 59), (1, 30), (2, 0)))
    assert business_date(before, "Europe/London", 2) == date(2026, 10, 24)
    assert business_date(after, "Europe/London", 2) == date(2026, 10, 24)
    assert business_date(two, "Europe/London", 2) == date(2026, 10, 25)


def test_a_clock_set_back_across_midnight_does_not_reopen_yesterday() -> None:
    """St John's, 7 November 2010: at 00:01 the clock went back to 23:01 of the 6th."""
    midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    days = [business_date(midnight + timedelta(minutes=n), "America/St_Johns", 0) for n in (-1, 0, 1, 30, 60, 61)]
    assert days == [date(2010, 11, 6)] + [date(2010, 11, 7)] * 5


def test_the_hour_that_never_comes_opens_the_day_all_the_same() -> None:
    """New York, 8 March 2026: at 07:00 UTC the clock jumps from 02:00 to 03:00. Cut-over is 02:00."""
    assert business_date(datetime(2026, 3, 8, 6, 59, tzinfo=UTC), "America/New_York", 2) == date(2026, 3, 7)
    assert business_date(datetime(2026, 3, 8, 7, 0, tzinfo=UTC), "America/New_York", 2) == date(2026, 3, 8)


def test_an_unknown_zone_is_refused_with_an_example() -> None:
    for zone in ("Asia/Bangalore", "", "../etc/passwd", "A" * 9999, "\x00", "Europe"):
        with pytest.raises(UnknownZone, match="Asia/Kolkata"):
            business_date(datetime(2026, 1, 1, tzinfo=UTC), zone, 0)


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        business_date(datetime(2026, 1, 1), "Asia/Kolkata", 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "first_month", "start", "label"),
    [
        (date(2026, 1, 1), 1, 2026, "26"),
        (date(2026, 12, 31), 1, 2026, "26"),
        # India: 1 April to 31 March (General Clauses Act 1897, section 3 (21)).
        (date(2026, 3, 31), 4, 2025, "25-26"),
        (date(2026, 4, 1), 4, 2026, "26-27"),
        (date(2100, 3, 31), 4, 2099, "99-00"),
        # A British company's year from 1 April; an Australian one from 1 July.
        (date(2026, 4, 1), 4, 2026, "26-27"),
        (date(2026, 6, 30), 7, 2025, "25-26"),
        (date(2026, 12, 1), 12, 2026, "26-27"),
    ],
)
def test_fiscal_years_are_named_by_the_year_they_start_in(day: date, first_month: int, start: int, label: str) -> None:
    assert fiscal_year(day, first_month) == start
    assert fiscal_year_label(start, first_month) == label


@given(st.dates(date(1971, 1, 1), date(2099, 1, 1)), st.integers(1, 12))
def test_a_fiscal_year_changes_on_the_first_of_its_month_and_on_no_other_day(day: date, first_month: int) -> None:
    changed = fiscal_year(day, first_month) != fiscal_year(day - timedelta(days=1), first_month)
    assert changed == (day.day == 1 and day.month == first_month)
