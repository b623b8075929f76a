"""Pictures of products: shown, put there, taken away."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.pictures import put_picture, remove_picture
from tillbook.api.answers import Answer
from tillbook.api.base import answer, nothing, operation, who
from tillbook.api.catalogue import BASE
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.product_json import picture_url
from tillbook.outside.pictures import BYTES_MAX, as_webp
from tillbook.queries.pictures import picture

KEEP_SECONDS: Final = 31_536_000
_WEBP: Final = {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}}
_SENT: Final = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/png", "image/jpeg", "image/webp")
        },
    }
}

router = Router(tags=["catalogue"])


class PictureKept(Answer):
    """Where the picture is now."""

    picture: str


@operation(
    router,
    "GET",
    "/products/{path:sku}/picture",
    right=Right.sell,
    answers={200: None, 304: None},
    more={"responses": {200: {"description": "The picture", **_WEBP}}},
)
def get_product_picture(request: HttpRequest, sku: str, v: str = "") -> HttpResponse:
    """The picture of a product; with `v`, the beginning of its SHA-256, it may be kept for long."""
    with reading() as tx:
        found = picture(tx, sku)
    response = HttpResponse(found.webp, content_type="image/webp")
    response["ETag"] = f'"{found.sha256[:32]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="picture.webp"'
    kept = v and found.sha256.startswith(v)
    response["Cache-Control"] = f"private, max-age={KEEP_SECONDS}, immutable" if kept else "private, no-cache"
    return response


@operation(
    router,
    "PUT",
    "/products/{path:sku}/picture",
    right=Right.set_prices,
    answers={200: PictureKept},
    more=_SENT,
)
def put_product_picture(request: HttpRequest, sku: str) -> HttpResponse:
    """Let a product look so: the body is a PNG, JPEG or WebP of at most 10 MB; it is made anew and kept small."""
    actor = who(request)
    webp = as_webp(request.read(BYTES_MAX + 1))
    return answer({"picture": picture_url(BASE, sku, put_picture(sku=sku, webp=webp, by=actor))})


@operation(router, "DELETE", "/products/{path:sku}/picture", right=Right.set_prices, answers={204: None})
def delete_product_picture(request: HttpRequest, sku: str) -> HttpResponse:
    """Take the picture of a product away."""
    remove_picture(sku=sku, by=who(request))
    return nothing()
