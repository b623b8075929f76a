"""How people write their e-mail address, telephone and tax number, and how these are kept.

Nothing here asks the network: an address is checked for its form, not for whether somebody reads it. Loading
this module takes a few tenths of a second (the world's numbering plans), so faces load it when they first
need it.

Sources: RFC 5321 and 5322 through email-validator; ITU-T E.164 through libphonenumber; the tax numbers'
check digits through python-stdnum.
"""

from __future__ import annotations

from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult
from stdnum import get_cc_module
from stdnum.eu.vat import MEMBER_STATES
from stdnum.exceptions import ValidationError

from tillbook.core.errors import Refusal
from tillbook.core.text import TextRefused, clean_line, shown

EMAIL_LENGTH_MAX: Final = 254
"""Source: RFC 3696, erratum 1690."""

PHONE_LENGTH_MAX: Final = 40
TAX_NUMBER_LENGTH_MAX: Final = 40

# The modules of python-stdnum that hold what a country's shops print: VAT or GST number, in Germany also the
# tax number of the local office (§ 14 (4) no. 2 UStG allows either).
_TAX_MODULES: Final = ("vat", "gst", "stnr")
_TAX_EXAMPLES: Final = {
    "AT": "ATU13585627",
    "AU": "51 824 753 556",
    "CH": "CHE-107.787.577 MWST",
    "DE": "DE136695976",
    "ES": "ESB58378431",
    "FR": "FR40303265045",
    "GB": "GB980780684",
    "IN": "27AAPFU0939F1ZV",
    "IT": "IT00743110157",
    "NL": "NL004495445B01",
}
_PHONE_REASONS: Final = {
    ValidationResult.TOO_SHORT: "it is too short",
    ValidationResult.TOO_LONG: "it is too long",
    ValidationResult.INVALID_COUNTRY_CODE: "there is no such country code",
    ValidationResult.INVALID_LENGTH: "it has the wrong number of digits",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "the area code is missing",
}


class EmailInvalid(Refusal):
    code = "email_invalid"


class PhoneInvalid(Refusal):
    code = "phone_invalid"


class TaxNumberInvalid(Refusal):
    code = "tax_number_invalid"


def read_email(text: str) -> str:
    """The address in its normal form: host in small letters, Unicode in NFC; the part before @ as written.

    >>> read_email(" Asha.Rao@Example.COM ")
    'Asha.Rao@example.com'

    Raises:
        EmailInvalid: saying what is wrong with it.
    """
    text = text.strip()
    if len(text) > EMAIL_LENGTH_MAX:
        raise EmailInvalid(f"An e-mail address has at most {EMAIL_LENGTH_MAX} characters; this has {len(text):,}.")
    try:
        return validate_email(text, check_deliverability=False, strict=True).normalized
    except EmailNotValidError as wrong:
        raise EmailInvalid(f"{shown(str(wrong))} Write it like asha@example.com, or leave it empty.") from wrong


def read_phone(text: str, country: str) -> str:
    """The number in E.164; without + it is read as one of the shop's country (ISO 3166, two letters).

    >>> read_phone("098765 43210", "IN"), read_phone("+44 7400 123456", "IN")
    ('+919876543210', '+447400123456')

    Raises:
        PhoneInvalid: saying what is wrong with it, with an example of that country.
    """
    text = text.strip()
    if len(text) > PHONE_LENGTH_MAX:
        raise _phone_invalid(text, "it is too long", country)
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException as wrong:
        reason = "it has no country code" if country not in phonenumbers.SUPPORTED_REGIONS else "it is no number"
        raise _phone_invalid(text, reason, country) from wrong
    if number.extension:
        raise _phone_invalid(text, "an extension cannot be kept", country)
    reason = _PHONE_REASONS.get(phonenumbers.is_possible_number_with_reason(number), "")
    if reason or not phonenumbers.is_valid_number(number):
        raise _phone_invalid(text, reason or "no such number is in use", country)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def as_kept(text: str, country: str) -> str:
    """A telephone or an e-mail in the form in which it is kept; anything else as it is."""
    try:
        if "@" in text:
            return read_email(text)
        return read_phone(text, country) if any(character.isdigit() for character in text) else text
    except Refusal:
        return text


def phone_or_nothing(text: str, country: str) -> str:
    """A text in E.164 where it is a telephone number, else ""."""
    if not any(character.isdecimal() for character in text):
        return ""
    try:
        return read_phone(text, country)
    except Refusal:
        return ""


def show_phone(e164: str, country: str) -> str:
    """The number as people of `country` write it; with its country code where it is another country's.

    >>> show_phone("+919876543210", "IN"), show_phone("+919876543210", "GB")
    ('098765 43210', '+91 98765 43210')
    """
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return shown(e164)
    at_home = number.country_code == phonenumbers.country_code_for_region(country)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def read_tax_number(text: str, country: str) -> str:
    """The shop's or customer's tax number without blanks and dots, in the European Union with its country.

    Where the country's numbers are not known, any clean line of at most 40 characters.

    >>> read_tax_number("27 AAPFU0939F1ZV", "IN"), read_tax_number("136 695 976", "DE")
    ('27AAPFU0939F1ZV', 'DE136695976')

    Raises:
        TaxNumberInvalid: saying what is wrong with it.
    """
    try:
        text = clean_line(text, what="the tax number", length_max=TAX_NUMBER_LENGTH_MAX)
    except TextRefused as wrong:
        raise TaxNumberInvalid(wrong.message) from wrong
    reasons = []
    for name in _TAX_MODULES:
        module = get_cc_module(country, name) if _is_country(country) else None
        if module is None:
            continue
        try:
            return _with_country(module.validate(text), name, country)
        except ValidationError as wrong:
            reasons.append(str(wrong).rstrip(".").lower())
    if not reasons:
        return text
    example = _TAX_EXAMPLES.get(country)
    advice = f"Write it like {example}" if example else "Check it"
    raise TaxNumberInvalid(
        f"{shown(text)} is not a tax number of {country}: {reasons[0]}. {advice}, or leave it empty."
    )


def _phone_invalid(text: str, reason: str, country: str) -> PhoneInvalid:
    home = country if country in phonenumbers.SUPPORTED_REGIONS else "GB"
    example = phonenumbers.example_number_for_type(home, PhoneNumberType.MOBILE)
    example = example or phonenumbers.example_number(home)
    assert example is not None, "every country has an example"
    forms = [PhoneNumberFormat.INTERNATIONAL]
    if home == country:
        forms.insert(0, PhoneNumberFormat.NATIONAL)
    written = " or ".join(phonenumbers.format_number(example, form) for form in forms)
    return PhoneInvalid(
        f"{shown(text[:PHONE_LENGTH_MAX])} is not a telephone number: {reason}. "
        f"Write it like {written}, or leave it empty."
    )


def _with_country(number: str, module: str, country: str) -> str:
    if module != "vat" or country.lower() not in MEMBER_STATES:
        return number
    prefix = "EL" if country == "GR" else country
    return number if number.startswith(prefix) else prefix + number


def _is_country(country: str) -> bool:
    return len(country) == 2 and country.isascii() and country.isalpha()
