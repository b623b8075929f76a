"""Whoever is named by `--as` signs in, whatever the command does; and sees what the table says (P26)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.cli.command_line import inside, sale
from tests.damage import checkpoint
from tests.shop import TEA, copy_shop
from tools.rights_page import commands, questions

from tillbook.core.rights import Right, Role
from tillbook.db.opening import open_shop

PIN = "4071"
COMMANDS = dict(commands())
QUESTIONS = questions()
ACTS_AS_NOBODY = {"init", "price cart", "serve", "till"}
"""What needs no shop, and what serves whoever signs in to it."""
KNOWN = {"customer show": "C-7", "customer statement": "C-7", "export": "sales", "promo coupons": "TEN"}
"""What the first argument is of commands that need one and find something."""
MORE = {
    "returnable": ["1/26-27/000001"],
    "customer erase": ["--yes"],
    "register change": ["--name", "Till"],
    "refund": ["1/26-27/000001"],
    "import": ["no-such-file.csv"],
    "sell": ["--json"],
    "receive": [TEA, "1"],
    "adjust": [TEA, "1", "--reason", "found"],
    "promo add": ["TEN", "--percent", "10"],
}
"""What a command wants to be told before it looks who asks."""


@pytest.fixture(scope="module")
def staffed(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with one person of each role, named after it, each with the same PIN; a sale, a Z, a customer."""
    home = copy_shop(shop_template, tmp_path_factory.mktemp("staffed")).home
    for role in Role:
        inside(home, "staff", "add", f"The {role}", "--role", role)
        inside(home, "staff", "pin", f"The {role}", stdin=f"{PIN}\n")
    inside(home, "customer", "add", "Asha Rao", "--code", "C-7")
    inside(home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"), customer={"code": "C-7"})))
    inside(home, "shift", "close", "--total", "95")
    inside(home, "shift", "open", "0")
    inside(home, "promo", "add", "TEN", "--percent", "10", "--coupon", "SPRING")
    connection.close()
    checkpoint(home)
    return home


@pytest.fixture
def home(staffed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of that shop, which must be right at the end."""
    monkeypatch.setenv("TILLBOOK_SECRET", PIN)
    monkeypatch.delenv("TILLBOOK_STAFF", raising=False)
    monkeypatch.delenv("TILLBOOK_APPROVER_SECRET", raising=False)
    shop = copy_shop(staffed, tmp_path / "shop")
    yield shop.home
    open_shop(shop.home)
    shop.must_be_clean()


def asked(words: str) -> list[str]:
    """A command with what it cannot do without; that need not make sense."""
    needed: list[str] = []
    for parameter in COMMANDS[words].params:
        if parameter.required:
            option = parameter.opts[:1] if parameter.param_type_name == "option" else []
            needed += [*option, KNOWN.get(words, parameter.name or "")]
    return [*words.split(), *needed, *MORE.get(words, [])]


def test_a_question_is_answered_to_nobody_without_its_right(home: Path) -> None:
    inside(home, "staff", "role", "set", "helper", "--may", "set_own_secret")
    inside(home, "staff", "change", "The cashier", "--role", "helper")

    answers = {words: inside(home, "--as", "The cashier", *asked(words)) for words in QUESTIONS}

    said = {
        words: f"The cashier (helper) may not {right.replace('_', ' ')}; ask " for words, right in QUESTIONS.items()
    }
    assert {words: ran.err[: len(said[words])] for words, ran in answers.items()} == said
    assert {(ran.status, ran.out) for ran in answers.values()} == {(3, "")}


@pytest.mark.parametrize(
    ("role", "words", "status"),
    [
        (Role.cashier, ["shift", "x"], 0),
        (Role.cashier, ["shift", "z"], 3),
        (Role.cashier, ["customer", "show", "C-7"], 0),
        (Role.cashier, ["customer", "statement", "C-7"], 3),
        (Role.accountant, ["shift", "list"], 0),
        (Role.accountant, ["verify"], 0),
        (Role.accountant, ["staff", "list"], 3),
        (Role.manager, ["staff", "list"], 0),
    ],
)
def test_each_role_sees_what_it_works_with(home: Path, role: Role, words: list[str], status: int) -> None:
    assert inside(home, "--as", f"The {role}", *words).status == status


def test_no_command_answers_who_did_not_sign_in(staffed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TILLBOOK_SECRET", raising=False)

    answers = {
        words: inside(staffed, "--as", "The owner", *asked(words)) for words in sorted(COMMANDS.keys() - ACTS_AS_NOBODY)
    }

    needed = "The password or PIN of The owner is needed: a script leaves it in TILLBOOK_SECRET.\n"
    assert {words: ran.err for words, ran in answers.items() if (ran.status, ran.err) != (3, needed)} == {}


def test_a_wrong_pin_shows_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLBOOK_SECRET", "9382")

    ran = inside(home, "--as", "The owner", "products")

    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "There is nobody of this name with this PIN; check both, or ask whoever manages the staff.\n"


def test_a_name_in_the_environment_signs_in_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLBOOK_STAFF", "The cashier")

    assert inside(home, "shift", "list").err.startswith("The cashier (cashier) may not see reports; ask one of these:")
    assert inside(home, "shift", "x").status == 0


def test_a_second_person_is_proved_too_though_nothing_needs_them(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLBOOK_APPROVER_SECRET", "9382")

    assert inside(home, "--approve", "The manager", "products").status == 3


def test_a_cashier_sees_what_is_there_and_not_what_it_cost(home: Path) -> None:
    owner = inside(home, "stock", TEA, "--json").json
    cashier = inside(home, "--as", "The cashier", "stock", TEA, "--json").json
    table = inside(home, "--as", "The cashier", "stock").out

    assert (owner["on_hand"], owner["value"]) == ("9", "540.00")
    assert cashier == {**owner, "value": None}
    assert table.splitlines()[0].split() == ["Id", "Name", "On", "hand"]
    assert "Value" not in table


def test_a_cashier_sees_promotions_and_not_what_they_came_to(home: Path) -> None:
    owner = inside(home, "promo", "list", "--json").json
    cashier = inside(home, "--as", "The cashier", "promo", "list", "--json").json
    table = inside(home, "--as", "The cashier", "promo", "list").out

    assert [each["taken_off"] for each in owner] == ["0.00"]
    assert cashier == [{**owner[0], "sales": None, "taken_off": None}]
    assert "So far" not in table


def test_products_with_their_costs_are_exported_for_who_may_see_costs(home: Path) -> None:
    inside(home, "staff", "role", "set", "reporter", "--may", "see_reports")
    inside(home, "staff", "change", "The cashier", "--role", "reporter")

    sales = inside(home, "--as", "The cashier", "export", "sales")
    products = inside(home, "--as", "The cashier", "export", "products")

    assert (sales.status, products.status) == (0, 3)
    assert "may not see costs" in products.err


def test_every_right_to_see_something_is_of_use() -> None:
    assert {right for right in Right if right.startswith("see_")} - set(QUESTIONS.values()) == {Right.see_costs}
