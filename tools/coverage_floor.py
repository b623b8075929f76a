"""Refuses test coverage that is too low: branches of core, ledgers and actions at 95 % or more.

Reads the JSON report that `make test` has just written. Says nothing when all is well, so that the last line
of `make test` is the one in which pytest sums up.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FLOOR_PERCENT = 95.0
PACKAGES = ("core", "ledgers", "actions")


def covered_percent(files: dict[str, dict[str, dict[str, int]]], package: str) -> float:
    """Share of a package's statements and branches that some test ran, all its files taken together."""
    marker = f"tillbook/{package}/"
    summaries = [entry["summary"] for name, entry in files.items() if marker in Path(name).as_posix()]
    wanted = sum(each["num_statements"] + each["num_branches"] for each in summaries)
    covered = sum(each["covered_lines"] + each["covered_branches"] for each in summaries)
    return 100.0 if wanted == 0 else 100.0 * covered / wanted


def worst_files(files: dict[str, dict[str, dict[str, int]]], package: str) -> list[str]:
    """The three files of a package with the most lines that no test ran, the worst first."""
    marker = f"tillbook/{package}/"
    missing = {
        name: entry["summary"]["missing_lines"] + entry["summary"]["missing_branches"]
        for name, entry in files.items()
        if marker in Path(name).as_posix()
    }
    return sorted((name for name in missing if missing[name]), key=lambda name: -missing[name])[:3]


def main(report: str) -> int:
    files = json.loads(Path(report).read_text(encoding="utf-8"))["files"]
    percents = {package: covered_percent(files, package) for package in PACKAGES}
    too_low = {package: percent for package, percent in percents.items() if percent < FLOOR_PERCENT}
    for package, percent in too_low.items():
        worst = ", ".join(worst_files(files, package))
        print(
            f"Coverage of {package} is {percent:.1f} %, not {FLOOR_PERCENT:.0f} %; most lacks in {worst}.",
            file=sys.stderr,
        )
    return 1 if too_low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
