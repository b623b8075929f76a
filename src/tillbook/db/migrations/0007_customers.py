"""Customers."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0006_prices_and_promotions"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="customer",
            name="tax_number",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="customer",
            name="price_list",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.pricelist"
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="customer_group",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddField(
            model_name="customer",
            name="exempt_reason",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="customer",
            name="consent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.customer"),
        ),
        migrations.AddField(
            model_name="customer",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="CustomerPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tillbook.customer")),
                ("phone", models.CharField(max_length=20)),
            ],
            options={
                "db_table": "customer_phone",
                "indexes": [models.Index(fields=["phone"], name="customer_phone_by_phone")],
                "constraints": [models.UniqueConstraint(fields=("customer", "phone"), name="customer_phone_is_one")],
            },
        ),
        migrations.CreateModel(
            name="CustomerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tillbook.customer")),
                ("purpose", models.CharField(max_length=32)),
                ("address", models.CharField(max_length=400)),
            ],
            options={
                "db_table": "customer_address",
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "purpose"), name="customer_address_is_one")
                ],
            },
        ),
    ]
