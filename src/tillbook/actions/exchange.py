"""Importing products: looked at first, then written in one transaction, or not at all (P28).

The rows go by once, in one transaction: each is looked at, then written, and one that is refused undoes them
all. ROWS_AT_ONCE of them are in memory at a time, however long the file is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import ClassVar

from tillbook.core.chain import canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.place import Place
from tillbook.core.posting import Numbered, Stamp, stamp
from tillbook.core.product_import import Decision, Plan, ProductNow, decide
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted_product import RowProblem, WantedProduct
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.formats.import_json import problem_json
from tillbook.formats.product_file import Row, Rows
from tillbook.formats.seed_products_write import SeedRow, record
from tillbook.ledgers import files
from tillbook.ledgers.documents import Document
from tillbook.ledgers.files import PRODUCT_FILE
from tillbook.ledgers.imports import Batch, Route, write_products
from tillbook.queries.catalogue import SeenCodes, barcode_owners, import_rules, products_by_sku
from tillbook.queries.postings import posted_before
from tillbook.queries.till import location_ids, office

ROWS_AT_ONCE = 1_000
PROBLEMS_KEPT_MAX = 1_000
PROBLEMS_TOLD_MAX = 20
EXAMPLES_MAX = 20

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many; 0 where that is not known."""


class ImportRefused(Refusal):
    """Rows cannot be imported; nothing was. `problems` are the first of them."""

    code: ClassVar[str] = "import_refused"

    def __init__(self, message: str, *, path: str | None = None, problems: Sequence[RowProblem] = ()) -> None:
        super().__init__(message, path=path)
        self.problems = tuple(problems)
        self.more = {"problems": [problem_json(problem) for problem in problems]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. Without a change nothing is posted: `number` is empty.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str = ""
    posting_id: int | None = None
    repeated: bool = False
    plan: Plan | None = None


def plan_products(
    tx: Tx, rows: Rows, *, base_quantities: Mapping[str, int] | None = None, progress: Progress | None = None
) -> Plan:
    """What importing these rows would do; nothing is changed.

    `base_quantities` are what the file's writer last wrote there (thousandths by SKU): a quantity then means
    the difference from it.
    """
    look = _Look(tx, office(tx), base_quantities)
    for chunk in _chunks(rows()):
        look.at(chunk)
        if progress:
            progress(look.rows, 0)
    return look.plan()


@action(right=Right.import_file)
def import_products(
    tx: Tx,
    rows: Rows,
    *,
    client_id: str,
    file_name: str,
    file_sha256: str,
    base_quantities: Mapping[str, int] | None = None,
    accept_good_rows: bool = False,
    progress: Progress | None = None,
    now: datetime,
    by: Actor,
) -> Imported:
    """Import products, new ones with their opening stock, as one posting; see `plan_products` for the rest.

    With `base_quantities` the file is the shop's own product_Records.json: from now on it counts as written
    by Tillbook, and one that nobody has edited since is imported already, whatever was sold meanwhile.

    Raises:
        ImportRefused: rows are wrong, and the good ones alone were not asked for; nothing was imported.
        IdReused
    """
    request_hash = digest(canonical([file_sha256, accept_good_rows]))
    before = posted_before(tx, client_id=client_id, kind="import", request_hash=request_hash)
    if before is not None:
        return Imported(number=before.number, posting_id=before.posting_id, repeated=True)
    own = base_quantities is not None
    if own and files.known(tx, PRODUCT_FILE).written_sha256 == file_sha256:
        return Imported(plan=_as_written(rows))
    at = office(tx)
    header = stamp(
        at,
        client_id=client_id,
        request_hash=request_hash,
        kind="import",
        now=now,
        by=by,
        note=file_name[-400:],
    )

    write = _Write(tx, at, header, file_sha256)
    look = _Look(tx, at, base_quantities)
    for chunk in _chunks(rows()):
        look.then(write, look.at(chunk), accept_good_rows)
        if progress:
            progress(look.rows, 0)

    plan = look.plan()
    if plan.refused and not accept_good_rows:
        raise _refusal(plan, file_name)
    if own:
        files.adopt(tx, PRODUCT_FILE, file_sha256)
    if plan.changes_nothing:
        return Imported(plan=plan)
    numbered = write.close(plan)
    return Imported(number=numbered.number, posting_id=numbered.posting_id, plan=plan)


class _Write:
    """The posting of an import, begun with the first row that changes something."""

    def __init__(self, tx: Tx, at: Place, header: Stamp, file_sha256: str) -> None:
        self._tx = tx
        self._header = header
        self._file_sha256 = file_sha256
        self._places = location_ids(tx)
        self._route = Route(shop_id=at.location_id, loss_id=self._places["loss"], customer_id=at.customer_location_id)
        self._begun: tuple[Document, Batch] | None = None

    def products(self, decisions: Sequence[Decision]) -> None:
        """Post what was decided of some rows."""
        if self._begun is None:
            codes = {number: code for code, number in self._places.items()}
            document = Document(self._tx, self._header, location_codes=codes)
            file = {"file_name": self._header.note, "file_sha256": self._file_sha256}
            self._begun = document, Batch(self._tx, document.numbered.posting_id, **file)
        write_products(self._tx, decisions, *self._begun, self._route)

    def close(self, plan: Plan) -> Numbered:
        """Journal the import with its counts."""
        assert self._begun is not None, "an import that changes something was begun"
        document, batch = self._begun
        return document.close(batch.close(created=plan.new, changed=plan.changed))


def _as_written(rows: Rows) -> Plan:
    """The plan for a file whose every row is imported already."""
    count = sum(1 for _ in rows())
    return Plan(rows=count, new=0, changed=0, unchanged=count, refused=0, problems=(), examples=())


def _refusal(plan: Plan, file_name: str) -> ImportRefused:
    told = [_told(problem) for problem in plan.problems[:PROBLEMS_TOLD_MAX]]
    rows = "1 row" if plan.refused == 1 else f"{plan.refused:,} rows"
    if len(told) < len(plan.problems):
        told.append("…")
    opening = f"{file_name}: {rows} cannot be imported; nothing was. Correct the file and import it again."
    return ImportRefused("\n".join([opening, *told]), path=told[0].partition(":")[0], problems=plan.problems)


def _told(problem: RowProblem) -> str:
    column = f", column {problem.column}" if problem.column else ""
    sku = f" ({problem.sku})" if problem.sku else ""
    return f"row {problem.row:,}{column}{sku}: {problem.reason}"


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, ROWS_AT_ONCE)):
        yield chunk


