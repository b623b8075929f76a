"""The console: the command `tillbook`.

It starts fast because nothing is loaded that a command does not use: each command imports what it needs when
it runs. `--help` and `price` load neither Django nor a database.
"""

from __future__ import annotations

import gc
import sys

OBJECTS_BEFORE_COLLECTING = 50_000
"""A command makes more objects than Python's 700 before there is any cycle to find: loading is a tenth faster."""


def main() -> None:
    """Run the command line; ends the process with its exit status."""
    if sys.flags.optimize:
        sys.stderr.write(
            "tillbook checks its own work and cannot run with these checks off: "
            "leave out `python -O` and unset PYTHONOPTIMIZE.\n"
        )
        raise SystemExit(2)
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING, 20, 20)
    from tillbook.cli import output
    from tillbook.cli.app import app

    output.prepare()
    app(prog_name="tillbook")
