"""`tillbook cart`: what waits, what expired, what was voided; as tables and as JSON."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.command_line import inside
from tests.shop import OIL, TEA, TestShop

from tillbook.actions.cart import drop_cart, hold_cart, keep_cart
from tillbook.actions.registers import add_register
from tillbook.cli.console.claim import Claims
from tillbook.cli.running import now
from tillbook.core.discount import Discount
from tillbook.core.kept_cart import KeptCart, Step
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.transaction import transaction_of_one_action

LINE = WantedLine(product=TEA, quantity_milli=2_000)


@pytest.fixture
def home(shop: TestShop) -> Path:
    """A shop where a cart is on hold since an hour, and another was left open a minute ago."""
    an_hour_ago = now() - timedelta(hours=1)
    keep_cart(cart("held-0001"), now=an_hour_ago, by=shop.owner)
    hold_cart("held-0001", name="blue coat", now=an_hour_ago, by=shop.owner)
    keep_cart(cart("open-0002", lines=(LINE, WantedLine(product=OIL, quantity_milli=1_000))), now=now(), by=shop.owner)
    return shop.home


def cart(id: str, **more: object) -> KeptCart:
    plain = KeptCart(
        id=id,
        register="1",
        opened_at=now(),
        step=Step.lines,
        lines=(LINE,),
        prices_seen=((TEA, Decimal("95.00")),),
    )
    return KeptCart(**{**{name: getattr(plain, name) for name in plain.__slots__}, **more})


def test_the_carts_that_wait_are_listed_the_latest_first(home: Path) -> None:
    ran = inside(home, "cart", "list")
    assert ran.status == 0
    [heading, first, second] = ran.out.splitlines()
    assert heading.split() == ["Cart", "Name", "State", "Register", "Touched", "By", "Lines", "Holds"]
    assert first.startswith("open-000 "), "as much of its id as tells it apart"
    assert first.endswith("2 × Darjeeling, 1 × Mustard oil")
    assert "blue coat  on hold" in second

    listed = inside(home, "cart", "list", "--json").json
    assert [(each["id"], each["name"], each["state"], each["register"]) for each in listed] == [
        ("open-0002", "", "open", "1"),
        ("held-0001", "blue coat", "on hold", "1"),
    ]
    assert listed[1]["lines"] == [
        {"product": TEA, "quantity": "2", "seen_price": "95.00", "unit_price": None, "discount": None, "lot": ""}
    ]


def test_a_cart_is_shown_with_what_happened_to_it(home: Path, shop: TestShop) -> None:
    smaller = cart(
        "held-0001",
        lines=(WantedLine(product=TEA, quantity_milli=500, unit_price=Decimal("90"), lot="L-7"),),
        discount=Discount(amount_minor=5_00),
        customer=WantedCustomer(name="Asha"),
        coupons=("TEN",),
    )
    keep_cart(smaller, now=now(), by=shop.owner)

    told = inside(home, "cart", "show", "BLUE coat")
    assert "blue coat, on hold at register 1" in told.out
    assert "id held-0001" in told.out
    assert "Darjeeling" in told.out
    assert told.out.splitlines()[-1].endswith("Owner  void line")

    answer = inside(home, "cart", "show", "held", "--json").json
    assert answer["lines"][0]["unit_price"] == "90.00"
    assert answer["lines"][0]["lot"] == "L-7"
    assert answer["discount"] == {"amount": "5.00"}
    assert (answer["coupons"], answer["customer"]["name"]) == (["TEN"], "Asha")
    assert [event["kind"] for event in answer["events"]] == ["hold", "void_line"]
    assert answer["events"][1]["lines"] == [{"product": TEA, "quantity": "1.5", "price": "95.00"}]


def test_a_cart_is_held_recalled_at_another_register_and_dropped(home: Path, shop: TestShop) -> None:
    add_register(id="second", code="2", now=now(), by=shop.owner)

    assert inside(home, "cart", "hold", "open-0002", "--name", "lunch").out == "The cart lunch is on hold.\n"
    held = inside(home, "cart", "recall", "lunch", "--register", "2", "--json").json
    assert (held["state"], held["register"]) == ("open", "2")
    assert inside(home, "cart", "drop", "lunch").out == "The cart open-0002 was dropped; nothing was sold.\n"
    assert inside(home, "cart", "drop", "held-0001", "--json").json == {"id": "held-0001", "dropped": True}

    assert inside(home, "cart", "list", "--json").json == []
    voided = inside(home, "cart", "voids", "--json").json
    assert [(each["product"], each["quantity"], each["price"], each["kind"]) for each in voided] == [
        (TEA, "2", "95.00", "drop"),
        (OIL, "1", None, "drop"),
        (TEA, "2", "95.00", "drop"),
    ]


def test_voids_are_listed_by_day(home: Path, shop: TestShop) -> None:
    shop.now = now() - timedelta(days=30)
    drop_cart("held-0001", now=shop.now, by=shop.owner)
    day = shop.now.astimezone().date()

    assert inside(home, "cart", "voids", "--json").json == []
    assert inside(home, "cart", "voids").err.startswith("Nothing was voided on ")
    found = [each for shift in (-1, 0, 1) for each in voids_of(home, day + timedelta(days=shift))]
    assert [(each["name"], each["staff"], each["cart"]) for each in found] == [("Darjeeling", "Owner", "held-0001")]
    told = inside(home, "cart", "voids", "--day", found[0]["day"])
    assert "Darjeeling" in told.out
    assert "cart dropped" in told.out

    refused = inside(home, "cart", "voids", "--day", "yesterday", "--json")
    assert (refused.status, refused.error["code"]) == (2, "wrong_usage")


def voids_of(home: Path, day: object) -> list[dict[str, str]]:
    found: list[dict[str, str]] = inside(home, "cart", "voids", "--day", str(day), "--json").json
    return found


def test_carts_nobody_touched_are_listed_as_expired_until_they_are_dropped(home: Path, shop: TestShop) -> None:
    keep_cart(cart("held-0001"), now=now() - timedelta(hours=25), by=shop.owner)

    assert [each["id"] for each in inside(home, "cart", "list", "--json").json] == ["open-0002"]
    [gone] = inside(home, "cart", "expired", "--json").json
    assert (gone["id"], gone["state"], gone["lines"][0]["quantity"]) == ("held-0001", "expired", "2")
    assert "expired" in inside(home, "cart", "expired").out

    assert inside(home, "cart", "recall", "held-0001").status == 0
    assert inside(home, "cart", "expired").err == "No cart has expired.\n"


@pytest.mark.parametrize("what", ["show", "hold", "recall", "drop"])
def test_a_cart_that_is_not_there_is_refused(home: Path, what: str) -> None:
    ran = inside(home, "cart", what, "nosuch", "--json")

    assert (ran.status, ran.error["code"]) == (3, "unknown_cart")
    assert "tillbook cart list" in ran.error["message"]


@pytest.mark.parametrize("what", ["hold", "recall", "drop"])
def test_a_cart_that_a_till_works_on_is_left_alone(home: Path, what: str) -> None:
    till = Claims(home)
    assert till.take("open-0002")

    ran = inside(home, "cart", what, "open-0002", "--json")

    assert (ran.status, ran.error["code"]) == (3, "cart_in_use")
    till.let_go()


def test_a_cart_of_another_version_is_listed_all_the_same(home: Path) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE cart SET content = '{}' WHERE client_id = 'open-0002'")

    assert "stored by another version of this program" in inside(home, "cart", "list").out
    assert inside(home, "cart", "list", "--json").json[0]["unreadable"] is True
    refused = inside(home, "cart", "recall", "open-0002", "--json")
    assert (refused.status, refused.error["code"]) == (3, "cart_unreadable")
    assert inside(home, "cart", "drop", "open-0002").status == 0


def test_hostile_names_steer_nothing(home: Path) -> None:
    assert inside(home, "cart", "hold", "open-0002", "--name", "<b>{{7*7}} =cmd|x\x1b[2J \u202e").status == 0

    for words in (("list",), ("show", "open-0002")):
        out = inside(home, "cart", *words).out
        assert "<b>{{7*7}} =cmd|x" in out
        assert "\u202e" not in out
        assert "\x1b" not in out
