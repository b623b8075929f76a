"""Files in: products, and what was sold before Tillbook came; looked at, imported, listed, undone.

The file is the body, as it is. Its name is never that of a file here: only how it ends is looked at, for what kind of
file it is; everything else that is said of it stands in the address.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.exchange import Imported, import_products, plan_products
from tillbook.actions.history import import_history
from tillbook.actions.history.seed import seed_file
from tillbook.actions.undo import undo_import
from tillbook.api import answers_imports as said
from tillbook.api.base import PAGE_MAX, IdTwice, answer, operation, who
from tillbook.api.long_body import read_bytes
from tillbook.api.paging import decode_id, encode
from tillbook.api.served import home, new_id, now
from tillbook.api.throttle import REPORT
from tillbook.core.errors import Unreadable
from tillbook.core.history_course import Survey
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted import ID_LENGTH_MAX
from tillbook.db.transaction import ShopBusy, reading
from tillbook.formats.commands import FIRST_REGISTER
from tillbook.formats.history_table import HistoryFile, open_history, read_mapping
from tillbook.formats.import_json import history_json, plan_json, survey_json
from tillbook.formats.office_commands import IdJson
from tillbook.formats.product_file import ProductFile, read_product_file, read_product_mapping
from tillbook.formats.seed_products import FILE_NAME
from tillbook.queries.imports import ImportListed, import_posted, imports_listed
from tillbook.queries.postings import posted_before
from tillbook.queries.stock import skus_below_zero

BYTES_MAX: Final = 10_000_000
MAPPING_LENGTH_MAX: Final = 8_000
NAMES: Final = {
    "products": {"json": FILE_NAME, "xlsx": "products.xlsx", "": "products.csv"},
    "sales": {"txt": "sales.txt", "xlsx": "sales.xlsx", "": "sales.csv"},
}
"""What a file of each kind is called here, by how its own name ends; "" is any other end."""
_SENT: Final = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("application/octet-stream", "application/json", "text/csv", "text/plain")
        },
    }
}
_ONE_AT_A_TIME: Final = threading.Lock()
"""Held while past sales are imported: what the books hold of them is counted before they are posted."""

router = Router(tags=["the office"])

Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a file is to be imported; `name` is one of NAMES."""

    id: str | None
    name: str
    mapping: str
    decimal: Literal[".", ","] | None
    skip_refused: bool
    dry_run: bool
    register: str


@operation(
    router,
    "POST",
    "/import",
    right=Right.import_file,
    answers={
        201: said.ImportedProducts | said.ImportedSales,
        200: said.ImportedProducts | said.ImportedSales | said.SurveyedSales,
        409: said.ImportProblem,
    },
    pace=REPORT,
    more=_SENT,
)
def post_import(
    request: HttpRequest,
    kind: Literal["products", "sales"],
    name: Text = "",
    dry_run: bool = False,
    skip_refused: bool = False,
    mapping: Annotated[str, Query(max_length=MAPPING_LENGTH_MAX)] = "",
    decimal: Literal[".", ","] | None = None,
    register_code: Annotated[str, Query(alias="register", max_length=200)] = FIRST_REGISTER,
    id: Text = "",
) -> HttpResponse:
    """Import the file that is the body, of at most 10 MB: 201, and 200 where nothing was posted now.

    `kind=products`: product_Records.json, CSV or XLSX, as the end of `name` says; all of it or, unless `skip_refused`,
    nothing. `kind=sales`: a sales.txt; with a `mapping`, CSV or XLSX. Lines that are in the books already are left out.
    `mapping` (JSON) says which column is what, `decimal` the decimal sign where the file leaves it open.
    `dry_run` only says what would happen. The same `id` (or header Idempotency-Key) again posts nothing twice.
    """
    by = who(request)
    told = Told(
        id=_id_of(request, id),
        name=_called(kind, name, mapping),
        mapping=mapping,
        decimal=decimal,
        skip_refused=skip_refused,
        dry_run=dry_run,
        register=register_code,
    )
    data = read_bytes(request, bytes_max=BYTES_MAX)
    return _products(data, told, by) if kind == "products" else _sales(data, told, by)


@operation(router, "GET", "/imports", right=Right.import_file, answers={200: said.Imports})
def get_imports(
    request: HttpRequest, cursor: str = "", limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 50
) -> HttpResponse:
    """The imports that changed products, the latest first."""
    with reading() as tx:
        found = imports_listed(tx, before=decode_id(cursor), limit=limit + 1)
    page = found[:limit]
    following = encode([page[-1].posting_id]) if len(found) > limit else None
    return answer({"imports": [_listed_json(each) for each in page], "next": following})


