"""Callers of the API of a shop of their own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.api.calling import Api
from tests.api.pages import staffed
from tests.api.tokens import token_of
from tests.damage import checkpoint
from tests.shop import TestShop, copy_shop

from tillbook.api.throttle import BUCKETS
from tillbook.ledgers import secrets


@pytest.fixture
def served(shop: TestShop) -> Iterator[TestShop]:
    """The shop, as the one that is served."""
    before = settings.TILLBOOK_HOME
    settings.TILLBOOK_HOME = shop.home
    BUCKETS.forget()
    yield shop
    settings.TILLBOOK_HOME = before


@pytest.fixture
def api(served: TestShop) -> Api:
    """A program that acts as the owner."""
    return Api(served, Client(enforce_csrf_checks=True, SERVER_NAME="localhost"), token_of(served, "owner"))


@pytest.fixture
def cashier(served: TestShop) -> Api:
    """A program that acts as a cashier."""
    return Api(served, Client(enforce_csrf_checks=True, SERVER_NAME="localhost"), token_of(served, "cashier"))


@pytest.fixture
def stranger(served: TestShop) -> Api:
    """Somebody without a token or a session."""
    return Api(served, Client(enforce_csrf_checks=True, SERVER_NAME="localhost"))


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hashes that take a thousandth of the time: these tests are about who may come in, not about guessing."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(secrets, "_hasher", hasher)
        patch.setattr(secrets, "NOBODYS", hasher.hash("nobody's secret"))
        yield


@pytest.fixture(scope="session")
def staffed_template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with people in it: see `pages.staffed`."""
    shop = copy_shop(shop_template, tmp_path_factory.mktemp("staffed"))
    staffed(shop)
    connection.close()
    checkpoint(shop.home)
    return shop.home


@pytest.fixture
def shop_of_three(staffed_template: Path, tmp_path: Path) -> Iterator[TestShop]:
    """A shop of an owner, a cashier and a manager, which is served; its books must be right at the end."""
    shop = copy_shop(staffed_template, tmp_path / "shop_of_three")
    shop.ids = itertools.count(1_000)
    before = settings.TILLBOOK_HOME
    settings.TILLBOOK_HOME = shop.home
    BUCKETS.forget()
    yield shop
    settings.TILLBOOK_HOME = before
    shop.must_be_clean()
