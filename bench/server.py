"""Eight tills at once through the real server, on SQLite; a search beside them; the memory it takes.

The server is a process of its own, started as a shop starts it. The tills are threads of this process, each
with a connection and a register of its own, that send sales made beforehand and read whole answers; while they
sell, a ninth asks for products. Both share the machine's cores with the server, as they would not in a shop.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sale import LINES, rates
from bench.shops import GOODS, NOON, fill, receive_all, shop, the_owner
from bench.table import Figure
from tillbook.db.statements import stored_instant
from tillbook.db.transaction import transaction_of_one_action

TILLS = 8
PRODUCTS = 100_000
SALES = 20_000
SALES_A_SECOND = 300
OF_THE_FLOOR = 0.25
SALE_P99_MS = 60
SEARCH_P99_MS = 30
MEMORY_MB = 150
SEARCHES_A_SECOND = 20


def measure(small: bool) -> list[Figure]:
    """Sales a second, how long a till and a search wait, and the memory at the end."""
    products, sales = (500, 160) if small else (PRODUCTS, SALES)
    _, floors, _ = rates(True) if small else rates(False)
    floor = sorted(floors)[len(floors) // 2]
    with shop() as home:
        fill(products)
        receive_all(products, each_milli=10**9, each_cost_minor=10**7)
        _let_in()
        with serving(home) as (port, process):
            _sell(port, sales // 20, products, first=0)
            took, waited, searched = _sell(port, sales, products, first=sales)
            memory = resident_mb(process.pid)
    rate, target = sales / took, min(SALES_A_SECOND, OF_THE_FLOOR * floor)
    per_sale, per_search = p99_ms(waited), p99_ms(searched)
    return [
        Figure(
            part="server",
            what=f"sales of {LINES} lines a second, {TILLS} tills at once",
            measured=f"{rate:,.0f} ({rate / floor:.2f} of the floor)",
            target=f"at least {target:,.0f}",
            met=rate >= target,
        ),
        _at_most("a till's wait for its bill, p99", per_sale, SALE_P99_MS, "ms"),
        _at_most(f"a search among {products:,} meanwhile, p99", per_search, SEARCH_P99_MS, "ms"),
        _at_most(f"resident memory after {sales + sales // 20:,} sales", memory, MEMORY_MB, "MB"),
    ]


def _at_most(what: str, measured: float, bound: float, unit: str) -> Figure:
    return Figure(
        part="server",
        what=what,
        measured=f"{measured:,.0f} {unit}",
        target=f"under {bound} {unit}",
        met=measured < bound,
    )


def _let_in() -> None:
    """A token and a register for each till, and a token for the search."""
    with transaction_of_one_action() as tx:
        for till in range(TILLS + 1):
            tx.write(
                "INSERT INTO api_token (staff_id, name, token_sha256, created_at) VALUES (?, ?, ?, ?)",
                (
                    the_owner().staff_id,
                    token(till),
                    hashlib.sha256(token(till).encode()).hexdigest(),
                    stored_instant(NOON),
                ),
            )
        for code in range(2, TILLS + 1):
            chain = tx.insert(
                "INSERT INTO journal_chain (name, head, length) SELECT ?, head, 0 FROM journal_chain WHERE name = '1'",
                (str(code),),
            )
            tx.write(
                """INSERT INTO register (code, name, chain_id, location_id, printer)
                SELECT ?, ?, ?, location_id, '' FROM register WHERE code = '1'""",
                (str(code), f"Register {code}", chain),
            )


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The server on a port of its own, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "tillbook", "--home", str(home), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not come up")


def _sell(port: int, sales: int, products: int, *, first: int) -> tuple[float, list[float], list[float]]:
    """Post so many sales by all tills at once; how long it took, each sale, and each search meanwhile, in seconds."""
    work = [[_body(first + n, till, products) for n in range(till, sales, TILLS)] for till in range(TILLS)]
    waited: list[list[float]] = [[] for _ in range(TILLS)]
    searched: list[float] = []
    done = threading.Event()
    tills = [threading.Thread(target=_till, args=(port, n, work[n], waited[n])) for n in range(TILLS)]
    seeker = threading.Thread(target=_seek, args=(port, done, searched))
    start = time.perf_counter()
    for thread in (*tills, seeker):
        thread.start()
    for thread in tills:
        thread.join()
    took = time.perf_counter() - start
    done.set()
    seeker.join()
    every = [each for one in waited for each in one]
    assert len(every) == sales, "each sale was answered with its bill"
    return took, every, searched


def _body(number: int, till: int, products: int) -> bytes:
    chance = random.Random(number)
    codes = chance.sample(range(products), LINES)
    sale = {
        "id": f"{number:012x}-{chance.getrandbits(80):020x}",
        "register": str(till + 1),
        "lines": [{"product": f"{code:06}", "quantity": "1"} for code in codes],
        "tenders": [{"type": "cash", "amount": "10000.00"}],
    }
    return json.dumps(sale).encode()


def token(till: int) -> str:
    """What a till comes in by; the last one is the search's."""
    return f"bench-token-{till}"


def _till(port: int, till: int, bodies: list[bytes], waited: list[float]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token(till)}", "Content-Type": "application/json"}
    for body in bodies:
        start = time.perf_counter()
        line.request("POST", "/api/v1/sales", body, headers)
        answer = line.getresponse()
        text = answer.read()
        waited.append(time.perf_counter() - start)
        assert answer.status == 201, text


def _seek(port: int, done: threading.Event, searched: list[float]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    chance = random.Random(3)
    while not done.wait(1 / SEARCHES_A_SECOND):
        start = time.perf_counter()
        line.request(
            "GET",
            f"/api/v1/products?search={chance.choice(GOODS)[:4]}&limit=30",
            headers={"Authorization": f"Bearer {token(TILLS)}"},
        )
        answer = line.getresponse()
        answer.read()
        searched.append(time.perf_counter() - start)
        assert answer.status == 200


def p99_ms(seconds: list[float]) -> float:
    """What 99 of 100 stayed under, in milliseconds."""
    return sorted(seconds)[int(len(seconds) * 0.99)] * 1000


def resident_mb(pid: int) -> float:
    """The memory of a process and its children in MB, what they share counted once (PSS). Linux alone has it."""
    pids = [pid]
    for each in pids:
        pids += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
    total = 0
    for each in pids:
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        total += int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))
    return total / 1000
