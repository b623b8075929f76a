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

    class Meta:
        db_table = "shift"
        constraints = [
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
