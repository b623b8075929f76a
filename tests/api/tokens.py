"""Tokens for tests."""

from __future__ import annotations

from tests.shop import TestShop

from tillbook.actions.access import create_token


def token_of(shop: TestShop, role: str) -> str:
    """The token of a program of this role, which is called "Test" and the role."""
    token = f"test-token-of-the-{role}"
    create_token(id=f"token-{role}", name=f"Test {role}", role=role, token=token, now=shop.now, by=shop.owner)
    return token
