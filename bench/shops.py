"""Shops to measure in: founded in a folder of their own, with as many products as are wanted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tillbook.db.opening import start

start()

from tillbook.actions.found import NewShop, founding  # noqa: E402  (tables can be imported once Django has started)
from tillbook.actions.stock import StockLine, receive  # noqa: E402
from tillbook.core.rights import Actor  # noqa: E402
from tillbook.core.wanted import LINES_MAX  # noqa: E402
from tillbook.db.transaction import reading, transaction_of_one_action  # noqa: E402
from tillbook.ledgers import catalogue  # noqa: E402
from tillbook.queries.people import owner  # noqa: E402
from tillbook.queries.till import location_ids  # noqa: E402

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHUNK = 5_000

MAKERS = """Annapurna Blue Casa Dalal Everest Fresh Golden Himalaya India Jyoti Kerala Lotus Malabar
    Nilgiri Orient""".split()
KINDS = """roasted organic fine whole ground dark light sweet spiced smoked dried frozen mixed classic
    extra royal""".split()
GOODS = """tea coffee rice flour sugar salt pepper cardamom turmeric chilli lentils beans chickpeas honey
    ghee oil pickle chutney biscuit cracker noodle pasta soap candle lantern basket towel bottle notebook
    pencil battery matchbox detergent shampoo toothpaste umbrella""".split()
SIZES = "50g 100g 250g 500g 1kg 2kg 5kg 200ml 500ml 1l box pack set pair jar tin".split()


@contextmanager
def shop(*, currency: str = "INR", country: str = "IN", zone: str = "Asia/Kolkata") -> Iterator[Path]:
    """A new shop, open until the end of the block; answers its home."""
    with TemporaryDirectory(prefix="tillbook-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "shop"
        new = NewShop(
            name="Bench",
            currency=currency,
            country=country,
            timezone=zone,
            locale="en_IN" if country == "IN" else "en_GB",
            prices_include_tax=True,
        )
        with founding(home, new):
            pass
        yield home


def the_owner() -> Actor:
    """Who posts."""
    with reading() as tx:
        return owner(tx)


def name_of(number: int) -> str:
    """The name of a product, made of five words; many share each word."""
    words = random.Random(number)
    return " ".join([*(words.choice(part) for part in (MAKERS, KINDS, GOODS, SIZES)), str(number % 997)])


def barcode_of(number: int) -> str:
    """The barcode of a product, as it is compared: 14 digits."""
    return f"{number:014}"


def fill(count: int) -> None:
    """Give the open shop products `000000` and on, with a tax and a barcode each, none of them in stock."""
    with transaction_of_one_action() as tx:
        tax_class = tx.insert("INSERT INTO tax_class (name) VALUES (?)", ("gst 5",))
        tx.write(
            """INSERT INTO tax (tax_class_id, position, name, rate, compound, valid_from)
            VALUES (?, 1, 'GST', '5', 0, '2000-01-01')""",
            (tax_class,),
        )
    for start_at in range(0, count, CHUNK):
        numbers = range(start_at, min(start_at + CHUNK, count))
        with transaction_of_one_action() as tx:
            location_id = location_ids(tx)["shop"]
            products = [
                catalogue.ProductFields(
                    sku=f"{number:06}",
                    name=name_of(number),
                    price=f"{number % 900 + 1}.50",
                    tax_class_id=tax_class,
                    category=f"Shelf {number % 50}",
                )
                for number in numbers
            ]
            ids = catalogue.add(tx, products, location_id=location_id)
            codes = [(barcode_of(number), key, 1000) for key, number in zip(ids, numbers, strict=True)]
            catalogue.add_barcodes(tx, codes)


def receive_all(count: int, *, each_milli: int, each_cost_minor: int) -> None:
    """Receive so much of each of the first `count` products."""
    by = the_owner()
    for start_at in range(0, count, LINES_MAX):
        lines = [
            StockLine(product=f"{number:06}", quantity_milli=each_milli, cost_minor=each_cost_minor)
            for number in range(start_at, min(start_at + LINES_MAX, count))
        ]
        receive(id=f"bench-receipt-{start_at}", lines=lines, now=NOON, by=by)
