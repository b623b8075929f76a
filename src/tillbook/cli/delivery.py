"""What every command that posts does before it ends: the shop's files are brought up to date, and its checkpoints.

Nothing here changes how the command ends: what was posted stays posted, and files that could not be written
now follow with the next command.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tillbook.cli import output
from tillbook.cli.running import report_bug
from tillbook.core.errors import Refusal

DIFFERENCES_SHOWN_MAX: Final = 20


@contextmanager
def delivering(home: Path) -> Iterator[None]:
    """Empty the outbox when what is inside has ended, well or not."""
    try:
        yield
    finally:
        deliver(home)


def deliver(home: Path) -> None:
    """Empty the outbox of the open shop, and tell on standard error what stands in the way."""
    from tillbook.actions.deliver import deliver as empty_outbox

    try:
        delivered = empty_outbox(home)
    except Refusal as refusal:
        output.warn(f"The shop's files follow later: {refusal.message}")
        return
    except Exception as error:  # noqa: BLE001  (a bug in it must not turn a posted sale into a failed one)
        report_bug(error, home=home, as_json=False)
        return
    for problem in delivered.problems:
        output.warn(problem)
    if delivered.held:
        output.warn(_held(delivered.held, home))
    make_checkpoints(home)


def make_checkpoints(home: Path) -> None:
    """What makes questions about the past quick; where the shop is busy, the next command sees to it."""
    from tillbook.actions.checkpoint import keep_checkpoints

    try:
        keep_checkpoints()
    except Refusal:
        return
    except Exception as error:  # noqa: BLE001  (a bug in it must not turn a posted sale into a failed one)
        report_bug(error, home=home, as_json=False)


def _held(differences: tuple[str, ...], home: Path) -> str:
    shown = [f"  {line}" for line in differences[:DIFFERENCES_SHOWN_MAX]]
    more = len(differences) - len(shown)
    path = home / "product_Records.json"
    return "\n".join(
        [
            f"{path} was edited since Tillbook last wrote it, so it is left alone. It differs:",
            *shown,
            *([f"  and {more} more"] if more > 0 else []),
            how_to_take_over(home, path),
        ]
    )


def how_to_take_over(home: Path, path: Path) -> str:
    """The command that imports a product file that was edited, as a shell takes it."""
    return f"To take the changes over: tillbook --home {shlex.quote(str(home))} import {shlex.quote(str(path))}"
