"""Imports: what each one changed, so that it can be undone."""

from __future__ import annotations

from django.db import models


class ImportBatch(models.Model):
    """One imported file."""

    posting = models.OneToOneField("Posting", models.RESTRICT, primary_key=True)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    created = models.BigIntegerField()
    changed = models.BigIntegerField()
    undone_by = models.OneToOneField("Posting", models.RESTRICT, null=True, related_name="undoes")

    class Meta:
        db_table = "import_batch"


class ImportChange(models.Model):
    """One product that an import made or changed: its fields before and after, as JSON."""

    batch = models.ForeignKey(ImportBatch, models.RESTRICT)
    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    before = models.TextField(default="")
    after = models.TextField()

    class Meta:
        db_table = "import_change"
