"""Products and sales as files: in the seed's formats, as CSV or as XLSX. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tillbook.core.calendar import find_zone
from tillbook.db.statements import Tx
from tillbook.formats import exports
from tillbook.formats.seed_products_write import SeedRow, write_seed_products
from tillbook.formats.seed_sales import sales_line
from tillbook.formats.tables_write import table_chunks
from tillbook.queries.catalogue import export_rows
from tillbook.queries.seed_files import all_sale_rows, product_rows
from tillbook.queries.sold_lines import LineSold, sold_lines
from tillbook.queries.till import settings

Chunks = Iterable[str | bytes]


def products_file(tx: Tx, name: str) -> Chunks:
    """All products, as the ending of `name` says: `.csv` or `.xlsx`, else as product_Records.json has them."""
    if not _is_table(name):
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
    return table_chunks(name, exports.PRODUCT_HEADER, cells, exports.PRODUCT_KINDS)


def sales_file(tx: Tx, name: str) -> Chunks:
    """All sales, a line for each line sold: `.csv` or `.xlsx`, else as sales.txt has them."""
    shop = settings(tx)
    digits = shop.currency.digits
    if not _is_table(name):
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
    return table_chunks(name, exports.SALE_HEADER, cells, exports.SALE_KINDS)


def _is_table(name: str) -> bool:
    return name.lower().endswith((".csv", ".xlsx"))


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
