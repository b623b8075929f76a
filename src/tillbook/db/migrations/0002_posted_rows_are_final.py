"""Triggers that refuse UPDATE and DELETE on posted rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from tillbook.db.triggers import first_statements


def create_triggers(apps: Any, schema_editor: Any) -> None:
    sale = apps.get_model("tillbook", "Sale")
    for statement in first_statements([field.column for field in sale._meta.concrete_fields]):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tillbook", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(create_triggers, migrations.RunPython.noop)]
