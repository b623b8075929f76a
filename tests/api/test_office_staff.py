"""Staff, roles and registers over HTTP."""

from __future__ import annotations

from tests.api.calling import Api


def test_a_person_is_taken_on_changed_and_let_go(api: Api, cashier: Api) -> None:
    wanted = {"id": "s-1", "name": "Meera", "role": "manager"}
    assert [api.post("/staff", wanted).status for _ in range(2)] == [201, 200]
    assert api.put("/staff/Meera/pin", {"id": "s-2", "pin": "4821"}).status == 200
    assert api.put("/staff/Meera/password", {"id": "s-3", "password": "seven grey herons"}).status == 200
    seen = next(each for each in api.get("/staff").json["staff"] if each["name"] == "Meera")
    assert seen == {"name": "Meera", "role": "manager", "active": True, "password": True, "pin": True}
    changed = api.call("PATCH", "/staff/Meera", {"id": "s-4", "role": "cashier", "active": False})
    assert (changed.status, changed.json["role"], changed.json["active"]) == (200, "cashier", False)
    assert api.call("PATCH", "/staff/Nobody", {"id": "s-5", "active": True}).status == 404
    assert (cashier.get("/staff").status, cashier.post("/staff", wanted).status) == (403, 403)


def test_a_role_of_ones_own_goes_as_far_as_it_is_let(api: Api, cashier: Api) -> None:
    limits = {"line_discount_percent": "10", "return_without_receipt": "500.00", "drawer_openings": None}
    wanted = {"id": "r-1", "rights": ["sell", "refund"], "limits": limits}
    made = api.put("/roles/helper", wanted)
    assert (made.status, made.json["own"]) == (200, True)
    assert made.json["limits"]["return_without_receipt"] == "500.00"
    assert (made.json["limits"]["line_discount_percent"], made.json["limits"]["drawer_openings"]) == ("10", None)
    assert made.json["limits"]["bill_discount_percent"] == "0"
    assert "helper" in [each["name"] for each in api.get("/roles").json["roles"]]
    unknown = api.put("/roles/helper", {"id": "r-2", "rights": ["fly"]})
    assert (unknown.status, unknown.json["path"]) == (422, "rights[0]")
    assert cashier.put("/roles/helper", wanted).status == 403


def test_a_register_is_added_and_renamed(api: Api, cashier: Api) -> None:
    wanted = {"id": "g-1", "register": "2", "name": "Garden"}
    first, again = api.post("/registers", wanted), api.post("/registers", wanted)
    assert (first.status, again.status, first.json["name"]) == (201, 200, "Garden")
    changed = api.call("PATCH", "/registers/2", {"id": "g-2", "printer": "garden"})
    assert (changed.json["name"], changed.json["printer"]) == ("Garden", "garden")
    assert api.call("PATCH", "/registers/9", {"id": "g-3", "name": "x"}).status == 404
    assert cashier.post("/registers", wanted).status == 403
