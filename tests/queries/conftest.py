"""A shop with a past, for tests that damage it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.damage import checkpoint
from tests.history import live_a_little
from tests.shop import copy_shop


@pytest.fixture(scope="session")
def lived_in(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with a little history, proven, all of it in its one file."""
    home = tmp_path_factory.mktemp("history")
    shop = copy_shop(shop_template, home)
    live_a_little(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home
