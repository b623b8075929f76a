"""Founding a shop from what `init` is told, and saying what was made."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tillbook.actions.found import Told, founding, new_shop
from tillbook.cli import importing, output
from tillbook.cli.delivery import deliver
from tillbook.db.transaction import reading
from tillbook.queries.people import owner


def found(home: Path, told: Told, *, source: Path | None, now: datetime, id: str) -> None:
    """Make the shop, with the products of `source` in the same founding, and say what was made.

    Raises: ShopExists; what reading a setting refuses; what importing refuses: then there is no shop.
    """
    new = new_shop(told)
    rows = None if source is None else importing.product_file(source)
    imported = None
    with founding(home, new):
        if source is not None and rows is not None:
            with reading() as tx:
                by = owner(tx)
            imported = importing.import_file(rows, path=source, id=id, now=now, by=by, home=home)
    deliver(home)
    output.line(f"{new.name} is open, in {home}.")
    where = f"country {new.country}, " if new.country else ""
    output.line(f"  {new.currency}, {where}clock {new.timezone}, written as in {new.locale}")
    if imported is not None and imported.plan is not None:
        output.line(f"  {output.counted(imported.plan.new, 'product')}")
    if told.timezone is None and new.timezone == "UTC":
        output.warn("Which clock the shop goes by is not known: tillbook settings timezone Continent/City")
