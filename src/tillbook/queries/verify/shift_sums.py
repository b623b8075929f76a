"""The figures of a shift, added up from its documents by verify's own questions."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import money

_DOCUMENTS = {
    "sales": """SELECT d.posting_id, p.number FROM sale d JOIN posting p ON p.id = d.posting_id
        WHERE d.shift_id = ?""",
    "credit_notes": """SELECT d.posting_id, p.number FROM credit_note d JOIN posting p ON p.id = d.posting_id
        WHERE d.shift_id = ?""",
    "payments": """SELECT d.posting_id, p.number FROM payment d JOIN posting p ON p.id = d.posting_id
        WHERE d.shift_id = ?""",
    "movements": """SELECT d.posting_id, p.number FROM cash_entry d JOIN posting p ON p.id = d.posting_id
        WHERE p.kind = 'cash' AND d.shift_id = ?""",
}
_FIGURES = {
    "sales": """SELECT SUM(total_minor), SUM(total_minor - tax_minor), SUM(due_minor - total_minor), SUM(discount_minor)
        FROM sale WHERE shift_id = ?""",
    "credit_notes": """SELECT SUM(total_minor), SUM(total_minor - tax_minor), SUM(refund_minor - total_minor), 0
        FROM credit_note WHERE shift_id = ?""",
}
_DISCOUNTS = {
    "sales": """SELECT SUM(discount_minor) FROM sale_line
        WHERE sale_id IN (SELECT posting_id FROM sale WHERE shift_id = ?)""",
    "credit_notes": """SELECT SUM(discount_minor) + SUM(bill_discount_minor) FROM credit_note_line
        WHERE credit_note_id IN (SELECT posting_id FROM credit_note WHERE shift_id = ?)""",
}
_PAYMENTS = (
    "SELECT SUM(amount_minor), SUM(tendered_minor - change_minor - amount_minor) FROM payment WHERE shift_id = ?"
)
_TAXES = (
    (
        1,
        """SELECT name, rate, per_unit, SUM(base_minor), SUM(amount_minor) FROM sale_tax
        WHERE sale_id IN (SELECT posting_id FROM sale WHERE shift_id = ?) GROUP BY 1, 2, 3""",
    ),
    (
        -1,
        """SELECT name, rate, per_unit, SUM(base_minor), SUM(amount_minor) FROM credit_note_line_tax
        WHERE credit_note_id IN (SELECT posting_id FROM credit_note WHERE shift_id = ?) GROUP BY 1, 2, 3""",
    ),
)
_TENDERS = {
    "sales": """SELECT type, SUM(amount_minor) FROM sale_tender
        WHERE sale_id IN (SELECT posting_id FROM sale WHERE shift_id = ?) GROUP BY type
        UNION ALL SELECT 'cash', SUM(due_minor - tendered_minor) FROM sale WHERE shift_id = ? AND change_minor <> 0""",
    "payments": """SELECT type, SUM(amount_minor) FROM payment_tender
        WHERE payment_id IN (SELECT posting_id FROM payment WHERE shift_id = ?) GROUP BY type
        UNION ALL SELECT 'cash', SUM(-change_minor) FROM payment WHERE shift_id = ? AND change_minor <> 0""",
    "refunds": """SELECT type, SUM(amount_minor) FROM credit_note_tender
        WHERE credit_note_id IN (SELECT posting_id FROM credit_note WHERE shift_id = ?) GROUP BY type
        UNION ALL SELECT 'cash', SUM(0) FROM credit_note WHERE shift_id = ? AND 1 = 0""",
}
_CASH = "SELECT kind, COUNT(*), SUM(amount_minor) FROM cash_entry WHERE shift_id = ? GROUP BY kind"
_CASH_SAID = {
    "sale": "sales",
    "payment": "payments",
    "refund": "refunds",
    "pay_in": "pay_ins",
    "pay_out": "pay_outs",
    "drop": "drops",
}


class Sums:
    """What a Z report must say of the documents of one shift."""

    def __init__(self, facts: Facts, shift_id: int, float_minor: int) -> None:
        self._facts = facts
        self._shift_id = shift_id
        self._float = float_minor
        self._cash = {row[0]: row[1:] for row in self._rows(_CASH)}
        self.expected = float_minor + sum([minor for _, minor in self._cash.values()])

    def due(self) -> dict[str, object]:
        """The totals, as the Z report writes them."""
        sold, returned = (self._sold(what) for what in ("sales", "credit_notes"))
        net, tax, gross = (sold[key] - returned[key] for key in ("net", "tax", "gross"))
        amount, rounding = [minor or 0 for minor in self._rows(_PAYMENTS)[0]]
        payments = {"amount": amount, "cash_rounding": rounding}
        return {
            "sales": {**self._issued("sales"), **self._written(sold)},
            "credit_notes": {**self._issued("credit_notes"), **self._written(returned)},
            "payments": {**self._issued("payments"), **self._written(payments)},
            "movements": self._issued("movements"),
            **self._written({"net": net, "tax": tax, "gross": gross}),
            "taxes": self._taxes(),
            "tenders": self._tenders(),
            "cash": self._drawer(),
        }

    def _rows(self, sql: str) -> Sequence[Row]:
        return self._facts.tx.rows(sql, (self._shift_id,) * sql.count("?"))

    def _written(self, figures: dict[str, int]) -> dict[str, object]:
        return {key: money(minor, self._facts.digits) for key, minor in figures.items()}

    def _issued(self, what: str) -> dict[str, object]:
        question = _DOCUMENTS[what]
        count = self._rows(f"SELECT COUNT(*) FROM ({question}) AS d")[0][0]  # noqa: S608  (written above)
        ends = [self._rows(f"{question} ORDER BY d.posting_id {way} LIMIT 1") for way in ("ASC", "DESC")]
        first, last = [rows[0][1] if rows else "" for rows in ends]
        return {"count": count, "first": first, "last": last}

    def _sold(self, what: str) -> dict[str, int]:
        gross, net, rounding, discount = [minor or 0 for minor in self._rows(_FIGURES[what])[0]]
        discount += self._rows(_DISCOUNTS[what])[0][0] or 0
        return {"discount": discount, "net": net, "tax": gross - net, "gross": gross, "cash_rounding": rounding}

    def _taxes(self) -> list[dict[str, object]]:
        sums: dict[tuple[str, str | None, str | None], list[int]] = {}
        for sign, question in _TAXES:
            for name, rate, per_unit, base, amount in self._rows(question):
                both = sums.setdefault((name, rate, per_unit), [0, 0])
                both[0] += sign * base
                both[1] += sign * amount
        inorder = sorted(sums.items(), key=lambda each: tuple([part or "" for part in each[0]]))
        return [
            {
                "name": name,
                **({} if rate is None else {"rate": rate}),
                **({} if per_unit is None else {"per_unit": per_unit}),
                **self._written({"base": base, "amount": amount}),
            }
            for (name, rate, per_unit), (base, amount) in inorder
        ]

    def _tenders(self) -> list[dict[str, object]]:
        sums: dict[str, dict[str, int]] = {}
        for what, question in _TENDERS.items():
            for type_, minor in self._rows(question):
                if minor is not None:
                    of_type = sums.setdefault(type_, {"sales": 0, "payments": 0, "refunds": 0, "total": 0})
                    of_type[what] += minor
                    of_type["total"] += -minor if what == "refunds" else minor
        return [{"type": type_, **self._written(sums[type_])} for type_ in sorted(sums)]

    def _drawer(self) -> dict[str, object]:
        return {
            **self._written({"float": self._float, "expected": self.expected}),
            **self._written({said: self._cash.get(kind, (0, 0))[1] for kind, said in _CASH_SAID.items()}),
            "no_sales": self._cash.get("no_sale", (0, 0))[0],
        }
