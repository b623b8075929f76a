"""sales.txt: eight fields on every line, whatever people are called."""

# ruff: noqa: E501  (one case, one line: the tables are read across)

from __future__ import annotations

import csv
import io
import random
import time
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.formats.seed_sales import SaleLineProblem, SeedSaleLine, read_sales, sales_line

KOLKATA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)

# What a name can hold before it is cleaned, but for what no text file can: NUL and half characters.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
tricky = st.text(alphabet=',"\r\n =+-@\t;a\u2028\u0085é', max_size=10)


def line(**changed: object) -> str:
    fields: dict[str, object] = {
        "user_name": "Asha Rao",
        "user_email": "asha@example.com",
        "user_phone": "+91 98765 43210",
        "product_id": "101",
        "product_name": "Darjeeling",
        "quantity_milli": 2000,
        "total_price": Decimal("190.00"),
        "at": NOON,
        "zone": KOLKATA,
    }
    return sales_line(**{**fields, **changed})  # type: ignore[arg-type]


def parsed(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), skipinitialspace=True))


def read(data: bytes) -> list[SeedSaleLine | SaleLineProblem]:
    return list(read_sales(io.BytesIO(data)))


def test_writes_a_line_as_the_seed_program_does() -> None:
    assert line() == (
        "Asha Rao, asha@example.com, +91 98765 43210, 101, Darjeeling, 2, 190.00,Sun Nov 22 12:00:00 2026\n"
    )


def test_fields_that_are_not_known_are_empty() -> None:
    written = line(user_name="", user_email="", user_phone="")
    assert written == ", , , 101, Darjeeling, 2, 190.00,Sun Nov 22 12:00:00 2026\n"
    assert parsed(written) == [["", "", "", "101", "Darjeeling", "2", "190.00", "Sun Nov 22 12:00:00 2026"]]


def test_tells_the_time_of_the_shop_as_ctime_spells_it() -> None:
    at = datetime(2026, 3, 1, 23, 5, 9, tzinfo=UTC)
    assert line(at=at, zone=KOLKATA).endswith(",Mon Mar  2 04:35:09 2026\n")
    assert line(at=at, zone=UTC).endswith("," + time.asctime(at.timetuple()) + "\n")


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Rao, Asha", '"Rao, Asha"'),
        ('"Bo"', '"""Bo"""'),
        (" Bo", '" Bo"'),
        ("Bo\nSALE,1,free", '"Bo\nSALE,1,free"'),
        ("=1+1", " =1+1"),
        ("＝1+1", " ＝1+1"),
        ("@SUM(1,2)", ' "@SUM(1,2)"'),
        ("+91 1", " +91 1"),
        ("Bo=1", "Bo=1"),
    ],
)
def test_names_are_quoted_and_made_inert_by_rule(name: str, spelled: str) -> None:
    written = line(user_name=name)
    assert written.startswith(spelled + ", asha@")
    assert parsed(written)[0][0] == name


@given(st.lists(st.tuples(*[texts | tricky] * 5), min_size=1, max_size=4))
def test_every_line_gives_its_eight_fields_to_the_standard_reader(
    people: list[tuple[str, str, str, str, str]],
) -> None:
    written = "".join(
        line(user_name=a, user_email=b, user_phone=c, product_id=d, product_name=e) for a, b, c, d, e in people
    )
    assert parsed(written) == [[*who, "2", "190.00", "Sun Nov 22 12:00:00 2026"] for who in people]


@given(
    who=st.tuples(*[texts | tricky] * 5),
    quantity_milli=st.integers(-(10**12) + 1, 10**12 - 1),
    total=st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    at=st.datetimes(
        min_value=datetime(1970, 1, 2),  # noqa: DTZ001
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)
def test_what_is_written_reads_back_exactly(
    who: tuple[str, ...], quantity_milli: int, total: Decimal, at: datetime
) -> None:
    fields = dict(zip(("user_name", "user_email", "user_phone", "product_id", "product_name"), who, strict=True))
    written = line(**fields, quantity_milli=quantity_milli, total_price=total, at=at)
    wall = at.astimezone(KOLKATA).replace(tzinfo=None, microsecond=0)
    [back] = read(written.encode())
    assert back == SeedSaleLine(line=1, **fields, quantity_milli=quantity_milli, total_price=total, at=wall)


def test_reads_the_seed_programs_own_lines() -> None:
    toy = (
        "Asha, asha@example.com, 9876543210, 101, Darjeeling, 2, 191,Sun Nov 22 12:00:00 2026\n"
        "\n"
        "Bo, bo@example.com, 1, 102, Café, 3, 35.970000000000006,Tue Feb  3 01:02:03 2026\r\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        first, second = read(toy.encode(encoding))
        assert isinstance(first, SeedSaleLine)
        assert isinstance(second, SeedSaleLine)
        assert (first.line, first.user_name, first.total_price) == (1, "Asha", Decimal(191))
        assert (second.line, second.product_name, second.quantity_milli) == (3, "Café", 3000)
        assert second.total_price == Decimal("35.97")
        assert second.at == datetime(2026, 2, 3, 1, 2, 3)  # noqa: DTZ001  (the clock on the wall)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Asha, a@b, 1, 101, Tea, black, 2, 9,Sun Nov 22 12:00:00 2026", '9 fields where 8 belong: put a name that holds a comma in double quotes, as in "Tea, black"'),
        ("Asha, a@b, 1", "3 fields where 8 belong: name, e-mail, phone, product id, product, quantity, total, time"),
        ("A, b, 1, 101, Tea, two, 9,Sun Nov 22 12:00:00 2026", "'two' is not a number"),
        ("A, b, 1, 101, Tea, 2, 1e400,Sun Nov 22 12:00:00 2026", "1e400 is too large; a total has at most 12 digits before the point"),
        ("A, b, 1, 101, Tea, 2, 9,yesterday", "'yesterday' is no time; write it as Sun Nov 22 12:00:00 2026"),
        ("A, b, 1, 101, Tea, 2, 9,Sun Nov 31 12:00:00 2026", "'Sun Nov 31 12:00:00 2026' is no time; write it as Sun Nov 22 12:00:00 2026"),
        ("A, b, 1, 101, Tea, 2, 9,2026-11-22T12:00:00+00:00", "'2026-11-22T12:00:00+00:00' is no time; write it as Sun Nov 22 12:00:00 2026"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_handed_back_with_its_number(text: str, reason: str) -> None:
    good = line()
    answers = read(f"{good}{text}\n{good}".encode())
    assert answers[1] == SaleLineProblem(line=2, reason=reason)
    assert [answer.line for answer in answers] == [1, 2, 3]


def test_a_field_of_many_lines_does_not_shift_the_numbers_of_lines() -> None:
    answers = read((line(user_name="a\nb\nc") + "x\n").encode())
    assert [answer.line for answer in answers] == [1, 4]


def test_a_line_without_end_is_not_read_into_memory() -> None:
    [problem] = read(b"x" * 9_000_000)
    assert problem == SaleLineProblem(
        line=1, reason="line 1 is longer than 4,000,000 characters; the lines from here on are not read"
    )


def test_any_bytes_are_read_or_refused() -> None:
    shuffled = random.Random(7).randbytes(4000)
    for at in range(0, len(shuffled), 40):
        data = line().encode() + shuffled[at : at + 40].replace(b"\0", b"").decode("latin-1").encode()
        assert read(data)
