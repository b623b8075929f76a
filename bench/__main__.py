"""`python -m bench [--small] [parts]`: measures, prints a table, and writes it down if it is whole."""

from __future__ import annotations

import argparse
import importlib
import sys
import time

from bench.table import RESULTS, Figure, as_page, as_text

PARTS = {
    "sale": "one sale against the same rows written by hand; statements of a sale",
    "replay": "a year of real trade, posted invoice by invoice (needs TILLBOOK_DATA)",
    "search": "products found among 1,000,000",
    "imports": "100,000 products from CSV",
    "day": "a sale that meets every rule, a thousand promotions, a Z report, a long statement",
    "past": "all stock of a year ago against that of these days",
    "page": "the till in a real browser: how soon it is ready, a scan is a line, a key changes the cart",
    "server": "eight tills at once through the real server, a search beside them, and its memory",
    "command_line": "how soon the command line answers",
}


def main() -> int:
    """Measure what was asked for; the exit status is 1 where a target was missed."""
    listed = "\n".join(f"  {name:14}{what}" for name, what in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        epilog=f"parts:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="part", help="what to measure; everything unless said")
    parser.add_argument("--small", action="store_true", help="small sizes, to see that it works")
    asked = parser.parse_args()
    unknown = [name for name in asked.parts if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; parts are {', '.join(PARTS)}")
    figures: list[Figure] = []
    for name in asked.parts or PARTS:
        start = time.perf_counter()
        print(f"{name}: {PARTS[name]} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"bench.{name}").measure(asked.small)
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print(as_text(figures))
    if not asked.small and not asked.parts:
        RESULTS.write_text(as_page(figures, "make bench"), encoding="utf-8")
    return int(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
