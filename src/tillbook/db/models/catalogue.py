"""Products, the codes they are scanned by, and what they are taxed as."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class TaxClass(models.Model):
    """What a product is taxed as; it names one or more taxes."""

    name = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "tax_class"


class Tax(models.Model):
    """One tax of a class while it is valid: a rate in percent, or an amount for each unit."""

    tax_class = models.ForeignKey(TaxClass, models.RESTRICT)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    rate = models.CharField(max_length=24, null=True)
    per_unit = models.CharField(max_length=24, null=True)
    compound = models.BooleanField(default=False)
    included = models.BooleanField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "tax"
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__isnull=False, per_unit__isnull=True) | Q(rate__isnull=True, per_unit__isnull=False),
                name="tax_is_rate_or_per_unit",
            ),
            models.UniqueConstraint(fields=["tax_class", "valid_from", "position"], name="tax_place_is_one"),
        ]


class Product(models.Model):
    """What is sold, known in the shop by its SKU; the price is an exact decimal in text."""

    sku = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=120, default="")
    unit = models.CharField(max_length=16, default="pc")
    step_milli = models.BigIntegerField(default=1000)
    price = models.CharField(max_length=24)
    tax_class = models.ForeignKey(TaxClass, models.RESTRICT, db_index=False)
    short_stock = models.CharField(max_length=8, default="forbid")
    reorder_point_milli = models.BigIntegerField(null=True)
    archived = models.BooleanField(default=False)
    lot_tracked = models.BooleanField(default=False)
    seed_record = models.TextField(default="")

    class Meta:
        db_table = "product"
        constraints = [
            models.CheckConstraint(condition=Q(step_milli__gte=1), name="product_step_positive"),
            models.CheckConstraint(
                condition=Q(short_stock__in=["forbid", "warn", "allow"]), name="product_short_stock_known"
            ),
        ]


class Barcode(models.Model):
    """A code that scans as a product; a pack's code stands for `quantity_milli` of it."""

    code = models.CharField(max_length=64, unique=True)
    product = models.ForeignKey(Product, models.RESTRICT)
    quantity_milli = models.BigIntegerField(default=1000)

    class Meta:
        db_table = "barcode"
        constraints = [models.CheckConstraint(condition=Q(quantity_milli__gte=1), name="barcode_quantity_positive")]
