"""Prices, promotions and coupons: every row has its document, and every coupon was used as often as it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money
from tillbook.queries.verify.journal import canonical
from tillbook.queries.verify.postings import Streams
from tillbook.queries.verify.streams import Stream

_BEFORE = """SELECT price FROM price WHERE product_id = ? AND price_list_id = ? AND from_milli = ? AND valid_from <= ?
    AND posting_id < ? ORDER BY valid_from DESC, id DESC LIMIT 1"""
_COUPONS = "SELECT id, code, uses_max FROM coupon WHERE promotion_id = ? AND id > ? ORDER BY id LIMIT ?"
_RETAIL = "retail"

_USES = """SELECT c.code, c.uses, c.uses_max, COUNT(u.id) FROM coupon c LEFT JOIN coupon_use u ON u.coupon_id = c.id
    GROUP BY c.id HAVING c.uses <> COUNT(u.id) OR c.uses > c.uses_max ORDER BY c.id"""
_USED_FOR_NOTHING = """SELECT u.sale_id, c.code FROM coupon_use u LEFT JOIN coupon c ON c.id = u.coupon_id
    WHERE NOT EXISTS (SELECT 1 FROM sale_promotion t WHERE t.sale_id = u.sale_id AND t.promotion_id = c.promotion_id)
    ORDER BY u.id LIMIT 1"""
_MORE_THAN_DISCOUNT = """SELECT t.sale_id, t.line_position, SUM(t.amount_minor),
    MAX(l.discount_minor + l.bill_discount_minor) FROM sale_promotion t
    LEFT JOIN sale_line l ON l.sale_id = t.sale_id AND l.position = t.line_position
    GROUP BY t.sale_id, t.line_position
    HAVING MAX(l.id) IS NULL OR SUM(t.amount_minor) > MAX(l.discount_minor + l.bill_discount_minor)
    ORDER BY t.sale_id, t.line_position LIMIT 1"""
_OTHER_NAME = """SELECT t.sale_id, t.name FROM sale_promotion t LEFT JOIN promotion p ON p.id = t.promotion_id
    WHERE p.id IS NULL OR p.name <> t.name ORDER BY t.id LIMIT 1"""


def _told(facts: Facts, posting: Posting) -> dict[str, Any]:
    """What the journal says of a document: for what no other row holds."""
    rows = facts.tx.rows("SELECT text FROM journal_entry WHERE posting_id = ? ORDER BY id LIMIT 1", (posting.id,))
    try:
        body = json.loads(rows[0][0])["body"]
    except (ValueError, LookupError, TypeError):
        return {}
    return body if isinstance(body, dict) else {}


def _no_cash(facts: Facts, posting: Posting, cash: Sequence[Row]) -> None:
    if cash:
        facts.found.add("cash_entry", posting.where, "moves cash, and is no document that does")


class Prices:
    """Changes of prices, and price lists that were made."""

    counted: ClassVar[Mapping[str, str]] = {"prices": "price_changes"}

    def __init__(self, facts: Facts, streams: Streams) -> None:
        self._facts = facts
        self._streams = streams
        columns = "price_list_id, product_id, from_milli, valid_from, price"
        self._prices = Stream(facts.tx, "price", columns, owner="posting_id", place="id")
        self._lists: dict[int, tuple[str, str]] = {
            row[0]: (row[1], row[2]) for row in facts.tx.rows("SELECT id, code, name FROM price_list ORDER BY id")
        }
        self._made = {_RETAIL}

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:  # noqa: ARG002  (a room's shape)
        """The prices of a document with what they were before, or the list that it made."""
        _no_cash(self._facts, posting, cash)
        told = _told(self._facts, posting)
        rows = self._prices.take(posting.id)
        if not rows:
            return self._list(posting, told)
        said = told.get("prices")
        one_by_one = said if isinstance(said, list) and len(said) == len(rows) else [{}] * len(rows)
        return {"prices": [self._price(posting, row, one) for row, one in zip(rows, one_by_one, strict=True)]}

    def _price(self, posting: Posting, row: Row, said: dict[str, Any]) -> dict[str, object]:
        _, _, list_id, product_id, from_milli, valid_from, price = row
        earlier = self._facts.tx.rows(_BEFORE, (product_id, list_id, from_milli, valid_from, posting.id))
        sku = self._facts.tx.rows("SELECT sku FROM product WHERE id = ?", (product_id,))
        code, _ = self._lists.get(list_id, ("", ""))
        due: dict[str, object] = {
            "after": price,
            "before": earlier[0][0] if earlier else "",
            "from_milli": from_milli,
            "list": code,
            "product": sku[0][0] if sku else "",
            "valid_from": str(valid_from),
        }
        on_product = code == _RETAIL and not from_milli and price and str(valid_from) <= str(posting.business_date)
        if on_product and isinstance(said.get("own_price_before"), str):
            # The product has its price of now; what it was then, only the journal knows.
            due["own_price_before"] = said["own_price_before"]
        return due

    def _list(self, posting: Posting, told: dict[str, Any]) -> dict[str, object]:
        added = told.get("list_added")
        code = added.get("code") if isinstance(added, dict) else None
        for there, name in self._lists.values():
            if there == code and there not in self._made:
                self._made.add(there)
                return {"list_added": {"code": there, "name": name}}
        self._facts.found.add("price_list", posting.where, "sets no price, and made no list that is there")
        return {}

    def finish(self) -> None:
        """Every list was made by a document, and no price belongs to none."""
        for code, _ in self._lists.values():
            if code not in self._made:
                self._facts.found.add("price_list", f"Price list {code}", "was made by no document")
        self._streams.close("prices", self._prices)


class Promotions:
    """Promotions made and ended, their coupons, and what they took off the lines of sales."""

    counted: ClassVar[Mapping[str, str]] = {"promotion": "promotion_changes"}

    def __init__(self, facts: Facts, streams: Streams) -> None:
        self._facts = facts
        self._streams = streams
        self._rows = Stream(facts.tx, "promotion", "code, name, spec", owner="posting_id", place="id")
        self._ids: dict[str, int] = {}
        self._ended: set[int] = set()
        self._last_coupon: dict[int, int] = {}
        self._coupons = 0
        self._version = 0

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:  # noqa: ARG002  (a room's shape)
        """What a document made, ended or handed out."""
        _no_cash(self._facts, posting, cash)
        told = _told(self._facts, posting)
        self._version += 2 if "added" in told and "coupons" in told else 1
        rows = self._rows.take(posting.id)
        if rows:
            return self._added(posting, rows, told)
        if "ended" in told:
            return self._end(posting, str(told["ended"]))
        promotion = str(told.get("coupons_of"))
        if promotion not in self._ids:
            self._facts.found.add("promotion", posting.where, "changed no promotion that is there")
            return {}
        return {"coupons_of": promotion, **self._handed_out(self._ids[promotion], told)}

    def _added(self, posting: Posting, rows: Sequence[Row], told: dict[str, Any]) -> dict[str, object]:
        if len(rows) > 1:
            self._facts.found.add("promotion", posting.where, f"made {len(rows)} promotions")
        _, number, code, name, spec = rows[0]
        self._ids[code] = number
        return {"added": code, "name": name, "spec": spec, **self._handed_out(number, told)}

    def _end(self, posting: Posting, code: str) -> dict[str, object]:
        number = self._ids.get(code)
        active = self._facts.tx.rows("SELECT active FROM promotion WHERE id = ?", (number or 0,))
        if number is None or not active or active[0][0] or number in self._ended:
            self._facts.found.add("promotion", posting.where, f"ended {code}, which did not end there")
        self._ended.add(number or 0)
        return {"ended": code}

    def _handed_out(self, promotion: int, told: dict[str, Any]) -> dict[str, object]:
        """The coupons of a document: the next of its promotion, as many as the journal says."""
        count = told.get("coupons", 0)
        if not isinstance(count, int) or count <= 0:
            return {}
        rows = self._facts.tx.rows(_COUPONS, (promotion, self._last_coupon.get(promotion, 0), count))
        if rows:
            self._last_coupon[promotion] = rows[-1][0]
        self._coupons += len(rows)
        text = canonical([[code, uses_max] for _, code, uses_max in rows])
        return {"coupons": len(rows), "coupons_sha256": hashlib.sha256(text.encode()).hexdigest()}

    def finish(self) -> None:
        """All documents were read: sums and uses must be what is stored, and nothing is left over."""
        add = self._facts.found.add
        for promotion, last in self._facts.tx.rows("SELECT promotion_id, MAX(id) FROM coupon GROUP BY promotion_id"):
            if last > self._last_coupon.get(promotion, 0):
                code = self._facts.tx.rows("SELECT code FROM coupon WHERE id = ?", (last,))[0][0]
                add("coupon", f"Coupon {code}", "was handed out by no document")
        for number, code in self._facts.tx.rows("SELECT id, code FROM promotion WHERE NOT active ORDER BY id"):
            if number not in self._ended:
                add("promotion", f"Promotion {code}", "has ended, and no document ended it")
        for code, uses, uses_max, counted in self._facts.tx.rows(_USES):
            most = "" if uses_max is None else f" of {uses_max}"
            add("coupon_uses", f"Coupon {code}", f"says {uses} uses{most}; {counted} sales used it")
        self._check_version()
        self._check_sales()
        self._facts.checked["coupons"] = self._coupons
        self._streams.close("promotions", self._rows)

    def _check_version(self) -> None:
        """Each change raised the version by one, one with coupons by one more: tills keep what they know until then."""
        version = self._facts.tx.rows("SELECT promotions_version FROM shop")[0][0]
        if version != self._version:
            message = f"are of version {version}, {self._version} was due: a till may still know other ones"
            self._facts.found.add("promotions_version", "Promotions", message)

    def _check_sales(self) -> None:
        facts = self._facts
        for sale, code in facts.tx.rows(_USED_FOR_NOTHING):
            facts.found.add("coupon_use", facts.document(sale), f"used the coupon {code}, and got nothing for it")
        for sale, line, taken, discount in facts.tx.rows(_MORE_THAN_DISCOUNT):
            message = f"promotions took off {money(taken, facts.digits)}"
            there = "no such line" if discount is None else f"its discount is {money(discount, facts.digits)}"
            facts.found.add("promotion_amount", f"{facts.document(sale)}, line {line}", f"{message}; {there}")
        for sale, name in facts.tx.rows(_OTHER_NAME):
            facts.found.add("promotion_name", facts.document(sale), f"names a promotion {name}, which is another")
