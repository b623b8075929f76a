"""JSON from strangers is read strictly, and a refusal names the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.money import NotANumber, TooLarge
from tillbook.formats.strict_json import BYTES_MAX, StrictModel, at, loads, path_of, read_as


class Shelf(StrictModel):
    name: str
    boxes: list[int] = Field(default_factory=list)
    open: bool = True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON: Expecting value at line 1, column 1"),
        ('{"a": 1,\n "b" 2}', "not JSON: Expecting ':' delimiter at line 2, column 6"),
        ("[1] [2]", "not JSON: Extra data at line 1, column 5"),
        ("[NaN]", "NaN is not a number"),
        ("[Infinity]", "Infinity is not a number"),
        ("[-Infinity]", "-Infinity is not a number"),
        ("[1e400]", "1e400 is not a number that can be kept"),
        ("[" + "9" * 5000 + "]", "not a number; at most 40 digits are read"),
        ("[0." + "9" * 5000 + "]", "is not a number that can be kept"),
        ('{"a": 1, "a": 2}', 'the key "a" stands twice in one object; keep one'),
        ('{"a": "\\ud800"}', "a: half of a surrogate pair is not text"),
        ('{"\\ud800": 1}', "half of a surrogate pair is not text"),
        ("[" * 33 + "]" * 33, "nested too deep: at most 32 levels are read"),
        ("[" * 200_000, "nested too deep: at most 32 levels are read"),
        ('"' + "x" * BYTES_MAX + '"', "too long: JSON of at most 1 MB is read"),
        ('"' + "€" * (BYTES_MAX // 2) + '"', "too long: JSON of at most 1 MB is read"),
    ],
    ids=lambda text: text[:20],
)
def test_what_cannot_be_meant_is_refused_at_once(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        loads(text)
    assert says in refused.value.message
    assert refused.value.exit_status == 2


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"lines": [{"quantity": NaN}]}', "lines[0].quantity"),
        ('{"lines": [{}, {"quantity": 1e400}]}', "lines[1].quantity"),
        ('{"lines": ["1", ' + "9" * 50 + "]}", "lines[1]"),
        ('{"lines": [{"product": "1", "product": "2"}]}', "lines[0].product"),
        ('{"id": "a", "id": "a"}', "id"),
        ("-Infinity", None),
    ],
)
def test_what_json_itself_does_not_have_is_refused_with_its_place(text: str, path: str | None) -> None:
    with pytest.raises(Unreadable) as refused:
        loads(text)
    assert refused.value.path == path
    assert refused.value.message.startswith(f"{path}: " if path else "-Infinity is")


def test_plain_json_is_read() -> None:
    assert loads('{"a": [1, 2.5, true, null, "\\u0939\\ud83d\\ude00"]}') == {"a": [1, 2.5, True, None, "ह😀"]}
    assert loads("[" * 32 + "]" * 32)


@pytest.mark.parametrize(
    ("value", "path", "says"),
    [
        ([], None, "not an object"),
        ({}, "name", "name: missing"),
        ({"name": 5}, "name", 'name: not text; put it in quotes, as in "12.50"'),
        ({"name": "A", "color": "red"}, "color", "color: unknown key; take it out"),
        ({"name": "A", "x\n" * 40: 1}, "x?" * 19 + "x…", "unknown key"),
        ({"name": "A", "boxes": 3}, "boxes", "boxes: not a list"),
        ({"name": "A", "boxes": [1, "2"]}, "boxes[1]", "boxes[1]: not a whole number"),
        ({"name": "A", "open": 1}, "open", "open: neither true nor false"),
    ],
)
def test_the_first_mistake_is_named_with_its_place(value: object, path: str | None, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_as(Shelf, value)
    assert refused.value.path == path
    assert says in refused.value.message


def test_what_fits_is_read() -> None:
    assert read_as(Shelf, {"name": "A", "boxes": [1, 2]}) == Shelf(name="A", boxes=[1, 2])


def test_a_refusal_inside_a_place_gets_its_path() -> None:
    with pytest.raises(TooLarge) as refused, at("lines[0]"), at("quantity"):
        raise TooLarge("Too much; take less.")
    assert (refused.value.path, refused.value.message) == ("lines[0].quantity", "Too much; take less.")

    with pytest.raises(NotANumber) as unreadable, at("lines[0]"), at("quantity"):
        raise NotANumber("not a number")
    assert unreadable.value.message == "lines[0].quantity: not a number"


def test_a_path_is_written_as_one_would_look_it_up() -> None:
    assert path_of(("lines", 0, "taxes", 1, "rate")) == "lines[0].taxes[1].rate"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        loads(text)
    except Refusal as refusal:
        assert isinstance(refusal, Unreadable)
