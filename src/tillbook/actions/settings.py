"""Settings of the shop: validated, changed, journalled in the office's chain.

What was posted carries the settings that it was posted with, so a change never reaches back. The currency is
the one exception: stock is valued in it, so it is fixed by the first posting. An entry tells the change, and all
settings as they are after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.place import ShopSettings
from tillbook.core.posting import stamp
from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.formats.settings import READERS, stored_value
from tillbook.ledgers.documents import Document
from tillbook.queries.postings import posted_before
from tillbook.queries.till import office

_COLUMNS: Final = {"cash_increment": "cash_increment_minor"}
"""Columns that are not named as their setting is."""


class SettingFixed(Refusal):
    """A setting that cannot change any more: the books would contradict themselves."""

    code: ClassVar[str] = "setting_fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change did, as text; where it changed nothing, nothing is posted: `number` is empty.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str
    before: str
    after: str
    repeated: bool = False


def setting_texts(shop: ShopSettings) -> dict[str, str]:
    """Every setting by its key, as a person may type it."""
    texts = {key: _text(getattr(shop, _COLUMNS.get(key, key))) for key in READERS}
    texts["currency"] = shop.currency.code
    texts["cash_increment"] = format_minor(shop.cash_increment_minor, shop.currency)
    return texts


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


@action(right=Right.change_settings)
def change_setting(tx: Tx, *, id: str, key: str, text: str, now: datetime, by: Actor) -> Changed:
    """Change one setting, as typed; nothing is posted where it has that value already.

    Raises:
        UnknownSetting, SettingRefused, SettingFixed, IdReused: nothing was changed.
    """
    request_hash = digest(canonical(["setting", key, text]))
    repeated = posted_before(tx, client_id=id, kind="settings", request_hash=request_hash)
    at = office(tx)
    shop = at.shop
    value = stored_value(key, text, currency=shop.currency, country=shop.country)
    before = setting_texts(shop)[key]
    if repeated is not None:
        return Changed(number=repeated.number, before=before, after=before, repeated=True)

    if value == _stored_now(tx, key):
        return Changed(number="", before=before, after=before)
    if key == "currency" and tx.row("SELECT id FROM posting ORDER BY id LIMIT 1"):
        raise SettingFixed(
            "currency: the books are kept in it since the first posting; found another shop for another one.",
            path=key,
        )

    texts = setting_texts(_as_changed(shop, key, value))
    after = texts[key]
    _store(tx, key, value)
    header = stamp(
        at,
        client_id=id,
        request_hash=request_hash,
        kind="settings",
        now=now,
        by=by,
    )
    changed: dict[str, Plain] = {"changed": key, "from": before, "to": after, "settings": texts}
    numbered = Document(tx, header, location_codes={}).close(changed)
    return Changed(number=numbered.number, before=before, after=after)


def _as_changed(shop: ShopSettings, key: str, value: str | int | bool) -> ShopSettings:
    """The settings as they are meant to be: what is journalled is not read back, so that a lost write shows."""
    if key == "currency":
        return replace(shop, currency=Currency.of(str(value)), cash_increment_minor=1)
    columns: dict[str, Any] = {_COLUMNS.get(key, key): value}
    return replace(shop, **columns)


def _stored_now(tx: Tx, key: str) -> object:
    row = tx.row(f"SELECT {_COLUMNS.get(key, key)} FROM shop WHERE id = 1")  # noqa: S608  (a column of ours)
    assert row is not None, "a shop has its row"
    return row[0]


def _store(tx: Tx, key: str, value: object) -> None:
    tx.write(f"UPDATE shop SET {_COLUMNS.get(key, key)} = ? WHERE id = 1", (value,))  # noqa: S608  (a column of ours)
    if key == "currency":
        tx.write("UPDATE shop SET cash_increment_minor = 1 WHERE id = 1")
