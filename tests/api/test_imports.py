"""Files in over HTTP: looked at, imported once, listed, undone; what is refused changes nothing (P28)."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from tests.api.calling import Answer, Api
from tests.shop import TEA, TestShop

from tillbook.actions.export import products_file
from tillbook.api import imports
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading

GOODS = b"sku,name,price,quantity\nS1,Soap,45.00,12\n101,Darjeeling first flush,99.00,10\n"
BAD = b"sku,name,price,quantity\nS1,Soap,45.00,12\nS2,Salt,cheap,3\n101,Darjeeling,99.00,-1\n"
SEED = b'{"S1": {"Product_Name": "Soap", "Price": 45.5, "Quantity": 3}}'
PAST = (
    b"Asha, asha@example.com, 9876543210, S1, Soap, 2, 90.0,Sat Nov 21 10:00:00 2026\n"
    b"Ravi, ravi@example.com, 9876543211, S1, Soap, 1, 45.0,Sat Nov 21 10:05:00 2026\n"
)
TABLE = b"Order,Code,Title,Qty,Price,When\nA1,S1,Soap,2,45.00,2026-11-21 10:00\nA2,S1,Soap,x,45.00,2026-11-21 10:05\n"
MAPPING = {
    "name": "web-shop",
    "columns": {
        "invoice": "Order",
        "sku": "Code",
        "name": "Title",
        "quantity": "Qty",
        "price": "Price",
        "instant": "When",
    },
    "instant_format": "%Y-%m-%d %H:%M",
    "zone": "Asia/Kolkata",
}


def send(caller: Api, data: bytes, *, kind: str = "products", key: str = "", **told: str) -> Answer:
    """Import a file as a page does."""
    headers = {"Content_Type": "application/octet-stream", **({"Idempotency_Key": key} if key else {})}
    return caller.post(f"/import?{urlencode({'kind': kind, **told})}", data, **headers)


def state(shop: TestShop) -> list[object]:
    """What an import could change."""
    counts = [shop.count(table) for table in ("posting", "product", "import_batch", "sale", "customer")]
    with reading() as tx:
        return [*counts, tx.rows("SELECT sku, name, price FROM product ORDER BY id"), shop.on_hand(TEA)]


def test_a_table_is_looked_at_then_imported_once(api: Api) -> None:
    before = state(api.shop)
    seen = send(api, GOODS, name="list.csv", dry_run="true")
    told = {"kind": "products", "new": 1, "changed": 1, "unchanged": 0, "refused": 0, "problems": [], "unused": []}
    assert (seen.status, seen.json) == (200, {**told, "number": None})
    assert state(api.shop) == before

    done, again = send(api, GOODS, key="i-1"), send(api, GOODS, id="i-1")
    assert (done.status, done.json) == (201, {**told, "number": done.json["number"]})
    assert (again.status, again.json) == (200, {**done.json, "unchanged": None, "refused": None})
    assert api.shop.on_hand("S1")[0] == 12_000
    other = send(api, GOODS + b"S9,Sugar,50,1\n", key="i-1")
    assert (other.status, other.json["code"]) == (409, "id_reused")
    as_it_was = send(api, GOODS)
    assert (as_it_was.status, as_it_was.json["number"], as_it_was.json["unchanged"]) == (200, None, 2)
    api.shop.must_be_clean()


def test_what_is_refused_changes_nothing_and_is_told_by_row_and_column(api: Api) -> None:
    before = state(api.shop)
    seen = send(api, BAD, dry_run="true").json
    assert (seen["new"], seen["refused"]) == (1, 2)
    assert [(each["row"], each["column"]) for each in seen["problems"]] == [(3, "price"), (4, "quantity")]
    assert all(each["reason"] for each in seen["problems"])
    refused = send(api, BAD, key="i-2")
    assert (refused.status, refused.json["code"], refused.json["problems"]) == (
        409,
        "import_refused",
        seen["problems"],
    )
    assert state(api.shop) == before
    good = send(api, BAD, key="i-2", skip_refused="true")
    assert (good.status, good.json["new"], good.json["refused"]) == (201, 1, 2)


@pytest.mark.parametrize(
    ("data", "told", "code"),
    [
        (b"", {}, "table_unreadable"),
        (b"a,b\n1,2\n", {}, "columns_unclear"),
        (b"PK\x03\x04 no spreadsheet", {"name": "x.xlsx"}, "table_unreadable"),
        (b"sku,name,price\nS1,Soap,1\n", {"name": "x.xlsx"}, "table_unreadable"),
        (b'{"S1": {"Product_Name": "Soap"}}', {"name": "x.json"}, "seed_file_unreadable"),
        (b"\xff\xfe{", {"name": "X.JSON"}, "seed_file_unreadable"),
        (b'sku,name,price\nS1,"Soap,1\n', {}, "table_unreadable"),
        (b'sku,name,price\nS1,Soap,"1,234"\n', {}, "decimal_unclear"),
        (GOODS, {"mapping": "[]"}, "unreadable"),
        (GOODS, {"mapping": '{"sku": "Artikelnr"}'}, "columns_unclear"),
        (GOODS, {"id": "x" * 65}, "unreadable"),
        (GOODS, {"id": "one", "key": "another"}, "unreadable"),
        (GOODS, {"decimal": ";"}, "unreadable"),
        (GOODS, {"kind": "staff"}, "unreadable"),
        (GOODS, {"kind": "sales", "name": "past.csv"}, "unreadable"),
        (TABLE, {"kind": "sales", "mapping": "{}"}, "unreadable"),
        (GOODS, {"kind": "sales", "mapping": json.dumps(MAPPING)}, "table_unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(api: Api, data: bytes, told: dict[str, str], code: str) -> None:
    before = state(api.shop)
    for dry_run in ("true", "false"):
        refused = send(api, data, **told, dry_run=dry_run)
        assert (refused.status, refused.json["code"]) == (422, code), refused.body
    assert state(api.shop) == before


def test_product_records_and_spreadsheets_are_read_as_the_console_reads_them(api: Api) -> None:
    made = send(api, SEED, name="product_Records.json")
    assert (made.status, made.json["new"], api.shop.on_hand("S1")[0]) == (201, 1, 3_000)
    with reading() as tx:
        assert tx.row("SELECT price, seed_record FROM product WHERE sku = 'S1'") == (
            "45.5",
            '{"Product_Name": "Soap", "Price": 45.5, "Quantity": 3}',
        )
    for kind in ("csv", "xlsx", "json"):
        same = send(api, exported(kind), name=f"products.{kind}")
        assert (same.status, same.json["changed"], same.json["refused"]) == (200, 0, 0), (kind, same.json)


def exported(kind: str) -> bytes:
    with reading() as tx:
        chunks = list(products_file(tx, f"products.{kind}"))
    return b"".join(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)


def test_a_mapping_and_a_decimal_sign_say_what_a_table_leaves_open(api: Api) -> None:
    data = b'Artikelnr;Bezeichnung;Preis;Farbe\nS1;Seife;"1,234";rot\n'
    columns = json.dumps({"sku": "Artikelnr", "name": "Bezeichnung", "price": "Preis"})
    done = send(api, data, mapping=columns, decimal=",")
    assert (done.status, done.json["new"], done.json["unused"]) == (201, 1, ["Farbe"])
    with reading() as tx:
        assert tx.row("SELECT price FROM product WHERE sku = 'S1'") == ("1.234",)


def test_the_body_has_a_bound_and_a_spreadsheet_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    long = send(api, b"x" * (imports.BYTES_MAX + 1))
    assert (long.status, long.json["code"]) == (413, "too_large")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    refused = send(api, packed.getvalue(), name="goods.xlsx")
    assert (refused.status, refused.json["code"]) == (422, "table_unreadable")
    monkeypatch.setattr(imports, "BYTES_MAX", len(GOODS))
    assert send(api, GOODS).status == 201
    assert send(api, GOODS + b"\n").status == 413


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd.json",
        "..\\..\\tillbook.db",
        "/etc/passwd",
        "%2e%2e%2fsales.txt",
        "\u2025/x",
        "product_Records.json/../../x",
        "C:\\x.csv",
        "a\x00b.csv",
        "CON",
        "x.csv;.json ",
        "<b>.html",
    ],
)
def test_a_name_is_never_a_path(api: Api, name: str) -> None:
    before = {path: path.read_bytes() for path in api.shop.home.rglob("*.*") if path.suffix in {".txt", ".json"}}
    answered = send(api, GOODS, name=name)
    assert answered.status in (201, 422)
    if answered.status == 201:
        assert [each["file"] for each in api.get("/imports").json["imports"]] == ["products.csv"]
    after = {path: path.read_bytes() for path in api.shop.home.rglob("*.*") if path.suffix in {".txt", ".json"}}
    assert after == before
    assert name not in answered.body.decode()


def test_imports_are_listed_and_undone(api: Api) -> None:
    first = send(api, GOODS).json["number"]
    second = send(api, b"sku,name,price,quantity\nS2,Salt,20,5\n102,Basmati,130,10\n").json["number"]
    listed = api.get("/imports?limit=1").json
    assert [(each["number"], each["new"], each["changed"], each["by"]) for each in listed["imports"]] == [
        (second, 1, 1, "Test owner")
    ]
    rest = api.get(f"/imports?cursor={listed['next']}").json
    assert ([each["number"] for each in rest["imports"]], rest["next"]) == ([first], None)
    assert api.get("/imports?cursor=no").json["path"] == "cursor"
    assert api.get("/imports?limit=201").status == 422

    api.shop.sell(("S2", "1"))
    address = f"/imports/{quote(second, safe='')}/undo"
    undone, again = api.post(address, {"id": "u-1"}), api.post(address, {"id": "u-1"})
    assert (undone.status, undone.json["undone"], undone.json["kept_count"]) == (201, 1, 1)
    assert [each["sku"] for each in undone.json["kept"]] == ["S2"]
    assert (again.status, again.json) == (
        200,
        {"number": undone.json["number"], "undone": None, "kept_count": None, "kept": []},
    )
    assert api.get("/imports").json["imports"][0]["undone_by"] == undone.json["number"]
    assert api.post(address, {"id": "u-2"}).json["code"] == "already_undone"
    assert api.post(f"/imports/{quote(first, safe='')}/undo", {"id": "u-1"}).json["code"] == "id_reused"
    assert (api.post("/imports/IM9/undo", {"id": "u-3"}).status, api.post(address, {}).status) == (404, 422)
    api.shop.must_be_clean()


def test_past_sales_are_looked_at_then_posted_once(api: Api) -> None:
    before = state(api.shop)
    seen = send(api, PAST, kind="sales", name="sales.txt", dry_run="true")
    assert (seen.status, seen.json) == (
        200,
        {"kind": "sales", "lines": 2, "amount": "135", "invoices": 2, "in_the_books_already": 0, "refused": []},
    )
    assert state(api.shop) == before

    done, again = (send(api, PAST, kind="sales", key="p-1") for _ in range(2))
    assert (done.status, done.json["new_sales"], done.json["sold"], done.json["adds_up"]) == (201, 2, "135.00", True)
    assert (again.status, again.json["new_sales"], again.json["in_the_books_already"]) == (200, 0, 2)
    assert api.shop.count("sale") == 2
    copy = send(api, PAST + PAST.replace(b"10:05", b"10:06"), kind="sales").json
    assert (copy["new_sales"], copy["in_the_books_already"]) == (2, 2)
    api.shop.must_be_clean()


def test_what_the_shop_sold_itself_is_not_past(api: Api) -> None:
    asha = WantedCustomer(name="Asha", email="asha@example.com", phone="+919876543210")
    api.shop.sell((TEA, "2"), customer=asha)
    line = b"Asha, asha@example.com, 9876543210, 101, Darjeeling, 2, 190.0,Sun Nov 22 17:30:00 2026\n"
    told = send(api, line, kind="sales").json
    assert (told["lines"], told["in_the_books_already"], told["new_sales"]) == (0, 1, 0)


def test_a_table_of_past_sales_accounts_for_every_line(api: Api) -> None:
    mapping = json.dumps(MAPPING)
    seen = send(api, TABLE, kind="sales", name="orders.csv", mapping=mapping, dry_run="true").json
    assert (seen["lines"], [each["row"] for each in seen["refused"]]) == (2, [3])
    done, again = (send(api, TABLE, kind="sales", mapping=mapping) for _ in range(2))
    assert (done.status, done.json["lines_by_outcome"]) == (201, {"sold": 1, "refused": 1})
    assert (again.status, again.json["new_sales"], again.json["sales"]) == (200, 0, 1)
    other = send(api, TABLE.replace(b"A1", b"A7"), kind="sales", mapping=mapping)
    assert (other.status, other.json["code"]) == (409, "history_refused")
    nowhere = send(api, TABLE, kind="sales", mapping=mapping, register="77")
    assert (nowhere.status, nowhere.json["code"]) == (409, "unknown_register")
    api.shop.must_be_clean()


def test_an_id_that_posted_something_else_imports_no_past(api: Api) -> None:
    assert send(api, GOODS, key="i-9").status == 201
    refused = send(api, PAST, kind="sales", key="i-9")
    assert (refused.status, refused.json["code"]) == (409, "id_reused")
    assert api.shop.count("sale") == 0


def test_past_sales_come_in_one_file_at_a_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = threading.Lock()
    monkeypatch.setattr(imports, "_ONE_AT_A_TIME", lock)
    with lock:
        busy = send(api, PAST, kind="sales")
        assert (busy.status, busy.json["code"], "Retry-After" in busy.headers) == (503, "busy", True)
        assert send(api, PAST, kind="sales", dry_run="true").status == 200
    assert send(api, PAST, kind="sales").status == 201


def test_packed_files_are_not_unpacked(api: Api) -> None:
    import lzma

    refused = send(api, lzma.compress(TABLE), kind="sales", name="orders.csv.xz", mapping=json.dumps(MAPPING))
    assert refused.status == 422


def test_only_whoever_may_import_does(cashier: Api, stranger: Api) -> None:
    before = state(cashier.shop)
    for answered, status in ((send(cashier, GOODS), 403), (send(stranger, GOODS), 401)):
        assert answered.status == status
    assert cashier.get("/imports").status == cashier.post("/imports/IM1/undo", {"id": "u"}).status == 403
    assert state(cashier.shop) == before


def test_the_posting_keeps_what_the_file_was(api: Api) -> None:
    send(api, GOODS, name="november.csv")
    with reading() as tx:
        found: Any = tx.row("SELECT file_name, file_sha256 FROM import_batch")
    assert found == ("products.csv", hashlib.sha256(GOODS).hexdigest())
