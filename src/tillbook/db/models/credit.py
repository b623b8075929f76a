"""Stored value: what customers owe, what they paid on it, gift cards and store credit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """What a customer owes (below 0: is owed), and how far that may go; changed only by guarded updates."""

    customer = models.OneToOneField("Customer", models.RESTRICT, primary_key=True)
    balance_minor = models.BigIntegerField(default=0)
    limit_minor = models.BigIntegerField(default=0)

    class Meta:
        db_table = "account"
        constraints = [models.CheckConstraint(condition=Q(limit_minor__gte=0), name="account_limit_not_negative")]


class AccountEntry(models.Model):
    """A change of what a customer owes: above 0 bought on credit, below 0 paid or given back; append-only."""

    account = models.ForeignKey(Account, models.RESTRICT, db_index=False)
    posting = models.ForeignKey("Posting", models.RESTRICT)
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()
    business_date = models.DateField()

    class Meta:
        db_table = "account_entry"
        indexes = [models.Index(fields=["account", "business_date"], name="account_entry_by_day")]


class OpenBill(models.Model):
    """What is still to be paid of a bill that was bought on credit; changed only by guarded updates."""

    sale = models.OneToOneField("Sale", models.RESTRICT, primary_key=True)
    account = models.ForeignKey(Account, models.RESTRICT, db_index=False)
    business_date = models.DateField()
    amount_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()

    class Meta:
        db_table = "open_bill"
        constraints = [
            models.CheckConstraint(
                condition=Q(open_minor__gte=0, open_minor__lte=F("amount_minor")), name="open_bill_within_its_amount"
            )
        ]
        indexes = [
            models.Index(
                fields=["account", "business_date"], name="open_bill_by_account", condition=Q(open_minor__gt=0)
            )
        ]


class Settled(models.Model):
    """A part of an open bill that a payment, or a credit note, settled; append-only."""

    sale = models.ForeignKey(OpenBill, models.RESTRICT)
    posting = models.ForeignKey("Posting", models.RESTRICT)
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "settled"
        constraints = [
            models.UniqueConstraint(fields=["posting", "sale"], name="settled_once_a_document"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="settled_amount_positive"),
        ]


class Payment(models.Model):
    """Money taken on account, or for a gift card: a document with tenders and no goods."""

    posting = models.OneToOneField("Posting", models.RESTRICT, primary_key=True)
    register = models.ForeignKey("Register", models.RESTRICT, db_index=False)
    shift = models.ForeignKey("Shift", models.RESTRICT)
    account = models.ForeignKey(Account, models.RESTRICT, null=True)
    amount_minor = models.BigIntegerField()
    cash_rounding_minor = models.BigIntegerField()
    tendered_minor = models.BigIntegerField()
    change_minor = models.BigIntegerField()

    class Meta:
        db_table = "payment"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(tendered_minor=F("amount_minor") + F("cash_rounding_minor") + F("change_minor")),
                name="payment_paid_exactly",
            ),
        ]


class PaymentTender(models.Model):
    """How a payment was handed over."""

    payment = models.ForeignKey(Payment, models.RESTRICT, db_index=False)
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=16)
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "payment_tender"
        constraints = [
            models.UniqueConstraint(fields=["payment", "position"], name="payment_tender_place_is_one"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_tender_amount_positive"),
        ]


class Voucher(models.Model):
    """A gift card or store credit: worth its balance to whoever knows its code, of which only a hash is kept."""

    code_hash = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    kind = models.CharField(max_length=12)
    customer = models.ForeignKey("Customer", models.SET_NULL, null=True)
    issued_by = models.ForeignKey("Posting", models.RESTRICT)
    balance_minor = models.BigIntegerField()
    expires_on = models.DateField(null=True)

    class Meta:
        db_table = "voucher"
        constraints = [
            models.CheckConstraint(condition=Q(balance_minor__gte=0), name="voucher_not_overspent"),
            models.CheckConstraint(condition=Q(kind__in=["gift_card", "store_credit"]), name="voucher_kind_known"),
        ]


class VoucherEntry(models.Model):
    """Value put on a voucher (above 0) or taken off it (below 0); append-only."""

    voucher = models.ForeignKey(Voucher, models.RESTRICT)
    posting = models.ForeignKey("Posting", models.RESTRICT)
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "voucher_entry"
