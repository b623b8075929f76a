"""What an import came to, or would come to, as JSON."""

from __future__ import annotations

from typing import Any

from tillbook.core.amounts import format_exact, format_minor
from tillbook.core.history import RefusedLine
from tillbook.core.history_course import Survey
from tillbook.core.history_report import HistoryReport
from tillbook.core.product_import import Plan
from tillbook.core.wanted_product import RowProblem


def plan_json(plan: Plan, number: str | None) -> dict[str, Any]:
    """What an import of products did as `number`, or would do."""
    return {
        "number": number or None,
        "new": plan.new,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "refused": plan.refused,
        "problems": [problem_json(problem) for problem in plan.problems],
    }


def problem_json(problem: RowProblem) -> dict[str, Any]:
    """What is wrong with a row; `column` is empty where it is the whole row."""
    return {"row": problem.row, "column": problem.column, "sku": problem.sku, "reason": problem.reason}


def survey_json(seen: Survey, *, booked: int) -> dict[str, Any]:
    """What can be read of a file of past sales; `booked` lines of it are in the books."""
    return {
        "lines": seen.lines,
        "amount": format_exact(seen.amount),
        "invoices": len(seen.lines_of),
        "in_the_books_already": booked,
        "refused": [refused_line_json(line) for line in seen.refused],
    }


def history_json(report: HistoryReport, *, booked: int) -> dict[str, Any]:
    """What became of every line of a file of past sales, and of every penny."""
    currency = report.currency
    return {
        "lines": report.lines,
        "invoices": report.invoices,
        "lines_by_outcome": dict(report.lines_by_outcome),
        "amount": format_exact(report.amount),
        "sold": format_minor(report.sold_minor, currency),
        "books": format_minor(report.books_minor, currency),
        "on_top": format_minor(report.on_top_minor, currency),
        "adds_up": report.adds_up,
        "paid_back": format_minor(report.paid_back_minor, currency),
        "refused_amount": format_exact(report.refused_amount),
        "rounding": format_exact(report.rounding),
        "sales": report.sales,
        "documents": report.documents,
        "new_sales": report.new_sales,
        "new_documents": report.new_documents,
        "refused": [refused_line_json(line) for line in report.refused],
        "in_the_books_already": booked,
    }


def refused_line_json(line: RefusedLine) -> dict[str, Any]:
    """A line of past sales that is not posted, and why."""
    return {"row": line.row, "invoice": line.invoice, "reason": line.reason}
