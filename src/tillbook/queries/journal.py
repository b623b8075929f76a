"""The journal as JSON lines, for the stand-alone checker and for whoever keeps a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.db.statements import Tx

CHUNK = 1_000


class UnknownChain(Refusal):
    """Neither a register nor the office has this name."""

    code: ClassVar[str] = "unknown_register"


def lines(tx: Tx, chain: str | None = None) -> Iterator[str]:
    """Each entry's hashed text with its hash added as the last key: of one chain, or of all, chain by chain.

    Raises:
        UnknownChain
    """
    chains = tx.rows("SELECT id, name FROM journal_chain ORDER BY name")
    chosen = [number for number, name in chains if chain in (None, name)]
    if not chosen:
        names = ", ".join(name for _, name in chains)
        raise UnknownChain(f"There is no register {chain!r}; those with a journal are: {names}.", path="register")
    return (line for number in chosen for line in _of_chain(tx, number))


def _of_chain(tx: Tx, chain_id: int) -> Iterator[str]:
    done = 0
    while rows := tx.rows(
        "SELECT sequence, text, hash FROM journal_entry WHERE chain_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
        (chain_id, done, CHUNK),
    ):
        for _sequence, text, entry_hash in rows:
            yield f'{text[:-1]},"hash":"{entry_hash}"}}'
        done = rows[-1][0]


def page(tx: Tx, chain: str, *, after: tuple[str, int] = ("", 0), limit: int) -> list[tuple[str, int, str]]:
    """Entries of one chain, or of all where `chain` is empty, each (chain, sequence, line as `lines` has it).

    In the order of chains and sequences, those behind `after`.

    Raises:
        UnknownChain
    """
    lines(tx, chain or None)
    rows = tx.rows(
        """SELECT c.name, e.sequence, e.text, e.hash FROM journal_entry e JOIN journal_chain c ON c.id = e.chain_id
        WHERE (? = '' OR c.name = ?) AND (c.name > ? OR (c.name = ? AND e.sequence > ?))
        ORDER BY c.name, e.sequence LIMIT ?""",
        (chain, chain, after[0], after[0], after[1], limit),
    )
    return [(row[0], row[1], f'{row[2][:-1]},"hash":"{row[3]}"}}') for row in rows]
