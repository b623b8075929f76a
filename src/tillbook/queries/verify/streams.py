"""Rows read in the order of the postings they belong to, a page at a time, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tillbook.db.statements import Row, Tx

PAGE = 4_000
NOTHING: Sequence[Row] = ()
BEFORE_ALL = -(2**62)


class Stream:
    """The rows of one table, ordered by their owner (the posting) and their place within it.

    The first two columns of a row are its owner and its place. Ask for the owners in ascending order; rows of
    owners that were passed over are `strays`. `then` orders rows of one place, of which there are few.
    """

    __slots__ = ("_after", "_at", "_cut", "_last", "_page", "_size", "_tx", "_within", "strays", "taken")

    def __init__(
        self, tx: Tx, table: str, columns: str, *, owner: str, place: str, then: str = "", size: int = PAGE
    ) -> None:
        last = f", {then}" if then else ""
        select = f"SELECT {owner}, {place}, {columns} FROM {table} WHERE"  # noqa: S608  (names written in verify)
        self._after = f"{select} {owner} > ? ORDER BY {owner}, {place}{last} LIMIT {size}"
        self._within = f"{select} {owner} = ? AND {place} > ? ORDER BY {place}{last} LIMIT {size}"
        self._tx = tx
        self._size = size
        self._page: Sequence[Row] = NOTHING
        self._at = 0
        self._last: Row = (BEFORE_ALL, BEFORE_ALL)
        self._cut = False
        self.strays: list[Row] = []
        """The first few rows that no posting asked for."""
        self.taken = 0
        """How many rows were handed out."""
        self._turn()

    def take(self, owner: int) -> Sequence[Row]:
        """All rows of this owner."""
        page, start = self._page, self._at
        if start == len(page) or page[start][0] > owner:
            return NOTHING
        if page[start][0] < owner:
            self._pass_over(owner)
            return self.take(owner)
        end = start + 1
        last = len(page)
        while end < last and page[end][0] == owner:
            end += 1
        if end < last:
            self._at = end
            self.taken += end - start
            return page[start:end]
        return [row for part in self.pages(owner) for row in part]

    def pages(self, owner: int) -> Iterator[Sequence[Row]]:
        """The rows of this owner in parts of bounded size."""
        while self._at < len(self._page) and self._page[self._at][0] <= owner:
            if self._page[self._at][0] < owner:
                self._pass_over(owner)
                continue
            part = [row for row in self._page[self._at :] if row[0] == owner]
            self._at += len(part)
            self.taken += len(part)
            if self._at == len(self._page):
                self._turn()
            yield part

    def rest(self) -> None:
        """Pass over whatever is left."""
        while self._at < len(self._page):
            self._pass_over(2**62)

    def _pass_over(self, owner: int) -> None:
        row = self._page[self._at]
        assert row[0] < owner, "rows come in the order of their owners"
        if len(self.strays) < 10:
            self.strays.append(row)
        self._at += 1
        if self._at == len(self._page):
            self._turn()

    def _turn(self) -> None:
        """Read the next page: the rest of the last owner first, then the owners after it."""
        if self._page:
            self._last = self._page[-1][:2]
        self._at = 0
        self._page = self._whole_places(self._within, self._last) if self._cut else NOTHING
        if not self._page:
            self._page = self._whole_places(self._after, self._last[:1])

    def _whole_places(self, sql: str, values: Row) -> Sequence[Row]:
        """A page without its last place where that may go on beyond the page."""
        rows = self._tx.rows(sql, values)
        self._cut = len(rows) == self._size
        if not self._cut:
            return rows
        last = rows[-1][:2]
        if rows[0][:2] == last:
            raise ValueError(f"{self._size} rows stand in one place")
        while rows[-1][:2] == last:
            rows.pop()
        return rows
