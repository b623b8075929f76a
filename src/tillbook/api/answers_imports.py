"""What the API answers about imports."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.api.answers import Answer
from tillbook.api.base import Problem


class RefusedRow(Answer):
    """A mistake in a row; `column` is empty where it is the whole row that is wrong."""

    row: int
    column: str
    sku: str
    reason: str


class ImportProblem(Problem):
    """As every problem; of a file whose rows are wrong, the first thousand mistakes besides."""

    problems: list[RefusedRow] = Field(default=[])


class ImportedProducts(Answer):
    """What an import of products did, or would do; `number` is null where nothing was posted.

    `unchanged` and `refused` are null where they were told before: the command was sent again.
    """

    kind: Literal["products"]
    number: str | None
    new: int
    changed: int
    unchanged: int | None
    refused: int | None
    problems: list[RefusedRow]
    unused: list[str]


class RefusedLine(Answer):
    """A line of past sales that is not posted."""

    row: int
    invoice: str
    reason: str


class SurveyedSales(Answer):
    """What can be read of a file of past sales."""

    kind: Literal["sales"]
    lines: int
    amount: str
    invoices: int
    in_the_books_already: int
    refused: list[RefusedLine]


class ImportedSales(SurveyedSales):
    """What became of every line of a file of past sales; the lines by outcome add up to all of them."""

    lines_by_outcome: dict[str, int]
    sold: str
    books: str
    on_top: str
    adds_up: bool
    paid_back: str
    refused_amount: str
    rounding: str
    sales: int
    documents: int
    new_sales: int
    new_documents: int


class Import(Answer):
    """An import that changed products; `undone_by` is the document that undid it."""

    number: str
    at: str
    by: str
    file: str
    new: int
    changed: int
    undone_by: str | None


class Imports(Answer):
    """A page of imports, the latest first."""

    imports: list[Import]
    next: str | None


class KeptProduct(Answer):
    """A product that stays as it is."""

    sku: str
    reason: str


class ImportUndone(Answer):
    """What an undo took back; `undone` and `kept_count` are null where the command was sent again."""

    number: str
    undone: int | None
    kept_count: int | None
    kept: list[KeptProduct]
