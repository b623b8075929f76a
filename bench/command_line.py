"""How soon the command line answers: whole processes, from the start of Python to the exit."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median

from bench.shops import fill, shop
from bench.table import Figure

RUNS = 11
PRODUCTS = 10_000


def measure(small: bool) -> list[Figure]:
    """The median of each command, the first run left out."""
    products, runs = (100, 3) if small else (PRODUCTS, RUNS)
    with shop() as home:
        fill(products)
        commands = {
            "tillbook --help": (["--help"], 0.3),
            f"tillbook products, of {products:,}": (["--home", str(home), "products"], 1.0),
            "tillbook products tea --json": (["--home", str(home), "products", "tea", "--json"], None),
        }
        return [_figure(what, arguments, target, runs) for what, (arguments, target) in commands.items()]


def _figure(what: str, arguments: list[str], target: float | None, runs: int) -> Figure:
    taken = [_seconds(arguments) for _ in range(runs + 1)][1:]
    return Figure(
        part="command_line",
        what=f"{what}: median and worst of {runs}",
        measured=f"{median(taken):.2f} s, {max(taken):.2f} s",
        target="" if target is None else f"under {target} s",
        met=None if target is None else median(taken) < target,
    )


def _seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tillbook", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TERM": "dumb"},
    )
    return time.perf_counter() - start
