"""The pages on running Tillbook have a heading for each command and each setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from tillbook.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs" / "running.md", *sorted((ROOT / "docs" / "running").glob("*.md")))


def commands(group: Any, before: str = "") -> Iterator[str]:
    """Every command of the console in full: `sell`, `journal export`."""
    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        if hasattr(command, "list_commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def headings() -> list[str]:
    found = [
        heading
        for page in PAGES
        for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]
    return [heading.replace("`", "").removeprefix("tillbook ") for heading in found]


def test_every_command_has_a_heading() -> None:
    all_commands = list(commands(typer.main.get_command(app)))
    assert "sell" in all_commands

    without = [
        command
        for command in all_commands
        if not any(re.match(rf"{re.escape(command)}(?![\w-])", heading) for heading in headings())
    ]
    assert without == []


def test_every_setting_has_a_heading() -> None:
    sources = (ROOT / "src").rglob("*.py")
    settings = {name for file in sources for name in re.findall(r"TILLBOOK_[A-Z_]+", file.read_text(encoding="utf-8"))}
    assert "TILLBOOK_HOME" in settings
    assert [name for name in sorted(settings) if not any(name in heading for heading in headings())] == []


def test_the_overview_names_every_page_of_it() -> None:
    overview = PAGES[0].read_text(encoding="utf-8")
    assert len(PAGES) > 1
    assert [page.name for page in PAGES[1:] if f"](running/{page.name})" not in overview] == []


def test_commands_in_examples_exist() -> None:
    known = set(commands(typer.main.get_command(app)))
    groups = {command.rsplit(" ", 1)[0] for command in known if " " in command}
    wrong = []
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for block in re.findall(r"^```.*?\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            used = re.findall(r"^\s*(?:\$ )?tillbook (?:--\w+ \S+ )*([a-z].*)$", block, flags=re.MULTILINE)
            wrong += [f"{page.name}: tillbook {said}" for said in used if not _is_known(said, known, groups)]
    assert wrong == []


def _is_known(said: str, known: set[str], groups: set[str]) -> bool:
    """Whether a line of an example begins with a command; of a group its second word counts too."""
    words = said.split()
    name = words[0]
    for word in words[1:]:
        if name not in groups:
            break
        name = f"{name} {word}"
    return name in known
