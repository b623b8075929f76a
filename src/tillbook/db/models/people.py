"""Staff, customers and suppliers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Role(models.Model):
    """A role of the shop's own, or other limits of one that every shop has; both as JSON.

    `rights` is empty where the rights are those in code.
    """

    name = models.CharField(max_length=32, unique=True)
    rights = models.TextField(default="")
    limits = models.TextField(default="")

    class Meta:
        db_table = "role"


class Staff(models.Model):
    """A person who signs in, with the role that decides what they may do; without a hash, not by that way."""

    name = models.CharField(max_length=120, unique=True)
    role = models.CharField(max_length=32)
    active = models.BooleanField(default=True)
    password_hash = models.CharField(max_length=255, default="")
    pin_hash = models.CharField(max_length=255, default="")

    class Meta:
        db_table = "staff"


class SignInFailure(models.Model):
    """A sign-in that failed: counted by account and by source, to slow the next one down."""

    account = models.CharField(max_length=120)
    source = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "sign_in_failure"
        indexes = [
            models.Index(fields=["account", "at"], name="sign_in_failure_by_account"),
            models.Index(fields=["source", "at"], name="sign_in_failure_by_source"),
        ]


class Customer(models.Model):
    """A person who buys; erasable, because posted rows carry only what a bill needs."""

    code = models.CharField(max_length=64, null=True, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, default="")
    phone = models.CharField(max_length=20, default="")
    tax_number = models.CharField(max_length=40, default="")
    price_list = models.ForeignKey("PriceList", models.RESTRICT, null=True, db_index=False)
    customer_group = models.CharField(max_length=64, default="")
    exempt_reason = models.CharField(max_length=200, default="")
    consent_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customer"
        indexes = [
            models.Index(fields=["phone"], name="customer_by_phone", condition=~Q(phone="")),
            models.Index(fields=["email"], name="customer_by_email", condition=~Q(email="")),
            models.Index(fields=["name"], name="customer_by_name"),
        ]


class CustomerAdded(models.Model):
    """The id of the command that added a customer, with a hash of what it said; none once they are erased."""

    client_id = models.CharField(max_length=80, unique=True)
    customer = models.ForeignKey(Customer, models.RESTRICT)
    request_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "customer_added"


class CustomerPhone(models.Model):
    """A further telephone number of a customer, in E.164."""

    customer = models.ForeignKey(Customer, models.CASCADE)
    phone = models.CharField(max_length=20)

    class Meta:
        db_table = "customer_phone"
        constraints = [models.UniqueConstraint(fields=["customer", "phone"], name="customer_phone_is_one")]
        indexes = [models.Index(fields=["phone"], name="customer_phone_by_phone")]


class CustomerAddress(models.Model):
    """An address of a customer, with what it is for: billing, delivery."""

    customer = models.ForeignKey(Customer, models.CASCADE)
    purpose = models.CharField(max_length=32)
    address = models.CharField(max_length=400)

    class Meta:
        db_table = "customer_address"
        constraints = [models.UniqueConstraint(fields=["customer", "purpose"], name="customer_address_is_one")]


class Supplier(models.Model):
    """Who delivers goods."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        db_table = "supplier"
