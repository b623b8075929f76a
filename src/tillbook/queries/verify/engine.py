"""What the engine itself can tell: a sound file, references that hold, triggers in their place.

The full-text index of the products is compared by its rows: FTS5's own check must write, and a proof changes
nothing.
"""

from __future__ import annotations

import re

from tillbook.db.statements import Tx
from tillbook.queries.verify.report import Findings

PROBLEMS_MAX = 1

FINAL = (
    "account_entry",
    "cart_event",
    "cash_entry",
    "coupon_use",
    "credit_note",
    "credit_note_line",
    "credit_note_line_tax",
    "credit_note_tender",
    "discrepancy",
    "goods_exchange",
    "import_change",
    "journal_entry",
    "payment",
    "payment_tender",
    "posting",
    "price",
    "sale",
    "sale_customer",
    "sale_line",
    "sale_line_tax",
    "sale_promotion",
    "sale_tax",
    "sale_tender",
    "settled",
    "shift",
    "shift_count",
    "stock_move",
    "voucher_entry",
    "z_report",
)
"""Tables whose rows may be neither changed nor deleted."""

_MAY_CHANGE = {
    # A customer's row may be erased, and then no longer be named by its sales.
    "sale": "NEW.customer_id IS NOT NULL",
    "credit_note": "NEW.customer_id IS NOT NULL",
    # Who bought may be erased, and nothing else.
    "sale_customer": "NOT (NEW.sale_id = OLD.sale_id AND NEW.name = '' AND NEW.email = '' AND NEW.phone = '' "
    "AND NEW.salt = '')",
    # A shift may change until it is closed.
    "shift": "OLD.open_register_id IS NULL",
}
_NAMES_CUSTOMER = ("sale", "credit_note")
_SEARCH = ("product_search_delete", "product_search_update")


def check_engine(tx: Tx, found: Findings) -> None:
    """The file is sound, constraints hold on every row, and every reference points at something."""
    for (problem,) in tx.rows(f"PRAGMA integrity_check({PROBLEMS_MAX})"):
        if problem != "ok":
            found.add("damaged", "The database", str(problem))
    seen = set()
    for table, row, parent, _ in tx.rows("PRAGMA foreign_key_check"):
        if table not in seen:
            message = f"row {row} belongs to a row of {parent} that is not there"
            found.add("reference", f"Table {table}", message)
            seen.add(table)


def check_triggers(tx: Tx, found: Findings, checked: dict[str, int]) -> None:
    """Nobody took away what keeps posted rows as they are (P9), or put something weaker in its place."""
    stored = {name: _plain(sql) for name, sql in tx.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")}
    columns = {table: [row[1] for row in tx.rows(f"PRAGMA table_info({table})")] for table in _NAMES_CUSTOMER}
    for table in FINAL:
        for verb in ("update", "delete"):
            name = f"{table}_no_{verb}"
            if stored.get(name) != _plain(_trigger(table, verb, columns.get(table, []))):
                found.add(
                    "trigger",
                    f"Table {table}",
                    f"nothing refuses to {verb} what was posted: {name} is not there",
                )
    for name in _SEARCH:
        if name not in stored:
            found.add("trigger", "Product search", f"is not kept in step with the products: {name} is not there")
    checked["triggers"] = len(stored)


def _trigger(table: str, verb: str, columns: list[str]) -> str:
    condition = _MAY_CHANGE.get(table, "") if verb == "update" else ""
    if condition and columns:
        kept = [column for column in columns if column != "customer_id"]
        condition = " OR ".join([condition, *(f"NEW.{column} IS NOT OLD.{column}" for column in kept)])
    when = f"WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: a posted row is final'); END"
    )


def _plain(sql: str) -> str:
    """A statement without what makes no difference."""
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip().lower()
