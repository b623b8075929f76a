"""Pictures of products over HTTP."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from tests.api.calling import Answer, Api
from tests.shop import TEA


def picture(kind: str, size: tuple[int, int] = (800, 600), *, mode: str = "RGB") -> bytes:
    written = BytesIO()
    Image.new(mode, size, (200, 30, 30, 255) if mode == "RGBA" else (200, 30, 30)).save(written, kind)
    return written.getvalue()


def put(api: Api, body: bytes, kind: str = "image/png", sku: str = TEA) -> Answer:
    return api.put(f"/products/{sku}/picture", body, Content_Type=kind)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGBA")])
def test_a_picture_is_made_anew_and_small(api: Api, kind: str, mode: str) -> None:
    put_there = put(api, picture(kind, mode=mode))
    assert put_there.status == 200
    url = put_there.json["picture"].removeprefix("/api/v1")
    shown = api.get(url)
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/webp")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in shown.headers["Cache-Control"]
    with Image.open(BytesIO(shown.body)) as made:
        assert (made.format, made.size, "exif" in made.info) == ("WEBP", (512, 384), False)
    assert api.get(url, If_None_Match=shown.headers["ETag"]).status == 304
    assert api.get(f"/products/{TEA}").json["picture"] == put_there.json["picture"]
    assert api.get("/products").json["products"][0]["picture"] == put_there.json["picture"]
    assert (api.delete(f"/products/{TEA}/picture").status, api.get(url).status) == (204, 404)


def test_what_was_hidden_in_a_picture_is_gone(api: Api) -> None:
    image = Image.new("RGB", (64, 32))
    exif = image.getexif()
    exif[0x010E] = "canary-description"
    exif[0x0112] = 6
    written = BytesIO()
    image.save(written, "JPEG", exif=exif)
    assert put(api, written.getvalue() + b"<script>canary-tail</script>", "image/jpeg").status == 200
    shown = api.get(f"/products/{TEA}/picture").body
    assert b"canary" not in shown
    with Image.open(BytesIO(shown)) as made:
        assert made.size == (32, 64)


def bomb() -> bytes:
    return picture("PNG", (6000, 5000))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 409),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 409),
        (b"<html>", 409),
        (b"%PDF-1.4", 409),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, 409),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", 409),
        (picture("GIF"), 409),
        (picture("BMP", (8, 8)), 409),
        (picture("PNG")[:200], 409),
    ],
)
def test_what_is_no_picture_is_refused(api: Api, body: bytes, status: int) -> None:
    assert (put(api, body).status, put(api, body).json["code"]) == (status, "picture_refused")


def test_a_picture_that_unfolds_to_too_much_is_refused(api: Api) -> None:
    assert put(api, bomb()).json["code"] == "too_large"
    assert put(api, b"\x89PNG\r\n\x1a\n" + b"\x00" * 10_000_000).status == 413


def test_who_may_not_set_prices_sets_no_pictures(cashier: Api) -> None:
    assert put(cashier, picture("PNG")).status == 403
    assert cashier.delete(f"/products/{TEA}/picture").status == 403


def test_a_product_that_is_not_there_has_no_picture(api: Api) -> None:
    assert (put(api, picture("PNG"), sku="nothing").status, api.get("/products/nothing/picture").status) == (404, 404)
