"""What a person at a terminal is offered while typing, with keys from a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import to_plain_text
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from tests.cli.console.cashier import last_bill, sell_by
from tests.shop import NOON, TEA, TestShop

from tillbook.cli.console.asking import AnswerTooLong, Suggestion, Tone
from tillbook.cli.console.customer import suggest_customers
from tillbook.cli.console.finding import suggest_products
from tillbook.cli.console.lines import suggest
from tillbook.cli.console.selling import run
from tillbook.cli.console.terminal import Completions, TerminalAsker
from tillbook.cli.console.till import Till
from tillbook.db.transaction import reading
from tillbook.queries.till import place


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture
def asker(keys: PipeInput) -> TerminalAsker:
    return TerminalAsker(given=keys, output=DummyOutput(), results_are_shown=True)


@pytest.fixture
def till(shop: TestShop, asker: TerminalAsker) -> Till:
    with reading() as tx:
        at = place(tx, "1")
    return Till(home=shop.home, asker=asker, by=shop.owner, at=at, clock=lambda: NOON)


def told(suggestions: Sequence[Suggestion]) -> list[tuple[str, str, str]]:
    return [(each.text, each.shown, each.note) for each in suggestions]


def test_products_are_offered_by_any_word_with_price_and_what_is_there(till: Till) -> None:
    assert told(suggest_products(till, "oil must")) == [("103", "103  Mustard oil", "₹180.50    10 left")]
    assert told(suggest_products(till, "3*dar")) == [("101", "101  Darjeeling", "₹95.00    10 left")]
    assert suggest_products(till, "3*dar")[0].replaces == 3
    assert suggest_products(till, "3*") == []


def test_a_product_that_is_not_there_is_marked(shop: TestShop, till: Till) -> None:
    shop.adjust(TEA, "-10")

    assert told(suggest_products(till, "darj"))[0][2] == "₹95.00  none left"


def test_commands_are_offered_after_a_slash(till: Till) -> None:
    assert [each.text for each in suggest(till, "/d")] == ["/discount ", "/drop"]
    assert suggest(till, "/void 2") == []
    assert [each.text for each in suggest(till, "dar")] == [TEA]


def test_known_customers_are_offered_by_name_and_phone(shop: TestShop, till: Till) -> None:
    sell_by(shop, "Asha Rao", "", "098765 43210", TEA, "1", "", "")

    wanted = [("+919876543210", "Asha Rao", "098765 43210")]
    assert told(suggest_customers(till, "as")) == wanted
    assert told(suggest_customers(till, "rao")) == wanted
    assert told(suggest_customers(till, "98765")) == wanted
    assert told(suggest_customers(till, "098765 4")) == wanted
    assert suggest_customers(till, "a") == []


def test_a_list_of_completions_fits_its_screen() -> None:
    long = [Suggestion(text="1", replaces=1, shown="a very long name " * 9, note="₹1.00  5 left")]

    [one] = Completions(lambda _: long, 60).get_completions(Document("a"), CompleteEvent())

    shown = to_plain_text(one.display) + to_plain_text(one.display_meta)
    assert len(shown) <= 56
    assert "…" in shown


def test_a_sale_is_typed_with_tab_and_enter(shop: TestShop, keys: PipeInput, asker: TerminalAsker) -> None:
    keys.send_text("\r\r\r" + "dar\t\r" + "2\r" + "\r" + "c\r" + "\x04")

    assert run(shop.home, asker=asker, clock=lambda: shop.now) == 0
    assert last_bill(shop).total_minor == 190_00


def test_ctrl_c_keeps_the_cart(shop: TestShop, keys: PipeInput, asker: TerminalAsker) -> None:
    keys.send_text("-\r" + "101\r" + "2\r" + "102\r" + "\x03")

    assert run(shop.home, asker=asker, clock=lambda: shop.now) == 0
    assert shop.count("sale") == 0
    assert shop.count("cart") == 1


def test_a_paste_without_end_is_refused(keys: PipeInput, asker: TerminalAsker) -> None:
    keys.send_text("x" * 2_000 + "\r")

    with pytest.raises(AnswerTooLong):
        asker.ask("Customer:", hint="name")


def test_a_long_question_is_asked_on_several_lines(keys: PipeInput, asker: TerminalAsker) -> None:
    keys.send_text(" y \r")

    assert asker.ask("Is it this customer? " * 12) == "y"
    asker.say("done", Tone.done)
    asker.hand_over("a bill\n")
    assert asker.rows == 40
    assert asker.columns == 80


def test_a_bill_goes_to_standard_output_when_that_is_a_file(
    keys: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    asker = TerminalAsker(given=keys, output=DummyOutput(), results_are_shown=False)

    asker.hand_over("a bill\n")

    assert capsys.readouterr().out == "a bill\n"
