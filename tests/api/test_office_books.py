"""Settings, proving, the journal and files out over HTTP."""

from __future__ import annotations

import hashlib
import json

import pytest
from tests.api.calling import Api
from tests.shop import TEA


def test_a_setting_is_changed_by_who_may(api: Api, cashier: Api) -> None:
    assert cashier.get("/settings").json["blind_count"] == "no"
    wanted = {"id": "c-1", "value": "yes"}
    assert cashier.put("/settings/blind_count", wanted).status == 403
    done = api.put("/settings/blind_count", wanted)
    assert (done.status, done.json["before"], done.json["after"]) == (200, "no", "yes")
    assert api.put("/settings/colour", wanted).status == 404
    assert api.put("/settings/blind_count", {"id": "c-2", "value": "perhaps"}).status == 409


def test_the_books_are_proven(api: Api, cashier: Api) -> None:
    told = api.get("/verify")
    assert (told.status, told.json["clean"], told.json["findings"]) == (200, True, [])
    assert cashier.get("/verify").status == 403


def test_the_journal_comes_in_pages_as_it_was_hashed(api: Api, cashier: Api) -> None:
    api.shop.sell((TEA, "1"))
    first = api.get("/journal?limit=2").json
    entries = list(first["entries"])
    cursor = first["next"]
    while cursor:
        page = api.get(f"/journal?limit=2&cursor={cursor}").json
        entries += page["entries"]
        cursor = page["next"]
    assert len(entries) == api.shop.count("journal_entry")
    for entry in entries:
        text, _, own = entry.rpartition(',"hash":"')
        assert hashlib.sha256(f"{text}}}".encode()).hexdigest() == own.removesuffix('"}')
    assert {json.loads(entry)["chain"] for entry in api.get("/journal?register=1").json["entries"]} == {"1"}
    assert api.get("/journal?register=9").json["code"] == "unknown_register"
    assert (api.get("/journal?cursor=WzEsMl0").json["path"], cashier.get("/journal").status) == ("cursor", 403)


@pytest.mark.parametrize(
    ("path", "name", "begins"),
    [
        ("/export/products", "products.csv", b'"sku",'),
        ("/export/products?format=json", "product_Records.json", b"{"),
        ("/export/products?format=xlsx", "products.xlsx", b"PK"),
        ("/export/sales", "sales.csv", b'"bill",'),
        ("/export/sales?format=txt", "sales.txt", b""),
        ("/export/sales?format=xlsx", "sales.xlsx", b"PK"),
    ],
)
def test_files_are_saved_and_never_shown(api: Api, cashier: Api, path: str, name: str, begins: bytes) -> None:
    api.shop.sell((TEA, "1"))
    told = api.get(path)
    assert (told.status, told.headers["Content-Disposition"]) == (200, f'attachment; filename="{name}"')
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.body.removeprefix(b"\xef\xbb\xbf").startswith(begins)
    assert cashier.get(path).status == 403
    assert api.get("/export/sales?format=exe").status == 422
