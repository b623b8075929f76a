"""Registers: each has its own journal chain, and with it its number series."""

from __future__ import annotations

from tillbook.core.chain import GENESIS
from tillbook.db.models import JournalChain, Register
from tillbook.db.statements import Tx, insert_into

_CHAIN = insert_into(JournalChain, "name", "head", "length")
_ADD = insert_into(Register, "code", "name", "chain", "location", "printer")
_CHANGE = "UPDATE register SET name = ?, printer = ? WHERE id = ?"


def add(tx: Tx, *, code: str, name: str, printer: str, location_id: int) -> int:
    """Add a register with an empty chain; answer its id.

    Raises:
        django.db.IntegrityError: there is a register or a chain of this code.
    """
    chain_id = tx.insert(_CHAIN, (code, GENESIS, 0))
    return tx.insert(_ADD, (code, name, chain_id, location_id, printer))


def change(tx: Tx, register_id: int, *, name: str, printer: str) -> None:
    """Give a register another name and printer."""
    touched = tx.write(_CHANGE, (name, printer, register_id))
    assert touched == 1, "the register was just read"