class _Look:
    """One pass over the rows of a file: decides each and counts what comes of them."""

    def __init__(self, tx: Tx, at: Place, base_quantities: Mapping[str, int] | None) -> None:
        self._tx = tx
        self._location_id = at.location_id
        self._rules = import_rules(tx, at)
        self._base = base_quantities or {}
        self._seen = SeenCodes(tx)
        self._counts: Counter[str] = Counter()
        self._last_refused = 0
        self._problems: list[RowProblem] = []
        self._examples: list[Decision] = []
        self.rows = 0

    def plan(self) -> Plan:
        """What all rows so far come to."""
        counts = self._counts
        return Plan(
            rows=self.rows,
            new=counts["new"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            refused=counts["refused"],
            problems=tuple(self._problems),
            examples=tuple(self._examples),
        )

    def at(self, rows: Sequence[Row]) -> list[Decision]:
        """What the good ones of these rows change."""
        self.rows += len(rows)
        wanted = [row for row in rows if isinstance(row, WantedProduct)]
        now = products_by_sku(self._tx, [row.sku for row in wanted], location_id=self._location_id)
        taken = self._codes_taken(wanted)
        decisions = []
        for row in rows:
            decided = self._decide(row, now, taken)
            if not isinstance(decided, Decision):
                self._refuse(decided)
            elif decided.changes_nothing:
                self._counts["unchanged"] += 1
            else:
                self._counts["new" if decided.now is None else "changed"] += 1
                decisions.append(decided)
        self._examples += decisions[: EXAMPLES_MAX - len(self._examples)]
        return decisions

    def then(self, write: _Write, decisions: Sequence[Decision], accept_good_rows: bool) -> None:
        """Have what was decided written.

        One refused row undoes all that was written, so the rows after it are only looked at: to name them all.
        """
        if decisions and (accept_good_rows or not self._counts["refused"]):
            write.products(decisions)

    def _decide(
        self, row: Row, now: Mapping[str, ProductNow], taken: Mapping[int, RowProblem]
    ) -> Decision | list[RowProblem]:
        if isinstance(row, RowProblem):
            return [row]
        if row.row in taken:
            return [taken[row.row]]
        product = now.get(row.sku)
        base_milli = self._base.get(row.sku)
        return decide(row, product, self._rules, base_milli=base_milli, record=_record_to_keep(row, product))

    def _codes_taken(self, wanted: Sequence[WantedProduct]) -> dict[int, RowProblem]:
        """Rows whose SKU or barcode stands in an earlier row, or whose barcode is another product's."""
        codes = [(f"s{row.sku}", row.row) for row in wanted]
        codes += [(f"b{code}", row.row) for row in wanted for code, _ in row.barcodes]
        earlier = self._seen.first_rows(codes)
        owners = barcode_owners(self._tx, [code for row in wanted for code, _ in row.barcodes])
        problems = {}
        for row in wanted:
            reason = _code_taken(row, earlier, owners)
            if reason:
                problems[row.row] = RowProblem(row=row.row, column=reason[0], reason=reason[1], sku=row.sku)
        return problems

    def _refuse(self, problems: Sequence[RowProblem]) -> None:
        """Count a refused row once, even where its problems come one by one."""
        row = problems[0].row
        self._counts["refused"] += row != self._last_refused
        self._last_refused = row
        self._problems += problems[: PROBLEMS_KEPT_MAX - len(self._problems)]


def _code_taken(row: WantedProduct, earlier: Mapping[str, int], owners: Mapping[str, str]) -> tuple[str, str] | None:
    """The column and the reason, where a code of this row is taken."""
    first = earlier.get(f"s{row.sku}", row.row)
    if first != row.row:
        return "sku", f"{row.sku} stands in row {first:,} already; keep one of them"
    for code, _ in row.barcodes:
        first = earlier.get(f"b{code}", row.row)
        if first != row.row:
            return "barcode", f"{code} stands in row {first:,} already; a barcode is of one product"
        if owners.get(code, row.sku) != row.sku:
            return "barcode", f"{code} is the barcode of {owners[code]}; a barcode is of one product"
    return None


def _record_to_keep(row: WantedProduct, product: ProductNow | None) -> str | None:
    """The source text of a record, where the text kept so far would not be written as it is spelled now."""
    if row.record is None or product is None:
        return row.record
    assert row.name is not None, "a record has a name"
    assert row.price is not None, "a record has a price"
    assert row.quantity_milli is not None, "a record has a quantity"
    kept = str(product.columns["seed_record"]) or None
    written = record(SeedRow(sku=row.sku, name=row.name, price=row.price, quantity_milli=row.quantity_milli, raw=kept))
    return None if written == row.record else row.record
