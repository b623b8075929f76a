"""Exit statuses and streams: what every command has in common."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from tests.cli.command_line import as_lines, copied, environment, inside, process, sale
from tests.shop import NOON, TEA, TestShop

from tillbook.outside import bug_log

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def test_without_a_command_or_with_a_wrong_one_the_usage_is_told(tmp_path: Path) -> None:
    for words in ([], ["sel"], ["bill"], ["products", "--sort", "colour"], ["products", "--nothing"]):
        ran = inside(tmp_path, *words)
        assert ran.status == 2
        assert ran.out == ""
        assert "Usage: " in ran.err


def test_without_a_shop_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    ran = inside(tmp_path / "none", "products", "--json")
    assert (ran.status, ran.error["code"]) == (3, "no_shop")
    assert "init --name NAME --currency INR" in ran.err


def test_commands_that_are_suggested_are_quoted_for_a_shell(tmp_path: Path) -> None:
    home = tmp_path / "no shop"
    assert f"tillbook --home '{home}' init " in inside(home, "products").err


def test_home_is_the_option_or_the_variable(shop: TestShop, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tillbook", "products", "--json"]
    env = environment(tmp_path, {"TILLBOOK_HOME": str(shop.home)})
    assert len(json.loads(subprocess.run(command, env=env, capture_output=True, check=True).stdout)) == 3

    nowhere = subprocess.run(command, env=environment(tmp_path), capture_output=True, check=False)
    assert nowhere.returncode == 3
    assert str(tmp_path / "data").encode() in nowhere.stderr


def test_another_database_than_the_shops_own_is_refused(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLBOOK_DATABASE_URL", f"sqlite:///{shop.home}/tillbook.sqlite3")
    assert inside(shop.home, "products").status == 0

    for address in ("postgres://till@db/shop", "sqlite:///other.sqlite3", "nonsense"):
        monkeypatch.setenv("TILLBOOK_DATABASE_URL", address)
        ran = inside(shop.home, "products")
        assert (ran.status, ran.out) == (2, "")
        assert "TILLBOOK_DATABASE_URL" in ran.err


@pytest.mark.parametrize("how", [{"python": ("-O",)}, {"env": {"PYTHONOPTIMIZE": "2"}}])
def test_python_without_assertions_is_refused(shop: TestShop, how: dict[str, object]) -> None:
    ran = process(shop.home, "products", **how)  # type: ignore[arg-type]
    assert (ran.status, ran.out) == (2, "")
    assert "PYTHONOPTIMIZE" in ran.err


def test_a_bug_gets_a_number_and_stands_in_the_log_of_the_shop(shop: TestShop) -> None:
    home = copied(shop.home, shop.home.parent / "without a table", "DROP TABLE barcode")
    ran = process(home, "products", "tea", "--json")

    assert ran.status == 1
    (entry,) = [json.loads(line) for line in (home / "tillbook.log").read_text().splitlines()]
    assert ran.error["code"] == "bug"
    assert f"number {entry['number']} in {home / 'tillbook.log'}" in ran.err
    assert (entry["error"], entry["message"]) == ("OperationalError", "no such table: barcode")
    assert any("search.py" in frame for frame in entry["trace"])


def test_without_a_shop_a_bug_is_logged_where_programs_keep_their_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    number, where = bug_log.write(ValueError("no"), home=tmp_path, database="tillbook.sqlite3", now=NOON)
    assert json.loads(Path(where).read_text())["number"] == number
    assert not (tmp_path / "tillbook.log").exists()


def test_a_log_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    _, where = bug_log.write(ValueError("the reason"), home=tmp_path, database="tillbook.sqlite3", now=NOON)
    assert where.startswith("no log (")
    assert "ValueError: the reason" in capsys.readouterr().err


@needs_posix
def test_interrupted_it_ends_quietly_with_130(shop: TestShop) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "tillbook", "--home", str(shop.home), "sell", "--jsonl", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(shop.home.parent),
    )
    assert running.stdin is not None
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdin.write(as_lines(sale((TEA, "1"))).encode())
    running.stdin.flush()
    first = running.stdout.readline()
    assert json.loads(first)["number"] == "1/26-27/000001", "answered before the next line is sent"
    running.send_signal(signal.SIGINT)

    assert running.wait(30) == 130
    assert (running.stdout.read(), running.stderr.read()) == (b"", b"")
    for pipe in (running.stdin, running.stdout, running.stderr):
        pipe.close()
    assert (shop.home / "sales.txt").read_text(encoding="utf-8").count("\n") == 1


@needs_posix
def test_a_reader_that_goes_away_is_no_trouble(shop: TestShop) -> None:
    env = environment(shop.home.parent)
    command = [sys.executable, "-m", "tillbook", "--home", str(shop.home), "journal", "export"]
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(command, env=env, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_answer_that_cannot_be_written_is_no_success(shop: TestShop) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = process(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))), stdout=full)
    assert ran.status == 1
    assert ran.err.startswith("The answer could not be written (No space left on device): the disk or pipe")
    assert "What was posted stays posted. To see it again: tillbook bill NUMBER" in ran.err
    assert shop.count("sale") == 1, "what was posted stays posted"
    assert process(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1")))).json["change"] == "9905.00"


@needs_posix
@pytest.mark.parametrize(
    ("words", "closed", "status"),
    [(("products",), 1, 0), (("products",), 2, 0), (("bill", "zz"), 2, 3), (("sell", "--json"), 0, 2)],
)
def test_a_stream_that_was_closed_before_is_no_mistake(
    shop: TestShop, words: tuple[str, ...], closed: int, status: int
) -> None:
    ran = process(shop.home, *words, before=partial(os.close, closed))
    assert ran.status == status
    assert "mistake" not in ran.out + ran.err


def test_nothing_is_coloured_or_asked_where_no_terminal_is(shop: TestShop) -> None:
    ran = process(shop.home, "products", env={"TERM": "xterm-256color", "FORCE_COLOR": "1"})
    assert "\x1b" not in ran.out + ran.err
    for words in (["stock"], ["stock", TEA], ["settings"], ["tax", "list"], ["verify"], ["--help"]):
        ran = inside(shop.home, *words)
        assert (ran.status, "\x1b" in ran.out + ran.err) == (0, False)
