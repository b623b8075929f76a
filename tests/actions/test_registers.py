"""Registers beyond the first: their own drawer, numbers and journal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.drawers import closed, opened, said
from tests.shop import TEA, TestShop

from tillbook.actions.registers import BadRegister, Changed, RegisterExists, add_register, change_register
from tillbook.core.rights import Actor, NotAllowed
from tillbook.core.text import TextRefused
from tillbook.db.transaction import reading
from tillbook.queries.postings import IdReused
from tillbook.queries.registers import registers
from tillbook.queries.till import UnknownRegister


def added(shop: TestShop, code: str, name: str = "", printer: str = "", *, id: str = "") -> Changed:
    return add_register(id=id or shop.new_id(), code=code, name=name, printer=printer, now=shop.now, by=shop.owner)


def test_a_new_register_sells_under_its_own_numbers_and_journal(shop: TestShop) -> None:
    assert added(shop, "2", "Garden").number == "RG/26-27/000001"
    opened(shop, "20", register="2")

    here = shop.bill(shop.post(shop.sale((TEA, "1"))))
    there = shop.bill(shop.post(replace(shop.sale((TEA, "1")), register="2")))

    assert (here.number, there.number) == ("1/26-27/000001", "2/26-27/000001")
    z = said(closed(shop, "115", register="2"))
    assert (z["number"], z["register_name"], z["shift"]) == ("2Z/26-27/000001", "Garden", 1)
    assert z["journal"] == {"chain": "2", "head": there.journal_hash, "length": 2}
    assert z["cash"]["difference"] == "0.00"


def test_registers_are_listed_by_their_numbers_with_their_open_shifts(shop: TestShop) -> None:
    for code in ("10", "2"):
        added(shop, code)
    opened(shop, register="10")

    with reading() as tx:
        seen = registers(tx)

    assert [(each.code, each.name, each.shift) for each in seen] == [
        ("1", "Register 1", None),
        ("2", "Register 2", None),
        ("10", "Register 10", 1),
    ]


@pytest.mark.parametrize("code", ["", "0", "01", "100", "1C", "GR", "-1", "²", "office"])
def test_a_code_is_a_number_from_1_to_99(shop: TestShop, code: str) -> None:
    with pytest.raises(BadRegister, match="a number from 1 to 99"):
        added(shop, code)


def test_a_code_is_taken_once(shop: TestShop) -> None:
    with pytest.raises(RegisterExists, match="There is a register 1 already"):
        added(shop, "1")


def test_a_repeat_adds_nothing_and_another_content_is_refused(shop: TestShop) -> None:
    first = added(shop, "2", "Garden", id="add")

    assert added(shop, "2", "Garden", id="add") == replace(first, repeated=True)
    with pytest.raises(IdReused):
        added(shop, "2", "Yard", id="add")
    assert shop.count("register") == 2


def test_a_register_gets_another_name_and_printer(shop: TestShop) -> None:
    changed = change_register(id="a", code="1", name="Front", now=shop.now, by=shop.owner)
    assert (changed.number, changed.name, changed.printer) == ("RG/26-27/000001", "Front", "")

    changed = change_register(id="b", code="1", printer="tm-20", now=shop.now, by=shop.owner)
    assert (changed.name, changed.printer) == ("Front", "tm-20")

    same = change_register(id="c", code="1", name="Front", printer="tm-20", now=shop.now, by=shop.owner)
    assert same.number == ""
    assert change_register(id="b", code="1", printer="tm-20", now=shop.now, by=shop.owner).repeated


def test_what_is_no_register_is_not_changed(shop: TestShop) -> None:
    with pytest.raises(UnknownRegister):
        change_register(id="a", code="7", name="Seven", now=shop.now, by=shop.owner)
    with pytest.raises(TextRefused):
        change_register(id="a", code="1", name="", now=shop.now, by=shop.owner)


def test_a_manager_adds_no_register(shop: TestShop) -> None:
    manager = Actor(staff_id=shop.owner.staff_id, name="Meera", role="manager")
    with pytest.raises(NotAllowed):
        add_register(id="a", code="2", now=shop.now, by=manager)
