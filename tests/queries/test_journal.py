"""An exported journal is proven by a program that knows nothing of Tillbook, and tampering is found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading
from tillbook.queries.journal import UnknownChain, lines

CHECKER = Path(__file__).parents[2] / "tools" / "check_journal.py"


@pytest.fixture
def journal(shop: TestShop) -> list[str]:
    """The journal of a short day."""
    shop.sell((TEA, "2"), (RICE, "0.333"), customer=WantedCustomer(name='Asha "ஆஷா" Rao', phone="+919876543210"))
    shop.adjust(TEA, "-1", "broken, “von selbst”")
    shop.sell((OIL, "1"))
    shop.receive(OIL, "3", "400.01")
    shop.sell((RICE, "1"), (OIL, "2"))
    return exported()


def exported(chain: str | None = None) -> list[str]:
    with reading() as tx:
        return list(lines(tx, chain))


def check(journal: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    text = "".join(f"{line}\n" for line in journal)
    return subprocess.run(
        [sys.executable, "-I", CHECKER, *arguments],
        input=text, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def of(chain: str, journal: list[str]) -> list[int]:
    """Where the entries of a chain stand in the export."""
    return [place for place, line in enumerate(journal) if json.loads(line)["chain"] == chain]


def test_the_checker_accepts_the_whole_export_and_each_chain(journal: list[str]) -> None:
    assert [json.loads(line)["document"] for line in exported("1")] == [
        "1/26-27/000001",
        "1/26-27/000002",
        "1/26-27/000003",
    ]
    for export in (journal, exported("1"), exported("office")):
        checked = check(export)
        assert (checked.returncode, checked.stderr) == (0, "")
    assert len(exported("1")) + len(exported("office")) == len(journal) == 8


def test_the_heads_in_the_shop_are_those_of_the_export(journal: list[str]) -> None:
    with reading() as tx:
        heads: dict[str, str] = dict(tx.rows("SELECT name, head FROM journal_chain"))
    assert check(journal, "--head", f"1={heads['1']}", "--head", f"office={heads['office'][:8]}").returncode == 0
    assert check(journal, "--head", f"1={heads['office']}").returncode == 1


def edited(journal: list[str], place: int) -> list[str]:
    entry = json.loads(journal[place])
    entry["body"]["total_minor"] -= 1
    line = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return [*journal[:place], line, *journal[place + 1 :]]


def removed(journal: list[str], place: int) -> list[str]:
    return journal[:place] + journal[place + 1 :]


def swapped(journal: list[str], place: int) -> list[str]:
    return [*journal[:place], journal[place + 1], journal[place], *journal[place + 2 :]]


def sent_twice(journal: list[str], place: int) -> list[str]:
    return [*journal[: place + 1], journal[place], *journal[place + 1 :]]


@pytest.mark.parametrize("tampered", [edited, removed, swapped, sent_twice])
@pytest.mark.parametrize("which", [0, 1])
def test_a_tampered_export_is_found(
    journal: list[str], tampered: Callable[[list[str], int], list[str]], which: int
) -> None:
    checked = check(tampered(journal, of("1", journal)[which]))
    assert checked.returncode == 1
    assert "1" in checked.stdout


def test_the_last_lines_cut_off_show_only_against_a_printed_head(journal: list[str]) -> None:
    """What a chain cannot do: a journal that ends earlier is a sound journal of an earlier time."""
    head = json.loads(journal[of("1", journal)[-1]])["hash"]
    shorter = removed(journal, of("1", journal)[-1])
    assert check(shorter).returncode == 0
    assert check(shorter, "--head", f"1={head}").returncode == 1


def test_no_persons_name_or_number_is_in_the_journal(journal: list[str]) -> None:
    assert not any("Asha" in line or "9876543210" in line for line in journal)
    assert json.loads(journal[of("1", journal)[0]])["body"]["customer"]


def test_a_register_that_is_not_there_is_refused_with_those_that_are(shop: TestShop) -> None:
    with reading() as tx, pytest.raises(UnknownChain, match="those with a journal are: 1, office"):
        lines(tx, "7")
