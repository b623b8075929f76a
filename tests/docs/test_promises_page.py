"""The pages of promises name only tests that exist, and own up where there is none."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
PAGES = sorted((ROOT / "docs" / "promises").glob("*.md"))
NAMED_TEST = re.compile(r"(tests/[\w/]+\.py)::([\w.:]+)")


def promises() -> dict[str, str]:
    """The text under each heading `## P1 …` of all pages, by number, in the order of the overview."""
    found: dict[str, str] = {}
    for page in PAGES:
        parts = re.split(r"^## (P\d+) .*$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found.update(zip(parts[1::2], parts[2::2], strict=True))
    return {number: found[number] for number in re.findall(r"^\* \[(P\d+) ", PAGE.read_text("utf-8"), re.MULTILINE)}


def state(text: str) -> str:
    """What the overview may say of a promise."""
    if "Proved by: " not in text:
        return "not yet"
    return "proved but for a part" if "\nNot yet" in text else "proved"


@cache
def names_in(file: Path) -> frozenset[str]:
    """Functions, classes, methods (`Class::method`) and assigned names of a test file."""
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name, body=body):
                found.add(name)
                found.update(f"{name}::{each.name}" for each in body if isinstance(each, ast.FunctionDef))
            case ast.Assign(targets=[ast.Name(id=name)]):
                found.add(name)
    return frozenset(found)


def test_the_page_has_thirty_promises_in_order() -> None:
    assert list(promises()) == [f"P{number}" for number in range(1, 31)]


@pytest.mark.parametrize("number", [f"P{number}" for number in range(1, 31)])
def test_a_promise_names_its_tests_or_says_not_yet(number: str) -> None:
    text = promises()[number]
    proof = [line for line in text.splitlines() if line.startswith(("Proved by: ", "Not yet"))]
    assert proof, f"{number} neither names a test nor says 'Not yet.'"

    for line in proof:
        if line.startswith("Proved by: "):
            assert NAMED_TEST.search(line), f"{number}: 'Proved by' names no tests/….py::test"


@pytest.mark.parametrize("number", [f"P{number}" for number in range(1, 31)])
def test_every_named_test_exists(number: str) -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED_TEST.findall(promises()[number])
        if not (ROOT / file).is_file() or name.rstrip(".") not in names_in(ROOT / file)
    ]
    assert missing == []


def test_the_overview_says_of_each_what_its_page_says() -> None:
    told = dict(re.findall(r"^\* \[(P\d+) [^\]]+\]\([^)]+\): (.+)$", PAGE.read_text("utf-8"), re.MULTILINE))
    assert told == {number: state(text) for number, text in promises().items()}
