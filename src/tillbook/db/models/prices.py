"""Price lists, promotions and coupons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PriceList(models.Model):
    """Named prices: retail, which everybody pays who has no other, wholesale, and the shop's own."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        db_table = "price_list"


class Price(models.Model):
    """What a product costs by a list from a day on, from a quantity on; append-only, the later row counts.

    An empty price ends the one before. `posting` is who set it, and when.
    """

    price_list = models.ForeignKey(PriceList, models.RESTRICT, db_index=False)
    product = models.ForeignKey("Product", models.RESTRICT, related_name="listed_prices")
    from_milli = models.BigIntegerField()
    valid_from = models.DateField()
    price = models.CharField(max_length=24, default="")
    posting = models.ForeignKey("Posting", models.RESTRICT)

    class Meta:
        db_table = "price"
        constraints = [models.CheckConstraint(condition=Q(from_milli__gte=0), name="price_quantity_not_negative")]


class Promotion(models.Model):
    """A rule that lowers prices by itself; `spec` is canonical JSON and never changes, `active` may end."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    spec = models.TextField()
    active = models.BooleanField(default=True)
    posting = models.ForeignKey("Posting", models.RESTRICT)

    class Meta:
        db_table = "promotion"


class Coupon(models.Model):
    """A code that makes a promotion apply, so many times in all; None is without end."""

    code = models.CharField(max_length=64, unique=True)
    promotion = models.ForeignKey(Promotion, models.RESTRICT)
    uses_max = models.BigIntegerField(null=True)
    uses = models.BigIntegerField(default=0)

    class Meta:
        db_table = "coupon"
        constraints = [
            models.CheckConstraint(
                condition=Q(uses__gte=0) & (Q(uses_max__isnull=True) | Q(uses__lte=F("uses_max"))),
                name="coupon_not_overused",
            )
        ]


class SalePromotion(models.Model):
    """What a promotion took off a line of a sale: a part of that line's discount; append-only."""

    sale = models.ForeignKey("Sale", models.RESTRICT, db_index=False)
    line_position = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    promotion = models.ForeignKey(Promotion, models.RESTRICT)
    name = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "sale_promotion"
        constraints = [
            models.UniqueConstraint(fields=["sale", "line_position", "position"], name="sale_promotion_place_is_one"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="sale_promotion_amount_positive"),
        ]


class CouponUse(models.Model):
    """A coupon used by a sale; append-only."""

    coupon = models.ForeignKey(Coupon, models.RESTRICT)
    sale = models.ForeignKey("Sale", models.RESTRICT)

    class Meta:
        db_table = "coupon_use"
        constraints = [models.UniqueConstraint(fields=["coupon", "sale"], name="coupon_use_once_a_sale")]
