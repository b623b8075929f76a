"""Posted rows are final: triggers that refuse UPDATE and DELETE, on the engine itself (P9).

`REPLACE` deletes without firing a trigger unless `recursive_triggers` is on; every connection turns it on
(`engines.py`). Whoever owns the file can drop a trigger: `tillbook verify` and the journal chain show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FIRST_FINAL_TABLES = (
    "posting",
    "journal_entry",
    "sale",
    "sale_line",
    "sale_line_tax",
    "sale_tax",
    "sale_tender",
    "stock_move",
    "cash_entry",
    "discrepancy",
    "import_change",
)
"""Those that the first migration knew."""

FINAL_TABLES = (
    *FIRST_FINAL_TABLES,
    "account_entry",
    "cart_event",
    "coupon_use",
    "credit_note_line",
    "credit_note_line_tax",
    "credit_note_tender",
    "goods_exchange",
    "payment",
    "payment_tender",
    "price",
    "sale_promotion",
    "settled",
    "shift_count",
    "voucher_entry",
    "z_report",
)
"""Tables whose rows are written once."""

_ERASABLE = ("sale", "credit_note")
"""Tables whose rows may lose the customer they name, and nothing else."""


def _refusal(table: str, verb: str, condition: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: a posted row is final'); END"
    )


def first_statements(sale_columns: list[str]) -> list[str]:
    """The triggers that the first migration made, one statement each; `sale_columns` are those of `sale`.

    The buyer's name may be erased (and nothing else done to it), and a customer's row may be unlinked from a
    sale when that customer is erased.
    """
    plain = [table for table in FIRST_FINAL_TABLES if table != "sale"]
    return [*_final(plain), *_but_customer("sale", sale_columns), *_erasable_name()]


def statements(columns: Mapping[str, list[str]]) -> list[str]:
    """All triggers on posted rows; `columns` are those of the tables that may lose their customer."""
    plain = [table for table in FINAL_TABLES if table not in _ERASABLE]
    made = _final(plain)
    for table in _ERASABLE:
        made += _but_customer(table, columns[table])
    made += _erasable_name()
    made.append(_refusal("shift", "delete"))
    made.append(_refusal("shift", "update", "WHEN OLD.open_register_id IS NULL"))
    return made


def drop_statements() -> list[str]:
    """What takes all of these triggers away, for a migration that makes them anew."""
    tables = (*FINAL_TABLES, "credit_note", "sale_customer", "shift")
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in tables for verb in ("update", "delete")]


def _final(tables: Iterable[str]) -> list[str]:
    return [_refusal(table, verb) for table in tables for verb in ("update", "delete")]


def _but_customer(table: str, columns: list[str]) -> list[str]:
    kept = [column for column in columns if column != "customer_id"]
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in kept)
    return [
        _refusal(table, "delete"),
        _refusal(table, "update", f"WHEN NEW.customer_id IS NOT NULL OR {changed}"),
    ]


def _erasable_name() -> list[str]:
    erased = "NEW.sale_id = OLD.sale_id AND NEW.name = '' AND NEW.email = '' AND NEW.phone = '' AND NEW.salt = ''"
    return [_refusal("sale_customer", "delete"), _refusal("sale_customer", "update", f"WHEN NOT ({erased})")]
