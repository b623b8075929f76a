"""What the API answers of sales that are posted."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.api.answers import Answer, Bill


class PostedBill(Bill):
    """A posted sale, and where its paper and the picture of its number are."""

    paper_url: str
    code_url: str


class SaleSummary(Answer):
    """A sale in a list."""

    number: str
    posted_at: str
    total: str
    customer: str
    register_code: str = Field(alias="register")
    by: str
    returned: Literal["none", "part", "all"]


class Sales(Answer):
    """A page of the sales, the latest first; `next` is the cursor of the next one, null on the last."""

    sales: list[SaleSummary]
    next: str | None


class BillPaper(Answer):
    """A bill as its paper shows it; `copy` where it says that it is one."""

    text: str
    copy_: bool = Field(alias="copy")
