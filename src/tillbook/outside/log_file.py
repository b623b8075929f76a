"""Appending to a text file exactly once, whatever is killed in between.

The problem: a line may be in the file although nobody could write down that it is. The choice: before the
append, the caller writes down where it will begin; afterwards the bytes at that place tell whether it happened,
wholly or in part. What others append meanwhile stays where it is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from tillbook.core.errors import Refusal


class FileNotWritten(Refusal):
    """The disk did not take a file: full, read-only or failing."""

    code: ClassVar[str] = "file_not_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """An append that is about to happen: where it begins, and all its bytes."""

    offset: int
    data: bytes


def planned(path: Path, text: str) -> Append:
    """The append of `text` to the file as it is now, on a line of its own."""
    size = path.stat().st_size if path.exists() else 0
    lead = b"\n" if size and _read(path, size - 1, 1) not in (b"\n", b"\r") else b""
    return Append(offset=size, data=lead + text.encode())


def finish(path: Path, append: Append) -> None:
    """Bring the file to hold the append once: do it, complete it, or find it done.

    Raises:
        FileNotWritten: the file is as it was; the append is still to be done.
    """
    data = append.data
    found = _read(path, append.offset, len(data))
    if found == data:
        return
    size = path.stat().st_size if path.exists() else 0
    ours_alone = append.offset <= size < append.offset + len(data)
    try:
        if data.startswith(found) and ours_alone:
            with path.open("ab") as file:
                file.truncate(append.offset)
            _append(path, data)
        else:
            # Somebody else's text follows what is there of ours: whole lines of ours count as done.
            done = os.path.commonprefix([found, data]).rfind(b"\n") + 1
            _append(path, planned(path, "").data + data[done:].removeprefix(b"\n" if not done else b""))
    except OSError as error:
        raise FileNotWritten(
            f"{path.name} could not be written ({error.strerror}); free some space or allow writing, then run any "
            "tillbook command: nothing is lost."
        ) from error


def _read(path: Path, offset: int, count: int) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(count)


def _append(path: Path, data: bytes) -> None:
    """Append durably, or leave the file as long as it was."""
    with path.open("ab") as file:
        before = file.seek(0, os.SEEK_END)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(before)
            raise
