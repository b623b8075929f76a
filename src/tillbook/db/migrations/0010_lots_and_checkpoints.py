"""Lots and checkpoints."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0009_stored_value"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="product",
            name="lot_tracked",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="LotLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lot",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.lot"),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.location"
                    ),
                ),
                ("on_hand_milli", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "lot_level",
                "constraints": [
                    models.UniqueConstraint(fields=("lot", "location"), name="lot_level_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("on_hand_milli__gte", 0)), name="lot_level_not_oversold"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCheckpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("through_move_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "stock_checkpoint",
            },
        ),
        migrations.CreateModel(
            name="StockCheckpointLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "checkpoint",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="tillbook.stockcheckpoint"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.location"
                    ),
                ),
                ("on_hand_milli", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "stock_checkpoint_level",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "location", "checkpoint"), name="stock_checkpoint_level_is_one"
                    )
                ],
            },
        ),
    ]
