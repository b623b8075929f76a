"""Who is asking, and who buys."""

from __future__ import annotations

from tillbook.core.rights import Actor
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx

FOUND_MAX = 20


def owner(tx: Tx) -> Actor:
    """The owner of the shop: who the owner of the machine acts as until staff sign in."""
    row = tx.row("SELECT id, name, role FROM staff WHERE role = 'owner' AND active ORDER BY id LIMIT 1")
    assert row is not None, "a shop has an owner"
    return Actor(staff_id=row[0], name=row[1], role=row[2])


def known_customers(tx: Tx, text: str) -> list[WantedCustomer]:
    """Customers of the code `text`, or whose name, a word of it, phone or e-mail starts so; at most FOUND_MAX, by name.

    Who was merged is found as the one that was kept; who was erased is not.
    """
    words = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    rows = tx.rows(
        r"""SELECT name, email, phone, code FROM customer WHERE erased_at IS NULL AND id IN (
            SELECT COALESCE(merged_into_id, id) FROM customer WHERE name LIKE ? ESCAPE '\'
                OR name LIKE ? ESCAPE '\' OR phone LIKE ? ESCAPE '\' OR email LIKE ? ESCAPE '\' OR code = ?
            UNION SELECT customer_id FROM customer_phone WHERE phone LIKE ? ESCAPE '\')
        ORDER BY name, id LIMIT ?""",
        (f"{words}%", f"% {words}%", f"%{words}%", f"{words}%", text, f"%{words}%", FOUND_MAX),
    )
    return [WantedCustomer(name=row[0], email=row[1], phone=row[2], code=row[3] or "") for row in rows]
