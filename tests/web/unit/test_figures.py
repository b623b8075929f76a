"""What is typed as an amount is what is sent: never guessed, never rounded."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

READ = """async ([text, locale, decimals]) =>
  (await import("/till/js/figures.js")).readFigure(text, { locale, decimals })"""


def read(page: Page, text: str, locale: str, decimals: int = 2) -> Any:
    return page.evaluate(READ, [text, locale, decimals])


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("12.50", "en-IN", "12.50"),
        ("1,23,456.5", "en-IN", "123456.5"),
        ("12,50", "de-DE", "12.50"),
        ("1.234,50", "de-DE", "1234.50"),
        ("1.234.567", "de-DE", "1234567"),
        ("1 234,5", "fr-FR", "1234.5"),
        ("1’234.5", "de-CH", "1234.5"),
        ("१२.५०", "hi-IN", "12.50"),
        ("١٢٫٥", "ar-EG", "12.5"),
        ("0007", "en-IN", "7"),
        ("5.", "en-IN", "5"),
        (".5", "en-IN", "0.5"),
        ("999999999999.99", "en-IN", "999999999999.99"),
    ],
)
def test_a_figure_is_read_as_the_shop_writes_it(page: Page, text: str, locale: str, value: str) -> None:
    assert read(page, text, locale) == {"value": value}


@pytest.mark.parametrize(
    ("text", "locale", "decimals", "choices"),
    [
        ("1.234", "de-DE", 3, ["1234", "1.234"]),
        ("1.234", "de-DE", 2, ["1234"]),
        ("1,234", "en-IN", 2, ["1234"]),
        ("12.5", "de-DE", 2, ["12.5"]),
    ],
)
def test_a_sign_that_groups_and_might_not_is_asked_about(
    page: Page, text: str, locale: str, decimals: int, choices: list[str]
) -> None:
    assert read(page, text, locale, decimals) == {"refused": "which", "choices": choices}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("abc", "unreadable"),
        ("-5", "unreadable"),
        ("1e3", "unreadable"),
        ("1.2.3", "unreadable"),
        ("12.345", "decimals"),
        ("1234567890123", "long"),
        ("8901030865275", "barcode"),
    ],
)
def test_what_is_no_price_is_refused_with_a_reason(page: Page, text: str, why: str) -> None:
    assert read(page, text, "en-IN") == {"refused": why}


@pytest.mark.parametrize("locale", ["en-IN", "de-DE", "fr-FR", "hi-IN", "de-CH", "ar-EG", "pt-BR"])
def test_what_is_written_reads_back_the_same(page: Page, locale: str) -> None:
    code = """async (locale) => {
      const { readFigure, writeFigure } = await import("/till/js/figures.js");
      const values = ["0", "0.05", "1.5", "12.50", "1234.5", "1234", "999999999999.99"];
      return values.filter((value) => readFigure(writeFigure(value, locale), { locale, decimals: 2 }).value !== value);
    }"""
    assert page.evaluate(code, locale) == []
