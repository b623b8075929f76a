"""The log of bugs: one JSON line each, under a number that can be read out over the telephone."""

from __future__ import annotations

import json
import secrets
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Final

from platformdirs import user_state_path

from tillbook import __version__

LOG_NAME: Final = "tillbook.log"
MESSAGE_LENGTH_MAX: Final = 500


def write(error: Exception, *, home: Path, database: str, now: datetime) -> tuple[str, str]:
    """Append a bug to the log of the shop in `home`, where its file `database` is.

    Answers its number and where the log is (or why it could not be written).
    """
    number = f"{secrets.randbelow(10**6):06}"
    entry = {
        "number": number,
        "at": now.isoformat(),
        "version": __version__,
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "error": type(error).__name__,
        "message": str(error)[:MESSAGE_LENGTH_MAX],
        "trace": traceback.format_tb(error.__traceback__),
    }
    path = _folder(home, database) / LOG_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(json.dumps(entry, ensure_ascii=True) + "\n")
    except OSError as trouble:
        sys.stderr.write("".join(traceback.format_exception(error)))
        return number, f"no log ({path} cannot be written: {trouble.strerror}; see above)"
    return number, str(path)


def _folder(home: Path, database: str) -> Path:
    """The shop's folder; without a shop, the place where programs of this person keep their state."""
    if (home / database).is_file():
        return home
    return user_state_path("tillbook", appauthor=False)
