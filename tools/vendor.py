#!/usr/bin/env python3
"""Fetches the small libraries of the till page and writes them under web/static/till/vendor, ready for a browser.

    python tools/vendor.py            fetch from the npm registry, check, write
    python tools/vendor.py --check    only say whether what lies there is what these pins gave (no network)

Each package is pinned by version and by the SHA-256 of its archive. The one change made to a module is that
bare import names ("preact") become relative ones ("./preact.js"), and that its reference to a source map goes.
To take a newer version: change the pin, run it, read the difference, commit both.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VENDOR: Final = Path(__file__).parent.parent / "src/tillbook/web/static/till/vendor"
SUMS: Final = VENDOR / "SHA256SUMS"
TIMEOUT_SECONDS: Final = 60


@dataclass(frozen=True)
class Package:
    """One archive of the npm registry: what it is called, what is taken from it, and its hash."""

    name: str
    version: str
    sha256: str
    files: dict[str, str]

    @property
    def url(self) -> str:
        return f"https://registry.npmjs.org/{self.name}/-/{self.name.rpartition('/')[2]}-{self.version}.tgz"


PACKAGES: Final = (
    Package(
        "preact",
        "11.2.0",
        "3c4456766bd32b6b534d52bf4e9c2a29b33e7eedf6e96ed479300ba1a7888ebf",
        {
            "dist/preact.mjs": "preact.js",
            "hooks/dist/hooks.mjs": "hooks.js",
            "LICENSE": "preact.LICENSE.txt",
        },
    ),
    Package(
        "@preact/signals-core",
        "1.14.5",
        "94c421ac996214c94f532fb4c43d8ede048a16df0cd9538ffb965174dbe8daba",
        {"dist/signals-core.mjs": "signals-core.js", "LICENSE": "signals-core.LICENSE.txt"},
    ),
    Package(
        "@preact/signals",
        "2.11.4",
        "66ea8221dd8aaa0da2365d49c3f116b071d56cfb63b2e16c072c6b4e08a928b7",
        {"dist/signals.mjs": "signals.js", "LICENSE": "signals.LICENSE.txt"},
    ),
    Package(
        "htm",
        "3.1.1",
        "2425b9bee11409177bcabc7f32e319926fc6690c1701c0b257c88bdff2d5ba90",
        {"dist/htm.mjs": "htm.js", "LICENSE": "htm.LICENSE.txt"},
    ),
)

RELATIVE: Final = {
    "preact": "./preact.js",
    "preact/hooks": "./hooks.js",
    "@preact/signals-core": "./signals-core.js",
}
_imported: Final = re.compile(r"(\bfrom\s*|\bimport\s*)([\"'])([^\"'.][^\"']*)\2")
_source_map: Final = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


def fetched(package: Package) -> bytes:
    """The archive, checked against its pin."""
    with urllib.request.urlopen(package.url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  (https, pinned)
        archive: bytes = answer.read()
    found = hashlib.sha256(archive).hexdigest()
    if found != package.sha256:
        raise SystemExit(f"{package.name} {package.version}: its hash is {found}, not {package.sha256}")
    return archive


def for_browser(text: str, *, package: Package) -> str:
    """A module whose imports are relative and which says where it is from."""

    def relative(found: re.Match[str]) -> str:
        return f'{found[1]}"{RELATIVE[found[3]]}"'

    module = _source_map.sub("", _imported.sub(relative, text)).strip()
    return f"// {package.name} {package.version}, written by tools/vendor.py; not to be edited here.\n{module}\n"


def written(package: Package, archive: bytes) -> dict[str, bytes]:
    """What the package gives: file name and bytes."""
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as packed:
        for inside, name in package.files.items():
            member = packed.extractfile(f"package/{inside}")
            assert member is not None, inside
            text = member.read().decode("utf-8")
            found[name] = (for_browser(text, package=package) if name.endswith(".js") else text).encode("utf-8")
    return found


def sums(files: dict[str, bytes]) -> str:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def check() -> int:
    """0 when every vendored file is as it was written, else 1 and the names of those that are not."""
    pinned = [line.split("  ", 1) for line in SUMS.read_text("utf-8").splitlines()]
    wrong = [
        name
        for sha256, name in pinned
        if not (VENDOR / name).is_file() or hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() != sha256
    ]
    missing = {name for package in PACKAGES for name in package.files.values()} - {name for _, name in pinned}
    for name in [*wrong, *sorted(missing)]:
        print(f"{name} is not what tools/vendor.py wrote; run it again", file=sys.stderr)
    return 1 if wrong or missing else 0


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        return check()
    VENDOR.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {}
    for package in PACKAGES:
        files |= written(package, fetched(package))
    for name, content in files.items():
        (VENDOR / name).write_bytes(content)
    SUMS.write_text(sums(files), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
