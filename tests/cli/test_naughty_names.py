"""Names that break programs: kept or refused by the stated rule, and every file stays readable (P27)."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from tests.cli.command_line import as_lines, inside, process, sale
from tests.shop import TEA, TestShop

from tillbook.core.text import TextRefused, clean_line

NAMES = [
    "Tea, black", 'The "best" tea', "Tea\r\nSALE,1,free", "Tea\x00\x1b[31m\x07", "\u202egnihtemos\u202c",
    "Café cafe\u0301", "👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1", "' OR 1=1--",
    "<img src=x onerror=alert(1)>", "{{7*7}}", "../../etc/passwd",
    "हिन्दी चाय", "العربية", "a\u200db", "ﷺ" * 200,
    " nbsp\u00a0inside ", "%s%n%x", "${HOME} `id`", "\\", "'", '"', "💩" * 100,
]  # fmt: skip
ORDERS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would give orders to a terminal, or turn its text around."""
UNKEEPABLE = ["", "   ", "\u200b", "\t\n", "\u202e", "x" * 201, "\ufeff"]


def kept(name: str) -> str | None:
    """How the rule keeps a name, or None where it refuses it."""
    try:
        return clean_line(name, what="the name", length_max=200)
    except TextRefused:
        return None


def seed_file(path: Path, names: list[str]) -> Path:
    products = {f"N{place}": {"Product_Name": name, "Price": 1, "Quantity": 5} for place, name in enumerate(names)}
    path.write_text(json.dumps(products), encoding="utf-8")
    return path


def must_come_through(shop: TestShop, folder: Path, names: list[str]) -> None:
    """Import products of these names, sell them to people of these names, and read every file back."""
    assert inside(shop.home, "import", str(seed_file(folder / "names.json", names))).status == 0
    listed = {each["sku"]: each["name"] for each in process(shop.home, "products", "--json").json}
    expected = [kept(name) for name in names]
    assert [listed[f"N{place}"] for place in range(len(names))] == expected

    sales = [
        sale((f"N{place}", "1"), id=f"naughty-{place}", customer={"name": name}) for place, name in enumerate(names)
    ]
    answers = inside(shop.home, "sell", "--jsonl", "-", stdin=as_lines(*sales)).lines
    assert [answer["customer"]["name"] for answer in answers] == expected
    assert [answer["lines"][0]["name"] for answer in answers] == expected

    text = (shop.home / "sales.txt").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text), skipinitialspace=True))
    assert [(row[0], row[4]) for row in rows] == [(name, name) for name in expected]
    assert {len(row) for row in rows} == {8}
    own = json.loads((shop.home / "product_Records.json").read_bytes())
    assert [kept(own[f"N{place}"]["Product_Name"]) for place in range(len(names))] == expected
    assert [own[f"N{place}"]["Quantity"] for place in range(len(names))] == [4] * len(names)
    for shown in (inside(shop.home, "products").out, inside(shop.home, "bill", answers[3]["number"]).out):
        assert not ORDERS.search(shown.replace("\n", ""))


def test_names_that_can_be_kept_come_through_every_file(shop: TestShop, tmp_path: Path) -> None:
    must_come_through(shop, tmp_path, NAMES)


@pytest.mark.parametrize("name", UNKEEPABLE, ids=repr)
def test_names_that_cannot_be_kept_are_refused_at_every_door(shop: TestShop, tmp_path: Path, name: str) -> None:
    ran = inside(shop.home, "import", str(seed_file(tmp_path / "names.json", [name])))
    assert (ran.status, ran.out) == (2, "")
    assert "N0" in ran.err
    command = sale((TEA, "1"), customer={"name": name, "phone": "+919876543210"})
    sold = inside(shop.home, "sell", "--json", stdin=json.dumps(command))
    if name.strip():
        assert sold.error["path"] == "customer.name"
    else:
        assert sold.json["customer"] == {"phone": "+919876543210"}


@pytest.mark.real
def test_five_hundred_naughty_strings_are_kept_or_refused_by_the_rule(shop: TestShop, tmp_path: Path) -> None:
    folder = os.environ.get("TILLBOOK_DATA")
    if not folder:
        pytest.skip("TILLBOOK_DATA names no folder with real data")
    strings = json.loads((Path(folder) / "security" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    must_come_through(shop, tmp_path, [text for text in strings if kept(text) is not None])
    refused = [text for text in strings if kept(text) is None]
    ran = inside(shop.home, "import", str(seed_file(tmp_path / "refused.json", refused)))
    assert f"has {len(refused)} mistakes" in ran.err
