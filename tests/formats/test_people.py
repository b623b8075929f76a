"""E-mail addresses, telephone and tax numbers as people write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from tillbook.core.errors import Refusal
from tillbook.formats.people import (
    EmailInvalid,
    PhoneInvalid,
    TaxNumberInvalid,
    read_email,
    read_phone,
    read_tax_number,
    show_phone,
)

COUNTRIES = ("IN", "GB", "DE", "US", "JP", "AE", "CH", "AU", "NP", "BR", "")

regions = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("asha@example.com", "asha@example.com"),
        ("  Asha.Rao@Example.COM\n", "Asha.Rao@example.com"),
        ("asha+till@example.co.in", "asha+till@example.co.in"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("jose\u0301@example.com", "josé@example.com"),
        ("x@मेल.भारत", "x@मेल.भारत"),
    ],
)
def test_an_address_is_kept_in_its_normal_form(typed: str, kept: str) -> None:
    assert read_email(typed) == kept
    assert read_email(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "asha",
        "asha@",
        "@example.com",
        "asha@example",
        "a b@example.com",
        "a@b@example.com",
        "asha@-.com",
        "<script>@example.com",
        "asha@exa\x1bmple.com",
        "\u202easha@example.com",
        "x" * 65 + "@example.com",
    ],
)
def test_a_wrong_address_is_refused_and_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(EmailInvalid, match=r"Write it like asha@example\.com, or leave it empty") as refused:
        read_email(typed)
    assert refused.value.code == "email_invalid"
    assert "\x1b" not in refused.value.message
    assert "\u202e" not in refused.value.message


def test_ten_megabytes_are_no_address_or_number() -> None:
    long = "9" * 10 * 2**20
    with pytest.raises(EmailInvalid, match="at most 254 characters"):
        read_email(f"{long}@example.com")
    with pytest.raises(PhoneInvalid, match="too long"):
        read_phone(long, "IN")
    with pytest.raises(TaxNumberInvalid, match="at most 40"):
        read_tax_number(long, "IN")


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("98765 43210", "IN", "+919876543210"),
        ("098765-43210", "IN", "+919876543210"),
        ("+91 (98765) 43210", "GB", "+919876543210"),
        ("07400 123456", "GB", "+447400123456"),
        ("(201) 555-0123", "US", "+12015550123"),
        ("९८७६५४३२१०", "IN", "+919876543210"),
        ("+44 20 7031 3000", "", "+442070313000"),
    ],
)
def test_a_number_is_kept_as_e164(typed: str, country: str, kept: str) -> None:
    assert read_phone(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country", "why"),
    [
        ("12345", "IN", "it is too short. Write it like 081234 56789 or +91 81234 56789"),
        ("98765432101234567", "IN", "it is too long"),
        ("00000 00000", "IN", "no such number is in use"),
        ("tea", "IN", "it is no number"),
        ("", "GB", "it is no number. Write it like 07400 123456 or +44 7400 123456, or leave it empty"),
        ("+999 12345678", "IN", "it is no number"),
        ("98765 43210", "", "it has no country code. Write it like +44 7400 123456"),
        ("(201) 555-0123 x5", "US", "an extension cannot be kept"),
        ("\x1b[31m12345", "IN", "Write it like"),
    ],
)
def test_a_wrong_number_is_refused_and_shows_an_example(typed: str, country: str, why: str) -> None:
    with pytest.raises(PhoneInvalid) as refused:
        read_phone(typed, country)
    assert why in refused.value.message
    assert refused.value.code == "phone_invalid"
    assert "\x1b" not in refused.value.message


@given(regions, st.sampled_from([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE]))
def test_the_example_of_every_country_is_taken_and_shown_as_its_people_write_it(region: str, kind: int) -> None:
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        return
    national = phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
    kept = read_phone(national, region)
    assert read_phone(kept, "") == kept
    assert show_phone(kept, region) == national
    assert read_phone(show_phone(kept, region), region) == kept


def test_a_number_of_another_country_is_shown_with_its_code() -> None:
    assert show_phone("+919876543210", "IN") == "098765 43210"
    assert show_phone("+919876543210", "DE") == "+91 98765 43210"
    assert show_phone("+919876543210", "") == "+91 98765 43210"


def test_what_was_never_a_number_is_shown_harmlessly() -> None:
    assert show_phone("call\nAsha\x1b", "IN") == "call Asha�"


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("27AAPFU0939F1ZV", "IN", "27AAPFU0939F1ZV"),
        ("27 aapfu 0939 f1zv", "IN", "27AAPFU0939F1ZV"),
        ("136 695 976", "DE", "DE136695976"),
        ("DE 136 695 976", "DE", "DE136695976"),
        ("181/815/08155", "DE", "18181508155"),
        ("094259216", "GR", "EL094259216"),
        ("GB 980 7806 84", "GB", "980780684"),
        ("CHE-107.787.577 MWST", "CH", "CHE107787577MWST"),
        ("51 824 753 556", "AU", "51824753556"),
        ("TRN 100-000-000-003", "AE", "TRN 100-000-000-003"),
        ("anything goes", "", "anything goes"),
        ("anything goes", "../..", "anything goes"),
    ],
)
def test_a_tax_number_is_kept_without_its_dots(typed: str, country: str, kept: str) -> None:
    assert read_tax_number(typed, country) == kept
    assert read_tax_number(kept, country) == kept


@pytest.mark.parametrize(
    ("typed", "country", "why"),
    [
        (
            "27AAPFU0939F1ZW",
            "IN",
            "is not a tax number of IN: the number's checksum or check digit is invalid",
        ),
        ("27AAPFU0939", "IN", "invalid length. Write it like 27AAPFU0939F1ZV, or leave it empty"),
        ("980780685", "GB", "Write it like GB980780684"),
        ("DE1", "DE", "is not a tax number of DE"),
        ("", "IN", "The tax number is empty"),
        ("\x1b", "AE", "The tax number is empty"),
        ("1", "JP", "Check it, or leave it empty"),
    ],
)
def test_a_wrong_tax_number_is_refused_and_says_why(typed: str, country: str, why: str) -> None:
    with pytest.raises(TaxNumberInvalid) as refused:
        read_tax_number(typed, country)
    assert why in refused.value.message
    assert refused.value.code == "tax_number_invalid"


@given(st.text(max_size=60), st.sampled_from(COUNTRIES))
def test_whatever_is_typed_is_kept_or_refused_harmlessly(typed: str, country: str) -> None:
    reads: list[Callable[[], str]] = [
        lambda: read_email(typed),
        lambda: read_phone(typed, country),
        lambda: read_tax_number(typed, country),
    ]
    for read in reads:
        try:
            said = read()
        except Refusal as refusal:
            said = refusal.message
        assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
