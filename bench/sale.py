"""One sale of three lines, posted durably, against a floor that writes the very same rows by hand.

The floor is a second database file, a copy of the shop's made before the first round, on the same disk and
with the same settings of the connection. In each round the shop posts some sales through `actions.sell`; then
the rows that those sales left are read, and the floor writes exactly them, one transaction a sale, by
statements that were prepared by hand. So both files grow alike, and at the end they hold the same. Rounds
alternate; each gives a ratio; the median counts.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.shops import NOON, fill, receive_all, shop, the_owner
from bench.table import Figure
from tillbook.actions.sell import Sold, sell
from tillbook.core.rights import Actor
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedLine, WantedSale
from tillbook.db.engines import SQLITE_PRAGMAS
from tillbook.db.opening import DATABASE_NAME
from tillbook.db.transaction import transaction_of_one_action

PRODUCTS = 10_000
LINES = 3
ROUNDS = 15
SALES_A_ROUND = 200
TARGET = 0.5

ROWS_OF_A_SALE = {
    "sale": "posting_id",
    "sale_line": "sale_id",
    "sale_line_tax": "sale_id",
    "sale_tax": "sale_id",
    "sale_tender": "sale_id",
    "stock_move": "posting_id",
    "cash_entry": "posting_id",
    "journal_entry": "posting_id",
    "outbox": "posting_id",
}
"""The tables that a sale adds rows to beside `posting`, and the column that names the sale."""

Rows = list[tuple[Any, ...]]


def wanted(number: int, chance: random.Random, products: int = PRODUCTS) -> WantedSale:
    """A sale of three products, paid in cash with change."""
    codes = chance.sample(range(products), LINES)
    lines = [WantedLine(product=f"{code:06}", quantity_milli=chance.choice((1000, 2000))) for code in codes]
    return WantedSale(
        id=f"{number:012x}-{chance.getrandbits(80):020x}",
        register="1",
        lines=tuple(lines),
        tenders=(Tendered(type="cash", amount_minor=1_000_000),),
    )


def statements_of_a_sale(products: int) -> int:
    """How many statements a sale of three lines runs, BEGIN and COMMIT included, the shift being open."""
    with transaction_of_one_action() as tx:
        function: Any = sell
        function.__wrapped__(tx, wanted(10**9, random.Random(9), products), now=NOON, by=the_owner())
    return tx.statements


class Floor:
    """The same rows, written by hand."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        for name, value in SQLITE_PRAGMAS.items():
            self._file.execute(f"PRAGMA {name}={value}")
        self._file.execute("PRAGMA foreign_keys=ON")
        self._insert = {table: self._insertion(table) for table in ("posting", *ROWS_OF_A_SALE)}

    def _insertion(self, table: str) -> str:
        columns = [row[1] for row in self._file.execute(f"PRAGMA table_info({table})")]
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"

    def write(self, sale: dict[str, Rows]) -> None:
        """Write one sale and commit it."""
        file, insert = self._file, self._insert
        file.execute("BEGIN IMMEDIATE")
        file.execute("UPDATE series SET issued = issued + 1 WHERE id = ?", sale["series"][0])
        file.execute(insert["posting"], sale["posting"][0])
        file.executemany(
            """UPDATE stock_level SET on_hand_milli = on_hand_milli - ?, value_minor = value_minor - ?
            WHERE product_id = ? AND location_id = ? AND (on_hand_milli >= ? OR may_go_negative)""",
            sale["levels"],
        )
        file.executemany(insert["stock_move"], sale["stock_move"])
        file.execute(insert["sale"], sale["sale"][0])
        file.executemany(insert["sale_line"], sale["sale_line"])
        file.executemany(insert["sale_line_tax"], sale["sale_line_tax"])
        file.executemany(insert["sale_tax"], sale["sale_tax"])
        file.execute(insert["sale_tender"], sale["sale_tender"][0])
        file.execute(insert["cash_entry"], sale["cash_entry"][0])
        file.execute("UPDATE journal_chain SET head = ?, length = length + 1 WHERE id = ?", sale["chain"][0])
        file.execute(insert["journal_entry"], sale["journal_entry"][0])
        file.execute(insert["outbox"], sale["outbox"][0])
        file.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def rows_of(file: sqlite3.Connection, posting_id: int) -> dict[str, Rows]:
    """What a posted sale left in each table, and what it changed there."""
    key = (posting_id,)
    sale: dict[str, Rows] = {"posting": file.execute("SELECT * FROM posting WHERE id = ?", key).fetchall()}
    for table, column in ROWS_OF_A_SALE.items():
        sale[table] = file.execute(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY 1", key).fetchall()
    sale["series"] = file.execute("SELECT series_id FROM posting WHERE id = ?", key).fetchall()
    sale["levels"] = file.execute(
        """SELECT quantity_milli, cost_minor, product_id, from_location_id, quantity_milli
        FROM stock_move WHERE posting_id = ? ORDER BY product_id""",
        key,
    ).fetchall()
    sale["chain"] = file.execute("SELECT hash, chain_id FROM journal_entry WHERE posting_id = ?", key).fetchall()
    return sale


def _timed(work: Sequence[Any], one: Any) -> tuple[float, list[Any]]:
    """Sales a second, and what each answered."""
    start = time.perf_counter()
    answers = [one(item) for item in work]
    return len(work) / (time.perf_counter() - start), answers


def _same(one: sqlite3.Connection, other: sqlite3.Connection) -> None:
    """Both files hold the same: the floor wrote what the shop wrote."""
    for table in (*ROWS_OF_A_SALE, "posting", "stock_level", "series", "journal_chain"):
        question = f"SELECT * FROM {table} ORDER BY 1"
        assert one.execute(question).fetchall() == other.execute(question).fetchall(), table


def sizes(small: bool) -> tuple[int, int, int]:
    """Products, rounds, and sales of a round."""
    return (200, 3, 20) if small else (PRODUCTS, ROUNDS, SALES_A_ROUND)


def rates(small: bool) -> tuple[list[float], list[float], int]:
    """The rates of the shop and of the floor, round by round, and the statements of a sale."""
    products, rounds, at_once = sizes(small)
    chance = random.Random(1)
    with shop() as home:
        fill(products)
        receive_all(products, each_milli=10**8, each_cost_minor=10**7)
        by = the_owner()
        sales = [wanted(number, chance, products) for number in range((rounds + 1) * at_once)]
        _timed(sales[:at_once], lambda sale: sell(sale, now=NOON, by=by))
        statements = statements_of_a_sale(products)
        ours, floors = _rounds(home, sales[at_once:], rounds, by)
    return ours, floors, statements


def measure(small: bool) -> list[Figure]:
    """The rate of sales, that of the floor, and their ratio."""
    _, rounds, at_once = sizes(small)
    ours, floors, statements = rates(small)
    ratio = median(one / floor for one, floor in zip(ours, floors, strict=True))
    return [
        Figure(part="sale", what="sales of 3 lines a second, posted durably", measured=f"{median(ours):,.0f}"),
        Figure(part="sale", what="the same rows written by hand, a second", measured=f"{median(floors):,.0f}"),
        Figure(
            part="sale",
            what=f"ratio, the median of {rounds} rounds of {at_once}",
            measured=f"{ratio:.2f}",
            target=f"at least {TARGET}",
            met=ratio >= TARGET,
        ),
        Figure(part="sale", what="statements of such a sale", measured=str(statements)),
    ]


def _rounds(home: Path, sales: list[WantedSale], rounds: int, by: Actor) -> tuple[list[float], list[float]]:
    """The rates of the shop and of the floor, round by round."""
    reader = sqlite3.connect(home / DATABASE_NAME)
    copy = home / "floor.sqlite3"
    reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(home / DATABASE_NAME, copy)
    floor, floor_reader = Floor(copy), sqlite3.connect(copy)
    ours, floors = [], []
    each = len(sales) // rounds
    for number in range(rounds):
        rate, sold = _timed(sales[number * each : (number + 1) * each], lambda sale: sell(sale, now=NOON, by=by))
        ours.append(rate)
        left = [rows_of(reader, one.posting_id) for one in sold if isinstance(one, Sold)]
        rate, _ = _timed(left, floor.write)
        floors.append(rate)
    _same(reader, floor_reader)
    for file in (reader, floor_reader, floor):
        file.close()
    return ours, floors
