"""Promotions made and ended, coupons handed out and used."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.promoting import INR, book_now, end, hand_out, promote
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.promotions import CouponTaken, PromotionRefused, add_promotion
from tillbook.core.promotions import PromotionInvalid
from tillbook.core.rights import Actor, NotAllowed
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.promotion_json import read_promotion
from tillbook.ledgers.promotions import CouponUsedUp, use_coupons
from tillbook.queries import promotions as asked
from tillbook.queries.postings import IdReused
from tillbook.queries.promotions import UnknownCoupon, UnknownPromotion, book, coupons, coupons_of
from tillbook.queries.till import office

TEA_WEEK: dict[str, Any] = {"code": "TEAWEEK", "name": "Tea week", "percent": "10", "on": {"products": [TEA]}}


def codes() -> list[str]:
    """The promotions that the next sale could get."""
    return [seen.promotion.code for seen in _seen(ended=False)]


def _seen(*, ended: bool) -> list[asked.PromotionSeen]:
    with reading() as tx:
        return asked.promotions(tx, ended=ended)


def test_a_promotion_is_at_every_till_with_its_next_sale(shop: TestShop) -> None:
    assert promote(shop, **TEA_WEEK).number == "PM/26-27/000001"

    assert codes() == ["TEAWEEK"]
    assert book_now().count == 1


def test_one_that_has_ended_is_gone_for_good_and_still_known(shop: TestShop) -> None:
    promote(shop, **TEA_WEEK)
    assert end(shop, "TEAWEEK").number == "PM/26-27/000002"

    assert (codes(), book_now().count) == ([], 0)
    assert [(each.promotion.name, each.active, each.person) for each in _seen(ended=True)] == [
        ("Tea week", False, "Owner")
    ]
    with pytest.raises(PromotionRefused, match="ended already"):
        end(shop, "TEAWEEK")
    with pytest.raises(UnknownPromotion):
        end(shop, "NONE")


def test_the_book_is_read_once_for_each_version(shop: TestShop) -> None:
    promote(shop, **TEA_WEEK)
    with reading() as tx:
        version = office(tx).promotions_version
        first = book(tx, version)
        before = tx.statements
        assert book(tx, version) is first
        assert tx.statements == before
    promote(shop, **{**TEA_WEEK, "code": "OTHER"})
    assert book_now().count == 2


def test_what_it_says_is_in_the_journal_and_its_coupons_are_not(shop: TestShop) -> None:
    promote(shop, code="DIWALI", amount="50.00", coupons=[{"code": "light-1", "uses": 1}])

    with reading() as tx:
        row = tx.row("SELECT text FROM journal_entry ORDER BY id DESC LIMIT 1")
    assert row is not None
    body = json.loads(row[0])["body"]
    assert (body["added"], body["coupons"], len(body["coupons_sha256"])) == ("DIWALI", 1, 64)
    assert body["spec"] == '{"off":{"amount_minor":5000},"when":{"coupon":true}}'
    assert "LIGHT-1" not in row[0]


def test_a_coupon_is_found_however_it_is_typed_and_counted_once_a_promotion(shop: TestShop) -> None:
    promote(shop, code="DIWALI", amount="50.00", coupons=[{"code": "light-1"}, {"code": "light-2"}])

    with reading() as tx:
        found = coupons(tx, [" Light-1 ", "light-2"])
    assert list(found) == [" Light-1 "]


def test_a_coupon_is_used_so_often_and_then_refused(shop: TestShop) -> None:
    promote(shop, code="DIWALI", amount="50.00", coupons=[{"code": "light", "uses": 2}, {"code": "always"}])
    with reading() as tx:
        (light,) = coupons(tx, ["light"]).values()
        (always,) = coupons(tx, ["always"]).values()

    with transaction_of_one_action() as tx:
        for _ in range(2):
            use_coupons(tx, [always.coupon_id, light.coupon_id])
        with pytest.raises(CouponUsedUp, match="The coupon LIGHT is used up"):
            use_coupons(tx, [light.coupon_id])
        use_coupons(tx, [always.coupon_id, always.coupon_id])
        assert tx.rows("SELECT uses FROM coupon ORDER BY id") == [(2,), (3,)]
        # No sale stands behind these uses, so they are taken back.
        tx.write("UPDATE coupon SET uses = 0")


def test_a_coupon_that_is_none_or_whose_promotion_ended_is_refused_by_name(shop: TestShop) -> None:
    promote(shop, code="DIWALI", amount="50.00", coupons=[{"code": "light"}])
    with reading() as tx, pytest.raises(UnknownCoupon, match="NONE is no coupon of this shop") as refused:
        coupons(tx, ["light", "none"])
    assert (refused.value.code, refused.value.path) == ("unknown_coupon", "coupons[1]")
    end(shop, "DIWALI")
    with reading() as tx, pytest.raises(UnknownCoupon, match="LIGHT is over"):
        coupons(tx, ["light"])


def test_more_coupons_are_handed_out_later(shop: TestShop) -> None:
    promote(shop, code="DIWALI", amount="50.00", when={"coupon": True})
    hand_out(shop, "DIWALI", "A", "B", uses=5)
    hand_out(shop, "DIWALI", "C")

    with reading() as tx:
        seen = [(each.code, each.uses, each.uses_max) for each in coupons_of(tx, "DIWALI")]
    assert seen == [("A", 0, 5), ("B", 0, 5), ("C", 0, None)]
    with pytest.raises(CouponTaken, match="There is a coupon B already"):
        hand_out(shop, "DIWALI", "D", "B")
    promote(shop, **TEA_WEEK)
    with pytest.raises(PromotionRefused, match="needs no coupon"):
        hand_out(shop, "TEAWEEK", "E")
    end(shop, "DIWALI")
    with pytest.raises(PromotionRefused, match="has ended"):
        hand_out(shop, "DIWALI", "E")


def test_one_that_could_never_apply_is_refused(shop: TestShop) -> None:
    with pytest.raises(PromotionRefused, match="No product has the SKU '999'"):
        promote(shop, code="P", percent="10", on={"products": [TEA, "999"]})
    with pytest.raises(PromotionRefused, match="No product has the category 'Teaa'"):
        promote(shop, code="P", percent="10", on={"categories": ["Teaa"]})
    with pytest.raises(PromotionRefused, match="No product has the SKU 'X'"):
        promote(shop, code="P", bundle=[{"product": "X", "quantity": "1"}], price="1.00")
    promote(shop, **TEA_WEEK)
    with pytest.raises(PromotionRefused, match="There is a promotion TEAWEEK already"):
        promote(shop, **TEA_WEEK)
    with pytest.raises(PromotionInvalid):
        promote(shop, code="P", take=1, pay=1, on={"products": [RICE]})


def test_sent_again_it_is_made_once(shop: TestShop) -> None:
    first = promote(shop, id="mine", **TEA_WEEK)
    again = promote(shop, id="mine", **TEA_WEEK)

    assert (again.number, again.repeated, shop.count("promotion")) == (first.number, True, 1)
    with pytest.raises(IdReused):
        promote(shop, id="mine", **{**TEA_WEEK, "percent": "11"})


def test_a_cashier_makes_no_promotions(shop: TestShop) -> None:
    cashier = Actor(staff_id=1, name="Ravi", role="cashier")
    wanted = read_promotion(TEA_WEEK, currency=INR)
    with pytest.raises(NotAllowed):
        add_promotion(id="x", promotion=wanted, now=shop.now, by=cashier)
