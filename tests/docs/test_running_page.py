"""The page on running Tillbook has a heading for each command and each setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from tillbook.cli.app import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "running.md"


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
    found = re.findall(r"^#+ (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
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


def test_commands_in_examples_exist() -> None:
    known = {command.split()[0] for command in commands(typer.main.get_command(app))}
    wrong = []
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for block in re.findall(r"^```.*?\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            used = re.findall(r"^\s*(?:\$ )?tillbook (?:--home \S+ )?([a-z]+)", block, flags=re.MULTILINE)
            wrong += [f"{page.name}: tillbook {name}" for name in used if name not in known]
    assert wrong == []
