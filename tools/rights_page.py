"""Writes the tables of docs/rights.md anew from the code: `python tools/rights_page.py`. A test compares them."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from tillbook.cli.app import app
from tillbook.core.rights import LIMITS, RIGHTS, Limits, Right
from tillbook.db.opening import start
from tillbook.db.transaction import DECLARED

PAGE = Path(__file__).parents[1] / "docs" / "rights.md"
ROLES = tuple(RIGHTS)
NAMES = {
    "line_discount_percent": "off a line, by hand",
    "bill_discount_percent": "off a bill, by hand",
    "price_change_percent": "a price by hand, up or down from the listed one",
    "return_without_receipt_minor": "one return without its receipt",
    "drawer_openings": "openings of the drawer without a sale, in one shift",
    "sale_below_cost": "selling below cost, with a price or discount by hand",
}
"""How the page calls each limit."""


def declared() -> dict[str, Right]:
    """The right of every action, by its name as the page shows it."""
    start()
    actions = importlib.import_module("tillbook.actions")
    for module in pkgutil.walk_packages(actions.__path__, f"{actions.__name__}."):
        importlib.import_module(module.name)
    return {name.removeprefix("tillbook.actions."): right for name, right in sorted(DECLARED.items())}


def questions() -> dict[str, Right]:
    """The right to see what a command of the console shows, by the words of the command."""
    found = {}
    for words, leaf in commands():
        sees = getattr(leaf.callback, "sees", "")
        if sees:
            found[words] = Right(sees)
    return dict(sorted(found.items()))


def commands() -> Iterator[tuple[str, TyperCommand]]:
    """Every command of the console, by its words."""
    waiting: list[tuple[str, object]] = [("", get_command(app))]
    while waiting:
        words, command = waiting.pop()
        if isinstance(command, TyperGroup):
            waiting += [(f"{words} {name}".strip(), inner) for name, inner in command.commands.items()]
        else:
            assert isinstance(command, TyperCommand), "a command is a group or none"
            yield words, command


def tables() -> dict[str, str]:
    """Each generated table by its name."""
    return {"rights": _rights(), "actions": _actions(), "questions": _questions(), "limits": _limits()}


def with_tables(page: str) -> str:
    """The page with every table as the code has it, between the marks that name it."""
    for name, table in tables().items():
        begin, end = f"<!-- {name}: generated -->\n", f"<!-- {name}: end -->"
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        assert found, f"the page has no place for {name}"
        page = f"{before}{begin}\n{table}\n{end}{after}"
    return page


def _rights() -> str:
    rows = ([f"`{right}`", *(_yes(right in RIGHTS[role]) for role in ROLES)] for right in Right)
    return _table(["right", *ROLES], rows)


def _actions() -> str:
    rows = (
        [f"`{name}`", f"`{right}`", *(_yes(right in RIGHTS[role]) for role in ROLES)]
        for name, right in declared().items()
    )
    return _table(["action", "right", *ROLES], rows)


def _questions() -> str:
    rows = (
        [f"`tillbook {name}`", f"`{right}`", *(_yes(right in RIGHTS[role]) for role in ROLES)]
        for name, right in questions().items()
    )
    return _table(["command", "right", *ROLES], rows)


def _limits() -> str:
    rows = (
        [NAMES[each.name], f"`{each.name}`", *(_limit(each.name, LIMITS[role]) for role in ROLES)]
        for each in fields(Limits)
    )
    return _table(["alone", "kept as", *ROLES], rows)


def _limit(name: str, limits: Limits) -> str:
    value = getattr(limits, name)
    if isinstance(value, bool):
        return _yes(value) or "never"
    if value is None:
        return "any"
    return f"{value} %" if isinstance(value, Decimal) else str(value)


def _yes(allowed: bool) -> str:
    return "yes" if allowed else ""


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n".replace("|  |", "| |").replace("|  |", "| |") for line in lines)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} is as the code has it.\n")
