"""Staff, customers and suppliers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Staff(models.Model):
    """A person who signs in, with the role that decides what they may do."""

    name = models.CharField(max_length=120, unique=True)
    role = models.CharField(max_length=16)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "staff"


class Customer(models.Model):
    """A person who buys; erasable, because posted rows carry only what a bill needs."""

    code = models.CharField(max_length=64, null=True, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, default="")
    phone = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "customer"
        indexes = [
            models.Index(fields=["phone"], name="customer_by_phone", condition=~Q(phone="")),
            models.Index(fields=["email"], name="customer_by_email", condition=~Q(email="")),
            models.Index(fields=["name"], name="customer_by_name"),
        ]


class Supplier(models.Model):
    """Who delivers goods."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        db_table = "supplier"
