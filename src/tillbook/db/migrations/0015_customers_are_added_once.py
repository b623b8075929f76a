"""The ids of the commands that added customers, so that a repeat adds nobody."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0014_bills_by_mail"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CustomerAdded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=80, unique=True)),
                ("request_hash", models.CharField(max_length=64)),
                (
                    "customer",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.customer"),
                ),
            ],
            options={
                "db_table": "customer_added",
            },
        ),
    ]
