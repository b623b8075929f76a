"""The measurements run: in small sizes, so that nobody finds out on the day when figures are wanted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("part", "figure"),
    [
        ("sale", "statements of such a sale"),
        ("search", "2 to 4 words in any order"),
        ("imports", "1,000 products from CSV"),
        ("day", "a Z report of 50 sales"),
        ("past", "all stock of a year ago"),
        ("server", "sales of 3 lines a second, 8 tills at once"),
    ],
)
def test_each_part_measures(part: str, figure: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--small", part],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in run.stderr, run.stderr
    assert run.returncode in {0, 1}, "1 where a target was missed, as it may be on a busy machine"
    assert figure in run.stdout


def test_an_unknown_part_is_refused() -> None:
    run = subprocess.run([sys.executable, "-m", "bench", "sail"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "there is no part sail" in run.stderr
