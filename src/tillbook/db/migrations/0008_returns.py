"""Returns."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0007_customers"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CreditNote",
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
                    "sale",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.register"
                    ),
                ),
                ("shift", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.shift")),
                (
                    "customer",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="tillbook.customer"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("prices_include_tax", models.BooleanField()),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("total_minor", models.BigIntegerField()),
                ("cash_rounding_minor", models.BigIntegerField()),
                ("refund_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "credit_note",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net_minor"), "+", models.F("tax_minor")
                                ),
                            )
                        ),
                        name="credit_note_total_is_net_and_tax",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "refund_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("total_minor"), "+", models.F("cash_rounding_minor")
                                ),
                            )
                        ),
                        name="credit_note_refund_is_rounded_total",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refund_minor__gte", 0), ("total_minor__gte", 0)),
                        name="credit_note_gives_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "credit_note",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.creditnote"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("sale_position", models.PositiveIntegerField(null=True)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                ("sku", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("unit", models.CharField(max_length=16)),
                ("tax_class", models.CharField(max_length=64)),
                ("quantity_milli", models.BigIntegerField()),
                ("unit_price", models.CharField(max_length=24)),
                ("discount_minor", models.BigIntegerField()),
                ("bill_discount_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("gross_minor", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                (
                    "goods_to",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.location"
                    ),
                ),
            ],
            options={
                "db_table": "credit_note_line",
                "constraints": [
                    models.UniqueConstraint(fields=("credit_note", "position"), name="credit_note_line_place_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_milli__gt", 0)), name="credit_note_line_quantity_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net_minor"), "+", models.F("tax_minor")
                                ),
                            )
                        ),
                        name="credit_note_line_gross_is_net_and_tax",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNoteLineTax",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "credit_note",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.creditnote"
                    ),
                ),
                ("line_position", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=64)),
                ("rate", models.CharField(max_length=24, null=True)),
                ("per_unit", models.CharField(max_length=24, null=True)),
                ("compound", models.BooleanField()),
                ("included", models.BooleanField()),
                ("base_minor", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "credit_note_line_tax",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("credit_note", "line_position", "position"), name="credit_note_line_tax_place_is_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNoteTender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "credit_note",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.creditnote"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("type", models.CharField(max_length=16)),
                ("amount_minor", models.BigIntegerField()),
                ("reference", models.CharField(default="", max_length=64)),
            ],
            options={
                "db_table": "credit_note_tender",
                "constraints": [
                    models.UniqueConstraint(fields=("credit_note", "position"), name="credit_note_tender_place_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="credit_note_tender_amount_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sale",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                ("position", models.PositiveIntegerField()),
                ("sold_milli", models.BigIntegerField()),
                ("returned_milli", models.BigIntegerField()),
            ],
            options={
                "db_table": "returned_line",
                "constraints": [
                    models.UniqueConstraint(fields=("sale", "position"), name="returned_line_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("returned_milli__gt", 0), ("returned_milli__lte", models.F("sold_milli"))),
                        name="returned_line_not_beyond_sold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoodsExchange",
            fields=[
                (
                    "credit_note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.creditnote",
                    ),
                ),
                ("sale", models.OneToOneField(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale")),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "goods_exchange",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="goods_exchange_amount_positive"
                    )
                ],
            },
        ),
    ]
