"""What the server sends of the till: small, whole, and under an address of its own for each version."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tillbook.server.static import prefix, prepare
from tillbook.web.pages import SHEET, STATIC, shipped

KB_MAX = 136
"""JavaScript, styles and the words of one language, compressed."""


READ = """
const { readFileSync } = require("fs");
const { SourceTextModule } = require("vm");
const files = process.argv.slice(1);
for (const file of files) new SourceTextModule(readFileSync(file, "utf8"), { identifier: file });
console.log(files.length);
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    prepare(folder)
    return folder


def test_everything_that_the_page_names_is_sent(sent: Path) -> None:
    assert [name for name in shipped() if not (sent / name).is_file()] == []
    assert prefix() == prefix()


def test_it_is_light(sent: Path) -> None:
    sizes = {
        name: (sent / f"{name}.gz").stat().st_size
        for name in shipped()
        if name.endswith((".js", ".css")) and not any(f"/words/{other}/" in name for other in ("de", "hi"))
    }
    assert SHEET in sizes
    assert sum(sizes.values()) < KB_MAX * 1000


def test_what_is_compressed_is_what_is_plain(sent: Path) -> None:
    for packed in sent.rglob("*.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()


def test_every_module_that_is_sent_is_javascript(sent: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so nothing here reads JavaScript")
    files = sorted(str(path) for path in sent.rglob("*.js"))
    command = [node, "--no-warnings", "--experimental-vm-modules", "-e", READ, *files]
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (read.returncode, read.stdout) == (0, f"{len(files)}\n"), read.stderr


def test_what_is_sent_uses_nothing_before_it_is_declared(sent: Path) -> None:
    tsc = STATIC.parents[3] / "tools" / "web" / "node_modules" / ".bin" / "tsc"
    if not tsc.exists():
        pytest.skip("the type checker is not installed: npm ci --prefix tools/web")
    files = sorted(str(path) for path in sent.rglob("*.js"))
    options = ["--noEmit", "--allowJs", "--checkJs", "--target", "es2023", "--module", "es2022", "--lib", "es2023,dom"]
    checked = subprocess.run(
        [str(tsc), *options, "--moduleResolution", "bundler", *files], capture_output=True, text=True, check=False
    )
    early = [line for line in checked.stdout.splitlines() if re.search(r"TS(2448|2449|2450|2454|2304)\b", line)]
    assert early == []
