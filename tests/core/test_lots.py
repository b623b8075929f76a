"""What expires first goes first, what has expired stays (P19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.lots import LotExpired, LotLine, LotNow, NotInLots, UnknownLot, available, pick, pick_all

TODAY = date(2026, 11, 22)
TEA = 1

dates = st.one_of(st.none(), st.integers(-30, 30).map(lambda days: TODAY + timedelta(days=days)))


@st.composite
def shelves(draw: st.DrawFn) -> list[LotNow]:
    """Lots as they are asked for: what expires first stands first, what never does last."""
    drawn = draw(st.lists(st.tuples(dates, st.integers(1, 9_000)), max_size=8))
    ordered = sorted(drawn, key=lambda lot: (lot[0] is None, lot[0] or TODAY))
    return [
        LotNow(lot_id=number, code=f"L{number}", expires_on=day, on_hand_milli=milli)
        for number, (day, milli) in enumerate(ordered, 1)
    ]


def lot(lot_id: int, days: int | None, milli: int) -> LotNow:
    expires_on = None if days is None else TODAY + timedelta(days=days)
    return LotNow(lot_id=lot_id, code=f"L{lot_id}", expires_on=expires_on, on_hand_milli=milli)


def line(milli: int, code: str = "", path: str = "lines[0]") -> LotLine:
    return LotLine(product_id=TEA, name="Tea", quantity_milli=milli, lot=code, path=path)


@given(shelf=shelves(), wanted=st.integers(1, 80_000), allowed=st.booleans())
def test_what_leaves_is_what_was_wanted_and_no_lot_gives_more_than_it_holds(
    shelf: list[LotNow], wanted: int, allowed: bool
) -> None:
    there = available(shelf, day=TODAY, expired_allowed=allowed)
    if there < wanted:
        with pytest.raises((LotExpired, NotInLots)):
            pick(shelf, wanted, day=TODAY, expired_allowed=allowed)
        return
    taken = dict(pick(shelf, wanted, day=TODAY, expired_allowed=allowed))

    assert sum(taken.values()) == wanted
    assert all(0 < taken[one.lot_id] <= one.on_hand_milli for one in shelf if one.lot_id in taken)


@given(shelf=shelves(), wanted=st.integers(1, 80_000), allowed=st.booleans())
def test_nothing_is_left_that_expires_before_what_was_taken(shelf: list[LotNow], wanted: int, allowed: bool) -> None:
    if available(shelf, day=TODAY, expired_allowed=allowed) < wanted:
        return
    taken = dict(pick(shelf, wanted, day=TODAY, expired_allowed=allowed))

    good = [one for one in shelf if not one.has_expired(TODAY)]
    rest = [one.on_hand_milli - taken.get(one.lot_id, 0) for one in good]
    for place, one in enumerate(good):
        if one.lot_id in taken:
            assert not any(rest[:place]), "an earlier lot still holds some"
    if any(one.has_expired(TODAY) for one in shelf if one.lot_id in taken):
        assert allowed
        assert not any(rest), "nothing expired is sold while anything good is left"


def test_a_lot_is_good_on_its_last_day() -> None:
    assert pick([lot(1, 0, 1000)], 1000, day=TODAY, expired_allowed=False) == ((1, 1000),)
    with pytest.raises(LotExpired, match="All Tea on hand expired by 2026-11-21; let somebody who may sell it agree"):
        pick([lot(1, -1, 1000)], 1000, day=TODAY, expired_allowed=False, name="Tea")


def test_a_part_that_has_expired_stays_on_the_shelf() -> None:
    shelf = [lot(1, -3, 5000), lot(2, 5, 2000), lot(3, None, 1000)]

    assert pick(shelf, 3000, day=TODAY, expired_allowed=True) == ((2, 2000), (3, 1000))
    with pytest.raises(LotExpired, match=r"Only 3 of Tea have not expired \(the rest did by 2026-11-19\)"):
        pick(shelf, 4000, day=TODAY, expired_allowed=False, name="Tea")
    assert pick(shelf, 4000, day=TODAY, expired_allowed=True) == ((2, 2000), (3, 1000), (1, 1000))


def test_a_lot_chosen_by_hand_is_taken_alone() -> None:
    shelf = [lot(1, 5, 5000), lot(2, 9, 2000), lot(3, -1, 1000)]

    assert pick(shelf, 2000, day=TODAY, code="L2", expired_allowed=False) == ((2, 2000),)
    with pytest.raises(NotInLots, match="Only 2 of Tea are left in lot L2"):
        pick(shelf, 3000, day=TODAY, code="L2", expired_allowed=False, name="Tea")
    with pytest.raises(LotExpired, match="Lot L3 of Tea expired on 2026-11-21; let somebody"):
        pick(shelf, 1000, day=TODAY, code="L3", expired_allowed=False, name="Tea")
    with pytest.raises(UnknownLot) as refused:
        pick(shelf, 1000, day=TODAY, code="L9", expired_allowed=True, path="lines[2]")
    assert refused.value.path == "lines[2].lot"


def test_lots_chosen_by_hand_are_set_aside_for_the_lines_that_chose_them() -> None:
    shelf = {TEA: [lot(1, 5, 2000), lot(2, 9, 2000)]}

    first, second = pick_all([line(2000), line(1000, "L1", "lines[1]")], shelf, day=TODAY, expired_allowed=False)

    assert (first.lots, second.lots) == (((1, 1000), (2, 1000)), ((1, 1000),))
    assert not first.expired


def test_lines_of_one_product_never_take_the_same_goods() -> None:
    shelf = {TEA: [lot(1, -1, 2000), lot(2, 9, 2000)]}

    picked = pick_all([line(1500), line(1000), line(1500)], shelf, day=TODAY, expired_allowed=True)

    assert [one.lots for one in picked] == [((2, 1500),), ((2, 500), (1, 500)), ((1, 1500),)]
    assert [one.expired for one in picked] == [False, True, True]
    with pytest.raises(NotInLots) as refused:
        pick_all([line(4000), line(1, path="lines[1]")], shelf, day=TODAY, expired_allowed=True)
    assert refused.value.path == "lines[1]"
