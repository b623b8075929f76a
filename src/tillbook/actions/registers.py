"""Registers: added and changed, journalled by the office; each new one begins a journal chain of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from tillbook.core.chain import canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.place import Place
from tillbook.core.posting import Numbered, stamp
from tillbook.core.rights import Actor, Right
from tillbook.core.text import clean_line
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import registers as rows
from tillbook.ledgers.documents import Document
from tillbook.queries.postings import posted_before
from tillbook.queries.registers import find
from tillbook.queries.till import UnknownRegister, office

NAME_LENGTH_MAX: Final = 120
PRINTER_LENGTH_MAX: Final = 200

_CODE: Final = re.compile(r"[1-9][0-9]?", re.ASCII)
"""Digits alone, since letters stand behind a code and before a year in the numbers of documents."""


class BadRegister(Refusal):
    """A code that is none from 1 to 99, or a register without a name."""

    code: ClassVar[str] = "bad_register"


class RegisterExists(Refusal):
    """There is a register of this code."""

    code: ClassVar[str] = "register_exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A register as it is now; where nothing was changed nothing was posted: `number` is empty."""

    number: str
    register: str
    name: str
    printer: str
    repeated: bool = False


@action(right=Right.manage_registers)
def add_register(tx: Tx, *, id: str, code: str, name: str = "", printer: str = "", now: datetime, by: Actor) -> Changed:
    """Add a register that sells from the shop; without a name it is called by its code.

    Raises:
        BadRegister, RegisterExists, TextRefused, IdReused: nothing was changed.
    """
    if not _CODE.fullmatch(code):
        raise BadRegister("A register's code is a number from 1 to 99.", path="code")
    called = clean_line(name or f"Register {code}", what="name", length_max=NAME_LENGTH_MAX)
    prints = _printer(printer)
    request_hash = digest(canonical(["register", "add", code, called, prints]))
    before = posted_before(tx, client_id=id, kind="register", request_hash=request_hash)
    if before is not None:
        return Changed(number=before.number, register=code, name=called, printer=prints, repeated=True)
    at = office(tx)

    if find(tx, code) is not None:
        raise RegisterExists(f"There is a register {code} already; change it, or take another number.", path="code")

    rows.add(tx, code=code, name=called, printer=prints, location_id=at.location_id)
    numbered = _post(tx, at, id=id, request_hash=request_hash, code=code, name=called, printer=prints, now=now, by=by)
    return Changed(number=numbered.number, register=code, name=called, printer=prints)


@action(right=Right.manage_registers)
def change_register(
    tx: Tx, *, id: str, code: str, name: str | None = None, printer: str | None = None, now: datetime, by: Actor
) -> Changed:
    """Give a register another name or printer; None leaves it as it is. Its code stays: its bills carry it.

    Raises:
        UnknownRegister, TextRefused, IdReused: nothing was changed.
    """
    called = None if name is None else clean_line(name, what="name", length_max=NAME_LENGTH_MAX)
    prints = None if printer is None else _printer(printer)
    request_hash = digest(canonical(["register", "change", code, called, prints]))
    before = posted_before(tx, client_id=id, kind="register", request_hash=request_hash)
    at = office(tx)
    known = find(tx, code)
    if known is None:
        raise UnknownRegister(f"There is no register {code[:40]!r}; see: tillbook register list.", path="code")

    called = known.name if called is None else called
    prints = known.printer if prints is None else prints
    if before is not None or (called, prints) == (known.name, known.printer):
        number = before.number if before is not None else ""
        return Changed(
            number=number, register=code, name=known.name, printer=known.printer, repeated=before is not None
        )

    rows.change(tx, known.register_id, name=called, printer=prints)
    numbered = _post(tx, at, id=id, request_hash=request_hash, code=code, name=called, printer=prints, now=now, by=by)
    return Changed(number=numbered.number, register=code, name=called, printer=prints)


def _printer(text: str) -> str:
    return clean_line(text, what="printer", length_max=PRINTER_LENGTH_MAX) if text.strip() else ""


def _post(
    tx: Tx,
    at: Place,
    *,
    id: str,
    request_hash: str,
    code: str,
    name: str,
    printer: str,
    now: datetime,
    by: Actor,
) -> Numbered:
    """Journal what a register is from now on."""
    header = stamp(at, client_id=id, request_hash=request_hash, kind="register", now=now, by=by)
    return Document(tx, header, location_codes={}).close({"name": name, "printer": printer, "register": code})
