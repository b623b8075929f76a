"""Which encoding a text file is in: told by its mark, proved by reading it, or refused; never guessed.

UTF-8 proves itself: text in another encoding is practically never valid UTF-8, so a file that is, is taken
as that. What is not UTF-8 is taken as cp1252 (Windows, Western Europe) if every byte means something there
and its accented letters stand as they do in Western languages, among more plain ones. Where they are the
greater part, and stand in runs, it is another alphabet (cp1251, Shift-JIS …): such a file is refused, with
the name of the encoding that it looks like, rather than read as nonsense.
"""

from __future__ import annotations

import codecs
import re
import string
from typing import BinaryIO, Final

from charset_normalizer import from_bytes

from tillbook.core.errors import Unreadable

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 18

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Bytes that mean nothing in cp1252 (Microsoft's table, best fits left aside) or in any text.
_not_cp1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d\x00-\x08\x0e-\x1f]")
_ACCENTED: Final = bytes([0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F, *range(0xC0, 0x100)])
_ACCENTED_FEW: Final = 15
_run: Final = re.compile(b"[" + re.escape(_ACCENTED) + b"]{4}")


class EncodingUnknown(Unreadable):
    """The bytes are neither UTF-8, nor UTF-16, nor cp1252."""

    code = "encoding_unknown"


def encoding_of(stream: BinaryIO, *, name: str) -> str:
    """The codec that reads the whole of `stream`, a mark at its start included; leaves the stream at its
    start.

    Reads the file once, a megabyte at a time. Raises: EncodingUnknown.
    """
    stream.seek(0)
    head = stream.read(_SAMPLE)
    encoding = _marked(head) or _unmarked_utf16(head)
    stream.seek(0)
    if encoding:
        wrong_at = _first_wrong_byte(stream, encoding.removesuffix("-sig"))
        if wrong_at is not None:
            where = f"byte {wrong_at + 1:,} is not"
            raise EncodingUnknown(f"{name} starts as {encoding.upper()} but {where}; save it again as UTF-8.")
        return encoding
    wrong_at = _first_wrong_byte(stream, "utf-8")
    if wrong_at is None:
        return "utf-8"
    if _reads_as_cp1252(stream):
        return "cp1252"
    raise EncodingUnknown(
        f"{name} is not UTF-8 (byte {wrong_at + 1:,} is not) and not cp1252{_looks_like(stream, wrong_at)}. "
        "Save it again as UTF-8."
    )


def _marked(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark shows by its zero bytes: most of one half of all places, in Western text."""
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) * 2 > pairs > head[0::2].count(0) * 10:
        return "utf-16-le"
    if head[0::2].count(0) * 2 > pairs > head[1::2].count(0) * 10:
        return "utf-16-be"
    return None


def _first_wrong_byte(stream: BinaryIO, encoding: str) -> int | None:
    """Where the stream, read from its start, stops being `encoding`; none where all of it is. Rewinds."""
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    read = 0
    try:
        while chunk := stream.read(_CHUNK):
            held = len(decoder.getstate()[0])
            decoder.decode(chunk)
            read += len(chunk)
        held = 0
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as wrong:
        return max(0, read - held + wrong.start)
    finally:
        stream.seek(0)
    return None


def _reads_as_cp1252(stream: BinaryIO) -> bool:
    accented = plain = 0
    runs = False
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            if _not_cp1252.search(chunk):
                return False
            runs = runs or _run.search(chunk) is not None
            accented += len(chunk) - len(chunk.translate(None, _ACCENTED))
            plain += len(chunk) - len(chunk.translate(None, string.ascii_letters.encode()))
    finally:
        stream.seek(0)
    return accented <= max(plain, _ACCENTED_FEW) or not runs


def _looks_like(stream: BinaryIO, wrong_at: int) -> str:
    stream.seek(max(0, wrong_at - _SAMPLE // 2))
    best = from_bytes(stream.read(_SAMPLE)).best()
    stream.seek(0)
    return f"; it looks like {best.encoding}" if best and best.encoding != "cp1252" else ""
