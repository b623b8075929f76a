"""Callers of the API of a shop of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from tests.api.calling import Api
from tests.api.tokens import token_of
from tests.shop import TestShop

from tillbook.api.throttle import BUCKETS


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
