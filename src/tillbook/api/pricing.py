"""A cart priced without a shop: `POST /price`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.api.answers import PricedCart
from tillbook.api.base import SIGNED_IN, answer, operation
from tillbook.formats.cart_json import CartJson, price_json

router = Router(tags=["selling"])


@operation(router, "POST", "/price", right=SIGNED_IN, answers={200: PricedCart})
def price(request: HttpRequest, body: CartJson) -> HttpResponse:
    """Price a cart as it is given: its prices, taxes and discounts; nothing is stored."""
    return answer(price_json(body))
