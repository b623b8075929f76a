"""Carts against what was recorded of them: nothing that was voided, held or expired vanished without a word (P7)."""

from __future__ import annotations

import json

from tillbook.queries.verify.facts import Facts

PAGE = 5_000
_EVENTS = "SELECT id, cart_id, kind, detail FROM cart_event WHERE id > ? ORDER BY id LIMIT ?"
_LAST = """(SELECT e.kind FROM cart_event e WHERE e.cart_id = c.client_id AND e.kind IN ({kinds})
    ORDER BY e.id DESC LIMIT 1)"""
_STATES = f"""SELECT c.client_id, CASE WHEN c.expired_at IS NULL THEN 'on hold' ELSE 'expired' END
    FROM cart c
    WHERE (c.held_at IS NOT NULL AND {_LAST.format(kinds="'hold', 'recall'")} IS NOT 'hold')
    OR (c.expired_at IS NOT NULL AND {_LAST.format(kinds="'hold', 'recall', 'expire'")} IS NOT 'expire')
    ORDER BY c.client_id"""  # noqa: S608  (our own words)
_LOST = """SELECT c.client_id, e.kind FROM cart c JOIN cart_event e ON e.cart_id = c.client_id
    WHERE e.id = (SELECT MAX(last.id) FROM cart_event last WHERE last.cart_id = c.client_id)
    AND ((e.kind = 'hold' AND c.held_at IS NULL)
        OR (e.kind = 'expire' AND c.expired_at IS NULL AND c.updated_at < e.at)) ORDER BY c.client_id"""
_DROPPED = """SELECT c.client_id FROM cart c WHERE EXISTS (SELECT 1 FROM cart_event e
    WHERE e.cart_id = c.client_id AND e.kind = 'drop' AND e.at > c.updated_at) ORDER BY c.client_id"""
_GONE = """SELECT e.cart_id, e.kind FROM cart_event e
    WHERE e.id = (SELECT MAX(last.id) FROM cart_event last WHERE last.cart_id = e.cart_id)
    AND e.kind IN ('hold', 'recall', 'expire')
    AND NOT EXISTS (SELECT 1 FROM cart c WHERE c.client_id = e.cart_id)
    AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.client_id = e.cart_id) ORDER BY e.id"""
_WORDS = {"hold": "put on hold", "recall": "recalled", "expire": "expired"}


def check_carts(facts: Facts) -> None:
    """Every event can be read, every cart is as its events left it, and none went without being sold or dropped."""
    last = count = 0
    while rows := facts.tx.rows(_EVENTS, (last, PAGE)):
        for _, cart, kind, detail in rows:
            if not _is_whole(kind, detail):
                facts.found.add("cart_event", f"Cart {cart}", f"has an event {kind!r} that cannot be: {detail!r}")
        last = rows[-1][0]
        count += len(rows)
    for cart, state in facts.tx.rows(_STATES):
        facts.found.add("cart_state", f"Cart {cart}", f"is {state}, and nobody put it there")
    for cart, kind in facts.tx.rows(_LOST):
        facts.found.add("cart_state", f"Cart {cart}", f"was {_WORDS[kind]}, and stands as if it had not been")
    for (cart,) in facts.tx.rows(_DROPPED):
        facts.found.add("cart_state", f"Cart {cart}", "was dropped, and is still there as it was")
    for cart, kind in facts.tx.rows(_GONE):
        facts.found.add("cart_gone", f"Cart {cart}", f"was {_WORDS[kind]}, then neither sold nor dropped, and is gone")
    facts.checked["cart_events"] = count


def _is_whole(kind: object, detail: object) -> bool:
    """Whether an event of this kind can have this detail."""
    if kind in ("hold", "expire"):
        return detail == ""
    if kind not in ("recall", "void_line", "drop"):
        return False
    try:
        told = json.loads(str(detail))
    except ValueError:
        return False
    if not isinstance(told, dict):
        return False
    if kind == "recall":
        return set(told) == {"from", "to"} and all(isinstance(register, str) for register in told.values())
    lines = told.get("lines")
    return set(told) == {"lines"} and isinstance(lines, list) and all(_is_line(line) for line in lines)


def _is_line(line: object) -> bool:
    match line:
        case [str(), int(milli), str() | None] if milli > 0 and not isinstance(milli, bool):
            return True
    return False
