"""Bills that are sent by e-mail."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0013_doors"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BillMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=80, unique=True)),
                ("to_address", models.CharField(default="", max_length=254)),
                ("state", models.CharField(default="waits", max_length=8)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(default="", max_length=400)),
                ("asked_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("posting", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"
                    ),
                ),
            ],
            options={
                "db_table": "bill_mail",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waits")), fields=["next_at"], name="bill_mail_that_waits"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waits", "sent", "failed"])), name="bill_mail_state_known"
                    )
                ],
            },
        ),
    ]
