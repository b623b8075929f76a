"""Shifts as they are typed, asked for, or sent as JSON; and how they are shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from tillbook.cli import output
from tillbook.cli.console.asking import Asker, asker_of_this_process, until_right
from tillbook.cli.running import WrongUsage
from tillbook.core.amounts import Currency, NotANumber, format_minor
from tillbook.core.denominations import denominations
from tillbook.core.errors import Refusal
from tillbook.core.locale_money import parse_money
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Actor
from tillbook.core.shift_report import sees_expected
from tillbook.core.text import shown
from tillbook.db.transaction import reading
from tillbook.formats import shift_commands
from tillbook.formats.shift_commands import WantedCount, WantedMovement, WantedOpening
from tillbook.formats.shift_content import x_content
from tillbook.formats.shift_json import posted_json
from tillbook.formats.shift_report import report_text
from tillbook.formats.strict_json import at as under
from tillbook.queries.shifts import open_shift, totals
from tillbook.queries.till import place, settings

SAID: Final = {
    "pay_in": "Paid in",
    "pay_out": "Paid out",
    "drop": "Moved to the safe",
    "no_sale": "Drawer opened without a sale",
}
OTHER_WAY: Final = {"pay_in": "out", "pay_out": "in", "drop": "in"}
"""What moves cash against a movement."""
_PIECES_DIGITS_MAX = 9


def shop_settings() -> ShopSettings:
    """The settings of the open shop."""
    with reading() as tx:
        return settings(tx)


def opening_from_json(text: str, shop: ShopSettings) -> WantedOpening:
    """Raises: as `shift_commands.read_opening`."""
    return shift_commands.read_opening(text, currency=shop.currency)


def movement_from_json(text: str, kind: str, shop: ShopSettings) -> WantedMovement:
    """Raises: as `shift_commands.read_movement`."""
    return shift_commands.read_movement(text, currency=shop.currency, needs_amount=kind != "no_sale")


def count_from_json(text: str, shop: ShopSettings) -> WantedCount:
    """Raises: as `shift_commands.read_count`."""
    return shift_commands.read_count(text, currency=shop.currency)


def opening_typed(text: str | None, *, register: str, note: str, id: str, shop: ShopSettings) -> WantedOpening:
    """An opening; on a terminal the float is asked for.

    Raises: WrongUsage, NotANumber, AmbiguousAmount, TooPrecise, TooLarge.
    """
    minor = _amount(text, shop, path="float", question="Cash in the drawer: ", usage="tillbook shift open FLOAT")
    return WantedOpening(id=id, register=register, float_minor=minor, note=note)


def movement_typed(
    kind: str, text: str | None, *, reason: str, register: str, id: str, shop: ShopSettings
) -> WantedMovement:
    """A movement of cash; on a terminal the amount and the reason are asked for. Raises: as `opening_typed`."""
    word = kind.removeprefix("pay_").replace("_", "-")
    minor = 0
    if kind != "no_sale":
        usage = f'tillbook shift {word} AMOUNT --reason "…"'
        minor = _amount(text, shop, path="amount", question="How much? ", usage=usage)
        if minor < 0:
            other = format_minor(-minor, shop.currency)
            raise WrongUsage(
                f"An amount is more than 0. The other way is: tillbook shift {OTHER_WAY[kind]} {other} --reason …",
                path="amount",
            )
    if not reason.strip():
        asker = _asker_or_refuse(f'Say why, as in: tillbook shift {word} … --reason "…"', path="reason")
        reason = until_right(asker, "Why? ", _something)
    return WantedMovement(id=id, register=register, amount_minor=minor, reason=reason)


def count_typed(
    total: str | None, counts: Sequence[str], *, register: str, note: str, id: str, shop: ShopSettings
) -> WantedCount:
    """A counted drawer; on a terminal it is asked for, coin by coin. Raises: as `opening_typed`."""
    if total is None and not counts:
        asker = _asker_or_refuse(
            "Say what was counted: tillbook shift close --count 500=3 --count 100=7, or --total 2200.00", path="total"
        )
        return asked_count(asker, register=register, note=note, id=id, shop=shop)
    total_minor = None
    if total is not None:
        with under("total"):
            total_minor = parse_money(total, shop.currency, shop.locale)
    pieces = _pieces(counts, shop) if counts else None
    return WantedCount(id=id, register=register, total_minor=total_minor, pieces=pieces, note=note)


def asked_count(asker: Asker, *, register: str, note: str, id: str, shop: ShopSettings) -> WantedCount:
    """Ask for a total, or, where Enter is pressed and the currency's coins are known, for each coin and note."""
    known = denominations(shop.currency)
    question = "Counted in all (Enter: coin by coin): " if known else "Counted in all: "
    total = until_right(asker, question, lambda text: _read_total(text, shop, may_be_empty=bool(known)))
    pieces = None
    if total is None:
        pieces = {minor: _ask_pieces(asker, minor, shop.currency) for minor in known}
        asker.say(f"Counted: {format_minor(sum(minor * count for minor, count in pieces.items()), shop.currency)}")
    return WantedCount(id=id, register=register, total_minor=total, pieces=pieces, note=note)


