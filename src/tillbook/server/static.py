"""The files of the till, under an address that changes with them: a browser may keep each of them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent.parent / "web" / "static"


@lru_cache(maxsize=1)
def prefix() -> str:
    """`static/0123456789ab`: the folder of the files as they are now."""
    digest = hashlib.sha256()
    for path in sorted(each for each in STATIC.rglob("*") if each.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode())
        digest.update(path.read_bytes())
    return f"static/{digest.hexdigest()[:12]}"
