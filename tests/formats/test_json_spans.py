"""Stepping over JSON: what is taken is what the standard library takes, less what JSON does not have."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tillbook.formats.spelling.json_spans import Cursor, Mistake, ReadingEnded

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def stepped(text: str) -> list[Mistake]:
    cursor = Cursor(text)
    try:
        cursor.skip_blanks()
        cursor.skip_value()
        cursor.finish()
    except ReadingEnded:
        assert cursor.mistakes
    return cursor.mistakes


@given(value=json_values, indent=st.sampled_from([None, 0, 3]), ascii_only=st.booleans())
def test_takes_whatever_json_has(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert stepped(text) == []


@given(text=st.text(alphabet='{}[]",:\\/ \n\t0123456789.-+eEtrufalsn\x01é', max_size=30))
def test_takes_nothing_that_the_standard_library_refuses(text: str) -> None:
    try:
        json.loads(text)
        is_json = True
    except ValueError:
        is_json = False
    mistakes = stepped(text)
    twice = any("stands twice" in mistake.message for mistake in mistakes)
    assert twice or (mistakes == []) == is_json


def test_tells_path_line_and_column_of_each_mistake() -> None:
    assert stepped('{"101": {"Price": NaN,\n  "Sizes": [1, .5], "Price": 2}, "b": 01}') == [
        Mistake('"101".Price', 1, 19, "NaN is not a number or word that JSON has; write a number in digits"),
        Mistake(
            '"101".Sizes[1]',
            2,
            16,
            ".5 is not a number or word that JSON has; write it as 12 or 12.5, with a point and no leading zero or +",
        ),
        Mistake('"101".Price', 2, 21, '"Price" stands twice, first on line 1'),
        Mistake(
            '"b"',
            2,
            39,
            "01 is not a number or word that JSON has; write it as 12 or 12.5, with a point and no leading zero or +",
        ),
    ]


def test_ends_reading_where_the_brackets_are_lost() -> None:
    [mistake] = stepped('{"a": [1 2]}')
    assert mistake == Mistake('"a"', 1, 10, "a comma or ] is missing; 2 stands here")


def test_refuses_what_is_nested_deeper_than_32() -> None:
    assert stepped("[" * 32 + "]" * 32) == []
    [mistake] = stepped("[" * 100_000)
    assert mistake.message == "more than 32 brackets within one another"


def test_stops_after_a_hundred_mistakes() -> None:
    assert len(stepped("[" + "NaN," * 100_000 + "1]")) == 100
