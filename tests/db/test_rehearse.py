"""A rehearsal says what an action would post, and leaves nothing behind."""

from __future__ import annotations

from typing import NoReturn

import pytest
from tests.db.test_transaction import everything
from tests.shop import TEA, TestShop

from tillbook.actions.found import new_shop
from tillbook.actions.sell import Sold, sell
from tillbook.actions.sell.stock_lines import OutOfStock
from tillbook.core.bill import Bill
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.db import transaction
from tillbook.db.statements import Tx
from tillbook.db.transaction import rehearse
from tillbook.queries.bills import bill_of


def bill(tx: Tx, sold: Sold) -> Bill:
    return bill_of(tx, sold.posting_id)


def never(_tx: Tx, _answer: object) -> NoReturn:
    raise AssertionError("nothing was rehearsed that could be told")


def test_it_tells_what_would_be_posted_and_leaves_nothing(shop: TestShop) -> None:
    before, wanted = everything(), shop.sale((TEA, "2"), cash="200")
    seen = rehearse(sell, bill, wanted, now=shop.now, by=shop.owner)
    assert (seen.total_minor, seen.lines[0].sku) == (190_00, TEA)
    assert everything() == before
    assert shop.bill(shop.post(wanted)) == seen  # the same command posts afterwards, by the same id and number


def test_it_may_be_rehearsed_again_and_again(shop: TestShop) -> None:
    wanted = shop.sale((TEA, "10"))
    for _ in range(3):
        assert not rehearse(sell, lambda _tx, sold: sold.repeated, wanted, now=shop.now, by=shop.owner)
    shop.post(wanted)
    assert rehearse(sell, lambda _tx, sold: sold.repeated, wanted, now=shop.now, by=shop.owner)


def test_a_refusal_passes_and_leaves_nothing(shop: TestShop) -> None:
    before = everything()
    with pytest.raises(OutOfStock):
        rehearse(sell, never, shop.sale((TEA, "11")), now=shop.now, by=shop.owner)
    assert everything() == before


@pytest.mark.parametrize("raised", [ZeroDivisionError, KeyboardInterrupt])
def test_what_goes_wrong_while_it_is_told_passes_and_leaves_nothing(
    shop: TestShop, raised: type[BaseException]
) -> None:
    def fail(_tx: Tx, _sold: Sold) -> NoReturn:
        raise raised

    before = everything()
    with pytest.raises(raised):
        rehearse(sell, fail, shop.sale((TEA, "1")), now=shop.now, by=shop.owner)
    assert everything() == before


def test_whoever_may_not_act_may_not_rehearse(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> NoReturn:
        raise AssertionError("the right is asked for before anything is read")

    wanted, accountant = shop.sale((TEA, "1")), Actor(staff_id=1, name="Ravi", role=Role.accountant)
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "transaction_of_one_action", opened)
        with pytest.raises(NotAllowed):
            rehearse(sell, never, wanted, now=shop.now, by=accountant)


def test_only_an_action_can_be_rehearsed(shop: TestShop) -> None:
    with pytest.raises(KeyError):
        rehearse(new_shop, never, by=shop.owner)  # type: ignore[call-arg]
