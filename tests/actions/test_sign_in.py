"""Signing in: by password or PIN, not too often, and telling a guesser nothing (P26)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import extract_parameters
from tests.shop import TestShop
from tests.staff import PASSWORD, PIN, at_the_till, give_password, give_pin

from tillbook.actions.sign_in import SignInFailed, sign_in
from tillbook.core.errors import Refusal
from tillbook.db.transaction import reading
from tillbook.ledgers.proving import TooManyAttempts
from tillbook.ledgers.secrets import NOBODYS, new_pin


def test_nobody_has_a_secret_from_the_start(shop: TestShop) -> None:
    for guess in ("", "owner", "password", "admin", "0000", "1234"):
        with pytest.raises((SignInFailed, TooManyAttempts)):
            sign_in(name="Owner", password=guess, source="console", now=shop.now)


def test_a_password_is_no_pin_and_a_pin_no_password(shop: TestShop) -> None:
    give_password(shop, "Owner")
    give_pin(shop, "Owner")

    with pytest.raises(SignInFailed):
        at_the_till(shop, "Owner", PASSWORD)
    with pytest.raises(SignInFailed):
        sign_in(name="Owner", password=PIN, source="office", now=shop.now)


def test_a_password_typed_on_another_keyboard_is_the_same(shop: TestShop) -> None:
    give_password(shop, "Owner", "caf\u00e9 au lait matin")

    assert sign_in(name="Owner", password="cafe\u0301 au lait matin", source="office", now=shop.now) == shop.owner


def test_five_wrong_pins_close_the_account_for_a_quarter_of_an_hour(shop: TestShop) -> None:
    give_pin(shop, "Owner")
    began = shop.now
    for minute in range(5):
        shop.now = began + timedelta(minutes=minute)
        with pytest.raises(SignInFailed):
            at_the_till(shop, "Owner", "9999")

    with pytest.raises(TooManyAttempts, match="wait 11 minutes"):
        at_the_till(shop, "Owner")

    shop.now = began + timedelta(minutes=14, seconds=59)
    with pytest.raises(TooManyAttempts, match="wait 1 minute,"):
        at_the_till(shop, "Owner")
    shop.now = began + timedelta(minutes=15)
    assert at_the_till(shop, "Owner") == shop.owner
    assert shop.count("sign_in_failure") == 0


def test_the_right_pin_forgives_the_wrong_ones_before_it(shop: TestShop) -> None:
    give_pin(shop, "Owner")
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInFailed):
                at_the_till(shop, "Owner", "9999")
        at_the_till(shop, "Owner")


def test_twenty_wrong_ones_from_one_place_close_that_place_alone(shop: TestShop) -> None:
    give_pin(shop, "Owner")
    for number in range(20):
        with pytest.raises(SignInFailed):
            at_the_till(shop, f"Nobody {number}", "9999", source="a stranger")

    with pytest.raises(TooManyAttempts):
        at_the_till(shop, "Owner", source="a stranger")
    assert at_the_till(shop, "Owner", source="register 1") == shop.owner


def test_a_name_that_nobody_has_is_answered_like_a_wrong_secret(shop: TestShop) -> None:
    give_pin(shop, "Owner")
    answers = []
    for name in ("Owner", "Nobody"):
        for _ in range(6):
            with pytest.raises(Refusal) as refused:
                at_the_till(shop, name, "9999", source=name)
            answers.append((refused.value.code, refused.value.message))

    assert answers[:6] == answers[6:]
    assert extract_parameters(NOBODYS) == extract_parameters(new_pin(PIN).hash), "it takes as long"


def test_what_was_typed_for_a_name_is_not_kept(shop: TestShop) -> None:
    with pytest.raises(SignInFailed):
        sign_in(name=PASSWORD, password="asha", source="office", now=shop.now)

    with reading() as tx:
        (account,) = tx.rows("SELECT account FROM sign_in_failure")[0]
    assert PASSWORD not in account
    assert len(account) == 64


def test_a_clock_set_back_locks_nobody_out(shop: TestShop) -> None:
    give_pin(shop, "Owner")
    today = shop.now
    shop.now = today + timedelta(days=3000)
    for _ in range(5):
        with pytest.raises(SignInFailed):
            at_the_till(shop, "Owner", "9999")

    shop.now = today
    assert at_the_till(shop, "Owner") == shop.owner
