"""The triggers anew: on the new tables of posted rows too, and where a table was built anew to get a column."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from tillbook.db.triggers import drop_statements, statements

COLUMNS = "sku, name, category"
NEW = "new.id, new.sku, new.name, new.category"
OLD = "'delete', old.id, old.sku, old.name, old.category"

SEARCH = (
    "DROP TRIGGER IF EXISTS product_search_delete",
    "DROP TRIGGER IF EXISTS product_search_update",
    f"""CREATE TRIGGER product_search_delete AFTER DELETE ON product BEGIN
        INSERT INTO product_search(product_search, rowid, {COLUMNS}) VALUES ({OLD}); END""",
    f"""CREATE TRIGGER product_search_update AFTER UPDATE OF {COLUMNS} ON product BEGIN
        INSERT INTO product_search(product_search, rowid, {COLUMNS}) VALUES ({OLD});
        INSERT INTO product_search(rowid, {COLUMNS}) VALUES ({NEW}); END""",
)


def create_triggers(apps: Any, schema_editor: Any) -> None:
    erasable = {"sale": "Sale", "credit_note": "CreditNote"}
    columns = {
        table: [field.column for field in apps.get_model("tillbook", model)._meta.concrete_fields]
        for table, model in erasable.items()
    }
    for statement in (*drop_statements(), *statements(columns), *SEARCH):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tillbook", "0011_held_carts")]
    operations: ClassVar = [migrations.RunPython(create_triggers, migrations.RunPython.noop)]
