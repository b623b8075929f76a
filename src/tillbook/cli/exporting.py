"""Files out: products and sales in the seed's formats, as CSV or as XLSX, by the file's ending."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from tillbook.cli import output
from tillbook.cli.running import WrongUsage
from tillbook.core.calendar import find_zone
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.formats import exports
from tillbook.formats.seed_products_write import SeedRow, write_seed_products
from tillbook.formats.seed_sales import sales_line
from tillbook.formats.tables_write import table_chunks
from tillbook.outside.files import replace_file
from tillbook.queries.catalogue import export_rows
from tillbook.queries.seed_files import all_sale_rows, product_rows
from tillbook.queries.sold_lines import LineSold, sold_lines
from tillbook.queries.till import settings

Chunks = Iterable[str | bytes]
TABLES = (".csv", ".xlsx")


def products(file: Path | None, *, home: Path) -> None:
    """All products. Raises: WrongUsage, DiskFull, ReadOnly, FolderMissing, TableNotWritten."""
    _require_ending(file, ".json")
    with reading() as tx:
        _write(file, _products(tx, file), home=home)


def sales(file: Path | None, *, home: Path) -> None:
    """All sales, a line for each line sold. Raises: as `products`."""
    _require_ending(file, ".txt")
    with reading() as tx:
        _write(file, _sales(tx, file), home=home)


def _require_ending(file: Path | None, own: str) -> None:
    if file is not None and file.suffix.lower() not in (own, *TABLES):
        raise WrongUsage(f"{file.name}: the ending says the format; it is {own}, .csv or .xlsx.", path="file")


def _write(file: Path | None, chunks: Chunks, *, home: Path) -> None:
    if file is None:
        for chunk in chunks:
            assert isinstance(chunk, str), "the seed's formats are text"
            output.put(chunk)
        return
    if file.resolve() in [(home / name).resolve() for name in ("product_Records.json", "sales.txt")]:
        raise WrongUsage(f"{file.name} in the shop's folder is kept current anyway; name another file.")
    replace_file(file, chunks)
    if sys.stderr.isatty():
        output.warn(f"{file} is written.")


def _products(tx: Tx, file: Path | None) -> Chunks:
    if file is None or file.suffix.lower() == ".json":
        return write_seed_products(
            SeedRow(
                sku=row.sku,
                name=row.name,
                price=row.price,
                quantity_milli=row.on_hand_milli,
                raw=row.seed_record or None,
            )
            for row in product_rows(tx)
        )
    cells = (exports.product_cells(row) for row in export_rows(tx))
    return table_chunks(file.name, exports.PRODUCT_HEADER, cells, exports.PRODUCT_KINDS)


def _sales(tx: Tx, file: Path | None) -> Chunks:
    shop = settings(tx)
    digits = shop.currency.digits
    if file is None or file.suffix.lower() == ".txt":
        zone = find_zone(shop.timezone)
        return (
            sales_line(
                user_name=row.customer_name,
                user_email=row.customer_email,
                user_phone=row.customer_phone,
                product_id=row.sku,
                product_name=row.name,
                quantity_milli=row.quantity_milli,
                total_price=Decimal(row.gross_minor).scaleb(-digits),
                at=row.at,
                zone=zone,
            )
            for row in all_sale_rows(tx)
        )
    cells = (exports.sale_cells(_sold(line, digits)) for line in sold_lines(tx))
    return table_chunks(file.name, exports.SALE_HEADER, cells, exports.SALE_KINDS)


def _sold(line: LineSold, digits: int) -> exports.SoldLine:
    def amount(minor: int) -> Decimal:
        return Decimal(minor).scaleb(-digits)

    return exports.SoldLine(
        bill=line.bill,
        line=line.line,
        posted_at=line.posted_at,
        business_date=line.business_date,
        register=line.register,
        user_name=line.user_name,
        user_email=line.user_email,
        user_phone=line.user_phone,
        product_id=line.product_id,
        product_name=line.product_name,
        quantity_milli=line.quantity_milli,
        unit_price=line.unit_price,
        discount=amount(line.discount_minor),
        net=amount(line.net_minor),
        tax=amount(line.tax_minor),
        total=amount(line.total_minor),
    )
