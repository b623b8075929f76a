"""The books: settings, proving, the journal, files out."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.export import products_file, sales_file
from tillbook.actions.settings import change_setting, setting_texts
from tillbook.api import answers_office as said
from tillbook.api.base import PAGE_MAX, SIGNED_IN, answer, operation, who
from tillbook.api.downloads import download
from tillbook.api.paging import decode, encode
from tillbook.api.served import now
from tillbook.core.errors import Unreadable
from tillbook.core.rights import Right, require
from tillbook.db.transaction import reading
from tillbook.formats.office_commands import SettingJson
from tillbook.formats.settings import require_known
from tillbook.queries.journal import page
from tillbook.queries.till import settings
from tillbook.queries.verify import verify

router = Router(tags=["the office"])

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


@operation(router, "GET", "/settings", right=SIGNED_IN, answers={200: dict[str, str]})
def get_settings(request: HttpRequest) -> HttpResponse:
    """Every setting of the shop, as a person would type it."""
    with reading() as tx:
        return answer(setting_texts(settings(tx)))


@operation(router, "PUT", "/settings/{key}", right=Right.change_settings, answers={200: said.SettingPosted})
def put_setting(request: HttpRequest, key: str, body: SettingJson) -> HttpResponse:
    """Change a setting."""
    require_known(key)
    done = change_setting(id=body.id, key=key, text=body.value, now=now(), by=who(request))
    return answer({"key": key, "before": done.before, "after": done.after, "number": done.number or None})


@operation(router, "GET", "/verify", right=Right.see_reports, answers={200: said.Verified})
def get_verify(request: HttpRequest) -> HttpResponse:
    """Prove the books: every balance, cost, total, number and entry is worked out again; 200 whatever is found."""
    with reading() as tx:
        report = verify(tx)
    findings = [{"kind": each.kind, "where": each.where, "message": each.message} for each in report.findings]
    return answer({"clean": report.clean, "checked": dict(report.checked), "findings": findings})


@operation(router, "GET", "/journal", right=Right.see_reports, answers={200: said.JournalPage}, refuses=(409,))
def get_journal(
    request: HttpRequest,
    register_code: Annotated[str, Query(alias="register")] = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 100,
) -> HttpResponse:
    """The journal of a register, of the office, or of all, as the stand-alone checker reads it line by line."""
    after = ("", 0)
    if cursor:
        chain, sequence = decode(cursor, 2)
        if not isinstance(chain, str) or not isinstance(sequence, int):
            raise Unreadable("cursor: not one of this list; begin at its first page", path="cursor")
        after = (chain, sequence)
    with reading() as tx:
        found = page(tx, register_code, after=after, limit=limit + 1)
    entries = found[:limit]
    following = encode([entries[-1][0], entries[-1][1]]) if len(found) > limit else None
    return answer({"entries": [text for _, _, text in entries], "next": following})


@operation(router, "GET", "/export/products", right=Right.see_reports, answers={200: None})
def get_products_export(
    request: HttpRequest, form: Annotated[Literal["csv", "xlsx", "json"], Query(alias="format")] = "csv"
) -> HttpResponse:
    """All products as a file, for who may see what they cost too."""
    require(who(request), Right.see_costs)
    name = "product_Records.json" if form == "json" else f"products.{form}"
    with reading() as tx:
        chunks = [_bytes(chunk) for chunk in products_file(tx, name)]
    return download(b"".join(chunks), name=name, kind=KINDS[form])


@operation(router, "GET", "/export/sales", right=Right.see_reports, answers={200: None})
def get_sales_export(
    request: HttpRequest, form: Annotated[Literal["csv", "xlsx", "txt"], Query(alias="format")] = "csv"
) -> HttpResponse:
    """All sales as a file, a line for each line sold."""
    name = f"sales.{form}"
    with reading() as tx:
        chunks = [_bytes(chunk) for chunk in sales_file(tx, name)]
    return download(b"".join(chunks), name=name, kind=KINDS[form])


def _bytes(chunk: str | bytes) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk
