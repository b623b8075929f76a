"""A second person's agreement: for one request of one session, for a minute (P26)."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from tests.api.pages import PASSWORD, Page, page_of, paired_page
from tests.shop import TEA, TestShop
from tests.staff import PIN

from tillbook.db.transaction import reading

MEERAS_PIN = "9382"


def text_of(percent: str = "10", id: str = "s-1") -> str:
    line = {"product": TEA, "quantity": "1", "discount": {"percent": percent}}
    return json.dumps({"id": id, "lines": [line], "tenders": [{"type": "cash", "amount": "500.00"}]})


@pytest.fixture
def till(shop_of_three: TestShop) -> Page:
    """Asha at register 1."""
    shop_of_three.receive(TEA, "5")
    page = paired_page(shop_of_three)
    assert page.sign_in("Asha", pin=PIN).status == 201
    return page


def approval(page: Page, body: str, **who: str) -> Any:
    return page.post("/approvals", {"body": body, **(who or {"name": "Meera", "pin": MEERAS_PIN})})


def sell(page: Page, body: str, agreed: str = "") -> Any:
    return page.post("/sales", body.encode(), **({"Approval": agreed} if agreed else {}))


def test_a_sale_beyond_the_limits_of_the_first_is_posted_with_both_names(till: Page) -> None:
    body = text_of()
    refused = sell(till, body)
    assert (refused.status, refused.json["code"]) == (403, "needs_approval")

    agreed = approval(till, body)
    assert (agreed.status, agreed.json["expires_in"]) == (201, 60)
    sold = sell(till, body, agreed.json["approval"])

    assert (sold.status, sold.json["cashier"], sold.json["total"]) == (201, "Asha", "85.50")
    assert sell(till, body, agreed.json["approval"]).status == 200
    with reading() as tx:
        row = tx.row(
            """SELECT first.name, second.name FROM posting p JOIN staff first ON first.id = p.staff_id
            JOIN staff second ON second.id = p.approved_by_id WHERE p.client_id = 's-1'"""
        )
    assert row == ("Asha", "Meera")


def test_it_is_good_for_nothing_else(till: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    body = text_of()
    agreed = approval(till, body).json["approval"]

    for other in (text_of("50"), text_of(id="s-2"), body + " "):
        refused = sell(till, other, agreed)
        assert (refused.status, refused.json["code"]) == (409, "approval_invalid")
    other_page = paired_page(till.shop)
    other_page.sign_in("Asha", pin=PIN)
    assert sell(other_page, body, agreed).json["code"] == "approval_invalid"
    assert sell(till, body, agreed[:-1] + "x").json["code"] == "approval_invalid"
    assert sell(till, body, "nonsense").json["code"] == "approval_invalid"
    till.sign_in("Asha", pin=PIN)
    assert sell(till, body, agreed).json["code"] == "approval_invalid"

    fresh = approval(till, body).json["approval"]
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 61)
    assert sell(till, body, fresh).json["code"] == "approval_invalid"


def test_nobody_agrees_to_what_they_do_themselves(till: Page) -> None:
    refused = approval(till, text_of(), name="Asha", pin=PIN)
    assert (refused.status, refused.json["code"]) == (403, "no_second_person")


def test_whoever_may_no_more_than_the_first_is_of_no_help(till: Page) -> None:
    from tests.staff import OTHER_PIN, give_pin, take_on

    take_on(till.shop, "Ravi", "cashier")
    give_pin(till.shop, "Ravi", OTHER_PIN)
    agreed = approval(till, text_of(), name="Ravi", pin=OTHER_PIN).json["approval"]
    assert sell(till, text_of(), agreed).json["code"] == "needs_approval"


def test_elsewhere_the_second_person_needs_the_password(shop_of_three: TestShop) -> None:
    shop_of_three.receive(TEA, "5")
    page = page_of(shop_of_three)
    page.sign_in("Asha")
    assert approval(page, text_of()).json["code"] == "not_paired"
    agreed = approval(page, text_of(), name="Meera", password=PASSWORD).json["approval"]
    assert sell(page, text_of(), agreed).status == 201


def test_wrong_pins_are_counted_here_too(till: Page) -> None:
    tried = [approval(till, text_of(), name="Meera", pin="1357").status for _ in range(6)]
    assert tried == [401] * 5 + [429]
    assert approval(till, "", name="Meera", pin=MEERAS_PIN).status == 422


def test_a_stranger_can_ask_for_none(shop_of_three: TestShop) -> None:
    page = page_of(shop_of_three)
    page.state()
    assert approval(page, text_of()).status == 401
