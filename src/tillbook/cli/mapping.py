"""Mapping files: which column of a table is which field, of products or of what was sold in the past."""

from __future__ import annotations

from pathlib import Path

from tillbook.cli.reading import whole
from tillbook.formats import history_table
from tillbook.formats.history_table import HistoryMapping
from tillbook.formats.product_file import read_product_mapping
from tillbook.formats.strict_json import loads


def read_mapping(path: Path) -> dict[str, str] | HistoryMapping:
    """The columns of the fields of a product; or, where the object has `columns`, the mapping of a history.

    Raises: Unreadable with the path of the mistake; UnknownZone.
    """
    text = whole(path)
    told = loads(text)
    if isinstance(told, dict) and "columns" in told:
        return history_table.read_mapping(text)
    return read_product_mapping(text, name=path.name)
