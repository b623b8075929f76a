"""Staff sign in."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tillbook", "0003_product_search"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32, unique=True)),
                ("rights", models.TextField(default="")),
                ("limits", models.TextField(default="")),
            ],
            options={
                "db_table": "role",
            },
        ),
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "sign_in_failure",
                "indexes": [
                    models.Index(fields=["account", "at"], name="sign_in_failure_by_account"),
                    models.Index(fields=["source", "at"], name="sign_in_failure_by_source"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="staff",
            name="role",
            field=models.CharField(max_length=32),
        ),
        migrations.AddField(
            model_name="staff",
            name="password_hash",
            field=models.CharField(default="", max_length=255),
        ),
        migrations.AddField(
            model_name="staff",
            name="pin_hash",
            field=models.CharField(default="", max_length=255),
        ),
        migrations.AddField(
            model_name="posting",
            name="approved_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="approved",
                to="tillbook.staff",
            ),
        ),
    ]
