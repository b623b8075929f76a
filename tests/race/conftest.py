"""Shops in memory, and tills that are processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.memory import folder_in_memory, shop_in_memory
from tests.race.tills import Tills
from tests.shop import TestShop, copy_shop


@pytest.fixture
def shop(shop_template: Path) -> Iterator[TestShop]:
    """A shop of its own, in memory; whatever the test did, its books must be right at the end."""
    with shop_in_memory(shop_template) as shop:
        yield shop


@pytest.fixture
def unguarded_shop(shop_template: Path) -> Iterator[TestShop]:
    """A shop for controls: a guard is taken away, so its books may be wrong at the end."""
    with folder_in_memory() as folder:
        yield copy_shop(shop_template, folder)
        connection.close()


@pytest.fixture(scope="session")
def tills() -> Iterator[Tills]:
    """Four tills, started once; each opens the shop that a test names."""
    with Tills(4) as four:
        yield four
