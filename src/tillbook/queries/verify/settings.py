"""The shop's settings: as each change left them, and as they stand (P22).

A change tells what it changed, from what and to what, and all settings as they are after it. Entries from before
that told only what they changed: of those, only that is compared. What a shop is founded with is in no entry until
something is changed for the first time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import digits_of, money

_ENTRY = "SELECT text FROM journal_entry WHERE posting_id = ? ORDER BY id LIMIT 1"
_COLUMNS: Final = (
    "name address tax_number currency country locale timezone cut_over_hour fiscal_year_first_month prices_include_tax "
    "tax_rounding rounding_mode cash_increment_minor short_stock first_sale_opens_shift blind_count seed_files "
    "promotion_order in_store_barcodes cart_hours upi_id iban"
).split()
_SHOP = f"SELECT {', '.join(_COLUMNS)} FROM shop"  # noqa: S608  (names written here)
_YES_OR_NO: Final = ("blind_count", "first_sale_opens_shift", "prices_include_tax", "seed_files")
_INCREMENT: Final = "cash_increment"
_SEED_FILES: Final = "seed_files"


class Settings:
    """Follows the changes of the shop's settings, and compares the end of them with the shop's row."""

    counted: ClassVar[Mapping[str, str]] = {"settings": "settings_changes"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, str] = {}

    @property
    def seed_files(self) -> bool:
        """Whether the shop keeps its files current, after what was read so far."""
        return self._known.get(_SEED_FILES, "yes") == "yes"

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """Take down a change; only the last one of each setting can be compared with the row."""
        if moves:
            self._facts.found.add("document", posting.where, "is a change of settings, and moves goods")
        if cash:
            self._facts.found.add("cash_entry", posting.where, "moves cash, and is no document that does")
        for (text,) in self._facts.tx.rows(_ENTRY, (posting.id,)):
            told = json.loads(text)["body"]
            if told["changed"] != "taxes":
                self._follow(posting, told)
        return {}

    def _follow(self, posting: Posting, told: Mapping[str, Any]) -> None:
        """One change, after the one before it; everything else is as it was."""
        key = told["changed"]
        self._compare(posting, {key: told["from"]})
        self._known[key] = told["to"]
        if key == "currency":
            self._known[_INCREMENT] = money(1, digits_of(told["to"]))
        self._compare(posting, told.get("settings", {}))

    def _compare(self, posting: Posting, told: Mapping[str, str]) -> None:
        for key, value in told.items():
            if self._known.setdefault(key, value) != value:
                message = f"found {key} at {value!r}; {self._known[key]!r} was the last that was set"
                self._facts.found.add("setting", posting.where, message)
                self._known[key] = value

    def finish(self) -> None:
        """The shop's row is as the last change left it."""
        row = dict(zip(_COLUMNS, self._facts.tx.rows(_SHOP)[0], strict=True))
        stands = {key: ("no", "yes")[bool(row[key])] if key in _YES_OR_NO else str(row[key]) for key in row}
        del stands["cash_increment_minor"]
        stands[_INCREMENT] = money(row["cash_increment_minor"], digits_of(row["currency"]))
        for key, value in stands.items():
            if self._known.setdefault(key, value) != value:
                message = f"is {value!r}; {self._known[key]!r} was the last that was set"
                self._facts.found.add("setting", f"Setting {key}", message)
