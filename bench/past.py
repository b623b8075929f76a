"""What was on hand a year ago, asked of a shop with many moves, against the same question of these days.

The moves are written by bare SQL, with the documents they belong to and nothing else: three a sale, evenly
over the years, each tenth document a receipt. Then the worker makes its checkpoints. The stock is asked of 15
instants a week apart, up to now and up to a year ago, so that some lie just after a checkpoint and some just
before one; old and fresh are asked in turn, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from bench.shops import NOON, fill, shop
from bench.table import Figure
from tillbook.actions.checkpoint import keep_checkpoints
from tillbook.core.stock_seen import StockLine
from tillbook.db.statements import stored_date, stored_instant
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.stock import stock

PRODUCTS = 2_000
MOVES = 300_000
YEARS = 3
MOVES_A_DOCUMENT = 3
WEEKS = 15
TARGET = 1.5
PART = "past"
YEAR = timedelta(days=365)

_POSTING = """INSERT INTO posting (id, client_id, request_hash, kind, series_id, sequence, number, at, business_date,
    staff_id, note) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, 1, '')"""
_MOVE = """INSERT INTO stock_move (posting_id, product_id, from_location_id, to_location_id, quantity_milli,
    cost_minor, reason, at) VALUES (?, ?, ?, ?, ?, ?, 'sale', ?)"""


def measure(small: bool) -> list[Figure]:
    """The questions of a year ago, without checkpoints and with them, and the same of these days."""
    products, moves = (200, 9_000) if small else (PRODUCTS, MOVES)
    weeks = [NOON - timedelta(days=7 * week) for week in range(WEEKS)]
    long_ago = [at - YEAR for at in weeks]
    with shop():
        fill(products)
        _post_years(products, moves)
        replayed = [stock_at(at) for at in long_ago]
        without, _ = _in_turn(long_ago[:3], long_ago[:3])
        start = time.perf_counter()
        made = keep_checkpoints(moves_between=moves // 30)
        keeping = time.perf_counter() - start
        assert made and [stock_at(at) for at in long_ago] == replayed, "checkpoints change no answer"
        old, fresh = _in_turn(long_ago, weeks)
        today = median(_milliseconds(None) for _ in range(WEEKS))
    of = f"{products:,} products, {moves:,} moves in {YEARS} years"
    return [
        Figure(
            part=PART,
            what=f"all stock of a year ago against that of these days; {of}",
            measured=f"{old / fresh:.2f}x ({old:.1f} and {fresh:.1f} ms)",
            target=f"at most {TARGET}x",
            met=old / fresh <= TARGET,
        ),
        Figure(part=PART, what="all stock of today, from its levels", measured=f"{today:.1f} ms"),
        Figure(part=PART, what="the year-old question without checkpoints", measured=f"{without:.1f} ms"),
        Figure(part=PART, what=f"making {made} checkpoints of all those moves", measured=f"{keeping:.2f} s"),
    ]


def stock_at(at: datetime | None) -> list[StockLine]:
    """All products as they were; as they are, where no instant is given."""
    with reading() as tx:
        return stock(tx, at=at)


def _in_turn(one: Sequence[datetime], other: Sequence[datetime]) -> tuple[float, float]:
    """The median milliseconds of each row of instants, asked in turn."""
    taken = [(_milliseconds(first), _milliseconds(second)) for first, second in zip(one, other, strict=True)]
    return median(first for first, _ in taken), median(second for _, second in taken)


def _milliseconds(at: datetime | None) -> float:
    start = time.perf_counter()
    stock_at(at)
    return (time.perf_counter() - start) * 1000


def _post_years(products: int, moves: int) -> None:
    chance = random.Random("past")
    documents = moves // MOVES_A_DOCUMENT
    apart = YEARS * YEAR / documents
    with transaction_of_one_action() as tx:
        places: dict[str, int] = dict(tx.rows("SELECT code, id FROM location"))
        ids = [row[0] for row in tx.rows("SELECT id FROM product ORDER BY id")]
        assert len(ids) == products
        [(chain_id,)] = tx.rows("SELECT MIN(id) FROM journal_chain")
        series_id = tx.insert(
            "INSERT INTO series (chain_id, kind, fiscal_year, issued) VALUES (?, 'past', 2000, ?)",
            (chain_id, documents),
        )
        postings, lines = [], []
        for number in range(1, documents + 1):
            at = NOON - (documents - number) * apart
            instant = stored_instant(at)
            came = number % 10 == 0
            course = (places["supplier"], places["shop"]) if came else (places["shop"], places["customer"])
            key = 1_000_000 + number
            kind = "receipt" if came else "sale"
            day = stored_date(at.date())
            postings.append((key, f"past-{number}", kind, series_id, 10**6 + number, f"P-{number}", instant, day))
            for product in chance.sample(ids, MOVES_A_DOCUMENT):
                pieces = 9 if came else 1
                lines.append((key, product, *course, pieces * 1000, pieces * 500, instant))
        tx.write_many(_POSTING, postings)
        tx.write_many(_MOVE, lines)
