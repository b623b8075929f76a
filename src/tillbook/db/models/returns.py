"""Goods that came back: credit notes, and how much of each line sold has been returned."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CreditNote(models.Model):
    """What reverses a sale or a part of it; amounts are what the customer gets back, 0 or more.

    Without `sale` goods came back without a receipt.
    """

    posting = models.OneToOneField("Posting", models.RESTRICT, primary_key=True)
    sale = models.ForeignKey("Sale", models.RESTRICT, null=True)
    register = models.ForeignKey("Register", models.RESTRICT, db_index=False)
    shift = models.ForeignKey("Shift", models.RESTRICT)
    customer = models.ForeignKey("Customer", models.SET_NULL, null=True)
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    cash_rounding_minor = models.BigIntegerField()
    refund_minor = models.BigIntegerField()

    class Meta:
        db_table = "credit_note"
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor")), name="credit_note_total_is_net_and_tax"
            ),
            models.CheckConstraint(
                condition=Q(refund_minor=F("total_minor") + F("cash_rounding_minor")),
                name="credit_note_refund_is_rounded_total",
            ),
            models.CheckConstraint(condition=Q(total_minor__gte=0, refund_minor__gte=0), name="credit_note_gives_back"),
        ]


class CreditNoteLine(models.Model):
    """One product that came back: the share of what its line cost, and where the goods went."""

    credit_note = models.ForeignKey(CreditNote, models.RESTRICT, db_index=False)
    position = models.PositiveIntegerField()
    sale_position = models.PositiveIntegerField(null=True)
    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=16)
    tax_class = models.CharField(max_length=64)
    quantity_milli = models.BigIntegerField()
    unit_price = models.CharField(max_length=24)
    discount_minor = models.BigIntegerField()
    bill_discount_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField()
    goods_to = models.ForeignKey("Location", models.RESTRICT, db_index=False)

    class Meta:
        db_table = "credit_note_line"
        constraints = [
            models.UniqueConstraint(fields=["credit_note", "position"], name="credit_note_line_place_is_one"),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="credit_note_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")), name="credit_note_line_gross_is_net_and_tax"
            ),
        ]


class CreditNoteLineTax(models.Model):
    """The share of one tax of a line that is given back, with its base."""

    credit_note = models.ForeignKey(CreditNote, models.RESTRICT, db_index=False)
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
        db_table = "credit_note_line_tax"
        constraints = [
            models.UniqueConstraint(
                fields=["credit_note", "line_position", "position"], name="credit_note_line_tax_place_is_one"
            )
        ]


class CreditNoteTender(models.Model):
    """How the money went back."""

    credit_note = models.ForeignKey(CreditNote, models.RESTRICT, db_index=False)
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=16)
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "credit_note_tender"
        constraints = [
            models.UniqueConstraint(fields=["credit_note", "position"], name="credit_note_tender_place_is_one"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="credit_note_tender_amount_positive"),
        ]


class ReturnedLine(models.Model):
    """How much of a line sold has come back; changed only by a guarded update, never beyond what was sold."""

    sale = models.ForeignKey("Sale", models.RESTRICT, db_index=False)
    position = models.PositiveIntegerField()
    sold_milli = models.BigIntegerField()
    returned_milli = models.BigIntegerField()

    class Meta:
        db_table = "returned_line"
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="returned_line_is_one"),
            models.CheckConstraint(
                condition=Q(returned_milli__gt=0, returned_milli__lte=F("sold_milli")),
                name="returned_line_not_beyond_sold",
            ),
        ]


class GoodsExchange(models.Model):
    """A return and a sale on one bill: what the credit note gave was handed over as a tender of the sale."""

    credit_note = models.OneToOneField(CreditNote, models.RESTRICT, primary_key=True)
    sale = models.OneToOneField("Sale", models.RESTRICT)
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "goods_exchange"
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="goods_exchange_amount_positive")]
