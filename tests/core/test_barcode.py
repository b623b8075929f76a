"""Standard and in-store barcodes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tillbook.core.barcode import (
    DoesNotFit,
    InStoreCode,
    Misread,
    PatternRefused,
    check_digit,
    comparable,
    decode_in_store,
    is_gtin,
    read_pattern,
    read_patterns,
)

digits = st.text("0123456789", min_size=1)


# GS1 General Specifications, section 7.9 (6291041500213 is its worked example), and codes printed on goods.
@pytest.mark.parametrize(
    "code",
    ["6291041500213", "4006381333931", "036000291452", "96385074", "10614141000415", "00012345600012"],
)
def test_gtins_with_their_check_digit_are_gtins(code: str) -> None:
    assert is_gtin(code)
    assert check_digit(code[:-1]) == code[-1]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "4006381333932",
        "400638133393",
        "abc",
        "4006381 333931",
        "٤٠٠٦٣٨١٣٣٣٩٣١",
        "4006381333931\n",
        "²" * 8,
    ],
)
def test_anything_else_is_none(code: str) -> None:
    assert not is_gtin(code)


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)))
def test_one_wrong_digit_is_always_noticed(body: str) -> None:
    code = body + check_digit(body)
    assert is_gtin(code)
    for place in range(len(code)):
        for digit in "0123456789":
            if digit != code[place]:
                assert not is_gtin(code[:place] + digit + code[place + 1 :])


def test_a_scanner_may_add_or_drop_the_leading_zero() -> None:
    assert comparable("036000291452") == comparable("0036000291452") == comparable("00036000291452")
    assert comparable("96385074") == "00000096385074"
    assert comparable("10614141000415") == "10614141000415"


def test_codes_of_the_shop_are_compared_as_they_are() -> None:
    assert comparable(" 00123 ") == "00123"
    assert comparable("tea-7") == "tea-7"
    assert comparable("123456789012") == comparable("0123456789012")
    assert comparable("123456789013") == "123456789013"


@given(digits)
def test_comparing_twice_changes_nothing(code: str) -> None:
    assert comparable(comparable(code)) == comparable(code)


WEIGHT = read_pattern("2{item:5}{weight:5}{check}")
PRICE = read_pattern("02{item:5}{price:5}{check}")


def test_the_scales_label_says_item_and_weight() -> None:
    assert WEIGHT.decode("212345012345") == InStoreCode(item="12345", quantity_milli=1234)
    assert WEIGHT.encode(InStoreCode(item="12345", quantity_milli=1234)) == "212345012345"


def test_the_counter_label_says_item_and_price() -> None:
    code = PRICE.encode(InStoreCode(item="42", price=Decimal("12.50")))
    assert code == "020004201250" + check_digit("020004201250")
    assert PRICE.decode(code) == InStoreCode(item="00042", price=Decimal("12.50"))


@pytest.mark.parametrize(
    ("pattern", "meant", "code"),
    [
        ("29{item:4}{skip:1}{price:5}", InStoreCode(item="0042", price=Decimal("1.05")), "290042000105"),
        ("2{item:5}{price:5.0}{check}", InStoreCode(item="00007", price=Decimal(350)), "200007003503"),
        ("2{item:5}{price:6.3}", InStoreCode(item="00007", price=Decimal("1.125")), "200007001125"),
        ("21{item:5}{weight:4.2}", InStoreCode(item="00007", quantity_milli=1230), "21000070123"),
        ("21{item:5}{weight:2.0}", InStoreCode(item="00007", quantity_milli=12_000), "210000712"),
    ],
)
def test_patterns_are_read_as_they_are_written(pattern: str, meant: InStoreCode, code: str) -> None:
    layout = read_pattern(pattern)
    assert layout.length == len(code)
    assert layout.encode(meant) == code
    assert decode_in_store(code, [layout]) == meant


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_what_is_encoded_is_what_is_decoded(item: int, figure: int) -> None:
    by_weight = InStoreCode(item=f"{item:05}", quantity_milli=figure)
    by_price = InStoreCode(item=f"{item:05}", price=Decimal(figure).scaleb(-2))
    assert WEIGHT.decode(WEIGHT.encode(by_weight)) == by_weight
    assert PRICE.decode(PRICE.encode(by_price)) == by_price
    assert is_gtin(WEIGHT.encode(by_weight))
    assert is_gtin(PRICE.encode(by_price))


@given(st.text("0123456789", min_size=10, max_size=10), st.integers(0, 11), st.sampled_from("0123456789"))
def test_a_misread_label_is_noticed(body: str, place: int, digit: str) -> None:
    code = "2" + body + check_digit("2" + body)
    assume(digit != code[place])
    misread = code[:place] + digit + code[place + 1 :]
    if place == 0:
        assert not WEIGHT.matches(misread)
    else:
        with pytest.raises(Misread, match="scan it again"):
            decode_in_store(misread, [WEIGHT])


@pytest.mark.parametrize("code", ["4006381333931", "", "abc", "2123450123", "٢١٢٣٤٥٠١٢٣٤٥", "312345012345"])
def test_a_code_that_is_not_the_shops_says_nothing(code: str) -> None:
    assert decode_in_store(code, [WEIGHT, PRICE]) is None


@pytest.mark.parametrize(
    ("meant", "why"),
    [
        (InStoreCode(item="123456", quantity_milli=1), "no room in 5 digits"),
        (InStoreCode(item="12a", quantity_milli=1), "no room"),
        (InStoreCode(item="1", quantity_milli=100_000), "no room in 5 digits"),
        (InStoreCode(item="1", quantity_milli=-1), "no room"),
        (InStoreCode(item="1", price=Decimal(1)), "carries a weight, which is not given"),
    ],
)
def test_what_does_not_fit_a_label_is_refused(meant: InStoreCode, why: str) -> None:
    with pytest.raises(DoesNotFit, match=why):
        WEIGHT.encode(meant)


def test_a_price_finer_than_the_label_is_refused() -> None:
    with pytest.raises(DoesNotFit, match="more than 2 decimals"):
        PRICE.encode(InStoreCode(item="1", price=Decimal("0.001")))


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "unclear from character 1"),
        ("2{item:5}{weight:5", "unclear from character 10"),
        ("2{item:5} {weight:5}", "unclear from character 10"),
        ("2{ITEM:5}{weight:5}", "unclear from character 2"),
        ("{item:5}{weight:5}", "does not begin with a digit"),
        ("2{weight:5}", "needs {item} exactly once"),
        ("2{item:2}{item:2}{weight:5}", "needs {item} exactly once"),
        ("2{item:5}", "needs {weight} or {price} exactly once"),
        ("2{item:5}{weight:5}{price:5}", "needs {weight} or {price} exactly once"),
        ("2{check}{item:5}{weight:5}", "has {check} before its end"),
        ("2{item:5}{weight:5}{check:1}", "always one digit"),
        ("2{item}{weight:5}", "does not say how many digits {item} has"),
        ("2{item:0}{weight:5}", "does not say how many digits {item} has"),
        ("2{item:5}{weight:5.4}", "weight has 0 to 3"),
        ("2{item:5.1}{weight:5}", "others none"),
        ("2{item:5}{colour:5}", "there are item, weight, price, skip and check"),
        ("2{item:20}{weight:20}", "at most 32 can be scanned"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_and_says_why(pattern: str, why: str) -> None:
    with pytest.raises(PatternRefused) as refused:
        read_pattern(pattern)
    assert why in refused.value.message


def test_two_patterns_never_take_the_same_code() -> None:
    kinds = read_patterns(["2{item:5}{weight:5}{check}", "02{item:5}{price:5}{check}", "3{item:5}{price:5}{check}"])
    assert [kind.length for kind in kinds] == [12, 13, 12]
    with pytest.raises(PatternRefused, match=r"takes codes that 2\{item:5\}\{weight:5\}\{check\} takes too"):
        read_patterns(["2{item:5}{weight:5}{check}", "29{item:4}{price:5}{check}"])
