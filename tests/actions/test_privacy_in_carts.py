"""Who buys may stand in a cart that waits: the kept one after a merge, nobody after an erasure (P23)."""

from __future__ import annotations

from dataclasses import replace

from tests.credit import customer
from tests.shop import TEA, TestShop

from tillbook.actions.cart import hold_cart, keep_cart
from tillbook.actions.customers import CustomerChange, add_customer, erase_person, export_person, merge_customers
from tillbook.core.kept_cart import KeptCart, read_cart
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.carts import cart_of_id

NOBODY = WantedCustomer()


def keep(shop: TestShop, id: str, buyer: WantedCustomer, *, called: str = "") -> KeptCart:
    """A cart of this buyer, put aside under a name."""
    cart = KeptCart(
        id=id,
        register="1",
        opened_at=shop.now,
        customer=buyer,
        lines=(WantedLine(product=TEA, quantity_milli=2_000),),
        tenders=(Tendered(type="cash", amount_minor=200_00),),
    )
    keep_cart(cart, now=shop.now, by=shop.owner)
    hold_cart(id, name=called, now=shop.now, by=shop.owner)
    return cart


def stands(id: str) -> tuple[WantedCustomer, str]:
    """Who buys a cart, and what it was put aside as."""
    with reading() as tx:
        stored = cart_of_id(tx, id)
    assert stored is not None
    return read_cart(stored.content).customer, stored.name


def test_an_erased_person_is_in_no_cart_any_more_by_whatever_they_were_known(shop: TestShop) -> None:
    asha = customer(shop, "ASHA", email="asha@example.com", phones=("+919876543210", "+919876543211"))
    for part, value in (
        ("code", "ASHA"),
        ("email", "asha@example.com"),
        ("phone", "+919876543211"),
        ("name", "asha rao"),
    ):
        keep(shop, part, WantedCustomer(**{part: value}), called="coat")
    keep(shop, "put aside", NOBODY, called="ASHA RAO, blue coat")
    keep(shop, "another", WantedCustomer(name="Asha Rao", phone="+919000000000"), called="Natasha Raoul")

    erase_person(asha, now=shop.now, by=shop.owner)

    for part in ("code", "email", "phone"):
        assert stands(part) == (NOBODY, ""), part
    assert stands("name") == (NOBODY, "coat")
    assert stands("put aside") == (NOBODY, "")
    assert stands("another") == (WantedCustomer(name="Asha Rao", phone="+919000000000"), "Natasha Raoul")


def test_who_is_known_by_a_name_alone_is_found_in_carts_by_it(shop: TestShop) -> None:
    asha = add_customer(CustomerChange(name="Asha"), now=shop.now, by=shop.owner).customer_id
    keep(shop, "theirs", WantedCustomer(name="Asha"), called="coat")

    assert [cart["id"] for cart in carts_told(shop, asha)] == ["theirs"]
    erase_person(asha, now=shop.now, by=shop.owner)

    assert stands("theirs") == (NOBODY, "")


def test_what_a_person_gets_of_themselves_names_their_carts(shop: TestShop) -> None:
    asha = customer(shop, "ASHA")
    keep(shop, "theirs", WantedCustomer(name="Asha Rao", code="ASHA"), called="coat")
    keep(shop, "another", WantedCustomer(name="Asha Rao", code="OTHER"))

    assert carts_told(shop, asha) == [
        {
            "id": "theirs",
            "put_aside_as": "coat",
            "customer": {"name": "Asha Rao", "email": "", "phone": "", "code": "ASHA"},
            "lines": [{"product": TEA, "quantity": "2"}],
        }
    ]


def test_a_cart_of_who_was_merged_is_the_kept_ones_and_forgets_both(shop: TestShop) -> None:
    kept = customer(shop, "ASHA", phones=("+919876543210",))
    double = customer(shop, "DOUBLE", email="rao@example.com")
    keep(shop, "waits", WantedCustomer(name="Double Rao", code="DOUBLE"), called="Double Rao")
    keep(shop, "kept", WantedCustomer(code="ASHA"))

    merge_customers(id="merge", kept_id=kept, other_id=double, now=shop.now, by=shop.owner)

    asha = WantedCustomer(name="Asha Rao", email="rao@example.com", phone="+919876543210", code="ASHA")
    assert stands("waits") == (asha, "Double Rao")
    assert stands("kept") == (WantedCustomer(code="ASHA"), "")
    erase_person(kept, now=shop.now, by=shop.owner)
    assert stands("waits") == stands("kept") == (NOBODY, "")


def test_a_cart_that_was_paid_repeats_as_it_was_sent_after_a_merge(shop: TestShop) -> None:
    kept, double = customer(shop, "ASHA"), customer(shop, "DOUBLE")
    cart = keep(shop, "paid", WantedCustomer(code="DOUBLE", name="Double"))
    shop.post(cart.wanted())

    merge_customers(id="merge", kept_id=kept, other_id=double, now=shop.now, by=shop.owner)

    buyer, _ = stands("paid")
    assert buyer == cart.customer
    assert shop.post(replace(cart, customer=buyer).wanted()).repeated


def carts_told(shop: TestShop, customer_id: int) -> list[dict[str, object]]:
    told = export_person(customer_id, by=shop.owner)["carts"]
    assert isinstance(told, list)
    return told
