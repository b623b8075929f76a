"""A shop is opened only where one is, by a version that knows it; founding leaves nothing half done."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.found import NewShop, ShopExists, founding
from tillbook.core.calendar import UnknownZone
from tillbook.core.errors import Refusal
from tillbook.core.money import UnknownCurrency
from tillbook.core.text import TextRefused
from tillbook.db import engines
from tillbook.db.opening import DATABASE_NAME, NewerShop, NoShop, OlderShop, open_shop
from tillbook.db.transaction import DamagedShop, DiskTrouble, ShopBusy, reading

NEW = NewShop(
    name="Corner Shop",
    currency="INR",
    country="IN",
    timezone="Asia/Kolkata",
    locale="en_IN",
    prices_include_tax=True,
)


@pytest.fixture
def home(shop_template: Path, tmp_path: Path) -> Path:
    """The folder of a closed shop."""
    home = tmp_path / "shop"
    home.mkdir()
    shutil.copy(shop_template / DATABASE_NAME, home)
    return home


def write_in(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / DATABASE_NAME)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


# ---------------------------------------------------------------- opening


def test_an_empty_folder_is_no_shop_and_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoShop, match=r"Make one with: tillbook --home .* init --name"):
        open_shop(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_shop_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoShop):
        open_shop(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("content", [b"hello, world\n" * 500, bytes(range(256)) * 64])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(content)
    with pytest.raises(DamagedShop, match="is not a database; restore the last backup"):
        open_shop(tmp_path)
    assert (tmp_path / DATABASE_NAME).read_bytes() == content


def test_a_database_of_something_else_is_no_shop(tmp_path: Path) -> None:
    write_in(tmp_path, "CREATE TABLE recipes (id INTEGER PRIMARY KEY, cake TEXT)")
    with pytest.raises(NoShop, match="holds no shop"):
        open_shop(tmp_path)


def test_an_empty_file_is_no_shop(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).touch()
    with pytest.raises(NoShop, match="holds no shop"):
        open_shop(tmp_path)


def test_a_folder_in_the_place_of_the_database_is_no_shop(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).mkdir()
    with pytest.raises(NoShop):
        open_shop(tmp_path)


def test_a_shop_of_a_newer_version_is_refused_and_the_version_to_install_named(home: Path) -> None:
    write_in(
        home,
        """INSERT INTO django_migrations (app, name, applied)
        VALUES ('tillbook', '0999_loyalty', '2031-01-01')""",
        "UPDATE shop SET program_version = '7.4.0'",
    )
    with pytest.raises(NewerShop, match=r"last opened by Tillbook 7\.4\.0; install Tillbook 7\.4\.0 or later"):
        open_shop(home)


def test_a_shop_of_an_older_version_is_refused_and_told_what_to_do(home: Path) -> None:
    write_in(
        home,
        "DELETE FROM django_migrations WHERE name LIKE '0003%'",
        "UPDATE shop SET program_version = '0.0.7'",
    )
    with pytest.raises(OlderShop, match=r"made by an older Tillbook \(0\.0\.7\) and must be upgraded"):
        open_shop(home)


def test_a_damaged_page_is_told_and_not_sold_over(home: Path) -> None:
    with closing(sqlite3.connect(home / DATABASE_NAME)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'posting'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with (home / DATABASE_NAME).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    open_shop(home)
    shop = TestShop(home=home)
    with pytest.raises(DamagedShop, match="is damaged; stop selling and restore the last backup"):
        shop.post(shop.sale((TEA, "1")))
    connection.close()


def test_a_database_that_another_program_keeps_for_itself_is_busy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOCK_WAIT_SECONDS_MAX", 0.1)
    with closing(sqlite3.connect(home / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ShopBusy, match="Another program is using the shop's database; wait a moment"):
            open_shop(home)
        other.execute("ROLLBACK")
    open_shop(home)
    connection.close()


def test_one_shop_after_the_other_can_be_opened(shop: TestShop, shop_template: Path, tmp_path: Path) -> None:
    shop.sell((TEA, "1"))
    second = copy_shop(shop_template, tmp_path / "second")
    assert second.count("sale") == 0
    open_shop(shop.home)
    assert shop.count("sale") == 1


# ---------------------------------------------------------------- founding


def test_a_founded_shop_is_one_file_and_sells_at_once(tmp_path: Path) -> None:
    home = tmp_path / "new" / "shop"
    with founding(home, NEW):
        pass
    assert [path.name for path in home.iterdir()] == [DATABASE_NAME]
    open_shop(home)
    shop = TestShop(home=home)
    shop.add_product(TEA, "Darjeeling", "95.00", short_stock="allow")
    assert shop.sell((TEA, "1")).number == "1/26-27/000001"
    shop.must_be_clean()
    connection.close()


class Trouble(Exception):
    pass


@pytest.mark.parametrize("trouble", [Trouble, KeyboardInterrupt])
def test_what_is_raised_while_founding_leaves_the_folder_as_it_was(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    (tmp_path / "product_Records.json").write_text("{}")
    with pytest.raises(trouble), founding(tmp_path, NEW):
        TestShop(home=tmp_path).add_product(TEA, "Darjeeling", "95.00")
        raise trouble
    assert [path.name for path in tmp_path.iterdir()] == ["product_Records.json"]
    with pytest.raises(NoShop):
        open_shop(tmp_path)


def test_where_a_shop_is_none_is_founded(home: Path) -> None:
    before = (home / DATABASE_NAME).read_bytes()
    with pytest.raises(ShopExists, match=r"There is a shop in .* already"), founding(home, NEW):
        raise AssertionError("it must not come to this")
    assert [path.name for path in home.iterdir()] == [DATABASE_NAME]
    assert (home / DATABASE_NAME).read_bytes() == before


def test_a_shop_that_was_founded_meanwhile_stays(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    with pytest.raises(ShopExists, match="meanwhile"), founding(folder, NEW):
        shutil.copy(home / DATABASE_NAME, folder)
    assert [path.name for path in folder.iterdir()] == [DATABASE_NAME]
    assert (folder / DATABASE_NAME).read_bytes() == (home / DATABASE_NAME).read_bytes()


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (replace(NEW, currency="XXZ"), UnknownCurrency),
        (replace(NEW, timezone="Asia/Atlantis"), UnknownZone),
        (replace(NEW, name=" \n "), TextRefused),
    ],
)
def test_a_shop_that_is_told_nonsense_is_not_founded(tmp_path: Path, new: NewShop, kind: type[Refusal]) -> None:
    with pytest.raises(kind), founding(tmp_path / "new", new):
        raise AssertionError("it must not come to this")
    assert not (tmp_path / "new").exists()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises((DiskTrouble, OSError)), founding(tmp_path / "file", NEW):
        raise AssertionError("it must not come to this")


def test_reading_needs_no_write_lock(shop: TestShop) -> None:
    """A question is answered while another program is posting."""
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE stock_level SET on_hand_milli = 0, value_minor = 0")
        with reading() as tx:
            assert tx.rows("SELECT SUM(on_hand_milli) FROM stock_level") == [(30_000,)]
        other.execute("ROLLBACK")
