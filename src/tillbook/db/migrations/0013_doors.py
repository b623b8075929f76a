"""Ways in by the network, pictures and favourites of products, addresses for payments that are scanned."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0012_more_posted_rows_are_final"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ProductPicture",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.product",
                    ),
                ),
                ("webp", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "product_picture",
            },
        ),
        migrations.AddField(
            model_name="shop",
            name="iban",
            field=models.CharField(default="", max_length=34),
        ),
        migrations.AddField(
            model_name="shop",
            name="upi_id",
            field=models.CharField(default="", max_length=120),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"
                    ),
                ),
            ],
            options={
                "db_table": "api_token",
            },
        ),
        migrations.CreateModel(
            name="PairedBrowser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_sha256", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(default="", max_length=120)),
                ("paired_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "paired_by",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.register"
                    ),
                ),
            ],
            options={
                "db_table": "paired_browser",
            },
        ),
        migrations.CreateModel(
            name="Favourite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("product", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tillbook.product")),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="tillbook.register"
                    ),
                ),
            ],
            options={
                "db_table": "favourite",
                "constraints": [
                    models.UniqueConstraint(fields=("register", "place"), name="favourite_has_one_place"),
                    models.UniqueConstraint(fields=("register", "product"), name="favourite_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="lotlevel",
            index=models.Index(
                condition=models.Q(("on_hand_milli__gt", 0)), fields=["location", "lot"], name="lot_level_held"
            ),
        ),
    ]
