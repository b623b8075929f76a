"""The server as a shop starts it: what it answers, how it stops, what it refuses."""

from __future__ import annotations

import json
import stat
import sys
import threading
from http.client import HTTPException
from pathlib import Path

import pytest
from tests.api.tokens import token_of
from tests.cli.command_line import inside
from tests.serving import free_port, serving
from tests.shop import TEA, TestShop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

CASHIERS = {"Authorization": "Bearer test-token-of-the-cashier"}


def sale(id: str, quantity: str = "1") -> dict[str, object]:
    return {
        "id": id,
        "lines": [{"product": TEA, "quantity": quantity}],
        "tenders": [{"type": "cash", "amount": "500.00"}],
    }


def test_it_is_healthy_and_sells(shop: TestShop) -> None:
    shop.receive(TEA, "5")
    token_of(shop, "cashier")
    with serving(shop.home) as server:
        assert server.told.split()[4] == f"http://localhost:{server.port}/"
        assert server.ask("GET", "/health")[1]["ok"] is True
        assert server.ask("POST", "/api/v1/sales", sale("s-1"), CASHIERS)[0] == 201
        assert server.ask("POST", "/api/v1/sales", sale("s-1"), CASHIERS)[0] == 200
    assert server.process.returncode == 0


def test_every_answer_binds_the_browser(shop: TestShop) -> None:
    with serving(shop.home) as server:
        for path in ("/", "/health", "/api/v1/openapi.json", "/nothing"):
            headers = server.ask("GET", path)[2]
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert "unsafe" not in headers["Content-Security-Policy"]
            assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        status, problem, _ = server.ask("GET", "/", headers={"Host": "evil.example"})
        assert (status, problem["code"]) == (400, "wrong_host")


def test_what_is_being_posted_when_it_stops_is_answered_and_kept(shop: TestShop) -> None:
    shop.receive(TEA, "500")
    token_of(shop, "cashier")
    answered: list[str] = []

    def sell_on(till: int) -> None:
        line = server.connection()
        try:
            for number in range(200):
                line.request(
                    "POST",
                    "/api/v1/sales",
                    json.dumps(sale(f"till-{till}-{number}")),
                    {"Content-Type": "application/json", **CASHIERS},
                )
                answer = line.getresponse()
                body = json.loads(answer.read())
                if answer.status == 201:
                    answered.append(body["number"])
                    enough.set()
        except (OSError, HTTPException):
            return  # it has stopped: no answer, and nothing promised
        finally:
            line.close()

    enough = threading.Event()
    with serving(shop.home) as server:
        tills = [threading.Thread(target=sell_on, args=(till,)) for till in range(3)]
        for till in tills:
            till.start()
        assert enough.wait(30)
        server.stop()
        for till in tills:
            till.join(60)
        assert server.process.returncode == 0
    with serving(shop.home) as again:
        for number in answered:
            path = f"/api/v1/sales/{number.replace('/', '%2F')}"
            assert again.ask("GET", path, headers=CASHIERS)[0] == 200


def test_killed_it_has_kept_what_it_answered(shop: TestShop) -> None:
    shop.receive(TEA, "5")
    token_of(shop, "cashier")
    with serving(shop.home) as server:
        number = server.ask("POST", "/api/v1/sales", sale("s-1"), CASHIERS)[1]["number"]
        server.kill()
    with serving(shop.home) as again:
        status, bill, _ = again.ask("POST", "/api/v1/sales", sale("s-1"), CASHIERS)
        assert (status, bill["number"]) == (200, number)


def test_it_makes_a_certificate_of_its_own_that_a_till_can_trust(shop: TestShop) -> None:
    with serving(shop.home, "--https", secure=True) as server:
        status, _, headers = server.ask("GET", "/health")
        assert (status, "max-age" in headers["Strict-Transport-Security"]) == (200, True)
    key = shop.home / "server.private.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    first = (shop.home / "server.crt").read_bytes()
    with serving(shop.home, "--https", secure=True):
        assert (shop.home / "server.crt").read_bytes() == first


def test_beyond_this_machine_it_says_loudly_when_nothing_is_encrypted(shop: TestShop) -> None:
    with serving(shop.home, "--host", "0.0.0.0", "--no-https") as server:
        server.stop()
        assert server.process.stderr is not None
        assert "NOT ENCRYPTED" in server.process.stderr.read()


def test_a_port_that_is_taken_is_said(shop: TestShop) -> None:
    with serving(shop.home) as server:
        second = inside(shop.home, "serve", "--port", str(server.port))
        assert (second.status, "already" in second.err) == (3, True)


def test_a_certificate_needs_its_key(shop: TestShop, tmp_path: Path) -> None:
    ran = inside(shop.home, "serve", "--port", str(free_port()), "--certificate", str(tmp_path / "no.pem"))
    assert (ran.status, "--key" in ran.err) == (2, True)
