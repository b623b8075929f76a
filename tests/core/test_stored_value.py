"""The codes of gift cards and store credit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.stored_value import CODE_BITS, code_hash, code_of, grouped, plain_code, shown_tail, tail_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

bits = st.integers(min_value=0, max_value=2**CODE_BITS - 1)


def test_a_code_holds_more_random_bits_than_anybody_can_guess() -> None:
    assert CODE_BITS >= 80


@given(bits)
def test_a_code_is_read_as_it_was_written_however_it_is_typed(random_bits: int) -> None:
    code = code_of(random_bits)
    plain = plain_code(code)

    assert plain is not None and grouped(plain) == code
    for typed in (code.lower(), code.replace("-", " "), plain, f" {code} ", plain.replace("0", "O").replace("1", "l")):
        assert plain_code(typed) == plain


@given(bits, bits)
def test_different_bits_make_different_codes(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


@given(bits, st.integers(0, 19), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(random_bits: int, place: int, letter: str) -> None:
    plain = code_of(random_bits).replace("-", "")
    wrong = plain[:place] + letter + plain[place + 1 :]

    assert (plain_code(wrong) is None) == (wrong != plain)


@given(bits, st.integers(0, 18))
def test_two_neighbours_changed_about_are_noticed_but_for_first_and_last_letter(random_bits: int, place: int) -> None:
    plain = code_of(random_bits).replace("-", "")
    pair = plain[place : place + 2]
    swapped = plain[:place] + pair[::-1] + plain[place + 2 :]

    if set(pair) != {"0", "Z"}:
        assert (plain_code(swapped) is None) == (swapped != plain)


@pytest.mark.parametrize("text", ["", "0000", "0" * 21, "U" * 20, "0000-0000-0000-0000-0001", "x" * 10_000, "৪" * 20])
def test_what_is_no_code_is_none(text: str) -> None:
    assert plain_code(text) is None


def test_the_books_keep_a_hash_and_the_end() -> None:
    plain = "ZZZZZZZZZZZZZZZZZZZK"
    assert plain_code(plain) == plain
    assert code_hash(plain) == "4f45bbc7348c62020296e2f8f898356b18d275f9cd99377241c8ac87f7a9c4a7"
    assert (tail_of(plain), shown_tail("ZZZK")) == ("ZZZK", "…ZZZK")
