"""The products that a register keeps at hand, put in their places. Nothing is posted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor, Right
from tillbook.db.models import Favourite
from tillbook.db.statements import Tx, insert_into
from tillbook.db.transaction import action
from tillbook.queries.asking import UnknownProduct
from tillbook.queries.till import place

FAVOURITES_MAX: Final = 200

_INSERT = insert_into(Favourite, "register", "place", "product")


class TooManyFavourites(Refusal):
    """More than a register keeps at hand, or one of them twice."""

    code: ClassVar[str] = "too_many_favourites"


@action(right=Right.sell)
def set_favourites(tx: Tx, *, register: str, skus: Sequence[str], by: Actor) -> None:  # noqa: ARG001  (its right is checked before)
    """Let these products be the register's favourites, in this order; none takes all away.

    Raises:
        TooManyFavourites, UnknownProduct, UnknownRegister: nothing was changed.
    """
    if len(skus) > FAVOURITES_MAX or len(set(skus)) != len(skus):
        raise TooManyFavourites(f"A register has at most {FAVOURITES_MAX} favourites, each once.", path="skus")
    register_id = place(tx, register).register_id
    marks = ",".join("?" * len(skus))
    question = f"SELECT sku, id FROM product WHERE sku IN ({marks}) AND NOT archived"  # noqa: S608  (marks only)
    known: dict[str, int] = dict(tx.rows(question, tuple(skus)))
    for index, sku in enumerate(skus):
        if sku not in known:
            raise UnknownProduct(f"No product has the SKU {sku[:64]!r}; take it out.", path=f"skus[{index}]")

    tx.write("DELETE FROM favourite WHERE register_id = ?", (register_id,))
    tx.write_many(_INSERT, [(register_id, number, known[sku]) for number, sku in enumerate(skus, 1)])
