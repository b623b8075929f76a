"""Held carts."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0010_lots_and_checkpoints"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="cart",
            name="name",
            field=models.CharField(default="", max_length=120),
        ),
        migrations.AddField(
            model_name="cart",
            name="held_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="cart",
            name="expired_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="CartEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cart_id", models.CharField(db_index=True, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("detail", models.TextField(default="")),
            ],
            options={
                "db_table": "cart_event",
            },
        ),
        migrations.AddField(
            model_name="shop",
            name="cart_hours",
            field=models.PositiveIntegerField(default=24),
        ),
    ]
