"""A product of a file against the product of the shop: what is new, what changes, and what cannot be.

The file is right about what it says and silent about the rest: a column that it lacks changes nothing, a
barcode that it lacks stays. A quantity is what is on hand; the difference becomes a move. Where the file is
Tillbook's own, edited by hand while the shop went on selling, the quantity means a difference from what
Tillbook had last written there (`base_milli`): 10 written, 12 in the file, 7 on hand is 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tillbook.core.amounts import AMOUNT_MINOR_MAX, Currency, format_exact
from tillbook.core.quantity import QUANTITY_MILLI_MAX, format_quantity
from tillbook.core.rounding import RoundingMode, round_to_int
from tillbook.core.wanted_product import RowProblem, WantedProduct

SHORT_STOCK: Final = ("forbid", "warn", "allow")
WHOLE_MILLI: Final = 1000
ONE_MILLI: Final = 1000
"""What a barcode stands for of which the file says nothing more."""
_PLAIN_FIELDS: Final = ("name", "category", "unit", "step_milli", "short_stock", "reorder_point_milli")

Columns = dict[str, object]
"""Columns of a product and their values, as they are stored."""


# Not frozen: one is made for each of a hundred thousand rows, and a frozen one takes 2.5 times as long.
@dataclass(slots=True, kw_only=True)
class ProductNow:
    """A product as it is in the shop, on hand at the shop's location.

    `barcodes` are the thousandths that a scan of each of its codes stands for.
    """

    product_id: int
    columns: Columns
    on_hand_milli: int
    value_minor: int
    barcodes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRules:
    """What the shop brings to every row: tax classes by name, and what a new product gets unsaid."""

    currency: Currency
    tax_classes: Mapping[str, int]
    tax_class_unsaid: int
    short_stock_unsaid: str


# Not frozen: one is made for each of a hundred thousand rows, and a frozen one takes 2.5 times as long.
@dataclass(slots=True, kw_only=True)
class Decision:
    """What a row comes to. `now` is None for a new product; `columns` are all of it, or those that change.

    `move_milli` comes in (or goes, below 0) at `cost_minor`; None is the average cost of now.
    """

    wanted: WantedProduct
    now: ProductNow | None
    columns: Columns
    move_milli: int
    cost_minor: int | None
    barcodes: tuple[tuple[str, int], ...]

    @property
    def changes_nothing(self) -> bool:
        """The shop is already as the file says."""
        return self.now is not None and not (self.columns or self.move_milli or self.barcodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do, in rows. `problems` and `examples` are the first ones, not all.

    `rows` is how many were read: a row with two mistakes may count twice here.
    """

    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    problems: tuple[RowProblem, ...]
    examples: tuple[Decision, ...]

    @property
    def changes_nothing(self) -> bool:
        """The shop is as the file says already."""
        return not self.new and not self.changed

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """New, changed, unchanged and refused rows."""
        return self.new, self.changed, self.unchanged, self.refused


def decide(
    wanted: WantedProduct,
    now: ProductNow | None,
    rules: ImportRules,
    *,
    base_milli: int | None,
    record: str | None,
) -> Decision | list[RowProblem]:
    """What importing a row does, or every reason why it cannot be done.

    `record` is the source text to keep with the product where its spelling changed, else None.
    """
    said = _said(wanted, rules, record)
    problems = list(_problems(wanted, now, said))
    if not problems:
        columns = _new(said, wanted, rules) if now is None else _changed(said, now)
        target = _target(wanted, now, base_milli)
        problems = list(_stock_problems(wanted, now, columns, target))
        if not _storable(wanted, target, rules.currency):
            reason = "a cost is 0 or more, and cost × quantity below 10^12 minor units"
            problems.append(_problem(wanted, "cost", reason))
    if problems:
        return problems
    move_milli = target - (now.on_hand_milli if now else 0)
    return Decision(
        wanted=wanted,
        now=now,
        columns=columns,
        move_milli=move_milli,
        cost_minor=_cost(wanted, move_milli, rules, is_new=now is None),
        barcodes=tuple([pair for pair in wanted.barcodes if now is None or pair[0] not in now.barcodes]),
    )


def _said(wanted: WantedProduct, rules: ImportRules, record: str | None) -> Columns:
    """The columns that the file speaks of, as they would be stored."""
    said: Columns = {name: value for name in _PLAIN_FIELDS if (value := getattr(wanted, name)) is not None}
    if wanted.price is not None:
        said["price"] = format_exact(wanted.price)
    if wanted.tax_class is not None:
        said["tax_class_id"] = rules.tax_classes.get(wanted.tax_class, 0)
    if record is not None:
        said["seed_record"] = record
    return said


