"""Where a file is read from: its path, or the bytes that somebody sent."""

from __future__ import annotations

import hashlib
from io import BufferedReader, BytesIO
from pathlib import Path

from tillbook.core.errors import Unreadable

Source = Path | bytes


def open_source(source: Source) -> BufferedReader | BytesIO:
    """The file, from its start. Raises: Unreadable, saying why not."""
    if isinstance(source, bytes):
        return BytesIO(source)
    try:
        return source.open("rb")
    except OSError as trouble:
        raise Unreadable(f"{source} cannot be read: {trouble.strerror}") from None


def sha256_of(source: Source) -> str:
    """The SHA-256 of the file. Raises: Unreadable."""
    with open_source(source) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