@operation(
    router,
    "POST",
    "/imports/{path:number}/undo",
    right=Right.import_file,
    answers={201: said.ImportUndone, 200: said.ImportUndone},
)
def post_import_undo(request: HttpRequest, number: str, body: IdJson) -> HttpResponse:
    """Take back what an import did; a product that was used or changed since stays as it is, and is named."""
    done = undo_import(number, client_id=body.id, now=now(), by=who(request))
    kept = [{"sku": each.sku, "reason": each.reason} for each in done.kept]
    counts = (None, None) if done.repeated else (done.undone, done.kept_count)
    told = {"number": done.number, "undone": counts[0], "kept_count": counts[1], "kept": kept}
    return answer(told, status=200 if done.repeated else 201)


def _id_of(request: HttpRequest, id: str) -> str | None:
    """The id of the command. Raises: IdTwice, Unreadable."""
    key = request.headers.get("Idempotency-Key", "")
    if id and key and id != key:
        raise IdTwice("id: the header Idempotency-Key says another one; send one id", path="id")
    if len(id or key) > ID_LENGTH_MAX:
        raise Unreadable(f"id: at most {ID_LENGTH_MAX} characters", path="id")
    return id or key or None


def _called(kind: str, name: str, mapping: str) -> str:
    """What the file is called here. Raises: Unreadable, where past sales are a table and nothing says what is what."""
    names = NAMES[kind]
    ending = name.lower().rpartition(".")[2]
    if kind == "products":
        return names.get(ending, names[""])
    if mapping:
        return names["xlsx"] if ending == "xlsx" else names[""]
    if ending not in ("", "txt"):
        raise Unreadable("mapping: say which column of the table is what; only a sales.txt needs none", path="mapping")
    return names["txt"]


def _products(data: bytes, told: Told, by: Actor) -> HttpResponse:
    with reading() as tx:
        below_zero = skus_below_zero(tx)
    columns = read_product_mapping(told.mapping, name="mapping") if told.mapping else None
    file = read_product_file(data, name=told.name, mapping=columns, decimal=told.decimal, below_zero=below_zero)
    if told.dry_run:
        with reading() as tx:
            plan = plan_products(tx, file.rows)
        return answer(_products_json(file, plan_json(plan, None)))
    done = import_products(
        file.rows,
        client_id=told.id or new_id(),
        file_name=file.name,
        file_sha256=file.sha256,
        accept_good_rows=told.skip_refused,
        now=now(),
        by=by,
    )
    return answer(_products_json(file, _done_json(done)), status=201 if done.number and not done.repeated else 200)


def _done_json(done: Imported) -> dict[str, Any]:
    if done.plan is not None:
        return plan_json(done.plan, done.number)
    assert done.posting_id is not None, "what is sent again was posted"
    with reading() as tx:
        before = import_posted(tx, done.posting_id)
    counts = {"new": before.created, "changed": before.changed, "unchanged": None, "refused": None}
    return {"number": before.number, **counts, "problems": []}


def _products_json(file: ProductFile, told: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "products", **told, "unused": list(file.unused)}


def _sales(data: bytes, told: Told, by: Actor) -> HttpResponse:
    if told.dry_run:
        file = _past(data, told)
        seen = Survey(file.mapping.rules)
        for line in file.lines():
            seen.read(line)
        return answer({"kind": "sales", **survey_json(seen, booked=file.booked)})
    if told.id is not None:
        # The file itself is what makes this safe to repeat; an id that is another document's is a mistake.
        with reading() as tx:
            posted_before(tx, client_id=told.id, kind="history", request_hash="")
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise ShopBusy("Other sales are just being imported; wait until they are, then send these again.")
    try:
        file = _past(data, told)
        report = import_history(file, register=told.register, by=by)
    finally:
        _ONE_AT_A_TIME.release()
    posted = report.new_sales or report.new_documents
    return answer({"kind": "sales", **history_json(report, booked=file.booked)}, status=201 if posted else 200)


def _past(data: bytes, told: Told) -> HistoryFile:
    if told.mapping:
        return open_history(data, read_mapping(told.mapping), name=told.name)
    return seed_file(data, name=told.name, home=home())


def _listed_json(found: ImportListed) -> dict[str, Any]:
    return {
        "number": found.number,
        "at": found.at.isoformat(),
        "by": found.person,
        "file": found.file_name,
        "new": found.created,
        "changed": found.changed,
        "undone_by": found.undone_by or None,
    }
