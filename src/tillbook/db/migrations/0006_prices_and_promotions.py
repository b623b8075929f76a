"""Prices and promotions."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0005_shifts_are_counted"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "db_table": "price_list",
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "price_list",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.pricelist"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="listed_prices",
                        to="tillbook.product",
                    ),
                ),
                ("from_milli", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("price", models.CharField(default="", max_length=24)),
                ("posting", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
            ],
            options={
                "db_table": "price",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_milli__gte", 0)), name="price_quantity_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("spec", models.TextField()),
                ("active", models.BooleanField(default=True)),
                ("posting", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
            ],
            options={
                "db_table": "promotion",
            },
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("promotion", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.promotion")),
                ("uses_max", models.BigIntegerField(null=True)),
                ("uses", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "coupon",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uses__gte", 0),
                            models.Q(("uses_max__isnull", True), ("uses__lte", models.F("uses_max")), _connector="OR"),
                        ),
                        name="coupon_not_overused",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SalePromotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sale",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                ("line_position", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("promotion", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.promotion")),
                ("name", models.CharField(max_length=120)),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "sale_promotion",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sale", "line_position", "position"), name="sale_promotion_place_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="sale_promotion_amount_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("coupon", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.coupon")),
                ("sale", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale")),
            ],
            options={
                "db_table": "coupon_use",
                "constraints": [models.UniqueConstraint(fields=("coupon", "sale"), name="coupon_use_once_a_sale")],
            },
        ),
        migrations.AddField(
            model_name="shop",
            name="promotion_order",
            field=models.CharField(default="best", max_length=12),
        ),
        migrations.AddField(
            model_name="shop",
            name="promotions_version",
            field=models.BigIntegerField(default=0),
        ),
    ]
