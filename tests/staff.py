"""Short ways to take on staff, give them secrets, and have them sign in."""

from __future__ import annotations

from tests.shop import TestShop

from tillbook.actions.sign_in import sign_in_at_register
from tillbook.actions.staff import PersonPosted, add_staff, set_password, set_pin
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.queries.staff import actor_of, person

PASSWORD, OTHER_PASSWORD = "seven grey herons", "a kettle in the rain"
PIN, OTHER_PIN = "4071", "9382"


def take_on(shop: TestShop, name: str, role: str, *, id: str = "", by: Actor | None = None) -> PersonPosted:
    return add_staff(id=id or shop.new_id(), name=name, role=role, now=shop.now, by=by or shop.owner)


def give_pin(shop: TestShop, name: str, pin: str = PIN) -> PersonPosted:
    return set_pin(id=shop.new_id(), name=name, pin=pin, now=shop.now, by=shop.owner)


def give_password(shop: TestShop, name: str, password: str = PASSWORD) -> PersonPosted:
    return set_password(id=shop.new_id(), name=name, password=password, now=shop.now, by=shop.owner)


def acting(name: str) -> Actor:
    """A person with the rights they have now."""
    with reading() as tx:
        return actor_of(tx, person(tx, name))


def at_the_till(shop: TestShop, name: str, pin: str = PIN, source: str = "register 1") -> Actor:
    return sign_in_at_register(name=name, pin=pin, source=source, now=shop.now)
