"""Beyond a cashier's limits somebody else agrees at the till, with a name and a PIN; both names are kept (P26)."""

from __future__ import annotations

import io

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from tests.cli.console.cashier import NOBODY, Told, Typed, kept, sell_by
from tests.shop import TEA, TestShop

from tillbook.actions.staff import add_staff, set_pin
from tillbook.cli.console.asking import AnswerTooLong
from tillbook.cli.console.terminal import TerminalAsker
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.queries.staff import actor_of, person

MEENAS_PIN = "9382"


@pytest.fixture
def asha(shop: TestShop) -> Actor:
    """A cashier; Meena is the manager, with a PIN, and Ravi a cashier with one."""
    for name, role in (("Asha", "cashier"), ("Ravi", "cashier"), ("Meena", "manager")):
        add_staff(id=name, name=name, role=role, now=shop.now, by=shop.owner)
    set_pin(id="m", name="Meena", pin=MEENAS_PIN, now=shop.now, by=shop.owner)
    set_pin(id="r", name="Ravi", pin="4071", now=shop.now, by=shop.owner)
    with reading() as tx:
        return actor_of(tx, person(tx, "Asha"))


def sells(shop: TestShop, by: Actor, *typed: Typed) -> Told:
    """A tea with 10 % off, paid in cash, and what is typed then."""
    return sell_by(shop, *NOBODY, TEA, "2", "/discount 10%", "", "", *typed, by=by)


def signed(shop: TestShop) -> list[tuple[int, int | None]]:
    """Who sold, and who agreed, sale by sale."""
    with reading() as tx:
        return [
            (row[0], row[1])
            for row in tx.rows("SELECT staff_id, approved_by_id FROM posting WHERE kind = 'sale' ORDER BY id")
        ]


def test_a_manager_agrees_with_a_pin(shop: TestShop, asha: Actor) -> None:
    told = sells(shop, asha, "Meena", MEENAS_PIN)

    assert "Who agrees?" in told.notes
    assert "PIN of Meena?" in told.notes
    assert "171.00" in told.bills
    assert signed(shop) == [(2, 4)]


def test_a_wrong_pin_is_asked_again_and_a_cashier_does_not_do(shop: TestShop, asha: Actor) -> None:
    told = sells(shop, asha, "Meena", "1111", "Ravi", "4071", "Meena", MEENAS_PIN)

    assert "There is nobody of this name with this PIN" in told.notes
    assert told.notes.count("let somebody who may agree with a PIN") == 2
    assert signed(shop) == [(2, 4)]


def test_nobody_agrees_and_the_cart_is_changed_instead(shop: TestShop, asha: Actor) -> None:
    told = sells(shop, asha, "", "/discount 0", "", "")

    assert "190.00" in told.bills
    assert signed(shop) == [(2, None)]


def test_leaving_while_somebody_should_agree_keeps_the_cart(shop: TestShop, asha: Actor) -> None:
    told = sells(shop, asha)

    assert told.bills == ""
    assert (kept(shop), signed(shop)) == (1, [])


def test_an_agreement_is_for_one_sale(shop: TestShop, asha: Actor) -> None:
    told = sells(shop, asha, "Meena", MEENAS_PIN, *NOBODY, TEA, "1", "/discount 10%", "", "")

    assert told.notes.count("Who agrees?") == 2
    assert signed(shop) == [(2, 4)]


def test_a_terminal_shows_no_pin(shop: TestShop) -> None:
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80))
    with create_pipe_input() as keys:
        asker = TerminalAsker(given=keys, output=output, results_are_shown=True)
        keys.send_text(f"{MEENAS_PIN}\r")
        assert asker.ask_secret("PIN of Meena?") == MEENAS_PIN
        keys.send_text("Asha\r")
        assert asker.ask("Who agrees?") == "Asha"
        keys.send_text("9" * 501 + "\r")
        with pytest.raises(AnswerTooLong):
            asker.ask_secret("PIN of Meena?")

    assert "PIN of Meena?" in screen.getvalue()
    assert MEENAS_PIN not in screen.getvalue()
    assert "Asha" in screen.getvalue()
