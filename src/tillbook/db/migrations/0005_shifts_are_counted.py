"""Shifts are counted."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0004_staff_sign_in"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="register",
            name="printer",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="shift",
            name="opening",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="opened_shift",
                to="tillbook.posting",
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="closed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="closed_shifts",
                to="tillbook.staff",
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="expected_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="counted_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("counted_minor__isnull", True),
                        ("expected_minor__isnull", True),
                        ("open_register__isnull", False),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("counted_minor__isnull", False),
                        ("expected_minor__isnull", False),
                        ("open_register__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="shift_is_open_or_counted",
            ),
        ),
        migrations.CreateModel(
            name="ShiftCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shift",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.shift"
                    ),
                ),
                ("denomination_minor", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
            ],
            options={
                "db_table": "shift_count",
                "constraints": [
                    models.UniqueConstraint(fields=("shift", "denomination_minor"), name="shift_count_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("denomination_minor__gt", 0)), name="shift_count_denomination_positive"
                    ),
                    models.CheckConstraint(condition=models.Q(("count__gte", 0)), name="shift_count_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ZReport",
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
                ("shift", models.OneToOneField(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.shift")),
                ("content", models.TextField()),
            ],
            options={
                "db_table": "z_report",
            },
        ),
        migrations.AddField(
            model_name="shop",
            name="blind_count",
            field=models.BooleanField(default=False),
        ),
    ]
