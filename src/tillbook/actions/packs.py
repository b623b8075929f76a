"""Packs: a code on a box, and how many base units one scan of it stands for (P18).

Sizes are exact, so boxes and pieces are one quantity of one product. A pack is dropped and added anew to
give its code another size: what was sold keeps what it was sold as.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from tillbook.core.barcode import comparable
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.office import PackSeen
from tillbook.core.posting import stamp
from tillbook.core.quantity import QUANTITY_MILLI_MAX, format_quantity
from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import catalogue
from tillbook.ledgers.documents import Document
from tillbook.queries.packs import barcode, sku_of
from tillbook.queries.postings import posted_before
from tillbook.queries.till import office

ONE_MILLI: Final = 1000
_plain_code: Final = re.compile(r"[\x21-\x7e]{1,64}", re.ASCII)


class BadPack(Refusal):
    """A code or a size that no pack can have."""

    code: ClassVar[str] = "bad_pack"


class CodeTaken(Refusal):
    """The code stands for something already."""

    code: ClassVar[str] = "code_taken"


class UnknownPack(Refusal):
    """No pack has this code, or no product this SKU."""

    code: ClassVar[str] = "unknown_pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSet:
    """A posted change of a pack; `number` is empty where there was nothing to change.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str
    code: str
    repeated: bool = False


@action(right=Right.import_file)
def add_pack(tx: Tx, *, id: str, sku: str, code: str, size_milli: int, now: datetime, by: Actor) -> PackSet:
    """Let a code stand for so many thousandths of a product.

    Raises:
        BadPack, CodeTaken, UnknownPack, IdReused: nothing was changed.
    """
    plain = comparable(code.strip())
    request_hash = digest(canonical(["pack", sku, plain, size_milli]))
    repeated = posted_before(tx, client_id=id, kind="settings", request_hash=request_hash)
    if repeated is not None:
        return PackSet(number=repeated.number, code=plain, repeated=True)
    product = tx.row("SELECT id, name, step_milli FROM product WHERE sku = ?", (sku,))
    known = barcode(tx, plain)
    named = sku_of(tx, code.strip()) or sku_of(tx, plain)

    if product is None:
        raise UnknownPack(f"No product has the SKU {sku!r}; look it up with: tillbook products", path="sku")
    product_id, name, step_milli = product
    if known is not None and (known.product_id, known.size_milli) == (product_id, size_milli):
        return PackSet(number="", code=plain)
    _require_sound(plain, size_milli, step_milli, name)
    _require_free(plain, known, named)

    catalogue.add_barcodes(tx, [(plain, product_id, size_milli)])
    return _journalled(tx, id, request_hash, plain, "", f"{format_quantity(size_milli)} of {sku}", now=now, by=by)


@action(right=Right.import_file)
def drop_pack(tx: Tx, *, id: str, code: str, now: datetime, by: Actor) -> PackSet:
    """Let a pack's code stand for nothing any more.

    Raises:
        UnknownPack, IdReused: nothing was changed.
    """
    plain = comparable(code.strip())
    request_hash = digest(canonical(["drop pack", plain]))
    repeated = posted_before(tx, client_id=id, kind="settings", request_hash=request_hash)
    if repeated is not None:
        return PackSet(number=repeated.number, code=plain, repeated=True)
    known = barcode(tx, plain)

    if known is None or known.size_milli == ONE_MILLI:
        raise UnknownPack(
            f"No pack has the code {code.strip()!r}; see which there are: tillbook pack list", path="code"
        )

    catalogue.drop_barcodes(tx, [plain])
    was = f"{format_quantity(known.size_milli)} of {known.sku}"
    return _journalled(tx, id, request_hash, plain, was, "", now=now, by=by)


def _require_sound(code: str, size_milli: int, step_milli: int, name: str) -> None:
    if not _plain_code.fullmatch(code):
        raise BadPack("A code is 1 to 64 letters, digits and signs of ASCII, without blanks.", path="code")
    if not 0 < size_milli <= QUANTITY_MILLI_MAX or size_milli == ONE_MILLI:
        raise BadPack("A pack holds more than 0, and not just one.", path="size")
    if size_milli % step_milli:
        raise BadPack(
            f"{name} is sold in steps of {format_quantity(step_milli)}; a pack holds a whole number of them.",
            path="size",
        )


def _require_free(code: str, known: PackSeen | None, named: str | None) -> None:
    if known is not None:
        size = format_quantity(known.size_milli)
        what = f"a pack of {size} of {known.name}; drop it first: tillbook pack drop {code}"
        one = f"the barcode of {known.name}; give the pack another code"
        raise CodeTaken(f"{code} is {one if known.size_milli == ONE_MILLI else what}.", path="code")
    if named is not None:
        raise CodeTaken(f"{code} is the SKU of {named}, which would be found first; take another code.", path="code")


def _journalled(
    tx: Tx, id: str, request_hash: str, code: str, before: str, after: str, *, now: datetime, by: Actor
) -> PackSet:
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="settings", now=now, by=by)
    changed: dict[str, Plain] = {"changed": f"pack {code}", "from": before, "to": after}
    return PackSet(number=Document(tx, header, location_codes={}).close(changed).number, code=code)
