"""The shop itself, its postings, number series, journal chains and the outbox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Shop(models.Model):
    """The one row of settings; every posted document carries what it used of them."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    uid = models.CharField(max_length=36)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400, default="")
    tax_number = models.CharField(max_length=40, default="")
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, default="")
    locale = models.CharField(max_length=35)
    timezone = models.CharField(max_length=64)
    cut_over_hour = models.PositiveSmallIntegerField(default=0)
    fiscal_year_first_month = models.PositiveSmallIntegerField(default=1)
    prices_include_tax = models.BooleanField(default=False)
    tax_rounding = models.CharField(max_length=24, default="line")
    rounding_mode = models.CharField(max_length=12, default="half_up")
    cash_increment_minor = models.BigIntegerField(default=1)
    short_stock = models.CharField(max_length=8, default="forbid")
    first_sale_opens_shift = models.BooleanField(default=True)
    seed_files = models.BooleanField(default=True)
    in_store_barcodes = models.TextField(default="")
    blind_count = models.BooleanField(default=False)
    cart_hours = models.PositiveIntegerField(default=24)
    promotion_order = models.CharField(max_length=12, default="best")
    promotions_version = models.BigIntegerField(default=0)
    upi_id = models.CharField(max_length=120, default="")
    iban = models.CharField(max_length=34, default="")
    program_version = models.CharField(max_length=32)

    class Meta:
        db_table = "shop"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="shop_is_one")]


class JournalChain(models.Model):
    """One hash chain: a register's, or the office's for what happens away from a till."""

    name = models.CharField(max_length=8, unique=True)
    head = models.CharField(max_length=64)
    length = models.BigIntegerField(default=0)

    class Meta:
        db_table = "journal_chain"


class Series(models.Model):
    """The numbers issued of one kind of document, by one chain, in one fiscal year: exactly 1…issued."""

    chain = models.ForeignKey(JournalChain, models.RESTRICT)
    kind = models.CharField(max_length=16)
    fiscal_year = models.PositiveSmallIntegerField()
    issued = models.BigIntegerField(default=0)

    class Meta:
        db_table = "series"
        constraints = [
            models.UniqueConstraint(fields=["chain", "kind", "fiscal_year"], name="series_is_one_per_year"),
            models.CheckConstraint(condition=Q(issued__gte=0), name="series_issued_not_negative"),
        ]


class Posting(models.Model):
    """One posted document: numbered, dated, signed for, final."""

    client_id = models.CharField(max_length=64, unique=True)
    request_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    series = models.ForeignKey(Series, models.RESTRICT, db_index=False)
    sequence = models.BigIntegerField()
    number = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField()
    business_date = models.DateField()
    staff = models.ForeignKey("Staff", models.RESTRICT, db_index=False)
    approved_by = models.ForeignKey("Staff", models.RESTRICT, null=True, related_name="approved", db_index=False)
    supplier = models.ForeignKey("Supplier", models.RESTRICT, null=True, db_index=False)
    note = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "posting"
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="posting_number_is_one"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="posting_sequence_from_one"),
        ]
        indexes = [models.Index(fields=["business_date", "kind"], name="posting_by_day")]


class JournalEntry(models.Model):
    """A line of a chain: the very text that was hashed, and its hash."""

    chain = models.ForeignKey(JournalChain, models.RESTRICT, db_index=False)
    sequence = models.BigIntegerField()
    posting = models.ForeignKey(Posting, models.RESTRICT)
    text = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_entry"
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="journal_entry_place_is_one"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="journal_entry_sequence_from_one"),
        ]


class Outbox(models.Model):
    """What is still to be done outside the database for a posting; the row goes when it is done."""

    posting = models.ForeignKey(Posting, models.RESTRICT, db_index=False)
    topic = models.CharField(max_length=16)

    class Meta:
        db_table = "outbox"


class FileState(models.Model):
    """A file that Tillbook keeps current: what it last wrote there, and what it was about to write.

    `written_through` is the number of journal entries that the file shows; `intent` is empty when nothing is
    under way.
    """

    name = models.CharField(max_length=64, primary_key=True)
    written_sha256 = models.CharField(max_length=64, default="")
    written_through = models.BigIntegerField(default=0)
    intent = models.TextField(default="")

    class Meta:
        db_table = "file_state"
