"""Files that are either the old one or the new one, whole, whatever happens in between.

A file that is replaced is written beside itself under another name, brought to the disk, and renamed over
the old one, which every system does at once or not at all; then its folder is brought to the disk, where
the system allows. A file that is appended to may be cut off in the middle of what was appended, so the one
who appends remembers how long the file was (`after`) and may repeat the same text: what is there already is
not written again.

What a person can put right (a full disk, a folder that cannot be written) is a refusal that names the path;
all else is raised as it comes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Final

from tillbook.core.errors import Refusal

_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_FOLDER: Final = frozenset({errno.ENOENT, errno.ENOTDIR})

_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

# On Windows a file that another program has open cannot be replaced; virus scanners and editors let go soon.
_REPLACE_TRIES: Final = 20 if sys.platform == "win32" else 1
_REPLACE_WAIT_SECONDS: Final = 0.05


class DiskFull(Refusal):
    """There is no room for the file; it is as it was."""

    code = "disk_full"


class ReadOnly(Refusal):
    """The file or its folder may not be written; it is as it was."""

    code = "read_only"


class FolderMissing(Refusal):
    """The folder of the file is not there."""

    code = "folder_missing"


def replace_file(path: Path, chunks: Iterable[str | bytes]) -> str:
    """Writes the file anew, whole or not at all; text as UTF-8. The SHA-256 of what it holds now, in hex.

    A link is followed: what it names is replaced. The permissions of the old file stay. Repeating it is
    harmless.

    Raises: DiskFull, ReadOnly, FolderMissing; what `chunks` raises. The old file is then untouched, and
    nothing else is left beside it.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.new")
    with _refusals(path):
        stream = _created(beside, like=target)
        try:
            with stream:
                written = _write_all(stream, chunks)
                _sync(stream)
            _rename(beside, target)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(target.parent)
    return written


def append_durably(path: Path, text: str, *, after: int | None = None) -> int:
    """Adds the text to the end of the file, on disk when this returns; the length of the file then, in bytes.

    `after` is the length that the file had when this text was first to be added: if the text, or a
    beginning of it that a crash cut off, stands there already, only the rest is added. So the same call may
    be repeated until it returned once. Where the file does not end with a line end, one is put before the
    text.

    Raises: DiskFull, ReadOnly, FolderMissing. The file is then as it was.
    """
    data = text.encode()
    with _refusals(path), _appending(path) as stream:
        length = stream.seek(0, os.SEEK_END)
        data = _rest(stream, data, length, after)
        if not data:
            os.fsync(stream.fileno())
            return length
        stream.seek(length)
        try:
            _write_unbuffered(stream, data)
            os.fsync(stream.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(stream.fileno(), length)
                os.fsync(stream.fileno())
            raise
    if not length:
        _sync_folder(path.parent)
    return length + len(data)


def _rest(stream: FileIO, data: bytes, length: int, after: int | None) -> bytes:
    """What of `data` is still to be added, a line end before it where the last line has none."""
    if after is not None and after < length:
        stream.seek(after)
        tail = stream.read(length - after)
        if data in tail or b"\n" + data in tail:
            return b""
        for beginning in (data, b"\n" + data):
            if beginning.startswith(tail):
                return beginning[len(tail) :]
    if length:
        stream.seek(length - 1)
        if stream.read(1) != b"\n":
            return b"\n" + data
    return data


def _write_all(stream: BinaryIO, chunks: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        data = chunk.encode() if isinstance(chunk, str) else chunk
        digest.update(data)
        stream.write(data)
    return digest.hexdigest()


def _created(path: Path, *, like: Path) -> BinaryIO:
    """A new file with the permissions of an old one, if there is one."""
    descriptor = os.open(path, _FLAGS | os.O_EXCL, 0o666)
    with contextlib.suppress(FileNotFoundError):
        path.chmod(stat.S_IMODE(like.stat().st_mode))
    return os.fdopen(descriptor, "wb")


@contextmanager
def _appending(path: Path) -> Iterator[FileIO]:
    """The file, made if need be, without a buffer: what could not be written must not be tried again on
    closing.
    """
    with FileIO(os.open(path, _FLAGS, 0o666), "r+") as stream:
        yield stream


def _write_unbuffered(stream: FileIO, data: bytes) -> None:
    remaining = memoryview(data)
    while remaining:
        remaining = remaining[stream.write(remaining) :]


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk; Windows has no such thing, and some file systems refuse."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _rename(source: Path, target: Path) -> None:
    for last in (False,) * (_REPLACE_TRIES - 1) + (True,):
        try:
            source.replace(target)
            return
        except PermissionError:
            if last:
                raise
            time.sleep(_REPLACE_WAIT_SECONDS)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """What a person can put right, told as a refusal."""
    try:
        yield
    except OSError as wrong:
        if wrong.errno in _FULL:
            raise DiskFull(f"No room on the disk for {path}; make room and try again.", path=str(path)) from wrong
        if wrong.errno in _READ_ONLY:
            what = f"{path} cannot be written: {wrong.strerror}"
            raise ReadOnly(
                f"{what}. Close it elsewhere, or give the right to it and its folder.", path=str(path)
            ) from wrong
        if wrong.errno in _NO_FOLDER:
            raise FolderMissing(f"{path.parent} is not a folder; make it first.", path=str(path)) from wrong
        raise
