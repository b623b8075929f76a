"""Products from CSV: how long 100,000 take, and whether memory stays flat.

Each import runs in a process of its own, so that the peak is its own. A part of it is the engine's page
cache, which a long import fills up to its 64 MiB and a short one does not; and the file's SKUs are kept.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

from bench.table import Figure

SIZES = (10_000, 100_000, 200_000)
TARGET_SECONDS = 15


def measure(small: bool) -> list[Figure]:
    """Seconds and peak memory of imports of growing size."""
    sizes = (500, 1_000) if small else SIZES
    figures = []
    peaks = []
    for size in sizes:
        answer = subprocess.run(
            [sys.executable, "-m", "bench.imports", str(size)], check=True, capture_output=True, text=True
        )
        done = json.loads(answer.stdout)
        peaks.append(done["peak_mb"])
        timed = size == 100_000
        figures.append(
            Figure(
                part="imports",
                what=f"{size:,} products from CSV: seconds, peak memory (before it)",
                measured=f"{done['seconds']:.1f} s, {done['peak_mb']:.0f} MB ({done['before_mb']:.0f} MB)",
                target=f"under {TARGET_SECONDS} s" if timed else "",
                met=done["seconds"] < TARGET_SECONDS if timed else None,
            )
        )
    more = peaks[-1] - peaks[-2]
    figures.append(
        Figure(
            part="imports",
            what=f"more memory for {sizes[-1]:,} than for {sizes[-2]:,} products",
            measured=f"{more:.0f} MB",
        )
    )
    return figures


def write_products(path: Path, count: int) -> None:
    """A file of so many products, each with a barcode, a category, a cost and a quantity."""
    from bench.shops import barcode_of, name_of

    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["sku", "name", "price", "quantity", "cost", "barcode", "category"])
        for number in range(count):
            row = [
                f"{number:06}",
                name_of(number),
                f"{number % 900 + 1}.50",
                number % 60,
                f"{number % 700}.25",
            ]
            writer.writerow([*row, barcode_of(number), f"Shelf {number % 50}"])


def once(count: int) -> dict[str, float]:
    """Import so many products into a new shop: seconds of it, and the memory before and at the peak."""
    import resource

    from bench.shops import NOON, shop, the_owner
    from tillbook.actions.exchange import import_products
    from tillbook.formats.product_file import rows_of_table
    from tillbook.formats.product_table import product_table
    from tillbook.formats.tables import open_table

    def peak_mb() -> float:
        status = Path("/proc/self/status")
        if status.exists():
            # What getrusage says on Linux counts the process that started this one too.
            peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
            return int(peak.split()[1]) / 2**10
        # macOS counts in bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

    with shop() as home:
        path = home / "products.csv"
        write_products(path, count)
        by = the_owner()
        before = peak_mb()
        start = time.perf_counter()
        table = product_table(open_table(path, name=path.name))
        done = import_products(
            rows_of_table(table),
            client_id="bench",
            file_name=path.name,
            file_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            progress=lambda _done, _total: None,
            now=NOON,
            by=by,
        )
        seconds = time.perf_counter() - start
        assert done.plan is not None
        assert done.plan.counts == (count, 0, 0, 0)
        return {"seconds": seconds, "before_mb": before, "peak_mb": peak_mb()}


if __name__ == "__main__":
    print(json.dumps(once(int(sys.argv[1]))))
