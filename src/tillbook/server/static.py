"""The files of the till as they are sent: without comments, compressed, under an address that changes with them.

What is written is written to be read, in many small files with their reasons; what is sent should be small. There is
no build: the server does this when it starts, in a folder of its own that goes when it ends.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import minify

from tillbook.web.pages import SHEET, STATIC

_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}
_COMPRESSED: Final = (".js", ".css", ".svg")


@lru_cache(maxsize=1)
def prefix() -> str:
    """`static/0123456789ab`: the address of the files as they are now; a browser may keep each of them for ever."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.relative_to(STATIC).as_posix().encode())
        digest.update(path.read_bytes())
    return f"static/{digest.hexdigest()[:12]}"


def prepare(folder: Path) -> None:
    """Write every file into `folder` as it is sent, and beside it compressed, as WhiteNoise looks for it."""
    sheets = []
    for path in _sources():
        name = path.relative_to(STATIC)
        if path.suffix == ".css":
            sheets.append(path.read_text("utf-8"))
            continue
        text = minify.string(_TYPES[path.suffix], path.read_text("utf-8")).encode() if path.suffix in _TYPES else None
        _write(folder / name, path.read_bytes() if text is None else text)
    _write(folder / SHEET, minify.string(_TYPES[".css"], "\n".join(sheets)).encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if path.suffix in _COMPRESSED:
        Path(f"{path}.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def _sources() -> list[Path]:
    return sorted(each for each in STATIC.rglob("*") if each.is_file() and not each.name.endswith((".d.ts", ".txt")))
