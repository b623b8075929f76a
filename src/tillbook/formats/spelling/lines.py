"""Lines of a text file, one at a time, none beyond a bound: a file of one endless line fills no memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final, TextIO

FIELD_LENGTH_MAX: Final = 1_000_000
LINE_LENGTH_MAX: Final = 4_000_000

# The limit of the csv module is one for the whole process; its own default is 131,072.
csv.field_size_limit(FIELD_LENGTH_MAX)


class LineRefused(ValueError):
    """A line is longer than what is read, or no text."""


def bounded_lines(text: TextIO) -> Iterator[str]:
    """The lines with their ends. Raises: LineRefused."""
    number = 0
    while line := text.readline(LINE_LENGTH_MAX):
        number += 1
        if len(line) >= LINE_LENGTH_MAX:
            raise LineRefused(f"line {number:,} is longer than {LINE_LENGTH_MAX:,} characters")
        if "\0" in line:
            raise LineRefused(f"line {number:,} holds a NUL character: this is no text file")
        yield line
