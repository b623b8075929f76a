"""The console: the command `tillbook`.

It starts fast because nothing is loaded that a command does not use: each command imports what it needs when
it runs. `--help` and `price` load neither Django nor a database.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; ends the process with its exit status."""
    if sys.flags.optimize:
        sys.stderr.write(
            "tillbook checks its own work and cannot run with these checks off: "
            "leave out `python -O` and unset PYTHONOPTIMIZE.\n"
        )
        raise SystemExit(2)
    from tillbook.cli import output
    from tillbook.cli.app import app

    output.prepare()
    app(prog_name="tillbook")
