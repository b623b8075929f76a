"""Carts, and what was sold: every figure as it was issued."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Cart(models.Model):
    """Lines not yet paid, stored from the first line on; open until a posting has its id."""

    client_id = models.CharField(max_length=64, primary_key=True)
    register = models.ForeignKey("Register", models.RESTRICT)
    staff = models.ForeignKey("Staff", models.RESTRICT)
    content = models.TextField()
    updated_at = models.DateTimeField()
    name = models.CharField(max_length=120, default="")
    held_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cart"


class CartEvent(models.Model):
    """What happened to a cart that its lines do not show: a line voided, the cart held, recalled, dropped, expired.

    It outlives the cart, whose client id it names.
    """

    cart_id = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    staff = models.ForeignKey("Staff", models.RESTRICT, db_index=False)
    kind = models.CharField(max_length=12)
    detail = models.TextField(default="")

    class Meta:
        db_table = "cart_event"


class Sale(models.Model):
    """The totals of a posted sale, in minor units of its currency."""

    posting = models.OneToOneField("Posting", models.RESTRICT, primary_key=True)
    register = models.ForeignKey("Register", models.RESTRICT, db_index=False)
    shift = models.ForeignKey("Shift", models.RESTRICT)
    customer = models.ForeignKey("Customer", models.SET_NULL, null=True)
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField()
    tax_rounding = models.CharField(max_length=24)
    rounding_mode = models.CharField(max_length=12)
    cash_increment_minor = models.BigIntegerField()
    discount_percent = models.CharField(max_length=24, null=True)
    discount_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    cash_rounding_minor = models.BigIntegerField()
    due_minor = models.BigIntegerField()
    tendered_minor = models.BigIntegerField()
    change_minor = models.BigIntegerField()

    class Meta:
        db_table = "sale"
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor")), name="sale_total_is_net_and_tax"
            ),
            models.CheckConstraint(
                condition=Q(due_minor=F("total_minor") + F("cash_rounding_minor")),
                name="sale_due_is_rounded_total",
            ),
            models.CheckConstraint(
                condition=Q(tendered_minor=F("due_minor") + F("change_minor")), name="sale_paid_exactly"
            ),
            models.CheckConstraint(condition=Q(change_minor__gte=0), name="sale_change_not_negative"),
        ]


class SaleLine(models.Model):
    """One product of a sale as it stood: name, price, discounts, taxes and the cost of the goods."""

    sale = models.ForeignKey(Sale, models.RESTRICT, db_index=False)
    position = models.PositiveIntegerField()
    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=16)
    tax_class = models.CharField(max_length=64)
    quantity_milli = models.BigIntegerField()
    wanted_milli = models.BigIntegerField(null=True)
    unit_price = models.CharField(max_length=24)
    list_price = models.CharField(max_length=24)
    discount_percent = models.CharField(max_length=24, null=True)
    discount_minor = models.BigIntegerField()
    bill_discount_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField()

    class Meta:
        db_table = "sale_line"
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="sale_line_place_is_one"),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="sale_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")),
                name="sale_line_gross_is_net_and_tax",
            ),
        ]


class SaleLineTax(models.Model):
    """One tax of a line, with the base it was taken of."""

    sale = models.ForeignKey(Sale, models.RESTRICT, db_index=False)
    line_position = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    rate = models.CharField(max_length=24, null=True)
    per_unit = models.CharField(max_length=24, null=True)
    compound = models.BooleanField()
    included = models.BooleanField()
    base_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "sale_line_tax"
        constraints = [
            models.UniqueConstraint(fields=["sale", "line_position", "position"], name="sale_line_tax_place_is_one")
        ]


class SaleTax(models.Model):
    """The taxes of a sale by rate."""

    sale = models.ForeignKey(Sale, models.RESTRICT, db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    rate = models.CharField(max_length=24, null=True)
    per_unit = models.CharField(max_length=24, null=True)
    base_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "sale_tax"
        constraints = [models.UniqueConstraint(fields=["sale", "position"], name="sale_tax_place_is_one")]


class SaleTender(models.Model):
    """A means and amount of payment, as handed over."""

    sale = models.ForeignKey(Sale, models.RESTRICT, db_index=False)
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=16)
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "sale_tender"
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="sale_tender_place_is_one"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="sale_tender_amount_positive"),
        ]


class SaleCustomer(models.Model):
    """Who bought, as written on the bill; the journal holds a salted hash of it, so it can be erased."""

    sale = models.OneToOneField(Sale, models.RESTRICT, primary_key=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=20)
    salt = models.CharField(max_length=32)

    class Meta:
        db_table = "sale_customer"
