"""Ways to run the command `tillbook` in a test: as a process of its own, or quickly, in this one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from typer import testing
from typer.testing import CliRunner

from tillbook.cli.app import app
from tillbook.db.opening import DATABASE_NAME

SECONDS_MAX = 60
# The runner builds the tree of all commands for each call, which takes longer than most of them.
testing._get_command = cache(testing._get_command)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended, and what it said where."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What standard output says, as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """What standard output says, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> dict[str, str]:
        """The refusal on standard output; nothing else stands there."""
        answer = self.json
        assert list(answer) == ["error"]
        error: dict[str, str] = answer["error"]
        return error


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """As little as a process needs, with places of its own to write to."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    own = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_DATA_HOME": str(home / "data")}
    source = str(Path(__file__).parents[2] / "src")
    return {**kept, **coverage, **own, "PYTHONPATH": source, "LC_ALL": "C.UTF-8", **(more or {})}


def process(
    home: Path,
    *words: str,
    stdin: str | bytes = b"",
    env: Mapping[str, str] | None = None,
    python: tuple[str, ...] = (),
    before: Callable[[], None] | None = None,
    stdout: Any = subprocess.PIPE,
) -> Ran:
    """Run the command as a user does, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, *python, "-m", "tillbook", "--home", str(home), *words],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(home.parent, env),
        preexec_fn=before,
        timeout=SECONDS_MAX,
        check=False,
    )
    return Ran(status=ran.returncode, out=(ran.stdout or b"").decode(), err=ran.stderr.decode())


def inside(home: Path, *words: str, stdin: str | bytes = b"") -> Ran:
    """Run the command in this process: the same code without the start, and no screen to fit on."""
    runner = CliRunner(env={"COLUMNS": None})
    ran = runner.invoke(app, ["--home", str(home), *words], input=stdin, catch_exceptions=False)
    return Ran(status=ran.exit_code, out=ran.stdout, err=ran.stderr)


def copied(home: Path, to: Path, *statements: str) -> Path:
    """The books of a shop in another folder, with something done to them by hand."""
    to.mkdir()
    with closing(sqlite3.connect(home / DATABASE_NAME, isolation_level=None)) as books:
        books.execute("VACUUM INTO ?", (str(to / DATABASE_NAME),))
    with closing(sqlite3.connect(to / DATABASE_NAME, isolation_level=None)) as books:
        books.execute("PRAGMA journal_mode=WAL")
        for statement in statements:
            books.execute(statement)
    return to


def sale(*lines: tuple[str, str], id: str = "sale-1", cash: str = "10000.00", **more: Any) -> dict[str, Any]:
    """A sale command that is paid with a large note."""
    return {
        "id": id,
        "register": "1",
        "lines": [{"product": sku, "quantity": quantity} for sku, quantity in lines],
        "tenders": [{"type": "cash", "amount": cash}],
        **more,
    }


def as_lines(*values: object) -> str:
    """Values as JSON lines."""
    return "".join(json.dumps(value) + "\n" for value in values)
