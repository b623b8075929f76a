"""Products found among 1,000,000, as the menu finds them: by words in any order, by barcode.

Each search is one question in a snapshot of its own, and answers the first 20 products.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from statistics import quantiles

from bench.shops import barcode_of, fill, name_of, shop
from bench.table import Figure
from tillbook.db.transaction import reading
from tillbook.queries.search import menu

PRODUCTS = 1_000_000
SEARCHES = 2_000
FOUND = 20
TARGET_MS = 20


def _beginning(chance: random.Random, products: int) -> str:
    word = chance.choice(name_of(chance.randrange(products)).split()[:4])
    return word[: chance.randint(1, len(word))]


def _words(chance: random.Random, products: int) -> str:
    words = name_of(chance.randrange(products)).split()
    chosen = chance.sample(words, chance.randint(2, 4))
    return " ".join(word[: max(2, len(word) - chance.randint(0, 3))] for word in chosen)


def _barcode(chance: random.Random, products: int) -> str:
    return barcode_of(chance.randrange(products))


KINDS: dict[str, Callable[[random.Random, int], str]] = {
    "the beginning of a word": _beginning,
    "2 to 4 words in any order": _words,
    "a barcode": _barcode,
}


def measure(small: bool) -> list[Figure]:
    """The median and the 99th percentile of each kind of search, in milliseconds."""
    products, searches = (5_000, 100) if small else (PRODUCTS, SEARCHES)
    figures = []
    with shop():
        start = time.perf_counter()
        fill(products)
        seconds = time.perf_counter() - start
        for what, make in KINDS.items():
            chance = random.Random(what)
            taken = sorted(_milliseconds(make(chance, products)) for _ in range(searches))
            p99 = quantiles(taken, n=100)[98]
            figures.append(
                Figure(
                    part="search",
                    what=f"{what}, of {products:,} products: p50, p99, worst",
                    measured=f"{taken[len(taken) // 2]:.2f}, {p99:.2f}, {taken[-1]:.2f} ms",
                    target=f"p99 under {TARGET_MS} ms",
                    met=p99 < TARGET_MS,
                )
            )
    return [*figures, Figure(part="search", what="making and indexing those", measured=f"{seconds:,.0f} s")]


def _milliseconds(text: str) -> float:
    start = time.perf_counter()
    with reading() as tx:
        found = menu(tx, text, limit=FOUND)
    taken = time.perf_counter() - start
    assert found, text
    return taken * 1000
