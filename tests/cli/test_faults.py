"""Disks, locks, other programs and other versions: a clear message, an exit status, nothing half done."""

from __future__ import annotations

import ctypes
import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from tests.cli.command_line import as_lines, copied, environment, inside, process, sale
from tests.shop import TEA, TestShop

from tillbook.db import engines, transaction
from tillbook.db.opening import DATABASE_NAME
from tillbook.ledgers import catalogue
from tillbook.queries.till import location_ids

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and permissions of POSIX")
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def files_of_at_most(count: int) -> None:
    """In a child: no file grows beyond so many bytes, as on a disk that is full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (count, count))


def as_anybody() -> None:
    """In a child: permissions hold for root too."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


@needs_posix
def test_a_sale_that_the_disk_does_not_take_is_refused_and_can_be_sent_again(shop: TestShop) -> None:
    command = json.dumps(sale((TEA, "1")))
    for size in (34_000, 50_000):
        ran = process(shop.home, "sell", "--json", stdin=command, before=partial(files_of_at_most, size))
        assert (ran.status, ran.error["code"]) == (3, "disk")
        assert "nothing was posted" in ran.err
        assert shop.count("sale") == 0

    again = process(shop.home, "sell", "--json", stdin=command)
    assert again.json["number"] == "1/26-27/000001"


@needs_posix
def test_a_file_that_the_disk_does_not_take_leaves_the_sale_posted_and_follows_later(shop: TestShop) -> None:
    add_many_products(shop, 4_000)
    shop.sell((TEA, "1"))
    inside(shop.home, "receive", TEA, "1")
    products = shop.home / "product_Records.json"
    before = products.read_bytes()
    assert len(before) > 300_000

    command = json.dumps(sale((TEA, "2")))
    ran = process(shop.home, "sell", "--json", stdin=command, before=partial(files_of_at_most, 300_000))
    assert (ran.status, ran.json["total"]) == (0, "190.00")
    assert "product_Records.json" in ran.err
    assert products.read_bytes() == before
    assert (shop.home / "sales.txt").read_text(encoding="utf-8").count("\n") == 2

    assert process(shop.home, "sell", "--json", stdin=command).err == ""
    assert json.loads(products.read_bytes())[TEA]["Quantity"] == 8


def add_many_products(shop: TestShop, count: int) -> None:
    with transaction.transaction_of_one_action() as tx:
        row = tx.row("SELECT id FROM tax_class WHERE name = 'untaxed'")
        assert row is not None
        products = [
            catalogue.ProductFields(sku=f"many-{number}", name=f"Product {number}", price="1.00", tax_class_id=row[0])
            for number in range(count)
        ]
        catalogue.add(tx, products, location_id=location_ids(tx)["shop"])


@pytest.fixture
def only_readable(shop: TestShop) -> Iterator[TestShop]:
    """The folder and the database may be read alone."""
    from django.db import connection

    connection.close()
    for leftover in shop.home.glob("tillbook.sqlite3-*"):
        leftover.unlink()
    (shop.home / DATABASE_NAME).chmod(0o444)
    shop.home.chmod(0o555)
    yield shop
    shop.home.chmod(0o755)
    (shop.home / DATABASE_NAME).chmod(0o644)


@pytest.mark.skipif(sys.platform != "linux", reason="root obeys permissions only where it can be told to")
def test_a_read_only_folder_is_said(only_readable: TestShop) -> None:
    home = only_readable.home
    ran = process(home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))), before=as_anybody)
    assert (ran.status, ran.error["code"]) == (3, "disk")
    assert "read-only" in ran.err or "cannot be opened" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="root obeys permissions only where it can be told to")
def test_a_folder_that_takes_no_shop_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    for home in (closed, closed / "shop"):
        ran = process(home, "init", "--name", "Tea", "--currency", "INR", before=as_anybody)
        assert ran.status == 3
        assert str(home) in ran.err
        assert list(closed.iterdir()) == []


@contextmanager
def held(home: Path, seconds: float) -> Iterator[None]:
    """Another program has the books locked for so long."""
    with closing(sqlite3.connect(home / DATABASE_NAME, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(seconds, lambda: other.execute("ROLLBACK"))
        letting_go.start()
        yield
        letting_go.join()


def test_a_lock_is_waited_for(shop: TestShop) -> None:
    with held(shop.home, 1.5):
        started = time.perf_counter()
        ran = process(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
        assert (ran.status, ran.json["total"]) == (0, "95.00")
        assert time.perf_counter() - started > 1


def test_a_lock_that_lasts_is_said_and_nothing_is_posted(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOCK_WAIT_SECONDS_MAX", 0.1)
    monkeypatch.setattr(transaction, "TRIES_MAX", 2)
    with held(shop.home, 2):
        ran = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
        assert (ran.status, ran.error["code"]) == (3, "busy")
        assert "try again" in ran.err
        assert inside(shop.home, "products", "--json").json[0]["available"] == "10", "looking needs no lock"
    assert shop.count("sale") == 0


def test_processes_that_sell_at_the_same_time_sell_what_is_there_and_no_more(shop: TestShop) -> None:
    queues = [as_lines(*(sale((TEA, "1"), id=f"till{till}-{number}") for number in range(6))) for till in range(3)]
    selling = [
        subprocess.Popen(
            [sys.executable, "-m", "tillbook", "--home", str(shop.home), "sell", "--jsonl", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(shop.home.parent),
            text=True,
        )
        for _ in queues
    ]
    said = []
    for running, queue in zip(selling, queues, strict=True):
        assert running.stdin is not None
        running.stdin.write(queue)
        running.stdin.close()
        running.stdin = None
    for running in selling:
        out, err = running.communicate(timeout=60)
        assert (running.returncode, err) == (0, "")
        said += [json.loads(line) for line in out.splitlines()]

    numbers = sorted(answer["number"] for answer in said if "number" in answer)
    assert numbers == [f"1/26-27/{number:06}" for number in range(1, 11)]
    assert [answer["error"]["code"] for answer in said if "error" in answer] == ["out_of_stock"] * 8
    assert shop.on_hand(TEA) == (0, 0)
    assert (shop.home / "sales.txt").read_text(encoding="utf-8").count("\n") == 10
    assert json.loads((shop.home / "product_Records.json").read_bytes())[TEA]["Quantity"] == 0


def test_a_shop_of_a_newer_version_is_left_alone_and_the_version_is_named(shop: TestShop, tmp_path: Path) -> None:
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('tillbook', '9999_later', '2030-01-01')"
    home = copied(shop.home, tmp_path / "newer", later, "UPDATE shop SET program_version = '9.9.0'")
    ran = process(home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))

    assert (ran.status, ran.error["code"]) == (3, "newer_shop")
    assert "install Tillbook 9.9.0 or later" in ran.err


@pytest.mark.parametrize(("content", "code"), [(b"", "no_shop"), (b"no database at all, " * 99, "damaged")])
def test_a_file_that_is_no_shop_is_said(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(content)
    ran = process(tmp_path, "products", "--json")
    assert (ran.status, ran.error["code"]) == (3, code)
