"""A drawer over HTTP: opened, moved, counted, closed, and its reports."""

from __future__ import annotations

from tests.api.calling import Api
from tests.shop import TEA

from tillbook.formats.shift_report import report_text

OPENING = {"id": "o-1", "float": "500.00"}
CLOSING = {"id": "z-1", "counts": [{"value": "500", "pieces": 1}, {"value": "100", "pieces": 2}], "note": ""}


def a_shift(api: Api) -> None:
    assert api.post("/shift/open", OPENING).status == 201
    api.shop.sell((TEA, "2"), cash="200")


def test_a_drawer_says_whether_it_is_open(cashier: Api) -> None:
    before = cashier.get("/shift")
    assert (before.status, before.json) == (200, {"open": None, "carts_open": 0, "last_z": None})
    first, again = cashier.post("/shift/open", OPENING), cashier.post("/shift/open", OPENING)
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    opened = cashier.get("/shift?register=1").json["open"]
    assert (opened["float"], opened["number"]) == ("500.00", 1)
    refused = cashier.post("/shift/open", {"id": "o-2"})
    assert (refused.status, refused.json["code"]) == (409, "shift_open")
    assert cashier.get("/shift?register=7").json["code"] == "unknown_register"


def test_cash_is_moved_with_a_reason_and_by_its_kind(cashier: Api) -> None:
    cashier.post("/shift/open", OPENING)
    out = {"id": "m-1", "kind": "pay_out", "amount": "20.00", "reason": "milk"}
    assert [cashier.post("/shift/movements", out).status for _ in range(2)] == [201, 200]
    missing = cashier.post("/shift/movements", {"id": "m-2", "kind": "drop", "reason": "safe"})
    assert (missing.status, missing.json["path"]) == (422, "amount")
    other = cashier.post("/shift/movements", {"id": "m-3", "kind": "gift", "amount": "1", "reason": "x"})
    assert (other.status, other.json["path"]) == (422, "kind")
    alone = cashier.post("/shift/movements", {"id": "m-4", "kind": "no_sale", "reason": "change"})
    assert (alone.status, alone.json["code"]) == (403, "needs_approval")


def test_an_x_report_changes_nothing_and_hides_what_is_counted_blind(api: Api, cashier: Api) -> None:
    assert api.get("/shift/x").json["code"] == "no_shift"
    a_shift(api)
    first = cashier.get("/shift/x?columns=48")
    assert first.json["report"]["cash"]["expected"] == "690.00"
    assert first.json["text"] == report_text(first.json["report"], columns=48)
    from tillbook.actions.settings import change_setting

    change_setting(id="blind", key="blind_count", text="yes", now=api.shop.now, by=api.shop.owner)
    blind = cashier.get("/shift/x").json["report"]
    assert (blind["cash"], blind["tenders"]) == (None, None)
    assert cashier.get("/shift/x?columns=20").status == 422


def test_a_shift_is_closed_once_and_its_z_prints_again_byte_for_byte(api: Api, cashier: Api) -> None:
    a_shift(api)
    first, again = cashier.post("/shift/close", CLOSING), cashier.post("/shift/close", CLOSING)
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    assert {key: first.json[key] for key in ("expected", "counted", "difference")} == {
        "expected": "690.00",
        "counted": "700.00",
        "difference": "10.00",
    }
    number = first.json["number"].replace("/", "%2F")
    stored = api.get(f"/z/{number}")
    assert stored.json == {"report": first.json["report"], "text": first.json["text"]}
    assert cashier.get(f"/z/{number}").status == 403
    assert api.get("/z/1%2F1999%2F1").status == 404
    assert cashier.get("/shift").json["last_z"]["number"] == first.json["number"]
    twice = {**CLOSING, "id": "z-2", "counts": [{"value": "5", "pieces": 1}, {"value": "5.00", "pieces": 2}]}
    assert api.post("/shift/close", twice).json["path"] == "counts[1].value"


def test_z_reports_come_in_pages_the_latest_first(api: Api) -> None:
    numbers = []
    for turn in range(3):
        api.post("/shift/open", {"id": f"o-{turn}", "float": "0"})
        numbers.append(api.post("/shift/close", {"id": f"z-{turn}", "counted": "0.50"}).json["number"])
    first = api.get("/z?limit=2").json
    second = api.get(f"/z?limit=2&cursor={first['next']}").json
    assert [each["number"] for each in first["reports"] + second["reports"]] == numbers[::-1]
    assert (second["next"], first["reports"][0]["difference"], first["reports"][0]["total"]) == (None, "0.50", "0.00")
    assert api.get("/z?cursor=nonsense").json["path"] == "cursor"
    assert api.get("/z?register=2").json == {"reports": [], "next": None}


def test_nobody_touches_a_drawer_without_signing_in(stranger: Api) -> None:
    for method, path in (("GET", "/shift"), ("GET", "/shift/x"), ("POST", "/shift/open"), ("GET", "/z")):
        assert stranger.call(method, path, OPENING if method == "POST" else None).status == 401
