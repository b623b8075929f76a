"""X and Z reports as text for a till roll, from their JSON and nothing else.

No library of languages is asked how to write a figure, whose next version may group digits otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tillbook.core.text import shown, width, wrap

COLUMNS_MIN: Final = 32
COLUMNS_MAX: Final = 80
HASH_PART: Final = 32
"""A hash of 64 digits takes two lines of the narrowest roll."""

_CASH_SAID: Final = {
    "float": "Float",
    "sales": "Sales in cash",
    "payments": "Payments in cash",
    "refunds": "Refunds in cash",
    "pay_ins": "Pay-ins",
    "pay_outs": "Pay-outs",
    "drops": "Drops",
    "expected": "EXPECTED",
    "counted": "COUNTED",
    "difference": "DIFFERENCE",
}
_TENDER_SAID: Final = {"upi": "UPI"}


def report_text(content: Mapping[str, Any], *, columns: int) -> str:
    """An X or Z report as lines of at most `columns` (32 to 80), each ended by a line break."""
    assert COLUMNS_MIN <= columns <= COLUMNS_MAX, "a report has 32 to 80 columns"
    roll = _Roll(columns)
    parts = [
        _heading(content, roll),
        _about(content, roll),
        _documents(content, roll),
        _taxes(content, roll),
        _tenders(content, roll),
        _drawer(content, roll),
        _counts(content, roll),
        _closing(content, roll),
    ]
    rule = "-" * columns
    ruled = [line for part in parts if part for line in (rule, *part)]
    return "".join(f"{line}\n" for line in ruled[1:])


class _Roll:
    """How wide the paper is, and how lines fill it; nothing in a name can end a line or move a cursor."""

    def __init__(self, columns: int) -> None:
        self._columns = columns

    def centred(self, text: str) -> list[str]:
        lines = [line for line in wrap(shown(text), self._columns) if line]
        return [" " * ((self._columns - width(line)) // 2) + line for line in lines]

    def left(self, text: str, *, indent: str = "") -> list[str]:
        return [indent + line for line in wrap(shown(text), self._columns - len(indent))]

    def pair(self, text: str, figure: object, *, indent: str = "") -> list[str]:
        """Text at the left and a figure at the right: on one line, or on as many as it takes."""
        lines = self.left(text, indent=indent)
        figures = wrap(shown(str(figure)), self._columns)
        room = self._columns - width(lines[-1]) - width(figures[0])
        if room >= 1:
            lines[-1] += " " * room + figures.pop(0)
        return lines + [" " * (self._columns - width(line)) + line for line in figures]


def _heading(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    shop = content["shop"]
    lines = roll.centred(shop["name"]) + roll.centred(shop["address"])
    return lines + (roll.centred(f"Tax number {shop['tax_number']}") if shop["tax_number"] else [])


def _about(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    title = f"Z report {content['number']}" if content["kind"] == "z" else "X report"
    lines = roll.pair(title, content["register_name"])
    lines += roll.pair(f"Shift {content['shift']}", f"day {content['business_date']}")
    lines += roll.left(f"Amounts in {content['currency']}")
    lines += roll.pair(f"Opened {_clock(content['opened_at'])}", content["opened_by"])
    if content["kind"] == "z":
        return lines + roll.pair(f"Closed {_clock(content['closed_at'])}", content["closed_by"])
    return lines + roll.pair(f"Now {_clock(content['at'])}", content["by"])


def _clock(instant: str) -> str:
    """Day, hour and minute of an instant, by the clock that it was written by."""
    return f"{instant[:10]} {instant[11:16]}"


def _documents(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    lines = _sold_lines("Sales", content["sales"], roll)
    if content["credit_notes"]["count"]:
        lines += _sold_lines("Credit notes", content["credit_notes"], roll)
    payments = content["payments"]
    if payments["count"]:
        lines += _issued_lines("Payments", payments, roll)
        lines += _amounts(payments, {"amount": "Amount", "cash_rounding": "Cash rounding"}, roll)
    lines += _issued_lines("Movements of cash", content["movements"], roll) if content["movements"]["count"] else []
    for key, said in (("net", "NET"), ("tax", "TAX"), ("gross", "GROSS")):
        lines += roll.pair(said, content[key])
    return lines


def _sold_lines(said: str, sold: Mapping[str, Any], roll: _Roll) -> list[str]:
    names = {"discount": "Discounts", "net": "Net", "tax": "Tax", "gross": "Gross", "cash_rounding": "Cash rounding"}
    return _issued_lines(said, sold, roll) + (_amounts(sold, names, roll) if sold["count"] else [])


def _issued_lines(said: str, documents: Mapping[str, Any], roll: _Roll) -> list[str]:
    lines = roll.pair(said, documents["count"])
    return lines + (
        roll.left(f"{documents['first']} to {documents['last']}", indent="  ") if documents["count"] else []
    )


def _amounts(figures: Mapping[str, Any], names: Mapping[str, str], roll: _Roll) -> list[str]:
    """The figures that are not 0, under their names."""
    return [
        line
        for key, said in names.items()
        if figures[key].strip("-0.")
        for line in roll.pair(said, figures[key], indent="  ")
    ]


def _taxes(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    lines = []
    for tax in content["taxes"]:
        how = f"{tax['rate']} % on {tax['base']}" if "rate" in tax else f"{tax.get('per_unit', '')} each"
        lines += roll.pair(f"{tax['name']} {how}", tax["amount"])
    return lines


def _tenders(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    lines = []
    for tender in content["tenders"] or ():
        type_ = tender["type"]
        lines += roll.pair(_TENDER_SAID.get(type_, type_.replace("_", " ").capitalize()), tender["total"])
        parts = {"sales": "sales", "payments": "payments", "refunds": "given back"}
        if any(tender[part].strip("0.") for part in ("payments", "refunds")):
            lines += _amounts(tender, parts, roll)
    return lines


def _drawer(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    cash = content["cash"]
    if cash is None:
        return roll.left("What is in the drawer is shown when it was counted.")
    lines = []
    for key, said in _CASH_SAID.items():
        always = key in ("float", "expected", "counted", "difference")
        if key in cash and (always or cash[key].strip("-0.")):
            lines += roll.pair(said, cash[key])
    return lines + (roll.pair("Drawer opened without a sale", cash["no_sales"]) if cash["no_sales"] else [])


def _counts(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    return [
        line
        for each in content.get("counts", ())
        for line in roll.pair(f"{each['count']} × {each['denomination']}", each["amount"])
    ]


def _closing(content: Mapping[str, Any], roll: _Roll) -> list[str]:
    if content["kind"] != "z":
        return []
    lines = roll.pair("Carts carried over", len(content["open_carts"])) if content["open_carts"] else []
    journal = content["journal"]
    lines += roll.pair(f"Journal {journal['chain']}", f"{journal['length']} entries")
    head = journal["head"]
    return lines + [head[start : start + HASH_PART] for start in range(0, len(head), HASH_PART)]
