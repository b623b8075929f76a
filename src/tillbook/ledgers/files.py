"""What is known of the files that Tillbook keeps current beside its database."""

from __future__ import annotations

from dataclasses import dataclass

from tillbook.db.statements import Tx

PRODUCT_FILE = "product_Records.json"
SALES_FILE = "sales.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKnown:
    """What was last written (SHA-256, and how many journal entries it shows), and what is under way."""

    written_sha256: str = ""
    written_through: int = 0
    intent: str = ""


def known(tx: Tx, name: str) -> FileKnown:
    """What is known of a file; nothing for one never written."""
    row = tx.row("SELECT written_sha256, written_through, intent FROM file_state WHERE name = ?", (name,))
    return FileKnown(written_sha256=row[0], written_through=row[1], intent=row[2]) if row else FileKnown()


def remember(tx: Tx, name: str, state: FileKnown) -> None:
    """Replace what is known of a file."""
    values = (state.written_sha256, state.written_through, state.intent, name)
    if not tx.write("UPDATE file_state SET written_sha256 = ?, written_through = ?, intent = ? WHERE name = ?", values):
        tx.write(
            "INSERT INTO file_state (written_sha256, written_through, intent, name) VALUES (?, ?, ?, ?)",
            values,
        )


def adopt(tx: Tx, name: str, sha256: str) -> None:
    """Take a file that a person wrote for our own: its content was imported in this transaction."""
    remember(tx, name, FileKnown(written_sha256=sha256))
