"""A full-text index of the products, kept in step by the transaction that changes one.

A changed or deleted product is indexed by a trigger. New ones are indexed by whoever inserts them, many in one
statement (`ledgers/catalogue.py`): a trigger makes FTS5 write a segment for each row, which takes twenty times
as long.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

COLUMNS = "sku, name, category"
NEW = "new.id, new.sku, new.name, new.category"
OLD = "'delete', old.id, old.sku, old.name, old.category"

STATEMENTS = (
    f"""CREATE VIRTUAL TABLE product_search USING fts5(
        {COLUMNS}, content='product', content_rowid='id', detail=none,
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'", prefix='1 2 3')""",
    # Which words there are: a beginning of a word becomes the few words that begin so (queries/search.py).
    """CREATE TABLE product_word (key TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID""",
    f"""CREATE TRIGGER product_search_delete AFTER DELETE ON product BEGIN
        INSERT INTO product_search(product_search, rowid, {COLUMNS}) VALUES ({OLD}); END""",
    f"""CREATE TRIGGER product_search_update AFTER UPDATE OF {COLUMNS} ON product BEGIN
        INSERT INTO product_search(product_search, rowid, {COLUMNS}) VALUES ({OLD});
        INSERT INTO product_search(rowid, {COLUMNS}) VALUES ({NEW}); END""",
)


def create_index(_apps: Any, schema_editor: Any) -> None:
    for statement in STATEMENTS:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tillbook", "0002_posted_rows_are_final")]
    operations: ClassVar = [migrations.RunPython(create_index, migrations.RunPython.noop)]
