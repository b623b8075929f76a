"""What is installed is locked: each library with its hash, none with an address, none forgotten."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("build", "run", "dev")


def locked(name: str) -> dict[str, str]:
    """The block of each library in one of the files, by its name."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {block.partition("==")[0]: block for block in blocks}


def wanted(lines: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~ ]", line)[0].lower().replace("_", "-") for line in lines}


def imported_by(file: Path) -> set[str]:
    """The first names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_library_has_its_hashes_and_no_address(name: str) -> None:
    blocks = locked(name)
    assert blocks
    assert [library for library, block in blocks.items() if "--hash=sha256:" not in block] == []
    assert "://" not in "".join(blocks.values())


def test_no_library_of_the_project_is_forgotten() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert wanted(project["dependencies"]) - set(locked("run")) == set()
    assert wanted(project["optional-dependencies"]["dev"]) - set(locked("dev")) == set()


def test_tests_run_on_the_versions_that_shops_run() -> None:
    version = re.compile(r"^[\w.-]+==(\S+)")
    dev = locked("dev")
    different = [
        library
        for library, block in locked("run").items()
        if version.findall(block) != version.findall(dev.get(library, ""))
    ]
    assert different == []


def test_the_package_imports_only_what_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    declared = wanted([*project["dependencies"], *extras])
    distributions = packages_distributions()

    undeclared = set()
    for file in (ROOT / "src").rglob("*.py"):
        for module in imported_by(file) - set(sys.stdlib_module_names) - {"tillbook"}:
            names = {name.lower().replace("_", "-") for name in distributions.get(module, [module])}
            if not names & declared:
                undeclared.add(f"{file.relative_to(ROOT).as_posix()}: {module}")
    assert undeclared == set()