def _problems(wanted: WantedProduct, now: ProductNow | None, said: Columns) -> Iterator[RowProblem]:
    if said.get("tax_class_id") == 0:
        reason = f"there is no tax class {wanted.tax_class!r}; add it to the shop or write one that it has"
        yield _problem(wanted, "tax class", reason)
    if wanted.short_stock is not None and wanted.short_stock not in SHORT_STOCK:
        yield _problem(wanted, "short stock", f"{wanted.short_stock!r} is none of {', '.join(SHORT_STOCK)}")
    if wanted.step_milli is not None and wanted.step_milli <= 0:
        yield _problem(wanted, "step", "a step is more than 0")
    for code, milli in wanted.barcodes:
        known = milli if now is None else now.barcodes.get(code, milli)
        if milli not in (known, ONE_MILLI):
            reason = f"{code} is a pack of {format_quantity(known)}, not of {format_quantity(milli)}; drop it first"
            yield _problem(wanted, "barcode", reason)


def _new(said: Columns, wanted: WantedProduct, rules: ImportRules) -> Columns:
    """Sold whole unless the file says otherwise or has a part of one in stock."""
    whole = (wanted.quantity_milli or 0) % WHOLE_MILLI == 0
    return {
        "sku": wanted.sku,
        "tax_class_id": rules.tax_class_unsaid,
        "short_stock": rules.short_stock_unsaid,
        "step_milli": WHOLE_MILLI if whole else 1,
        **said,
    }


def _changed(said: Columns, now: ProductNow) -> Columns:
    """The columns that differ; a product that is in the file is sold again."""
    changed = {name: value for name, value in said.items() if now.columns[name] != value}
    if "price" in changed and Decimal(str(now.columns["price"])) == Decimal(str(changed["price"])):
        del changed["price"]
    if now.columns["archived"]:
        changed["archived"] = False
    return changed


def _target(wanted: WantedProduct, now: ProductNow | None, base_milli: int | None) -> int:
    on_hand = now.on_hand_milli if now else 0
    if wanted.quantity_milli is None:
        return on_hand
    if now is None or base_milli is None:
        return wanted.quantity_milli
    return on_hand + wanted.quantity_milli - base_milli


def _stock_problems(
    wanted: WantedProduct, now: ProductNow | None, columns: Columns, target: int
) -> Iterator[RowProblem]:
    if now is None:
        missing = [name for name in ("name", "price") if name not in columns]
        for name in missing:
            yield _problem(wanted, name, f"a new product needs a {name}")
    after = columns if now is None else {**now.columns, **columns}
    if now is not None and now.columns.get("lot_tracked") and target != now.on_hand_milli:
        reason = "it is kept in lots: leave its quantity as it is, and receive or adjust it lot by lot"
        yield _problem(wanted, "quantity", reason)
    step = int(str(after["step_milli"]))
    if target % step:
        reason = f"{format_quantity(target)} on hand is no multiple of the step {format_quantity(step)}"
        yield _problem(wanted, "quantity", reason)
    touched = now is None or target != now.on_hand_milli or "short_stock" in columns
    if target < 0 and touched and after["short_stock"] == "forbid":
        reason = f"{format_quantity(target)} would be on hand, and this product is not sold below zero"
        yield _problem(wanted, "quantity", reason)
    if abs(target) > QUANTITY_MILLI_MAX:
        yield _problem(wanted, "quantity", f"at most {format_quantity(QUANTITY_MILLI_MAX)} can be on hand")


def _storable(wanted: WantedProduct, target: int, currency: Currency) -> bool:
    if wanted.cost is None:
        return True
    return wanted.cost >= 0 and wanted.cost * abs(target) * 10**currency.digits <= AMOUNT_MINOR_MAX * 1000


def _cost(wanted: WantedProduct, move_milli: int, rules: ImportRules, *, is_new: bool) -> int | None:
    """What comes in costs as the file says; else nothing for a new product, the average for others."""
    if wanted.cost is None:
        return 0 if is_new else None
    minor = wanted.cost * max(0, move_milli) / 1000 * 10**rules.currency.digits
    return round_to_int(minor, RoundingMode.half_up)


def _problem(wanted: WantedProduct, column: str, reason: str) -> RowProblem:
    return RowProblem(row=wanted.row, column=column, reason=reason, sku=wanted.sku)
