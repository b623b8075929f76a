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

import minify_html

from tillbook.web.pages import SHEET, STATIC

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
        if path.suffix == ".css":
            sheets.append(path.read_text("utf-8"))
        elif path.suffix == ".js":
            _write(folder / path.relative_to(STATIC), small_script(without_comments(path.read_text("utf-8"))).encode())
        else:
            _write(folder / path.relative_to(STATIC), path.read_bytes())
    _write(folder / SHEET, _small("style", "\n".join(sheets)).encode())


def without_comments(script: str) -> str:
    """A script without the comments that have lines of their own, which the minifier would keep.

    No line of a template may begin like one; the page's journeys run on what comes out.
    """
    kept = []
    inside = False
    for line in script.split("\n"):
        text = line.strip()
        begins = text.startswith("/*")
        code_behind = begins and "*/" in text and not text.endswith("*/")
        if code_behind or not (inside or begins or text.startswith("//")):
            kept.append(line)
        inside = (inside or begins) and "*/" not in text
    return "\n".join(kept)


def small_script(script: str) -> str:
    """A module without what only people need."""
    return _small("script type=module", script)


def _small(element: str, text: str) -> str:
    """The text of a page's element, minified."""
    page = minify_html.minify(f"<{element}>{text}</{element.split(maxsplit=1)[0]}>", minify_js=True, minify_css=True)
    assert page.startswith(f"<{element}>"), page[:80]
    return page.removeprefix(f"<{element}>").removesuffix(f"</{element.split(maxsplit=1)[0]}>")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if path.suffix in _COMPRESSED:
        Path(f"{path}.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def _sources() -> list[Path]:
    return sorted(each for each in STATIC.rglob("*") if each.is_file() and not each.name.endswith((".d.ts", ".txt")))
