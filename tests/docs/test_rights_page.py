"""The page on rights says what the code does: its tables are written anew and compared (P26)."""

from __future__ import annotations

from tools.rights_page import NAMES, PAGE, declared, with_tables

from tillbook.core.rights import LIMITS, NO_LIMITS, RIGHTS, Right, Role
from tillbook.core.roles import PERCENT_MAX, WHOLE_MAX


def test_the_tables_are_as_the_code_has_them() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_tables(page), "run: python tools/rights_page.py"


def test_every_action_and_every_limit_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in declared() if f"| `{name}` |" not in page] == []
    assert set(NAMES) == {*PERCENT_MAX, *WHOLE_MAX, "sale_below_cost"}


def test_what_the_page_says_in_words() -> None:
    assert LIMITS[Role.owner] == NO_LIMITS
    assert all(Right.set_own_secret in rights for rights in RIGHTS.values())
