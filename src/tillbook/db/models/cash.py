"""Registers, shifts and the cash in their drawers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Register(models.Model):
    """One till: its journal chain with its number series, its drawer, the location it sells from."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=120)
    chain = models.OneToOneField("JournalChain", models.RESTRICT)
    location = models.ForeignKey("Location", models.RESTRICT)
    printer = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "register"


class Shift(models.Model):
    """One drawer under one responsibility; `open_register` is empty once it is closed."""

    register = models.ForeignKey(Register, models.RESTRICT)
    open_register = models.OneToOneField(Register, models.RESTRICT, null=True, related_name="open_shift")
    number = models.BigIntegerField()
    opened_at = models.DateTimeField()
    business_date = models.DateField()
    opened_by = models.ForeignKey("Staff", models.RESTRICT)
    float_minor = models.BigIntegerField()
    opening = models.OneToOneField("Posting", models.RESTRICT, null=True, related_name="opened_shift")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("Staff", models.RESTRICT, null=True, related_name="closed_shifts", db_index=False)
    expected_minor = models.BigIntegerField(null=True)
    counted_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "shift"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    open_register__isnull=False,
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    expected_minor__isnull=True,
                    counted_minor__isnull=True,
                )
                | Q(
                    open_register__isnull=True,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    expected_minor__isnull=False,
                    counted_minor__isnull=False,
                ),
                name="shift_is_open_or_counted",
            ),
            models.UniqueConstraint(fields=["register", "number"], name="shift_number_is_one"),
            models.CheckConstraint(condition=Q(float_minor__gte=0), name="shift_float_not_negative"),
        ]


class CashEntry(models.Model):
    """Cash into (positive) or out of (negative) the drawer of a shift, for a posting."""

    shift = models.ForeignKey(Shift, models.RESTRICT)
    posting = models.ForeignKey("Posting", models.RESTRICT)
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "cash_entry"


class ShiftCount(models.Model):
    """So many notes or coins of one denomination, as counted at the close of a shift."""

    shift = models.ForeignKey(Shift, models.RESTRICT, db_index=False)
    denomination_minor = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        db_table = "shift_count"
        constraints = [
            models.UniqueConstraint(fields=["shift", "denomination_minor"], name="shift_count_is_one"),
            models.CheckConstraint(condition=Q(denomination_minor__gt=0), name="shift_count_denomination_positive"),
            models.CheckConstraint(condition=Q(count__gte=0), name="shift_count_not_negative"),
        ]


class ZReport(models.Model):
    """The closing totals of a shift, once: its very text, from which it prints again byte for byte."""

    posting = models.OneToOneField("Posting", models.RESTRICT, primary_key=True)
    shift = models.OneToOneField(Shift, models.RESTRICT)
    content = models.TextField()

    class Meta:
        db_table = "z_report"
