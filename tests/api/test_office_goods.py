"""Lots, packs and tax classes over HTTP."""

from __future__ import annotations

from tests.api.calling import Api
from tests.shop import TEA


def test_a_product_is_kept_in_lots_and_one_is_written_off(api: Api, cashier: Api) -> None:
    api.shop.add_product("MILK", "Milk", "30.00")
    tracking = {"id": "t-1", "product": "MILK", "tracked": True}
    assert cashier.post("/lots/tracking", tracking).status == 403
    assert api.post("/lots/tracking", tracking).json["lot_tracked"] is True
    line = {"product": "MILK", "quantity": "4", "cost": "80", "lot": "L1", "expires_on": "2001-01-01"}
    assert api.post("/receipts", {"id": "in-1", "lines": [line]}).status == 201
    told = cashier.get("/lots?sku=MILK").json["lots"]
    assert [(lot["lot"], lot["expired"], lot["on_hand"]) for lot in told] == [("L1", True, "4")]
    assert len(api.get("/lots?expiring=0").json["lots"]) == 1
    off = {"id": "w-1", "product": "MILK", "lot": "L1", "quantity": "3"}
    assert [api.post("/lots/write-offs", off).status for _ in range(2)] == [201, 200]
    assert api.get("/lots").json["lots"][0]["on_hand"] == "1"
    assert api.post("/lots/write-offs", {**off, "id": "w-2", "quantity": "x"}).json["path"] == "quantity"


def test_a_box_stands_for_twelve(api: Api, cashier: Api) -> None:
    wanted = {"id": "k-1", "sku": TEA, "barcode": "BOX-12", "size": "12"}
    assert [api.post("/packs", wanted).status for _ in range(2)] == [201, 200]
    assert [(pack["barcode"], pack["size"]) for pack in cashier.get("/packs").json["packs"]] == [("BOX-12", "12")]
    assert cashier.post("/packs/drop", {"id": "k-2", "barcode": "BOX-12"}).status == 403
    assert api.post("/packs/drop", {"id": "k-2", "barcode": "BOX-12"}).status == 200
    assert api.get(f"/packs?sku={TEA}").json["packs"] == []


def test_a_tax_class_is_given_its_taxes(api: Api, cashier: Api) -> None:
    taxes = [{"name": "CGST", "rate": "9"}, {"name": "SGST", "rate": "9"}]
    made = api.put("/tax-classes/gst18", {"id": "x-1", "taxes": taxes, "valid_from": "2026-01-01"})
    assert (made.status, made.json["class"], made.json["valid_from"]) == (200, "gst18", "2026-01-01")
    told = next(each for each in cashier.get("/tax-classes").json["classes"] if each["name"] == "gst18")
    assert [(tax["name"], tax["rate"]) for tax in told["taxes"]] == [("CGST", "9"), ("SGST", "9")]
    wrong = api.put("/tax-classes/gst18", {"id": "x-2", "taxes": [{"name": "CGST", "rate": "much"}]})
    assert (wrong.status, wrong.json["path"]) == (422, "taxes[0].rate")
    assert cashier.put("/tax-classes/gst18", {"id": "x-3", "taxes": taxes}).status == 403
