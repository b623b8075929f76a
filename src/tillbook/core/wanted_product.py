"""What a file says of a product: read and well-formed, not yet compared with the shop."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


# Not frozen: one is made for each of a hundred thousand rows, and a frozen one takes 2.5 times as long.
@dataclass(slots=True, kw_only=True)
class WantedProduct:
    """One row of a file; what is None stands in no column of it and stays as it is in the shop.

    `row` counts as the file does. `quantity_milli` is what is on hand; `cost` is what one unit cost.
    `barcodes` are (code in its compared form, thousandths that a scan stands for). `record` is the source
    text of a record of product_Records.json.
    """

    row: int
    sku: str
    name: str | None = None
    price: Decimal | None = None
    quantity_milli: int | None = None
    category: str | None = None
    unit: str | None = None
    step_milli: int | None = None
    tax_class: str | None = None
    short_stock: str | None = None
    reorder_point_milli: int | None = None
    cost: Decimal | None = None
    barcodes: tuple[tuple[str, int], ...] = ()
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a row of a file is refused: the row as the file counts it, the column by its name there."""

    row: int
    column: str
    reason: str
    sku: str = ""
