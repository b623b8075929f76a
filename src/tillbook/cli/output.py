"""What a command says: results to standard output, all else to standard error.

Text that people wrote is shown through `core.text`, so that no name moves a cursor or colours a screen.
Colour and paging are for terminals only.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

GAP: Final = "  "
CUT_COLUMNS_MIN: Final = 10
"""A column that gives way is not cut below so many."""

YELLOW: Final = "33"
RED: Final = "31"
BOLD: Final = "1"

Measured = tuple[str, int]
"""A text and the columns that it takes."""

# What takes one column each and joins with nothing: ASCII, Latin, no-break blanks, currency signs.
_plain: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u202f\u20a0-\u20c0]*")

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


class AnswerLost(OSError):
    """Standard output took nothing more, as on a full disk; what was posted stays posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table, and what becomes of it where the screen is too narrow.

    Those that give way are cut, the last first and none below `least`; if that is not enough, those that can be
    spared are left out, the last first.
    """

    heading: str
    right: bool = False
    gives_way: bool = False
    spared: bool = False
    least: int = CUT_COLUMNS_MIN


class Coloured(NamedTuple):
    """A row of a table with the colour that a terminal shows it in."""

    cells: Sequence[str]
    colour: str = ""


def prepare() -> None:
    """Write UTF-8 to files and pipes whatever the locale; replace what a terminal cannot show.

    A stream that was closed before we began, as by `>&-`, says nothing and takes everything.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Open to the end of the process.
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (stays open)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def put(text: str) -> None:
    """Write a part of the result as it is.

    Raises:
        BrokenPipeError: nobody reads any more.
        AnswerLost: standard output cannot be written.
    """
    _guarded(lambda: sys.stdout.write(text))


def flush() -> None:
    """Bring the result to whoever reads it. Raises: as `put`."""
    _guarded(sys.stdout.flush)


def _guarded(write: Callable[[], object]) -> None:
    try:
        write()
    except BrokenPipeError:
        raise
    except OSError as error:
        close()
        raise AnswerLost(
            error.errno,
            f"The answer could not be written ({error.strerror}): the disk or pipe that it goes to is full or gone. "
            "What was posted stays posted. To see it again: tillbook bill NUMBER, or send the same command once more.",
        ) from error


def close() -> None:
    """Send what is still buffered to nowhere, so that the end of the process does not stumble over it."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def line(text: str) -> None:
    """Write one line of the result. Raises: as `put`."""
    put(text + "\n")


def counted(count: int, one: str, many: str = "") -> str:
    """How many there are of what, in words for people.

    >>> counted(1, "coupon"), counted(2_000, "coupon"), counted(2, "entry", "entries")
    ('1 coupon', '2,000 coupons', '2 entries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def json_line(value: object) -> None:
    """Write a value as JSON on one line."""
    put(_encode(value) + "\n")


def json_list(values: Iterable[object]) -> None:
    """Write a list as JSON, one value on a line; holds one value at a time."""
    before = "["
    for value in values:
        put(f"{before}\n{_encode(value)}")
        before = ","
    put("[]\n" if before == "[" else "\n]\n")


def warn(message: str) -> None:
    """Tell a person something that is not the result, on standard error, in lines that are safe to show."""
    from tillbook.core.text import shown

    try:
        sys.stderr.write("".join(f"{shown(part)}\n" for part in message.splitlines()) or "\n")
        sys.stderr.flush()
    except OSError:
        return  # nobody is there to be told


def table(columns: Sequence[Column], rows: Sequence[Coloured], *, footer: str = "") -> None:
    """Write a table: cut to the screen on a terminal, and paged where it is longer; whole anywhere else."""
    terminal = sys.stdout.isatty()
    lines = _lines(columns, rows, screen_columns(), coloured=terminal and _colour_wanted())
    if footer:
        lines.append(footer)
    text = "\n".join(lines) + "\n"
    if terminal and sys.stdin.isatty() and len(lines) > shutil.get_terminal_size().lines - 1:
        _page(text)
    else:
        put(text)


def screen_columns() -> int | None:
    """How wide the screen is that the result is shown on; None where it goes into a file or to a program."""
    known = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return shutil.get_terminal_size().columns if known else None


def _colour_wanted() -> bool:
    """Source: no-color.org."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _lines(columns: Sequence[Column], rows: Sequence[Coloured], screen: int | None, *, coloured: bool) -> list[str]:
    from tillbook.core.text import fit

    headings = _measured([column.heading for column in columns])
    measured = [_measured(row.cells) for row in rows]
    natural = [max(cells[place][1] for cells in (headings, *measured)) for place in range(len(columns))]
    widths = dict(enumerate(natural)) if screen is None else _narrowed(columns, natural, screen)

    def joined(cells: Sequence[Measured]) -> str:
        parts = []
        for place, room in widths.items():
            (text, taken), column = cells[place], columns[place]
            if taken > room:
                parts.append(fit(text, room, right=column.right))
            else:
                parts.append(" " * (room - taken) + text if column.right else text + " " * (room - taken))
        return GAP.join(parts).rstrip()

    lines = [_in_colour(joined(headings), BOLD if coloured else "")]
    for row, cells in zip(rows, measured, strict=True):
        lines.append(_in_colour(joined(cells), row.colour if coloured else ""))
    return lines


def _measured(cells: Sequence[str]) -> list[Measured]:
    """Each text as it can be shown, and how wide it is then; ten thousand plain ones take no time."""
    from tillbook.core.text import shown, width

    return [(cell, len(cell)) if _plain.fullmatch(cell) else (shown(cell), width(shown(cell))) for cell in cells]


def _narrowed(columns: Sequence[Column], natural: Sequence[int], screen: int) -> dict[int, int]:
    """The places of the columns that are shown, and how wide each is for all of them to fit, if they can."""
    spare = [place for place, column in enumerate(columns) if column.spared]
    shown = dict(enumerate(natural))
    while True:
        widths = dict(shown)
        over = _cut(columns, widths, screen)
        if over <= 0 or not spare:
            return widths
        del shown[spare.pop()]


def _cut(columns: Sequence[Column], widths: dict[int, int], screen: int) -> int:
    """Take what is too wide from the columns that give way, the last of them first; answers what is still over."""
    over = sum(widths.values()) + len(GAP) * (len(widths) - 1) - screen
    for place in reversed(widths):
        if over > 0 and columns[place].gives_way:
            taken = min(over, max(0, widths[place] - columns[place].least))
            widths[place] -= taken
            over -= taken
    return over


def _in_colour(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if colour else text


def _page(text: str) -> None:
    """Show a long text a screen at a time with $PAGER, less or more; without any, at once."""
    import shlex
    import subprocess

    wanted = shlex.split(os.environ.get("PAGER", "")) or [shutil.which("less") or shutil.which("more") or ""]
    program = shutil.which(wanted[0])
    if program is None:
        put(text)
        return
    # F: leave at once if it fits; R: show colours; X: leave the text on the screen.
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    with subprocess.Popen([program, *wanted[1:]], stdin=subprocess.PIPE, env=environment) as pager:  # noqa: S603  (the pager)
        try:
            pager.communicate(text.encode("utf-8", "backslashreplace"))
        except BrokenPipeError:
            return
        except KeyboardInterrupt:
            pager.wait()
