"""Posted rows are final: triggers that refuse UPDATE and DELETE, on the engine itself (P9).

`REPLACE` deletes without firing a trigger unless `recursive_triggers` is on; every connection turns it on
(`engines.py`). Whoever owns the file can drop a trigger: `tillbook verify` and the journal chain show it.
"""

from __future__ import annotations

FINAL_TABLES = (
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
"""Tables whose rows are written once."""


def _refusal(table: str, verb: str, condition: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: a posted row is final'); END"
    )


def sqlite_statements(sale_columns: list[str]) -> list[str]:
    """The triggers of SQLite, one statement each; `sale_columns` are those of the table `sale`.

    The buyer's name may be erased (and nothing else done to it), and a customer's row may be unlinked from a
    sale when that customer is erased.
    """
    statements = [_refusal(table, verb) for table in FINAL_TABLES if table != "sale" for verb in ("update", "delete")]
    kept = [column for column in sale_columns if column != "customer_id"]
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in kept)
    statements.append(_refusal("sale", "delete"))
    statements.append(_refusal("sale", "update", f"WHEN NEW.customer_id IS NOT NULL OR {changed}"))
    statements.append(_refusal("sale_customer", "delete"))
    erased = "NEW.sale_id = OLD.sale_id AND NEW.name = '' AND NEW.email = '' AND NEW.phone = '' AND NEW.salt = ''"
    statements.append(_refusal("sale_customer", "update", f"WHEN NOT ({erased})"))
    return statements
