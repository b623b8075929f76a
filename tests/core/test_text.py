"""What people write, kept as one clean line and shown where it can do no harm (P27)."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tillbook.core.text import TextRefused, clean_line, fit, shown, width, wrap

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    "' OR 1=1--",
    "=cmd|' /C calc'!A0",
    "=1+1",
    "../../etc/passwd",
    'tea, green "best"; 100%',
    "two\nlines",
    "SALE,1,free\r\nSALE,2,free",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1bp0\x32\xfa",
    "\x00\x00",
    "\u202egnp.exe",
    "\u2066isolated\u2069",
    "zero\u200bwidth\ufeff",
    "\u2028line\u2029separators",
    "😀👩\u200d👩\u200d👧\u200d👦🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "ﷺ" * 20,
    "नमस्ते",
    "می\u200cخواهم",
    "\ufffe\uffff",
    "\x9b31m",
    "   ",
    "",
]

texts = st.text(st.characters())
names = st.text(max_size=300) | st.sampled_from(HOSTILE)


def naughty_strings() -> list[str]:
    """The public corpora of hostile strings, where they are at hand."""
    folder = os.environ.get("TILLBOOK_DATA")
    if not folder:
        pytest.skip("TILLBOOK_DATA names no folder with the public corpora of naughty strings")
    security = Path(folder) / "security"
    blns: list[str] = json.loads((security / "blns.json").read_text("utf-8"))
    xss = (security / "xss.txt").read_text("utf-8", errors="surrogateescape").splitlines()
    return blns + xss


def assert_harmless(line: str) -> None:
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(line) & set(BIDI)
    line.encode("utf-8")


def assert_stored_or_refused(text: str) -> None:
    try:
        line = clean_line(text, what="the name", length_max=200)
    except TextRefused as refusal:
        assert refusal.message.startswith("The name ")
        assert_harmless(refusal.message)
        return
    assert_harmless(line)
    assert line == line.strip() != ""
    assert len(line) <= 200
    assert unicodedata.is_normalized("NFC", line)
    assert clean_line(line, what="the name", length_max=200) == line
    assert shown(line) == line


@given(names)
def test_a_name_is_stored_clean_or_refused(text: str) -> None:
    assert_stored_or_refused(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_stored_clean_or_refused(text: str) -> None:
    assert_stored_or_refused(text)
    assert_harmless(shown(text))
    assert width(fit(text, 20)) == 20


def test_the_public_corpora_are_stored_clean_or_refused() -> None:
    strings = naughty_strings()
    assert len(strings) > 900
    for text in strings:
        assert_stored_or_refused(text)
        assert_harmless(shown(text))
        assert width(fit(text, 32)) == 32
        assert all(width(line) <= 32 for line in wrap(text, 32))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Darjeeling  ", "Darjeeling"),
        ("tea\tgreen", "tea green"),
        ("two\r\n\r\nlines", "two lines"),
        ("a\u2028b", "a b"),
        ("\x1b[31mred", "[31mred"),
        ("nul\x00l", "null"),
        ("\u202egnp.exe", "gnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301clair", "éclair"),
        ("e\u200b\u0301clair", "éclair"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("England \U0001f3f4\U000e0067\U000e007f", "England \U0001f3f4\U000e0067\U000e007f"),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("=1+1", "=1+1"),
        ("' OR 1=1--", "' OR 1=1--"),
        ('a, "b"; c', 'a, "b"; c'),
        ("\u00a0no-break\u00a0", "no-break"),
        ("+", "+"),
    ],
)
def test_names_are_kept_by_the_stated_rule(typed: str, kept: str) -> None:
    assert clean_line(typed, what="the name", length_max=60) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\n", "\x00", "\u200b", "\u200d", "\u202e", "\u0301", "\u3164", "\u2800", "\u00a0"]
)
def test_a_name_in_which_nothing_can_be_seen_is_refused(typed: str) -> None:
    with pytest.raises(TextRefused, match="The name of the product is empty; write at least"):
        clean_line(typed, what="the name of the product", length_max=60)


def test_a_name_that_is_too_long_is_refused_and_never_cut() -> None:
    assert clean_line("x" * 60, what="the name", length_max=60) == "x" * 60
    with pytest.raises(TextRefused, match="has 61 characters; at most 60 can be kept"):
        clean_line("x" * 61, what="the name", length_max=60)
    with pytest.raises(TextRefused, match="10,485,760"):
        clean_line("x" * 10 * 2**20, what="the name", length_max=60)


def test_a_name_that_fits_once_composed_is_kept() -> None:
    assert clean_line("\u03b1\u0313\u0300\u0345" * 10, what="the name", length_max=10) == "\u1f82" * 10


def test_a_million_combining_marks_are_refused_at_once() -> None:
    with pytest.raises(TextRefused):
        clean_line("a" + "\u0316\u0301" * 500_000, what="the name", length_max=200)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(TextRefused, match="half a character"):
        clean_line("smile \ud83d", what="the name", length_max=60)


@given(texts)
def test_whatever_is_shown_is_one_harmless_line(text: str) -> None:
    assert_harmless(shown(text))
    assert shown(shown(text)) == shown(text)


@given(texts, st.integers(0, 60), st.booleans())
@example("🏻", 3, True)
def test_a_fitted_text_takes_exactly_its_columns(text: str, columns: int, right: bool) -> None:
    fitted = fit(text, columns, right=right)
    assert_harmless(fitted)
    assert width(fitted) == columns


@given(texts, st.integers(2, 60))
def test_wrapped_lines_are_never_wider_and_lose_nothing_but_blanks(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert lines
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown(text).split())


@pytest.mark.parametrize(
    ("text", "columns", "fitted"),
    [
        ("tea", 5, "tea  "),
        ("Darjeeling", 5, "Darj…"),
        ("日本茶", 5, "日本…"),
        ("日本茶", 4, "日… "),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("👩\u200d👧👩\u200d👧", 3, "👩\u200d👧…"),
        ("tea", 0, ""),
        ("tea", 1, "…"),
        ("\u202etea", 4, "tea "),
        ("line\nbreak", 10, "line break"),
    ],
)
def test_text_is_fitted_by_what_is_seen(text: str, columns: int, fitted: str) -> None:
    assert fit(text, columns) == fitted


def test_long_words_are_broken_and_blanks_kept_to_one() -> None:
    assert wrap("Darjeeling   First Flush", 8) == ["Darjeeli", "ng First", "Flush"]
    assert wrap("日本茶", 5) == ["日本", "茶"]
    assert wrap("", 8) == [""]
