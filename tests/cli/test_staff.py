"""`tillbook staff`, and who acts: `--as`, `--approve`; no secret ever stands on a command line (P26)."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.cli.command_line import environment, inside, sale
from tests.damage import checkpoint
from tests.shop import TEA, copy_shop

from tillbook.db.opening import open_shop

PASSWORD, PIN = "seven grey herons", "4071"


@pytest.fixture(scope="module")
def staffed(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with Asha, a cashier with a PIN, and Meena, a manager with a password."""
    home = copy_shop(shop_template, tmp_path_factory.mktemp("staffed")).home
    inside(home, "staff", "add", "Asha", "--role", "cashier")
    inside(home, "staff", "pin", "Asha", stdin=f"{PIN}\n")
    inside(home, "staff", "add", "Meena", "--role", "manager")
    inside(home, "staff", "password", "Meena", stdin=f"{PASSWORD}\n")
    connection.close()
    checkpoint(home)
    return home


@pytest.fixture
def home(staffed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of that shop, which must be right at the end."""
    for variable in ("TILLBOOK_STAFF", "TILLBOOK_SECRET", "TILLBOOK_APPROVER_SECRET"):
        monkeypatch.delenv(variable, raising=False)
    shop = copy_shop(staffed, tmp_path / "shop")
    yield shop.home
    open_shop(shop.home)
    shop.must_be_clean()


def test_takes_people_on_and_shows_them(home: Path) -> None:
    told = inside(home, "staff", "list")
    ran = inside(home, "staff", "list", "--json")

    assert ran.json == [
        {"name": "Asha", "role": "cashier", "active": True, "password": False, "pin": True},
        {"name": "Meena", "role": "manager", "active": True, "password": True, "pin": False},
        {"name": "Owner", "role": "owner", "active": True, "password": False, "pin": False},
    ]
    assert [line.split() for line in told.out.splitlines()] == [
        ["Name", "Role", "Signs", "in", "by"],
        ["Asha", "cashier", "PIN"],
        ["Meena", "manager", "password"],
        ["Owner", "owner", "not", "yet"],
    ]
    assert "argon2" not in told.out + ran.out


def test_each_change_is_answered_with_its_number(home: Path) -> None:
    added = inside(home, "staff", "add", "Ravi", "--role", "cashier", "--id", "ravi", "--json")
    again = inside(home, "staff", "add", "Ravi", "--role", "cashier", "--id", "ravi", "--json")
    changed = inside(home, "staff", "change", "ravi", "--rename", "Ravi K", "--role", "manager", "--inactive")
    same = inside(home, "staff", "change", "Ravi K", "--role", "manager")

    assert added.json == {"number": "SF/26-27/000005", "name": "Ravi", "role": "cashier", "active": True}
    assert again.json == added.json
    assert changed.out == "SF/26-27/000006: Ravi K is a manager, and signs in no more.\n"
    assert same.out.startswith("Nothing to change:")


def test_a_refusal_says_what_to_do(home: Path) -> None:
    last = inside(home, "staff", "change", "Owner", "--inactive", "--json")
    weak = inside(home, "staff", "pin", "Asha", "--json", stdin="1234\n")
    nothing = inside(home, "staff", "pin", "Asha")

    assert (last.status, last.error["code"]) == (3, "last_owner")
    assert (weak.status, weak.error["code"]) == (3, "weak_secret")
    assert (nothing.status, nothing.err) == (3, "A PIN is expected as one line of standard input.\n")


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """What stands on a command line is seen by every program of the machine, and kept by the shell."""
    ran = [inside(Path("/nowhere"), *words, "--help").out for words in (["staff", "pin"], ["staff", "password"], [])]

    assert [found for text in ran for found in re.findall(r"--(?:pin|password|secret)\b", text)] == []


def test_a_cashier_signs_in_and_may_only_what_cashiers_may(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLBOOK_SECRET", PIN)

    sold = inside(home, "--as", "asha", "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
    refused = inside(home, "--as", "Asha", "adjust", TEA, "-1", "--reason", "broken")

    assert sold.status == 0
    assert refused.status == 3
    assert refused.err == "Asha (cashier) may not adjust; ask one of these: owner, manager.\n"
    moves = inside(home, "stock", TEA, "--json").json["moves"]
    assert [move["person"] for move in moves if move["document"] == sold.json["number"]] == ["Asha"]


def test_a_second_person_agrees_to_what_is_beyond_the_limits_of_the_first(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILLBOOK_SECRET", PIN)
    monkeypatch.setenv("TILLBOOK_APPROVER_SECRET", PASSWORD)
    discounted = json.dumps(sale((TEA, "2"), discount={"percent": "10"}))

    alone = inside(home, "--as", "Asha", "sell", "--json", stdin=discounted)
    agreed = inside(home, "--as", "Asha", "--approve", "Meena", "sell", "--json", stdin=discounted)

    assert (alone.status, alone.error["code"], alone.error["path"]) == (3, "needs_approval", "discount")
    assert (agreed.status, agreed.json["total"]) == (0, "171.00")
    entry = json.loads(inside(home, "journal", "export", "--register", "1").out.splitlines()[-1])
    told = entry if "body" in entry else json.loads(entry["text"])
    assert (told["body"]["staff"], told["body"]["approved_by"]) == ("2", "3")


@pytest.mark.parametrize(
    "words",
    [
        ["staff", "add", "Lee", "--role", "cashier"],
        ["staff", "change", "Asha", "--role", "owner"],
        ["staff", "pin", "Meena"],
        ["staff", "password", "Owner"],
        ["staff", "role", "set", "cashier", "--below-cost"],
        ["settings", "name", "Another shop"],
        ["tax", "set", "gst18", "CGST 9"],
        ["receive", TEA, "1"],
        ["import", "--undo", "IM/26-27/000001"],
    ],
    ids=" ".join,
)
def test_every_command_acts_as_who_signed_in(home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setenv("TILLBOOK_STAFF", "Asha")
    monkeypatch.setenv("TILLBOOK_SECRET", PIN)

    ran = inside(home, *words, stdin="9382\n")

    assert (ran.status, ran.err.split(";")[0][:24]) == (3, "Asha (cashier) may not " + ran.err[23:24])


def test_nobody_signs_in_with_a_wrong_secret_or_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    none = inside(home, "--as", "Asha", "sell", "--json", stdin="{}")
    monkeypatch.setenv("TILLBOOK_SECRET", "9382")
    wrong = [inside(home, "--as", "Asha", "sell", "--json", stdin="{}").error["code"] for _ in range(6)]

    assert none.error["code"] == "secret_needed"
    assert wrong == ["sign_in_failed"] * 5 + ["too_many_attempts"]


def test_a_person_changes_their_own_pin_with_the_old_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLBOOK_SECRET", PIN)
    changed = inside(home, "--as", "Asha", "staff", "pin", "asha", stdin="9382\n")
    monkeypatch.setenv("TILLBOOK_SECRET", PASSWORD)
    hers = inside(home, "--as", "Meena", "staff", "password", "Meena", stdin="a kettle in the rain\n")
    none = inside(home, "--as", "Meena", "staff", "pin", "Meena", stdin="1\n5260\n")

    assert changed.out == "SF/26-27/000005: Asha has a new PIN.\n"
    assert hers.out == "SF/26-27/000006: Meena has a new password.\n"
    assert none.status == 3


def test_roles_are_shown_made_and_limited(home: Path) -> None:
    made = inside(
        home, "staff", "role", "set", "supervisor", "--may", "sell", "--may", "see reports",
        "--line-discount", "12.5%", "--drawer-openings", "unlimited", "--return-without-receipt", "500", "--json",
    )  # fmt: skip
    limited = inside(home, "staff", "role", "set", "cashier", "--bill-discount", "5", "--below-cost")
    every = inside(home, "staff", "role", "list", "--json")

    assert made.json == {
        "number": "SF/26-27/000005",
        "name": "supervisor",
        "own": True,
        "rights": ["see_reports", "sell", "set_own_secret"],
        "limits": {
            "line_discount_percent": "12.5",
            "bill_discount_percent": "0",
            "price_change_percent": "0",
            "return_without_receipt": "500.00",
            "drawer_openings": None,
            "sale_below_cost": False,
        },
    }
    assert limited.out == (
        "SF/26-27/000006: A cashier goes alone up to: line 0 %, bill 5 %, price 0 %, "
        "return without receipt 0.00, drawer 0×\n"
    )
    assert [each["name"] for each in every.json] == ["owner", "manager", "cashier", "accountant", "supervisor"]
    assert every.json[4] == {key: each for key, each in made.json.items() if key != "number"}
    assert "everything" in inside(home, "staff", "role", "list").out.splitlines()[1]


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["--may", "fly"], 2, "wrong_usage"),
        (["--line-discount", "much"], 2, "not_a_number"),
        (["--line-discount", "101"], 3, "bad_limit"),
        (["--drawer-openings", "often"], 2, "wrong_usage"),
        (["--may", "sell"], 3, "role_fixed"),
    ],
)
def test_a_role_that_cannot_be_is_refused(home: Path, words: list[str], status: int, code: str) -> None:
    ran = inside(home, "staff", "role", "set", "cashier", *words, "--json")

    assert (ran.status, ran.error["code"]) == (status, code)


def test_a_terminal_asks_without_showing_what_is_typed(home: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tillbook", "--home", str(home), "staff", "pin", "Asha"],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment(home.parent), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = ""
    for question in ("New PIN: ", "New PIN again: "):
        seen += _until(ours, question)
        os.write(ours, b"9382\n")
    seen += _until(ours, "has a new PIN.")
    os.close(ours)

    assert process.wait(60) == 0
    assert "9382" not in seen


def _until(terminal: int, text: str) -> str:
    """What the terminal shows until it shows `text`."""
    seen, ends = "", time.monotonic() + 40
    while text not in seen:
        assert time.monotonic() < ends, f"{text!r} was not shown after {seen!r}"
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096).decode()
    return seen
