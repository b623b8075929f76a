"""Codes that a customer scans to pay."""

from __future__ import annotations

import pytest
from tests.api.calling import Api
from tests.shop import TEA, TestShop

from tillbook.actions.settings import change_setting
from tillbook.core.errors import Refusal
from tillbook.formats.payment_codes import epc_svg, upi_uri


def set_up(shop: TestShop, key: str, text: str) -> None:
    change_setting(id=shop.new_id(), key=key, text=text, now=shop.now, by=shop.owner)


def code(api: Api, question: str) -> tuple[int, bytes, str]:
    answer = api.get(f"/carts/c-1/payment-code?{question}")
    return answer.status, answer.body, "" if answer.json is None else answer.json["code"]


def put(api: Api) -> None:
    assert api.put("/carts/c-1", {"lines": [{"product": TEA, "quantity": "2"}]}).status == 200


def test_a_shop_says_first_where_the_money_goes(cashier: Api) -> None:
    put(cashier)
    assert code(cashier, "type=upi")[::2] == (409, "payment_code_not_set_up")
    set_up(cashier.shop, "upi_id", "corner.shop@okbank")
    status, picture, _ = code(cashier, "type=upi")
    assert (status, picture[:4]) == (200, b"<svg")
    assert code(cashier, "type=upi&amount=10")[1] != picture
    assert code(cashier, "type=bank")[::2] == (409, "payment_code_not_set_up")
    assert (code(cashier, "type=upi&amount=x")[0], code(cashier, "type=upi&amount=-1")[0]) == (422, 422)
    assert code(cashier, "type=cheque")[0] == 422
    assert cashier.get("/carts/none/payment-code?type=upi").status == 404


def test_a_code_asks_for_exactly_the_rest() -> None:
    uri = upi_uri(upi_id="a@b", name='Corner & "Shop"', amount_minor=100_050, note="₹&pa=thief@b")
    assert uri == ("upi://pay?pa=a@b&pn=Corner%20%26%20%22Shop%22&am=1000.50&cu=INR&tn=%E2%82%B9%26pa%3Dthief@b")
    assert epc_svg(iban="DE89370400440532013000", name="Laden", amount_minor=1, text="Laden").startswith("<svg")


@pytest.mark.parametrize(
    ("key", "text"),
    [("upi_id", "shop"), ("upi_id", "a b@bank"), ("upi_id", "a@b&am=1"), ("iban", "DE00"), ("iban", "x")],
)
def test_what_is_no_account_is_refused(shop: TestShop, key: str, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        set_up(shop, key, text)
    assert refused.value.path == key


def test_an_account_is_kept_without_blanks_and_may_be_taken_away(shop: TestShop) -> None:
    set_up(shop, "iban", "de89 3704 0044 0532 0130 00")
    from tillbook.db.transaction import reading
    from tillbook.queries.till import settings

    with reading() as tx:
        assert settings(tx).iban == "DE89370400440532013000"
    set_up(shop, "iban", "")
    with reading() as tx:
        assert settings(tx).iban == ""