def _read_total(text: str, shop: ShopSettings, *, may_be_empty: bool) -> int | None:
    if not text and may_be_empty:
        return None
    return parse_money(text, shop.currency, shop.locale)


def _ask_pieces(asker: Asker, minor: int, currency: Currency) -> int:
    return until_right(
        asker, f"How many of {format_minor(minor, currency)}? [0] ", lambda text: _read_pieces(text or "0")
    )


def _read_pieces(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _PIECES_DIGITS_MAX):
        raise NotANumber("not a whole number; say how many there are, such as 3")
    return int(text)


def _pieces(counts: Sequence[str], shop: ShopSettings) -> dict[int, int]:
    """`500=3` and the like, by minor units."""
    found: dict[int, int] = {}
    for text in counts:
        value, equals, pieces = text.partition("=")
        if not equals:
            raise WrongUsage(f"{text[:40]!r} is no count; write 500=3 for three notes of 500.", path="count")
        try:
            minor = parse_money(value, shop.currency, shop.locale)
            if minor <= 0:
                raise WrongUsage("a coin or note is worth more than 0.")
            found[minor] = found.get(minor, 0) + _read_pieces(pieces)
        except Refusal as refusal:
            raise type(refusal)(f"{shown(text[:40])}: {refusal.message}", path="count") from None
    return found


def _amount(text: str | None, shop: ShopSettings, *, path: str, question: str, usage: str) -> int:
    def read(typed: str) -> int:
        return parse_money(typed, shop.currency, shop.locale)

    if text is None:
        return until_right(_asker_or_refuse(f"Say how much: {usage}", path=path), question, read)
    with under(path):
        return read(text)


def _something(text: str) -> str:
    if not text:
        raise WrongUsage("Say why; a few words are enough.")
    return text


def _asker_or_refuse(usage: str, *, path: str) -> Asker:
    """Who can be asked for what is missing: a person at a terminal, nobody else."""
    if not sys.stdin.isatty():
        raise WrongUsage(usage, path=path)
    return asker_of_this_process()


# ---------------------------------------------------------------- shown


def answer(number: str, id: str, kind: str, said: str, *, as_json: bool) -> None:
    """What was posted; a repeat is answered as the first time was."""
    if as_json:
        output.json_line(posted_json(id, kind, number))
    else:
        output.line(f"{said}: {number}.")


def show_x(register: str, *, at: datetime, by: Actor, columns: int, as_json: bool) -> None:
    """The X report of a register's open shift. Raises: NoOpenShift, UnknownRegister."""
    with reading() as tx:
        where = place(tx, register)
        shift = open_shift(tx, where.register_id, register)
        figures = totals(tx, shift.shift_id)
    shown = sees_expected(by, blind_count=where.shop.blind_count)
    content = x_content(shift, figures, shop=where.shop, at=at, by=by.name, expected_shown=shown)
    if as_json:
        output.json_line(content)
    else:
        output.put(report_text(content, columns=columns))


def show_z(content: str, *, columns: int, as_json: bool) -> None:
    """A Z report from its stored text, which is its JSON."""
    if as_json:
        output.line(content)
    else:
        output.put(report_text(json.loads(content), columns=columns))


def shift_row(each: Mapping[str, Any]) -> tuple[str, ...]:
    """A shift of a list as cells."""
    return (
        each["register"],
        str(each["shift"]),
        _clock(each["opened_at"]),
        _clock(each["closed_at"], since=each["opened_at"]) or "open",
        each["expected"] or "",
        each["counted"] or "",
        each["difference"] or "",
        each["z"] or "",
        each["opened_by"],
    )


def _clock(instant: str | None, *, since: str = "") -> str:
    """`2026-11-22 17:30`; after an instant of the same day the time alone, of the same year without the year."""
    if instant is None:
        return ""
    day, time = instant[:10], instant[11:16]
    if day == since[:10]:
        return time
    return f"{day[5:] if day[:4] == since[:4] else day} {time}"
