"""Stored value."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0008_returns"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.customer",
                    ),
                ),
                ("balance_minor", models.BigIntegerField(default=0)),
                ("limit_minor", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("limit_minor__gte", 0)), name="account_limit_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.account"
                    ),
                ),
                ("posting", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
                ("amount_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("business_date", models.DateField()),
            ],
            options={
                "db_table": "account_entry",
                "indexes": [models.Index(fields=["account", "business_date"], name="account_entry_by_day")],
            },
        ),
        migrations.CreateModel(
            name="OpenBill",
            fields=[
                (
                    "sale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.sale",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.account"
                    ),
                ),
                ("business_date", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("open_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "open_bill",
                "indexes": [
                    models.Index(
                        condition=models.Q(("open_minor__gt", 0)),
                        fields=["account", "business_date"],
                        name="open_bill_by_account",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("open_minor__gte", 0), ("open_minor__lte", models.F("amount_minor"))),
                        name="open_bill_within_its_amount",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Settled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sale", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.openbill")),
                ("posting", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "settled",
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "sale"), name="settled_once_a_document"),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="settled_amount_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.posting",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.register"
                    ),
                ),
                ("shift", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.shift")),
                (
                    "account",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.account"),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("cash_rounding_minor", models.BigIntegerField()),
                ("tendered_minor", models.BigIntegerField()),
                ("change_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "payment",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="payment_amount_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tendered_minor",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("amount_minor"), "+", models.F("cash_rounding_minor")
                                    ),
                                    "+",
                                    models.F("change_minor"),
                                ),
                            )
                        ),
                        name="payment_paid_exactly",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentTender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.payment"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("type", models.CharField(max_length=16)),
                ("amount_minor", models.BigIntegerField()),
                ("reference", models.CharField(default="", max_length=64)),
            ],
            options={
                "db_table": "payment_tender",
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "position"), name="payment_tender_place_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="payment_tender_amount_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("tail", models.CharField(max_length=4)),
                ("kind", models.CharField(max_length=12)),
                (
                    "customer",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="tillbook.customer"),
                ),
                ("issued_by", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
                ("balance_minor", models.BigIntegerField()),
                ("expires_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "voucher",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("balance_minor__gte", 0)), name="voucher_not_overspent"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["gift_card", "store_credit"])), name="voucher_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoucherEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voucher", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.voucher")),
                ("posting", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting")),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "voucher_entry",
            },
        ),
    ]
