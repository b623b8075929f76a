"""One text for one value, and the hash chain over it (P23)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.chain import (
    GENESIS,
    INTEGER_MAX,
    NotCanonical,
    canonical,
    commitment,
    digest,
    entry_text,
    instant_text,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | texts
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


@given(values)
def test_the_canonical_text_says_the_value_and_is_the_same_when_read_and_written_again(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert "\n" not in text


@given(st.dictionaries(texts, leaves))
def test_the_order_in_which_keys_were_entered_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(values, values)
def test_different_values_have_different_texts(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (repr_of(one) == repr_of(other))


def repr_of(value: object) -> str:
    """A text of its own that tells True from 1, to compare with."""
    if isinstance(value, dict):
        return f"{{{sorted((key, repr_of(part)) for key, part in value.items())!r}}}"
    if isinstance(value, list):
        return repr([repr_of(part) for part in value])
    return f"{type(value).__name__}{value!r}"


def test_a_tuple_is_written_as_a_list() -> None:
    assert canonical({"a": (1, "x", None, {"b": (True,)})}) == canonical({"a": [1, "x", None, {"b": [True]}]})


# RFC 8785, section 3.2.2 (sample input and output) and 3.2.3 (sorting), without its fractions.
RFC_8785 = (
    '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f", "literals": [None, True, False]},
)
RFC_8785_SORTED = (
    ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign"],
    {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "1": "One",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    },
)


def test_the_samples_of_rfc_8785_come_out() -> None:
    text, value = RFC_8785
    assert canonical(value) == text
    order, keyed = RFC_8785_SORTED
    assert list(json.loads(canonical(keyed)).values()) == order


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal("1.50"),
        {1: "one"},
        {None: 1},
        {True: 1},
        {"deep": [{"deeper": (0.5,)}]},
        INTEGER_MAX + 1,
        -INTEGER_MAX - 1,
        b"bytes",
        {"a set"},
        datetime(2026, 1, 1, tzinfo=UTC),
        "half a character \ud83d",
        {"\udc00": 1},
    ],
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_an_entry_is_hashed_as_anybody_can_hash_it() -> None:
    text = entry_text(
        chain="1",
        sequence=1,
        previous=GENESIS,
        at=instant_text(datetime(2026, 11, 22, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))),
        kind="sale",
        document="1-26-000001",
        body={"total_minor": 19000, "name": "चाय"},
    )
    assert text == (
        '{"at":"2026-11-22T12:00:00.000000+00:00","body":{"name":"चाय","total_minor":19000},"chain":"1",'
        f'"document":"1-26-000001","kind":"sale","previous":"{GENESIS}","sequence":1}}'
    )
    # By sha256sum of GNU coreutils.
    assert digest(text) == "e02e7d74463770188b1cd2c016cdda6be3b7b65acbb598841b8a2f1a56034fc7"


def test_digests_are_sha_256() -> None:
    """FIPS 180-4 sample, and the empty text."""
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("sequence", "previous"), [(0, GENESIS), (2, "short"), (1, "a" * 64)])
def test_an_entry_out_of_its_chain_is_a_bug(sequence: int, previous: str) -> None:
    with pytest.raises(AssertionError):
        entry_text(chain="1", sequence=sequence, previous=previous, at="", kind="sale", document="", body={})


def test_a_person_is_committed_to_and_cannot_be_guessed_without_the_salt() -> None:
    asha = {"name": "Asha Rao", "phone": "+919876543210"}
    salt, other = "00" * 16, "01" * 16
    assert commitment(salt, asha) == commitment(salt, dict(reversed(asha.items())))
    assert commitment(salt, asha) != commitment(other, asha)
    assert commitment(salt, asha) != commitment(salt, {**asha, "name": "Asha Rai"})
    assert "Asha" not in commitment(salt, asha)


def test_a_salt_that_is_too_short_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        commitment("00" * 15, {})
