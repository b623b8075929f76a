"""What may come in by the network: programs with a token, browsers that stand at a register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ApiToken(models.Model):
    """A program's way in: it acts as a member of the staff; of the token itself only SHA-256 is kept."""

    staff = models.ForeignKey("Staff", models.RESTRICT, db_index=False)
    name = models.CharField(max_length=120, unique=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"


class PairedBrowser(models.Model):
    """A browser that stands at a register: only there may a PIN sign somebody in."""

    register = models.ForeignKey("Register", models.RESTRICT, db_index=False)
    key_sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120, default="")
    paired_by = models.ForeignKey("Staff", models.RESTRICT, db_index=False)
    paired_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "paired_browser"


class ProductPicture(models.Model):
    """What a product looks like, made anew from what was sent, as WebP."""

    product = models.OneToOneField("Product", models.CASCADE, primary_key=True)
    webp = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "product_picture"


class Favourite(models.Model):
    """A product that a register keeps at hand, at its place among the others."""

    register = models.ForeignKey("Register", models.CASCADE, db_index=False)
    place = models.PositiveSmallIntegerField()
    product = models.ForeignKey("Product", models.CASCADE)

    class Meta:
        db_table = "favourite"
        constraints = [
            models.UniqueConstraint(fields=["register", "place"], name="favourite_has_one_place"),
            models.UniqueConstraint(fields=["register", "product"], name="favourite_once"),
        ]


class BillMail(models.Model):
    """A bill that is to be sent by e-mail, or was: the address is kept no longer than it is needed."""

    client_id = models.CharField(max_length=80, unique=True)
    posting = models.ForeignKey("Posting", models.RESTRICT)
    staff = models.ForeignKey("Staff", models.RESTRICT, db_index=False)
    to_address = models.CharField(max_length=254, default="")
    state = models.CharField(max_length=8, default="waits")
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=400, default="")
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bill_mail"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waits", "sent", "failed"]), name="bill_mail_state_known")
        ]
        indexes = [models.Index(fields=["next_at"], name="bill_mail_that_waits", condition=Q(state="waits"))]
