"""Rights, limits, and who may agree to what (P26); what may be a password or a PIN."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.rights import (
    EVERYBODYS,
    LIMITS,
    NO_LIMITS,
    NOTHING_ALONE,
    RIGHTS,
    Actor,
    Limits,
    NeedsApproval,
    NotAllowed,
    Right,
    Role,
    approval,
    require,
)
from tillbook.core.roles import RoleNow, changed_limits, goes_beyond, kept_role, limits_text, rights_text
from tillbook.core.secret import PIN_LENGTH_MAX, PIN_LENGTH_MIN, WeakSecret, good_pin, is_pin, normalized

percents = st.none() | st.decimals(min_value=0, max_value=100, places=2)
limits = st.builds(
    Limits,
    line_discount_percent=percents,
    bill_discount_percent=percents,
    price_change_percent=percents,
    return_without_receipt_minor=st.none() | st.integers(0, 10**12 - 1),
    drawer_openings=st.none() | st.integers(0, 10_000),
    sale_below_cost=st.booleans(),
)
rights = st.frozensets(st.sampled_from(Right))


def somebody(role: str, staff_id: int = 1, **more: object) -> Actor:
    return Actor(staff_id=staff_id, name=f"Person {staff_id}", role=role, **more)  # type: ignore[arg-type]


def test_the_owner_may_do_everything_whatever_is_said_of_the_role() -> None:
    owner = somebody(Role.owner, own_rights=frozenset(), own_limits=NOTHING_ALONE)

    assert owner.rights == frozenset(Right)
    assert owner.limits == NO_LIMITS


def test_whoever_lacks_a_right_is_told_who_has_it() -> None:
    with pytest.raises(NotAllowed, match=r"Person 1 \(cashier\) may not receive; ask one of these: owner, manager\."):
        require(somebody(Role.cashier), Right.receive)


@given(limits, limits, limits)
def test_reaching_farther_is_an_order(one: Limits, other: Limits, third: Limits) -> None:
    assert one.covers(one)
    assert NO_LIMITS.covers(one)
    assert one.covers(NOTHING_ALONE)
    assert not (one.covers(other) and other.covers(one)) or one == other
    if one.covers(other) and other.covers(third):
        assert one.covers(third)


@given(limits)
def test_every_single_limit_counts(whole: Limits) -> None:
    for each in fields(Limits):
        less = replace(NO_LIMITS, **{each.name: getattr(NOTHING_ALONE, each.name)})
        assert not less.covers(NO_LIMITS)
        assert NO_LIMITS.covers(less)
        assert less.covers(whole) == (getattr(whole, each.name) == getattr(NOTHING_ALONE, each.name))


@given(rights, limits)
def test_a_role_is_read_as_it_was_kept(some: frozenset[Right], far: Limits) -> None:
    role = kept_role("helper", rights_text(some), limits_text(far))

    assert role == RoleNow(name="helper", set_rights=some | EVERYBODYS, set_limits=far)
    assert (role.rights, role.limits) == (some | EVERYBODYS, far)


@pytest.mark.parametrize("role", Role)
def test_a_role_of_which_nothing_is_kept_is_that_in_code(role: Role) -> None:
    kept = kept_role(role, "", "")

    assert (kept.own, kept.rights, kept.limits) == (False, RIGHTS[role], LIMITS[role])


@given(limits, limits)
def test_limits_that_are_not_named_stay(before: Limits, other: Limits) -> None:
    changed = changed_limits(before, {"drawer_openings": other.drawer_openings})

    assert changed == replace(before, drawer_openings=other.drawer_openings)


@given(rights, limits, rights, limits)
def test_nobody_reaches_beyond_themselves(
    mine: frozenset[Right], far: Limits, their: frozenset[Right], to: Limits
) -> None:
    role = RoleNow(name="helper", set_rights=their, set_limits=to)

    assert goes_beyond(mine, far, role) == (not (their <= mine and far.covers(to)))


@given(st.decimals(min_value=0, max_value=100, places=1), percents, percents)
def test_a_second_person_is_needed_exactly_beyond_the_limit_of_the_first(
    percent: Decimal, first: Decimal | None, second: Decimal | None
) -> None:
    def within(limit: Decimal | None) -> bool:
        return limit is None or percent <= limit

    agreeing = somebody("b", 2, own_limits=replace(NOTHING_ALONE, line_discount_percent=second))
    acting = somebody("a", own_limits=replace(NOTHING_ALONE, line_discount_percent=first), approver=agreeing)

    if within(first) or within(second):
        who = approval(acting, lambda each: within(each.line_discount_percent), what="give that")
        assert who == (None if within(first) else 2)
    else:
        with pytest.raises(NeedsApproval, match=r"may not give that alone"):
            approval(acting, lambda each: within(each.line_discount_percent), what="give that")


def test_nobody_agrees_to_their_own_doing() -> None:
    herself = somebody(Role.owner)

    with pytest.raises(NeedsApproval):
        approval(somebody(Role.cashier, approver=herself), lambda each: each.sale_below_cost, what="do that")


def test_most_pins_are_good_and_no_obvious_one_is() -> None:
    every = ["".join(digits) for digits in product("0123456789", repeat=4)]
    refused = {pin for pin in every if not _is_good(pin)}

    # 100 like 1212, 90 more like 1122, 198 more years, 8 runs up and 8 down, 5 shapes.
    assert len(refused) == 100 + 90 + 198 + 8 + 8 + 5
    assert {"0000", "1111", "1234", "4321", "0987", "1212", "7788", "2580", "1984", "2026"} <= refused


def _is_good(pin: str) -> bool:
    try:
        return good_pin(pin) == pin
    except WeakSecret:
        return False


@given(st.text(max_size=12))
def test_a_pin_is_digits_that_a_till_has_keys_for(text: str) -> None:
    digits = set(text) <= set("0123456789")

    assert is_pin(text) == (digits and PIN_LENGTH_MIN <= len(text) <= PIN_LENGTH_MAX)


@given(st.text(max_size=40))
def test_a_password_is_normalized_once_and_for_all(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)
