"""Mapping files: which column of a table is which field, as a JSON object of texts."""

from __future__ import annotations

from pathlib import Path

from tillbook.cli.reading import whole
from tillbook.core.errors import Unreadable
from tillbook.formats.strict_json import loads


def read_mapping(path: Path) -> dict[str, str]:
    """The fields and their columns. Raises: Unreadable."""
    told = loads(whole(path))
    if not isinstance(told, dict) or not all(isinstance(column, str) for column in told.values()):
        raise Unreadable(f'{path.name}: a mapping is an object of texts, as in {{"sku": "Artikelnr"}}')
    return {str(field): str(column) for field, column in told.items()}
