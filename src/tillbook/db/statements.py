"""Plain statements inside an open transaction, on the engine's own cursor.

The posting path runs a fixed, counted list of statements. The ORM builds each of them anew, which costs more
than the engine needs to run it; here the text of an INSERT is made once from the model. Statements are written
with `?`; engines whose driver wants `%s` get that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

Row = tuple[Any, ...]


@lru_cache(maxsize=1024)
def _percent_style(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def insert_into(model: type[Model], *names: str) -> str:
    """The INSERT of the fields `names` of `model`; without names, of all but an automatic key."""
    fields = model._meta.concrete_fields
    chosen = [model._meta.get_field(name) for name in names] or [
        field for field in fields if not getattr(field, "db_returning", False)
    ]
    columns = ", ".join(str(getattr(field, "column", "")) for field in chosen)
    marks = ", ".join("?" for _ in chosen)
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608  (names from our models)


class Tx:
    """An open transaction; made by :mod:`tillbook.db.transaction` alone."""

    __slots__ = ("_cursor", "_raw", "_styled", "statements")

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self._raw: Any = database.connection
        self._cursor = self._raw.cursor()
        self._styled = database.vendor != "sqlite"
        self.statements = 0
        """How many statements this transaction has run; many rows of one statement count once."""

    @property
    def is_open(self) -> bool:
        """Whether the engine has a transaction open."""
        return bool(self._raw.in_transaction)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows that a question answers."""
        self.statements += 1
        self._cursor.execute(_percent_style(sql) if self._styled else sql, values)
        answer: list[Row] = self._cursor.fetchall()
        return answer

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The only row of the answer, or None."""
        self.statements += 1
        self._cursor.execute(_percent_style(sql) if self._styled else sql, values)
        first: Row | None = self._cursor.fetchone()
        if first is not None and self._cursor.fetchone() is not None:
            raise AssertionError(f"one row at most was expected of: {sql}")
        return first

    def write(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one INSERT, UPDATE or DELETE; answer how many rows it touched."""
        self.statements += 1
        self._cursor.execute(_percent_style(sql) if self._styled else sql, values)
        touched: int = self._cursor.rowcount
        return touched

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement for many rows; answer how many rows were touched in all."""
        self.statements += 1
        self._cursor.executemany(_percent_style(sql) if self._styled else sql, rows)
        touched: int = self._cursor.rowcount
        return touched

    def insert(self, sql: str, values: Sequence[Any]) -> int:
        """Insert one row into a table with an automatic key and answer that key."""
        self.statements += 1
        if connection.features.can_return_columns_from_insert and self._styled:
            self._cursor.execute(_percent_style(sql) + " RETURNING id", values)
            return int(self._cursor.fetchone()[0])
        self._cursor.execute(_percent_style(sql) if self._styled else sql, values)
        return int(self._cursor.lastrowid)


@lru_cache(maxsize=64)
def stored_instant(instant: datetime) -> Any:
    """An aware instant as this engine's driver takes it."""
    return connection.ops.adapt_datetimefield_value(instant)


@lru_cache(maxsize=64)
def stored_date(day: date) -> Any:
    """A date as this engine's driver takes it."""
    return connection.ops.adapt_datefield_value(day)


def read_instant(value: Any) -> datetime:
    """An instant as a driver gave it, aware and in UTC."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def read_date(value: Any) -> date:
    """A date as a driver gave it."""
    return date.fromisoformat(value) if isinstance(value, str) else value
