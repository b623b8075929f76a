"""A cashier who types what a test says, line by line, and reads what the console tells."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.shop import TestShop

from tillbook.cli.console.asking import PlainAsker
from tillbook.cli.console.selling import run
from tillbook.core.bill import Bill
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers import catalogue
from tillbook.queries.bills import bill_of

NOBODY = ("", "", "")
"""Name, e-mail and phone left out."""

Typed = str | Callable[[], object]
"""What is typed; or what happens elsewhere in the shop while the console waits."""


def ctrl_c() -> None:
    """The cashier presses Ctrl-C."""
    raise KeyboardInterrupt


@dataclass(frozen=True)
class Told:
    """What came of it: the exit status, what was told and asked, and the bills on standard output."""

    status: int
    notes: str
    bills: str


class _Answers(io.StringIO):
    def __init__(self, typed: Sequence[Typed]) -> None:
        super().__init__()
        self._typed = list(typed)

    def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
        while self._typed:
            answer = self._typed.pop(0)
            if isinstance(answer, str):
                line = f"{answer}\n"
                if size is not None and 0 <= size < len(line):
                    self._typed.insert(0, line[size:-1])
                    return line[:size]
                return line
            answer()
        return ""


def sell_by(shop: TestShop, *typed: Typed, register: str = "1", by: Actor | None = None) -> Told:
    """Run the console in the open shop until what is typed has come to an end."""
    notes, bills = io.StringIO(), io.StringIO()
    asker = PlainAsker(answers=_Answers(typed), notes=notes, results=bills)
    status = run(shop.home, register=register, asker=asker, clock=lambda: shop.now, by=by)
    return Told(status=status, notes=notes.getvalue(), bills=bills.getvalue())


def kept(shop: TestShop) -> int:
    """How many carts are stored."""
    return shop.count("cart")


def last_bill(shop: TestShop) -> Bill:
    """The bill of the sale that was posted last."""
    with reading() as tx:
        row = tx.row("SELECT MAX(posting_id) FROM sale")
        assert row is not None
        return bill_of(tx, row[0])


def set_product(sku: str, **changes: object) -> None:
    """Something about a product changes in the office."""
    with transaction_of_one_action() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
        assert row is not None
        catalogue.change(tx, row[0], changes)


def add_barcode(sku: str, code: str, milli: int = 1000) -> None:
    with transaction_of_one_action() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
        assert row is not None
        catalogue.add_barcodes(tx, [(code.zfill(14), row[0], milli)])


def set_shop(**columns: object) -> None:
    with transaction_of_one_action() as tx:
        for name, value in columns.items():
            tx.write(f"UPDATE shop SET {name} = ?", (value,))
