"""The table of what was measured, on screen and in results.md."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).with_name("results.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, what it came to, what it must come to, if anything, and whether it does."""

    part: str
    what: str
    measured: str
    target: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """Yes, no, or nothing where there is no target."""
        return "" if self.met is None else "yes" if self.met else "**no**"


def as_text(figures: Sequence[Figure]) -> str:
    """The table for a terminal."""
    rows = [("part", "what", "measured", "target", "met")]
    rows += [(figure.part, figure.what, figure.measured, figure.target, figure.verdict) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def as_page(figures: Sequence[Figure], command: str) -> str:
    """The page results.md."""
    rows = [
        f"| {figure.part} | {figure.what} | {figure.measured} | {figure.target} | {figure.verdict} |"
        for figure in figures
    ]
    facts = "\n".join(f"* {name}: {value}" for name, value in machine().items())
    return (
        f"# The last figures\n\nMade by `{command}`; the modules of this folder say how.\n\n"
        f"| part | what | measured | target | met |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        f"The machine:\n\n{facts}\n"
    )


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    return {
        "day": datetime.now(tz=UTC).date().isoformat(),
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load when this was written": _load(),
        "Python": sys.version.split()[0],
        "SQLite": sqlite3.sqlite_version,
        "one write made durable (4 KiB and fsync)": f"{_fsync_seconds() * 1000:.2f} ms, the median of 50",
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _fsync_seconds() -> float:
    seconds = []
    with tempfile.TemporaryFile() as stream:
        for _ in range(50):
            stream.write(b"x" * 4096)
            stream.flush()
            start = time.perf_counter()
            os.fsync(stream.fileno())
            seconds.append(time.perf_counter() - start)
    return median(seconds)
