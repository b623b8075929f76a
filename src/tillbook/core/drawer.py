"""The drawer of a register: what moves its cash, and what should lie in it (P20)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

MOVEMENTS: Final[Mapping[str, int]] = {"pay_in": 1, "pay_out": -1, "drop": -1, "no_sale": 0}
"""What a person does with the drawer without a sale, and the sign that its amount gets in the ledger."""

KINDS: Final = frozenset({"sale", "refund", "payment", *MOVEMENTS})
"""The kinds of cash entries. A sale's is what was tendered in cash less the change."""


def expected(float_minor: int, entries: Iterable[tuple[str, int]]) -> int:
    """What should lie in the drawer: the float and all entries (kind, signed amount) of its shift.

    X report, Z report and the closing of a shift ask this one function. Amounts of one kind may come summed.

    >>> expected(100_00, [("sale", 250_00), ("refund", -20_00), ("drop", -200_00), ("no_sale", 0)])
    13000
    """
    total = float_minor
    for kind, amount_minor in entries:
        assert kind in KINDS, f"{kind} is no kind of cash entry"
        total += amount_minor
    return total
