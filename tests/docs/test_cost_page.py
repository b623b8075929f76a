"""Every table of docs/cost.md, worked out again from its own text: by the code, and by the reference."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from tests.core.costing_reference import Reference

from tillbook.core.costing import receive, take
from tillbook.core.money import Currency, format_minor, to_minor

PAGE = Path(__file__).parents[2] / "docs" / "cost.md"
EUR = Currency.of("EUR")
HEADER = "| what | pieces | cost of goods that came | cost of goods that left | late cost | on hand | value |"
CAME, LEFT = {"bought"}, {"sold", "sent back"}
Row = tuple[str, str, str, str, str, str, str]


def tables() -> Iterator[tuple[int, list[Row]]]:
    """The rows of each table, with the line it begins at."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for start, line in enumerate(lines):
        if line.startswith("|") and not lines[start - 1].startswith("|"):
            assert line == HEADER, f"line {start + 1}: no test knows how to work out {line}"
            rows = []
            for row in lines[start + 2 :]:
                if not row.startswith("|"):
                    break
                what, pieces, came, left, late, on_hand, value = (cell.strip() for cell in row.strip("|").split("|"))
                rows.append((what, pieces, came, left, late, on_hand, value))
            yield start + 1, rows


def written(amount: int | Fraction) -> str:
    assert amount == int(amount)
    return format_minor(int(amount), EUR)


def by_the_code(rows: list[Row]) -> list[Row]:
    """The rows again, from what moved alone."""
    on_hand = value = 0
    told: list[Row] = []
    for what, pieces, came, *_ in rows:
        milli = int(pieces) * 1000
        left = late = ""
        if what in CAME:
            split = receive(
                on_hand_milli=on_hand, value_minor=value, quantity_milli=milli, cost_minor=to_minor(came, EUR)
            )
            on_hand, value = on_hand + milli, value + split.value_added_minor
            late = written(split.late_cost_minor) if split.late_cost_minor else ""
        else:
            assert what in LEFT
            cost = take(on_hand_milli=on_hand, value_minor=value, quantity_milli=milli)
            on_hand, value = on_hand - milli, value - cost
            left = written(cost)
        told.append((what, pieces, came, left, late, str(on_hand // 1000), written(value)))
    return told


def by_the_reference(rows: list[Row]) -> list[Row]:
    """The same, by the implementation that shares nothing with the code."""
    reference = Reference()
    told: list[Row] = []
    for what, pieces, came, *_ in rows:
        left = late = ""
        if what in CAME:
            passed_on = reference.receive(Fraction(pieces), Fraction(came) * 100)
            late = written(passed_on) if passed_on else ""
        else:
            left = written(reference.take(Fraction(pieces)))
        told.append((what, pieces, came, left, late, str(reference.on_hand), written(reference.value)))
    return told


@pytest.mark.parametrize(("line", "rows"), list(tables()))
def test_every_table_of_the_page_is_what_the_program_computes(line: int, rows: list[Row]) -> None:
    assert rows, f"line {line}: an empty table"
    assert by_the_code(rows) == rows
    assert by_the_reference(rows) == rows


def test_the_page_has_its_published_examples() -> None:
    assert len(list(tables())) == 14


def test_a_changed_figure_is_noticed() -> None:
    _, rows = next(tables())
    changed = [*rows[:-1], (*rows[-1][:-1], "0.01")]
    assert by_the_code(rows) != changed
