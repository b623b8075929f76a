"""Customers over HTTP, and what they owe."""

from __future__ import annotations

from tests.api.calling import Api
from tests.credit import customer, pay, sell_tea, tender

ASHA = {"name": "Asha Rao", "code": "ASHA", "phones": ["98765 43210"], "email": "asha@example.com"}


def test_a_customer_is_added_once_and_found_by_three_digits(cashier: Api) -> None:
    first, again = cashier.post("/customers", ASHA), cashier.post("/customers", ASHA)
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    assert (first.json["phones"], first.json["open_bills"]) == (["+919876543210"], [])
    found = cashier.get("/customers?search=432").json["customers"]
    assert found == [
        {
            "id": first.json["id"],
            "code": "ASHA",
            "name": "Asha Rao",
            "phone": "+919876543210",
            "email": "asha@example.com",
            "owes": "0.00",
            "credit_left": None,
        }
    ]
    other = cashier.post("/customers", {**ASHA, "name": "Ravi", "code": "RAVI"})
    assert (other.status, other.json["code"]) == (409, "customer_known")
    assert cashier.post("/customers", {"code": "X"}).json["path"] == "name"


def test_a_change_leaves_what_it_does_not_name(cashier: Api) -> None:
    cashier.post("/customers", ASHA)
    changed = cashier.call("PATCH", "/customers/ASHA", {"email": "", "addresses": {"billing": "12 Hill Road"}})
    assert (changed.status, changed.json["email"], changed.json["phones"]) == (200, "", ["+919876543210"])
    assert cashier.get(f"/customers/%23{changed.json['id']}").json == changed.json
    assert cashier.call("PATCH", "/customers/ASHA", {"price_list": "wholesale"}).json["code"] == "not_allowed"
    assert cashier.get("/customers/NOBODY").status == 404


def test_a_statement_tells_what_is_open_and_how_old_it_is(api: Api, cashier: Api) -> None:
    asha = customer(api.shop, limit="500")
    sell_tea(api.shop, "ASHA", tender("credit", "95"))
    pay(api.shop, asha, "40")
    told = api.get("/customers/ASHA/statement").json
    assert (told["owes"], told["closing"], [each["kind"] for each in told["entries"]]) == (
        "55.00",
        "55.00",
        ["sale", "payment"],
    )
    assert [(bill["due"], bill["left"]) for bill in told["open_bills"]] == [("95.00", "55.00")]
    assert sum(float(age["amount"]) for age in told["ageing"]) == 55
    assert api.get("/customers/ASHA/statement?until=2020-01-01").json["entries"] == []
    assert api.get("/customers/ASHA/statement?from=yesterday").json["path"] == "from"
    assert [each["balance"] for each in api.get("/ageing").json["customers"]] == ["55.00"]
    assert cashier.get("/customers/ASHA/statement").status == 403
    assert cashier.get("/customers?search=asha").json["customers"][0]["credit_left"] == "445.00"


def test_a_limit_needs_its_right(api: Api, cashier: Api) -> None:
    cashier.post("/customers", ASHA)
    wanted = {"id": "l-1", "limit": "250.00"}
    assert cashier.put("/customers/ASHA/credit-limit", wanted).status == 403
    done = api.put("/customers/ASHA/credit-limit", wanted)
    assert (done.status, done.json["limit"], bool(done.json["number"])) == (200, "250.00", True)
    assert api.put("/customers/ASHA/credit-limit", wanted).json["limit"] == "250.00"


def test_two_customers_become_one_and_are_forgotten(api: Api, cashier: Api) -> None:
    kept = cashier.post("/customers", ASHA).json["id"]
    other = cashier.post("/customers", {"name": "A. Rao", "code": "AR"}).json["id"]
    merged = cashier.post("/customers/ASHA/merge", {"id": "m-1", "other": "AR"})
    assert (merged.status, merged.json) == (200, {"kept": kept, "merged": other, "number": None})
    assert cashier.get("/customers/AR").json["id"] == kept
    assert (cashier.get("/customers/ASHA/export").status, cashier.delete("/customers/ASHA").status) == (403, 403)
    told = api.get("/customers/ASHA/export")
    assert (told.status, told.headers["Content-Disposition"]) == (200, f'attachment; filename="customer-{kept}.json"')
    assert (told.headers["X-Content-Type-Options"], told.json["name"]) == ("nosniff", "Asha Rao")
    assert api.delete("/customers/ASHA").json == {"erased": kept, "bills": 0}
    assert api.get("/customers/ASHA").status == 404


def test_nobody_sees_customers_without_signing_in(stranger: Api) -> None:
    assert (stranger.get("/customers").status, stranger.delete("/customers/ASHA").status) == (401, 401)
