"""`shift` and `register`: by options, by JSON, and by keyboard."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from tests.cli.command_line import Ran, environment, inside, process, sale
from tests.shop import TEA, TestShop

from tillbook.cli.console.asking import PlainAsker
from tillbook.cli.shift_posting import asked_count, shop_settings
from tillbook.db.transaction import transaction_of_one_action
from tillbook.formats.shift_commands import WantedCount

if sys.platform != "win32":
    import pty


def sell_tea(shop: TestShop, **more: Any) -> Ran:
    return inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"), **more)))


def test_a_shift_by_options(shop: TestShop) -> None:
    home = shop.home
    assert inside(home, "shift", "open", "500.00").out == "Shift opened: 1O/26-27/000001.\n"
    assert inside(home, "shift", "in", "20", "--reason", "coins").out == "Paid in: 1M/26-27/000001.\n"
    assert inside(home, "shift", "out", "5", "--reason", "milk").out == "Paid out: 1M/26-27/000002.\n"
    assert inside(home, "shift", "drop", "300", "--reason", "safe").out == "Moved to the safe: 1M/26-27/000003.\n"
    opened = inside(home, "shift", "no-sale", "--reason", "a note changed")
    assert opened.out == "Drawer opened without a sale: 1M/26-27/000004.\n"
    sell_tea(shop)

    x = inside(home, "shift", "x", "--columns", "32")
    z = inside(home, "shift", "close", "--count", "100=3", "--count", "5=2", "--columns", "32")

    assert "EXPECTED                  310.00" in x.out.splitlines()
    assert (z.status, z.err) == (0, "")
    assert "DIFFERENCE                  0.00" in z.out.splitlines()
    assert inside(home, "shift", "z", "--columns", "32").out == z.out
    assert inside(home, "shift", "z", "1", "--columns", "32").out == z.out
    assert inside(home, "shift", "z", "1Z/26-27/000001", "--columns", "32").out == z.out


def test_a_shift_by_json(shop: TestShop) -> None:
    home = shop.home

    def sent(word: str, **command: object) -> Any:
        return inside(home, "shift", word, "--json", stdin=json.dumps(command)).json

    opened = {"id": "o", "kind": "opening", "number": "1O/26-27/000001"}
    assert sent("open", id="o", float="10.00") == opened
    assert sent("open", id="o", float="10.00") == opened
    assert sent("out", id="m", amount="4.00", reason="milk") == {
        "id": "m",
        "kind": "cash",
        "number": "1M/26-27/000001",
    }
    assert sent("no-sale", id="n", reason="a note changed")["number"] == "1M/26-27/000002"
    assert inside(home, "shift", "x", "--json").json["cash"]["expected"] == "6.00"
    closed = sent("close", id="c", counted=[{"denomination": "5", "count": 1}], total="5.00")
    assert closed["cash"]["difference"] == "-1.00"
    assert sent("close", id="c", counted=[{"denomination": "5", "count": 1}]) == closed
    assert inside(home, "shift", "z", "--json").json == closed
    [listed] = inside(home, "shift", "list", "--json").json
    assert (listed["float"], listed["expected"], listed["counted"], listed["z"]) == (
        "10.00",
        "6.00",
        "5.00",
        "1Z/26-27/000001",
    )


def test_options_are_answered_as_json_too(shop: TestShop) -> None:
    answered = inside(shop.home, "shift", "open", "10", "--id", "mine", "--json")
    assert answered.json == {"id": "mine", "kind": "opening", "number": "1O/26-27/000001"}
    z = inside(shop.home, "shift", "close", "--total", "10", "--json")
    assert z.json["cash"]["difference"] == "0.00"


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (("x",), "no_shift", 3),
        (("close", "--total", "1"), "no_shift", 3),
        (("drop", "5", "--reason", "safe"), "no_shift", 3),
        (("open", "5", "--register", "7"), "unknown_register", 3),
        (("open", "1,2,3"), "ambiguous_amount", 3),
        (("close", "--count", "500"), "wrong_usage", 2),
        (("z", "9"), "unknown_z", 3),
        (("z",), "unknown_z", 3),
    ],
)
def test_refusals(shop: TestShop, words: tuple[str, ...], code: str, status: int) -> None:
    ran = inside(shop.home, "shift", *words, "--json")

    assert (ran.status, ran.error["code"]) == (status, code)
    assert ran.err


@pytest.mark.parametrize(
    ("word", "other"), [("in", "shift out 5.00"), ("out", "shift in 5.00"), ("drop", "shift in 5.00")]
)
def test_an_amount_below_zero_names_the_command_of_the_other_way(shop: TestShop, word: str, other: str) -> None:
    inside(shop.home, "shift", "open", "100")

    ran = inside(shop.home, "shift", word, "-5", "--reason", "milk")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"An amount is more than 0. The other way is: tillbook {other} --reason …\n"


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("5O0=3", "5O0=3: not an amount"),
        ("500=three", "500=three: not a whole number; say how many there are, such as 3"),
        ("500=-3", "500=-3: not a whole number; say how many there are, such as 3"),
        ("0=3", "0=3: a coin or note is worth more than 0."),
        ("1,2,3=4", "1,2,3=4: "),
    ],
)
def test_a_count_that_cannot_be_names_the_coin(shop: TestShop, count: str, told: str) -> None:
    inside(shop.home, "shift", "open", "0")

    ran = inside(shop.home, "shift", "close", "--count", "100=1", "--count", count, "--json")

    assert (ran.error["path"], ran.error["message"][: len(told)]) == ("count", told)


@pytest.mark.parametrize("words", [("open",), ("in",), ("drop", "5"), ("no-sale",), ("close",)])
def test_nobody_is_asked_where_there_is_no_terminal(shop: TestShop, words: tuple[str, ...]) -> None:
    ran = inside(shop.home, "shift", *words)

    assert ran.status == 2
    assert "tillbook shift" in ran.err


def asked(*answers: str) -> tuple[WantedCount, str]:
    notes = io.StringIO()
    asker = PlainAsker(
        answers=io.StringIO("".join(f"{each}\n" for each in answers)), notes=notes, results=io.StringIO()
    )
    return asked_count(asker, register="1", note="", id="c", shop=shop_settings()), notes.getvalue()


@pytest.mark.usefixtures("shop")
def test_the_drawer_is_counted_coin_by_coin() -> None:
    counted, told = asked("", "3", "x", "1", *[""] * 8)

    assert counted.pieces is not None
    assert {minor: count for minor, count in counted.pieces.items() if count} == {500_00: 3, 200_00: 1}
    assert counted.total_minor is None
    assert told.splitlines()[:4] == [
        "Counted in all (Enter: coin by coin): ",
        "How many of 500.00? [0] ",
        "How many of 200.00? [0] ",
        "Not a whole number; say how many there are, such as 3",
    ]
    assert told.splitlines()[-1] == "Counted: 1700.00"


@pytest.mark.usefixtures("shop")
def test_or_a_total_is_typed() -> None:
    counted, _ = asked("1,500.00")

    assert (counted.total_minor, counted.pieces) == (1500_00, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_at_a_terminal_what_is_missing_is_asked(shop: TestShop) -> None:
    connection.close()
    ours, theirs = pty.openpty()
    quiet = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-m", "tillbook", "--home", str(shop.home), "shift", "open"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment(shop.home.parent), **quiet},
        start_new_session=True,
    ) as running:
        os.write(ours, b"12.50\r")
        assert running.wait(60) == 0
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)

    assert "Cash in the drawer:" in shown
    assert process(shop.home, "shift", "x", "--json").json["cash"]["float"] == "12.50"


def test_shifts_are_listed_the_latest_first(shop: TestShop) -> None:
    inside(shop.home, "shift", "open", "10")
    inside(shop.home, "shift", "close", "--total", "9")
    inside(shop.home, "shift", "open", "10")

    lines = inside(shop.home, "shift", "list").out.splitlines()

    assert [line.split()[:2] for line in lines] == [["Register", "Shift"], ["1", "2"], ["1", "1"]]
    assert lines[1].split()[-2:] == ["open", "Owner"]
    assert lines[2].split()[-5:] == ["10.00", "9.00", "-1.00", "1Z/26-27/000001", "Owner"]


def test_carts_left_open_are_told(shop: TestShop) -> None:
    inside(shop.home, "shift", "open", "0")
    with transaction_of_one_action() as tx:
        tx.write(
            """INSERT INTO cart (client_id, register_id, staff_id, content, updated_at, name)
            VALUES ('kept', 1, 1, '{}', '2026-11-22 10:00:00', '')"""
        )

    ran = inside(shop.home, "shift", "close", "--total", "0")

    assert ran.status == 0
    assert ran.err == "1 cart of register 1 left open: carried over into the next shift.\n"


def test_registers_are_added_changed_and_listed(shop: TestShop) -> None:
    home = shop.home
    added = inside(home, "register", "add", "2", "--name", "Garden")
    assert added.out == "RG/26-27/000001: register 2 (Garden) is ready.\n"
    changed = inside(home, "register", "change", "2", "--printer", "tm-20", "--json")
    assert changed.json == {"number": "RG/26-27/000002", "register": "2", "name": "Garden", "printer": "tm-20"}
    assert inside(home, "register", "change", "2", "--printer", "tm-20").err == "Register 2 is so already.\n"
    inside(home, "shift", "open", "0", "--register", "2")

    assert inside(home, "register", "list", "--json").json == [
        {"register": "1", "name": "Register 1", "printer": "", "open_shift": None},
        {"register": "2", "name": "Garden", "printer": "tm-20", "open_shift": 1},
    ]
    assert inside(home, "register", "list").out.splitlines()[2].split() == ["2", "Garden", "tm-20", "1"]
    assert inside(home, "register", "add", "2", "--json").error["code"] == "register_exists"
    assert inside(home, "register", "change", "2").status == 2


def test_blind_counting_hides_nothing_from_who_may_see_reports(shop: TestShop) -> None:
    inside(shop.home, "settings", "blind_count", "yes")
    assert inside(shop.home, "settings", "blind_count").out == "yes\n"
    inside(shop.home, "shift", "open", "10")

    assert inside(shop.home, "shift", "x", "--json").json["cash"]["expected"] == "10.00"
