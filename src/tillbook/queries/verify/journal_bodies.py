"""What the journal must say of a document, written from its rows alone: canonical JSON, keys in order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import quantity, quoted
from tillbook.queries.verify.journal import canonical
from tillbook.queries.verify.lines import Line, LineTax, PromotionsOfLines, Sale, TaxesOfLines

MOVES_SPELLED_OUT_MAX = 1_000


def sale_body(
    posting: Posting,
    sale: Sale,
    register: str,
    lines: Sequence[Line],
    of_lines: TaxesOfLines,
    taxes: Sequence[Row],
    tenders: Sequence[Row],
    customer: str | None,
    promotions: PromotionsOfLines,
    version: int,
) -> str:
    """The body of a sale's entry of this version; `customer` is the salted hash of who bought."""
    line_told = _line if version > 1 else _line_before
    told = ",".join([line_told(line, of_lines[line.position], promotions.get(line.position, ())) for line in lines])
    command = f'"request_hash":{quoted(posting.request_hash)},' if version > 1 else ""
    ends = f',"version":{version}' if version > 1 else ""
    by_rate = ",".join([_tax(*tax[2:7]) for tax in taxes])
    handed = ",".join(
        [
            f'{{"amount_minor":{amount},"reference":{quoted(tail(reference) if version > 1 else reference)},'
            f'"type":{quoted(kind)}}}'
            for _, _, kind, amount, reference in tenders
        ]
    )
    return (
        f'{{{approved_by(posting)}"business_date":"{posting.business_date}","cash_increment_minor":{sale.cash_increment},'
        f'"cash_rounding_minor":{sale.cash_rounding},'
        f'"change_minor":{sale.change},"currency":"{sale.currency}","customer":{quoted(customer)},'
        f'"due_minor":{sale.due},"id":{quoted(posting.client_id)},"lines":[{told}],"net_minor":{sale.net},'
        f'"note":{quoted(posting.note)},"prices_include_tax":{"true" if sale.prices_include_tax else "false"},'
        f'"register":{quoted(register)},{command}"rounding_mode":"{sale.rounding_mode}",'
        f'"staff":"{posting.staff_id}","tax_minor":{sale.tax},"tax_rounding":"{sale.tax_rounding}",'
        f'"taxes":[{by_rate}],"tendered_minor":{sale.tendered},"tenders":[{handed}],"total_minor":{sale.total}{ends}}}'
    )


def approved_by(posting: Posting) -> str:
    """The second person, where there was one, as the first key of a body."""
    return "" if posting.approved_by_id is None else f'"approved_by":"{posting.approved_by_id}",'


def version_of(text: str) -> int:
    """The version of the body of an entry; those of before have none."""
    return 2 if ',"version":2},"chain":' in text else 1


def tail(reference: str) -> str:
    """The journal holds the end of a reference alone."""
    return reference if len(reference.removeprefix("…")) <= 4 else f"…{reference[-4:]}"


def _line(line: Line, taxes: Sequence[LineTax], promotions: Sequence[Row]) -> str:
    parts = ",".join([f'{{"amount_minor":{amount},"name":{quoted(name)}}}' for _, _, _, name, amount in promotions])
    promoted = f'"promotions":[{parts}],' if promotions else ""
    told = ",".join([_tax(tax.name, tax.rate, tax.per_unit, tax.base, tax.amount) for tax in taxes])
    wanted = "null" if line.wanted_milli is None else f'"{quantity(line.wanted_milli)}"'
    return (
        f'{{"bill_discount_minor":{line.share},"cost_minor":{line.cost},"discount_minor":{line.discount},'
        f'"gross_minor":{line.gross},"list_price":{quoted(line.list_price)},"name":{quoted(line.name)},'
        f'"net_minor":{line.net},"product":{quoted(line.sku)},{promoted}"quantity":"{quantity(line.milli)}",'
        f'"tax_class":{quoted(line.tax_class)},"tax_minor":{line.tax},"taxes":[{told}],"unit":{quoted(line.unit)},'
        f'"unit_price":{quoted(line.unit_price)},"wanted":{wanted}}}'
    )


def _line_before(line: Line, taxes: Sequence[LineTax], promotions: Sequence[Row]) -> str:
    parts = ",".join([f'{{"amount_minor":{amount},"name":{quoted(name)}}}' for _, _, _, name, amount in promotions])
    promoted = f'"promotions":[{parts}],' if promotions else ""
    told = ",".join([_tax(tax.name, tax.rate, tax.per_unit, tax.base, tax.amount) for tax in taxes])
    return (
        f'{{"bill_discount_minor":{line.share},"cost_minor":{line.cost},"discount_minor":{line.discount},'
        f'"gross_minor":{line.gross},"name":{quoted(line.name)},"net_minor":{line.net},"product":{quoted(line.sku)},'
        f'{promoted}"quantity":"{quantity(line.milli)}","tax_minor":{line.tax},"taxes":[{told}],'
        f'"unit_price":{quoted(line.unit_price)}}}'
    )


def _tax(name: str, rate: str | None, per_unit: str | None, base: int, amount: int) -> str:
    return (
        f'{{"amount_minor":{amount},"base_minor":{base},"name":{quoted(name)},"per_unit":{quoted(per_unit)},'
        f'"rate":{quoted(rate)}}}'
    )


class MovesTold:
    """The moves of a document as its entry tells them: each, or the hash of all where they are many."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._first: list[str] = []
        self._count = 0
        self._fold = hashlib.sha256()

    def add(self, moves: Sequence[Row]) -> None:
        """Take some moves, in their order."""
        skus = self._skus({move[2] for move in moves})
        places = {number: code for number, (code, _) in self._facts.locations.items()}
        for _, _, product, from_id, to_id, milli, cost, reason in moves:
            line = (
                f'{{"cost_minor":{cost},"from":{quoted(places.get(from_id))},"product":{quoted(skus.get(product))},'
                f'"quantity":"{quantity(milli)}","reason":{quoted(reason)},"to":{quoted(places.get(to_id))}}}'
            )
            self._count += 1
            self._fold.update(f"{line}\n".encode())
            if self._count <= MOVES_SPELLED_OUT_MAX:
                self._first.append(line)

    def parts(self) -> dict[str, object]:
        """What the body says of the moves."""
        if self._count <= MOVES_SPELLED_OUT_MAX:
            return {"moves": json.loads(f"[{','.join(self._first)}]")}
        return {"moves_count": self._count, "moves_sha256": self._fold.hexdigest()}

    def _skus(self, products: set[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        wanted = sorted(products)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            found.update(self._facts.tx.rows(f"SELECT id, sku FROM product WHERE id IN ({marks})", some))  # noqa: S608  (our own names and marks)
        return found


def document_body(posting: Posting, supplier: str, moves: MovesTold, more: Mapping[str, object]) -> str:
    """The body of the entry of a document of moves; `more` is what its kind adds."""
    body: dict[str, object] = {
        "business_date": str(posting.business_date),
        "note": posting.note,
        "staff": str(posting.staff_id),
        **moves.parts(),
        **more,
    }
    if posting.approved_by_id is not None:
        body["approved_by"] = str(posting.approved_by_id)
    if posting.kind == "receipt":
        body["supplier"] = supplier
    return canonical(body)
