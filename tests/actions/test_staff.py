"""Staff: taken on, changed, given secrets; signing in, and not signing in too often (P26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.shop import TestShop
from tests.staff import OTHER_PASSWORD, OTHER_PIN, PASSWORD, PIN, acting, at_the_till, give_password, give_pin, take_on

from tillbook.actions.sign_in import SignInFailed, sign_in
from tillbook.actions.staff import (
    LastOwner,
    PersonPosted,
    RoleFixed,
    WrongSecret,
    change_staff,
    set_own_password,
    set_own_pin,
    set_password,
    set_pin,
    set_role,
)
from tillbook.core.rights import NOTHING_ALONE, Actor, NotAllowed, Right, approval
from tillbook.core.roles import BadLimit, BeyondOwnRights
from tillbook.core.secret import WeakSecret
from tillbook.db.transaction import reading
from tillbook.queries.postings import IdReused
from tillbook.queries.staff import StaffExists, UnknownRole, UnknownStaff


def journal(shop: TestShop) -> str:
    with reading() as tx:
        return "\n".join(row[0] for row in tx.rows("SELECT text FROM journal_entry ORDER BY id"))


# ---------------------------------------------------------------- taking on


def test_takes_on_a_cashier_who_signs_in_at_the_till_with_a_pin(shop: TestShop) -> None:
    posted = take_on(shop, "  Asha\tRao ", "Cashier")
    assert posted == PersonPosted(number="SF/26-27/000001", name="Asha Rao", role="cashier", active=True)
    assert give_pin(shop, "asha rao").number == "SF/26-27/000002"

    asha = at_the_till(shop, "ASHA RAO")

    assert (asha.staff_id, asha.name, asha.role) == (2, "Asha Rao", "cashier")
    assert Right.sell in asha.rights
    assert Right.manage_staff not in asha.rights


def test_the_same_command_again_takes_nobody_on_twice(shop: TestShop) -> None:
    first = take_on(shop, "Asha", "cashier", id="asha")

    again = take_on(shop, "Asha", "cashier", id="asha")

    assert (again.number, again.repeated) == (first.number, True)
    assert shop.count("staff") == 2
    with pytest.raises(IdReused):
        take_on(shop, "Ravi", "cashier", id="asha")
    with pytest.raises(IdReused):
        take_on(shop, "Asha", "manager", id="asha")


def test_names_tell_people_apart(shop: TestShop) -> None:
    take_on(shop, "Asha", "cashier")
    take_on(shop, "Ravi", "cashier")

    with pytest.raises(StaffExists, match="add what tells them apart"):
        take_on(shop, "ASHA", "manager")
    with pytest.raises(StaffExists):
        change_staff(id="x", name="Ravi", new_name="asha", now=shop.now, by=shop.owner)
    with pytest.raises(UnknownRole, match="owner, manager, cashier, accountant"):
        take_on(shop, "Lee", "boss")
    with pytest.raises(UnknownStaff):
        give_pin(shop, "Lee")


def test_a_person_is_renamed_given_another_role_and_let_go(shop: TestShop) -> None:
    take_on(shop, "Asha", "cashier")
    give_pin(shop, "Asha")

    married = change_staff(id="m", name="asha", new_name="Asha Nair", role="manager", now=shop.now, by=shop.owner)
    again = change_staff(id="m", name="asha", new_name="Asha Nair", role="manager", now=shop.now, by=shop.owner)
    same = change_staff(id="s", name="Asha Nair", role="manager", now=shop.now, by=shop.owner)
    gone = change_staff(id="g", name="Asha Nair", active=False, now=shop.now, by=shop.owner)

    assert (married.name, married.role, married.number) == ("Asha Nair", "manager", "SF/26-27/000003")
    assert (again.repeated, again.number) == (True, married.number)
    assert same.number == ""
    assert gone.active is False
    with pytest.raises(SignInFailed):
        at_the_till(shop, "Asha Nair")


def test_the_last_owner_stays_one(shop: TestShop) -> None:
    for change in ({"role": "manager"}, {"active": False}):
        with pytest.raises(LastOwner):
            change_staff(id="x", name="Owner", now=shop.now, by=shop.owner, **change)
    take_on(shop, "Asha", "owner")
    change_staff(id="down", name="Owner", role="cashier", now=shop.now, by=shop.owner)

    with pytest.raises(LastOwner):
        change_staff(id="x", name="Asha", active=False, now=shop.now, by=acting("Asha"))
    assert shop.owner.name == "Asha"


def test_no_secret_and_no_name_reaches_the_journal(shop: TestShop) -> None:
    take_on(shop, "Asha Rao", "cashier")
    give_pin(shop, "Asha Rao")
    give_password(shop, "Asha Rao")
    change_staff(id="n", name="Asha Rao", new_name="Asha Nair", now=shop.now, by=shop.owner)

    told = journal(shop)

    assert [word for word in ("Asha", "Rao", PIN + '"', PASSWORD, "argon2") if word in told] == []
    with reading() as tx:
        kept = tx.rows("SELECT name, role, password_hash, pin_hash FROM staff WHERE id = 2")[0]
    assert kept[:2] == ("Asha Nair", "cashier")
    assert all(text.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for text in kept[2:])


# ---------------------------------------------------------------- passwords and PINs


@pytest.mark.parametrize(
    "pin", ["123", "123456789", "0000", "1234", "4321", "7890", "1212", "1122", "2580", "1999", "12a4", "١٢٣٤", ""]
)
def test_a_pin_that_would_be_guessed_is_refused(shop: TestShop, pin: str) -> None:
    with pytest.raises(WeakSecret):
        give_pin(shop, "Owner", pin)


@pytest.mark.parametrize("password", ["", "short one", "aaaaaaaaaaaaaaa", "1234567890", "Qwertyuiop", "x" * 257])
def test_a_password_that_would_be_guessed_is_refused(shop: TestShop, password: str) -> None:
    with pytest.raises(WeakSecret):
        give_password(shop, "Owner", password)


def test_a_name_is_no_password(shop: TestShop) -> None:
    take_on(shop, "Asha Lakshmi Rao", "cashier")

    with pytest.raises(WeakSecret):
        give_password(shop, "Asha Lakshmi Rao", "asha lakshmi rao")


def test_the_same_secret_sent_again_is_kept_once_and_another_is_refused(shop: TestShop) -> None:
    def send(pin: str) -> PersonPosted:
        return set_pin(id="pin", name="Owner", pin=pin, now=shop.now, by=shop.owner)

    first = send(PIN)

    assert (send(PIN).number, send(PIN).repeated) == (first.number, True)
    with pytest.raises(IdReused):
        send(OTHER_PIN)
    give_pin(shop, "Owner", OTHER_PIN)
    assert send(PIN).repeated, "what was changed since cannot be compared"
    assert at_the_till(shop, "Owner", OTHER_PIN).name == "Owner"


def test_a_cashier_changes_their_own_with_the_old_one_alone(shop: TestShop) -> None:
    take_on(shop, "Asha", "cashier")
    give_pin(shop, "Asha")
    give_password(shop, "Asha")
    asha = acting("Asha")

    with pytest.raises(NotAllowed):
        set_pin(id="x", name="Asha", pin=OTHER_PIN, now=shop.now, by=asha)
    with pytest.raises(WrongSecret):
        set_own_pin(id="x", old=OTHER_PIN, pin="5260", source="console", now=shop.now, by=asha)
    with pytest.raises(WrongSecret):
        set_own_password(id="x", old=PIN, password=OTHER_PASSWORD, source="console", now=shop.now, by=asha)
    for _ in range(2):
        set_own_pin(id="pin", old=PIN, pin=OTHER_PIN, source="console", now=shop.now, by=asha)
        set_own_password(id="word", old=PASSWORD, password=OTHER_PASSWORD, source="console", now=shop.now, by=asha)

    assert at_the_till(shop, "Asha", OTHER_PIN) == asha
    assert sign_in(name="Asha", password=OTHER_PASSWORD, source="console", now=shop.now) == asha


# ---------------------------------------------------------------- roles


def test_a_role_of_the_shops_own_has_its_rights_and_limits(shop: TestShop) -> None:
    rights = {Right.sell, Right.see_reports}
    limits = {"line_discount_percent": Decimal("12.5"), "drawer_openings": None}
    made = set_role(id="r", name="supervisor", rights=rights, limits=limits, now=shop.now, by=shop.owner)
    again = set_role(id="r", name="supervisor", rights=rights, limits=limits, now=shop.now, by=shop.owner)
    take_on(shop, "Ravi", "supervisor")
    ravi = acting("Ravi")

    assert (made.number, again.number, again.repeated) == ("SF/26-27/000001", "SF/26-27/000001", True)
    assert ravi.rights == {Right.sell, Right.see_reports, Right.set_own_secret}
    assert ravi.limits == replace(NOTHING_ALONE, line_discount_percent=Decimal("12.5"), drawer_openings=None)
    with pytest.raises(IdReused):
        set_role(id="r", name="supervisor", rights={Right.sell}, now=shop.now, by=shop.owner)
    with pytest.raises(RoleFixed):
        set_role(id="x", name="helper", limits=limits, now=shop.now, by=shop.owner)


def test_a_role_that_every_shop_has_gets_other_limits_and_no_other_rights(shop: TestShop) -> None:
    take_on(shop, "Asha", "cashier")
    set_role(id="c", name="cashier", limits={"line_discount_percent": Decimal(10)}, now=shop.now, by=shop.owner)
    set_role(id="d", name="Cashier", limits={"sale_below_cost": True}, now=shop.now, by=shop.owner)
    asha = acting("Asha")

    assert asha.own_rights is None
    assert asha.limits == replace(NOTHING_ALONE, line_discount_percent=Decimal(10), sale_below_cost=True)
    with pytest.raises(RoleFixed, match="same in every shop"):
        set_role(id="x", name="cashier", rights={Right.sell}, now=shop.now, by=shop.owner)
    same = set_role(id="e", name="cashier", limits={"sale_below_cost": True}, now=shop.now, by=shop.owner)
    assert same.number == ""


def test_the_owners_limits_are_never_lowered(shop: TestShop) -> None:
    with pytest.raises(RoleFixed):
        set_role(id="x", name="Owner", limits={"drawer_openings": 0}, now=shop.now, by=shop.owner)


@pytest.mark.parametrize(
    "limits",
    [
        {"line_discount_percent": Decimal(101)},
        {"line_discount_percent": Decimal(-1)},
        {"bill_discount_percent": Decimal("0.001")},
        {"drawer_openings": -1},
        {"drawer_openings": True},
        {"return_without_receipt_minor": 10**12},
        {"sale_below_cost": None},
        {"patience": 3},
    ],
    ids=str,
)
def test_a_limit_that_cannot_be_one_is_refused(shop: TestShop, limits: dict[str, int]) -> None:
    with pytest.raises(BadLimit):
        set_role(id="x", name="cashier", limits=limits, now=shop.now, by=shop.owner)


def _manager_of_staff(shop: TestShop) -> Actor:
    set_role(id="hr", name="personnel", rights={Right.sell, Right.manage_staff}, now=shop.now, by=shop.owner)
    take_on(shop, "Priya", "personnel")
    return acting("Priya")


REACHES: dict[str, Callable[[TestShop, Actor], object]] = {
    "making an owner": lambda shop, by: take_on(shop, "Lee", "owner", by=by),
    "making a cashier, who may refund": lambda shop, by: take_on(shop, "Lee", "cashier", by=by),
    "becoming an owner": lambda shop, by: change_staff(id="x", name="Priya", role="owner", now=shop.now, by=by),
    "demoting the owner": lambda shop, by: change_staff(id="x", name="Owner", role="personnel", now=shop.now, by=by),
    "the owner's password": lambda shop, by: set_password(id="x", name="Owner", password=PASSWORD, now=shop.now, by=by),
    "the owner's PIN": lambda shop, by: set_pin(id="x", name="Owner", pin=PIN, now=shop.now, by=by),
    "a role with more rights": lambda shop, by: set_role(id="x", name="all", rights=set(Right), now=shop.now, by=by),
    "more limits for the own role": lambda shop, by: set_role(
        id="x", name="personnel", limits={"drawer_openings": 5}, now=shop.now, by=by
    ),
    "fewer rights for managers": lambda shop, by: set_role(
        id="x", name="manager", limits={"drawer_openings": 0}, now=shop.now, by=by
    ),
}


@pytest.mark.parametrize("reach", REACHES)
def test_nobody_hands_out_or_takes_over_what_they_do_not_have(shop: TestShop, reach: str) -> None:
    priya = _manager_of_staff(shop)

    with pytest.raises(BeyondOwnRights, match="ask the owner"):
        REACHES[reach](shop, priya)


def test_whoever_manages_staff_manages_those_who_may_not_do_more(shop: TestShop) -> None:
    priya = _manager_of_staff(shop)

    set_role(id="j", name="junior", rights={Right.sell}, now=shop.now, by=priya)
    take_on(shop, "Lee", "junior", by=priya)
    set_pin(id="p", name="Lee", pin=PIN, now=shop.now, by=priya)

    assert at_the_till(shop, "Lee").rights == {Right.sell, Right.set_own_secret}


def test_a_second_person_agrees_within_their_own_limits_alone(shop: TestShop) -> None:
    set_role(
        id="s",
        name="supervisor",
        rights={Right.sell},
        limits={"line_discount_percent": Decimal(20)},
        now=shop.now,
        by=shop.owner,
    )
    for name, role in (("Asha", "cashier"), ("Ravi", "supervisor")):
        take_on(shop, name, role)
    asha, ravi = acting("Asha"), acting("Ravi")
    both = Actor(staff_id=asha.staff_id, name=asha.name, role=asha.role, approver=ravi)

    def may(percent: int) -> int | None:
        return approval(both, lambda limits: percent <= (limits.line_discount_percent or 0), what="give that")

    assert (may(0), may(20)) == (None, ravi.staff_id)
    with pytest.raises(NotAllowed):
        may(21)
