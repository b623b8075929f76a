"""Tokens for tests."""

from __future__ import annotations

import hashlib

from tests.shop import TestShop

from tillbook.db.statements import stored_instant
from tillbook.db.transaction import transaction_of_one_action


def token_of(shop: TestShop, role: str) -> str:
    """A token of somebody in this role."""
    token = f"test-token-of-the-{role}"
    with transaction_of_one_action() as tx:
        row = tx.row("SELECT id FROM staff WHERE role = ? ORDER BY id LIMIT 1", (role,))
        staff_id = (
            row[0]
            if row
            else tx.insert(
                "INSERT INTO staff (name, role, active, password_hash, pin_hash) VALUES (?, ?, 1, '', '')",
                (f"Test {role}", role),
            )
        )
        tx.write(
            "INSERT INTO api_token (staff_id, name, token_sha256, created_at) VALUES (?, ?, ?, ?)",
            (staff_id, f"{role}-{staff_id}", hashlib.sha256(token.encode()).hexdigest(), stored_instant(shop.now)),
        )
    return token
