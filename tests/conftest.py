"""What all tests share: how many examples Hypothesis tries, and a shop that is proven at the end of each test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tillbook.db.opening import start

# Tables can be imported only once Django has started: with the server's settings, which hold those of the books.
# The processes that tests start are to find their own.
with tempfile.TemporaryDirectory() as nowhere:
    os.environ.update({"DJANGO_SETTINGS_MODULE": "tillbook.server.settings", "TILLBOOK_HOME": nowhere})
    start()
    for name in ("DJANGO_SETTINGS_MODULE", "TILLBOOK_HOME"):
        del os.environ[name]

from tests.shop import TestShop, copy_shop, found_template

# `make test` runs "test"; `make race` runs "race". A law that fails prints a blob that repeats it.
settings.register_profile("test", max_examples=100, deadline=None, print_blob=True)
settings.register_profile(
    "race", max_examples=10_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("TILLBOOK_HYPOTHESIS", "test"))


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded shop with three products, closed; copied for each test."""
    return found_template(tmp_path_factory.mktemp("shop"))


@pytest.fixture
def shop(shop_template: Path, tmp_path: Path) -> Iterator[TestShop]:
    """A shop of its own; whatever the test did, its books must be right at the end."""
    shop = copy_shop(shop_template, tmp_path / "shop")
    yield shop
    shop.must_be_clean()
