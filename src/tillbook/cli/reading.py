"""What programs send: JSON from standard input, whole or line by line, never more of it than is read.

Lines are answered one by one, so a line that cannot be read is handed on as the refusal that answers it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from tillbook.cli.running import WrongUsage
from tillbook.core.errors import Refusal, Unreadable
from tillbook.formats.source import open_source

BYTES_MAX: Final = 1_000_000
"""As `formats.strict_json` has it: a longer text would be refused anyway."""

STANDARD_INPUT: Final = Path("-")


def whole(path: Path = STANDARD_INPUT) -> str:
    """The one JSON text of standard input, or of a file.

    Raises:
        Unreadable: no UTF-8, or too long.
    """
    with _opened(path) as stream:
        return _decoded(stream.read(BYTES_MAX + 1))


def each_line(path: Path = STANDARD_INPUT) -> Iterator[str | Refusal]:
    """Every line of standard input or a file as it arrives, read or refused; an empty one is a line too."""
    with _opened(path) as stream:
        while line := stream.readline(BYTES_MAX + 2):
            try:
                yield _decoded(_to_its_end(line, stream))
            except Unreadable as refusal:
                yield refusal


def _to_its_end(line: bytes, stream: BinaryIO) -> bytes:
    if line.endswith(b"\n") or len(line) < BYTES_MAX + 2:
        return line.rstrip(b"\r\n")
    while (rest := stream.readline(BYTES_MAX)) and not rest.endswith(b"\n"):
        pass
    return line


def _decoded(data: bytes) -> str:
    if len(data) > BYTES_MAX:
        raise Unreadable("too long: JSON of at most 1 MB is read; send it in parts")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"not UTF-8: byte 0x{data[wrong.start]:02X} at {wrong.start + 1}") from None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path != STANDARD_INPUT:
        with open_source(path) as stream:
            yield stream
    elif sys.stdin.isatty():
        raise WrongUsage("JSON is expected on standard input, as in: tillbook sell --json < sale.json")
    else:
        yield sys.stdin.buffer
