"""Every function that the page on the life of a sale names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "tillbook"
PAGE = ROOT / "docs" / "life-of-a-sale.md"


def named_functions() -> set[tuple[str, str]]:
    """`actions/sell.py:sell` and `core/chain.py:Entry.text`, as the page writes them."""
    text = PAGE.read_text(encoding="utf-8")
    return set(re.findall(r"(?:src/tillbook/)?(\w+(?:/\w+)*\.py):([A-Za-z_]\w*(?:\.\w+)?)", text))


def defined_in(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
            found.update(f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef))
    return found


def test_the_page_names_the_functions_of_a_sale() -> None:
    rooms = {file.split("/")[0] for file, _ in named_functions()}
    assert {"actions", "core", "ledgers", "queries"} <= rooms


def test_every_function_that_the_page_names_is_there() -> None:
    missing = [
        f"{file}:{name}"
        for file, name in sorted(named_functions())
        if not (PACKAGE / file).is_file() or name not in defined_in(PACKAGE / file)
    ]
    assert missing == []
