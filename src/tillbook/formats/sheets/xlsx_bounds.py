"""A workbook from anywhere, measured before anybody reads it.

The problem: an XLSX file is a zip of XML. Fifty kilobytes of it can unpack to gigabytes; one cell far from
the others makes a reader lay out every cell between; ten thousand cells that name one long shared text make
ten thousand copies of it; the zip's directory may lie about all sizes.

The choice: each part is unpacked here, never beyond the size that the directory states and the bounds
allow, and its elements are counted by a parser that keeps nothing and refuses document types (and so
entities). The parts, just as they were measured, go into a fresh, unpacked zip: the reader sees that, and
nothing else. It costs the unpacked size of the file, at most 64 MB, and a second of time for a million
cells.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from tillbook.formats.sheets.csv_rows import TableUnreadable

PACKED_BYTES_MAX: Final = 10 * 2**20
UNPACKED_BYTES_MAX: Final = 64 * 2**20
RATIO_MAX: Final = 100
RATIO_FREE_BYTES: Final = 2**20
"""A file that unpacks to less than this may be as regular as it likes."""
ENTRIES_MAX: Final = 100
ROWS_MAX: Final = 200_000
CELLS_MAX: Final = 2_000_000
TEXT_CHARACTERS_MAX: Final = 64 * 2**20
"""All texts of all cells together, a shared text counted each time."""

_STORED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_letters: Final = re.compile(r"[A-Z]{1,3}")
_CONTENT: Final = frozenset({"v", "is", "f"})


def measured_workbook(data: bytes, *, name: str) -> bytes:
    """The same workbook, its parts measured and stored unpacked, for a reader that measures nothing.

    Raises: TableUnreadable.
    """
    if len(data) > PACKED_BYTES_MAX:
        raise TableUnreadable(f"{name} is larger than {PACKED_BYTES_MAX // 2**20} MB; save it as CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_directory(entries, len(data), name)
            return _repacked(package, entries, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise TableUnreadable(f"{name} is damaged; open it in a spreadsheet and save it again.") from None
    except expat.ExpatError as wrong:
        raise TableUnreadable(f"{name} is damaged (line {wrong.lineno} of a part of it); save it again.") from None


def _check_directory(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    names = {entry.filename for entry in entries}
    for wrong, why in (
        (len(entries) > ENTRIES_MAX, f"has {len(entries):,} parts; at most {ENTRIES_MAX} are read"),
        (
            unpacked > UNPACKED_BYTES_MAX,
            f"unpacks to more than {UNPACKED_BYTES_MAX // 2**20} MB; save it as CSV",
        ),
        (
            unpacked > max(RATIO_FREE_BYTES, RATIO_MAX * packed),
            f"unpacks to more than {RATIO_MAX} times its size; save it as CSV",
        ),
        (any(entry.flag_bits & 1 for entry in entries), "is encrypted; save it without a password"),
        (
            any(entry.compress_type not in _STORED for entry in entries),
            "is packed in an unknown way; save it again",
        ),
        (len(names) < len(entries), "has two parts of one name; save it again"),
        (any(_leads_out(entry) for entry in names), "has parts that lead out of it; save it again"),
    ):
        if wrong:
            raise TableUnreadable(f"{name} {why}.")


def _leads_out(entry: str) -> bool:
    return entry.startswith("/") or "\\" in entry or ":" in entry or ".." in entry.split("/")


def _repacked(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> bytes:
    measured = io.BytesIO()
    measure = _Measure(name)
    with zipfile.ZipFile(measured, "w", zipfile.ZIP_STORED) as fresh:
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            part = package.read(entry)
            if len(part) != entry.file_size:
                raise zipfile.BadZipFile("the directory lies")
            measure.part(part)
            fresh.writestr(zipfile.ZipInfo(entry.filename), part)
    if measure.texts_may_be_too_long():
        with zipfile.ZipFile(measured) as fresh:
            for entry in fresh.infolist():
                measure.count_texts(fresh.read(entry))
    return measured.getvalue()


class _Measure:
    """Counts rows, cells and texts over all parts; holds one number for each shared text, no text."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text_lengths: list[int] = []
        self.text_cells = self.text_characters = 0
        self.rows = self.cells = 0

    def part(self, data: bytes) -> None:
        """Reads one XML part. Raises: TableUnreadable, expat.ExpatError."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype

        def first(tag: str, _: dict[str, str]) -> None:
            """The outermost element tells the kind of a part."""
            kind = _bare(tag)
            parser.StartElementHandler = None
            if kind == "sst":
                self._count_shared_texts(parser)
            elif kind == "worksheet":
                parser.StartElementHandler = _Sheet(self).start

        parser.StartElementHandler = first
        parser.Parse(data, True)

    def texts_may_be_too_long(self) -> bool:
        """Whether the cells could hold too much, if each named the longest of the shared texts."""
        return self.text_cells * max(self.text_lengths, default=0) > TEXT_CHARACTERS_MAX

    def count_texts(self, data: bytes) -> None:
        """Adds up the shared texts that the cells of a sheet name. Raises: TableUnreadable."""
        shared = False
        index: list[str] | None = None

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal shared, index
            tag = _bare(tag)
            if tag == "c":
                shared = attributes.get("t") == "s"
            index = [] if shared and tag == "v" else None

        def text(characters: str) -> None:
            if index is not None:
                index.append(characters)

        def end(_: str) -> None:
            nonlocal index
            if index is not None:
                self._use_text(int("".join(index)))
                index = None

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parser.CharacterDataHandler = text
        parser.EndElementHandler = end
        parser.Parse(data, True)

    def _use_text(self, index: int) -> None:
        self.text_characters += self.text_lengths[index] if index < len(self.text_lengths) else 0
        if self.text_characters > TEXT_CHARACTERS_MAX:
            raise TableUnreadable(f"{self.name} repeats long texts beyond measure; save it as CSV.")

    def _count_shared_texts(self, parser: expat.XMLParserType) -> None:
        lengths = self.text_lengths

        def start(tag: str, _: dict[str, str]) -> None:
            if _bare(tag) == "si":
                lengths.append(0)

        def text(characters: str) -> None:
            if lengths:
                lengths[-1] += len(characters)

        parser.StartElementHandler = start
        parser.CharacterDataHandler = text

    def _refuse_doctype(self, *_: object) -> None:
        raise TableUnreadable(f"{self.name} holds a document type, which no spreadsheet writes; save it again.")


class _Sheet:
    """Where the cells of one sheet stand: in order, and within a box that is not too large to lay out."""

    def __init__(self, measure: _Measure) -> None:
        self.measure = measure
        self.row = self.column = self.column_counted = 0
        self.row_text = "0"
        self.row_first = self.row_last = 0
        self.column_first, self.column_last = 1 << 20, 0
        self.columns: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _bare(tag)
        if tag == "c":
            self._place(attributes.get("r"))
            if attributes.get("t") == "s":
                self.measure.text_cells += 1
        elif tag in _CONTENT:
            if self.column != self.column_counted:
                self._count()
        elif tag == "row":
            number = attributes.get("r")
            row = int(number) if number is not None else self.row + 1
            if row <= self.row:
                raise self._refused("its rows are out of order")
            self.row, self.row_text = row, str(row)
            self.column = self.column_counted = 0

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        letters = reference.removesuffix(self.row_text)
        column = self.columns.get(letters) or self._new_column(letters)
        if column <= self.column:
            raise self._refused("its cells are out of order")
        self.column = column

    def _new_column(self, letters: str) -> int:
        if not _letters.fullmatch(letters):
            raise self._refused("a cell does not stand where it says")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        self.columns[letters] = column
        return column

    def _count(self) -> None:
        """A cell that holds something: only those are laid out."""
        column = self.column_counted = self.column
        measure = self.measure
        measure.cells += 1
        if self.row == self.row_last and self.column_first <= column <= self.column_last:
            return
        if self.row != self.row_last:
            self.row_last = self.row
            self.row_first = self.row_first or self.row
            measure.rows += 1
        self.column_first = min(self.column_first, column)
        self.column_last = max(self.column_last, column)
        if measure.rows > ROWS_MAX or measure.cells > CELLS_MAX:
            bounds = f"{ROWS_MAX:,} rows or {CELLS_MAX:,} cells"
            raise TableUnreadable(f"{measure.name} has more than {bounds}; save it as CSV.")
        if (self.row - self.row_first + 1) * (self.column_last - self.column_first + 1) > CELLS_MAX:
            raise self._refused("a cell stands too far from the others; delete it, or save as CSV")

    def _refused(self, why: str) -> TableUnreadable:
        return TableUnreadable(f"{self.measure.name}, row {self.row:,}: {why}.")


def _bare(tag: str) -> str:
    """The name of an element without its namespace prefix."""
    return tag.rpartition(":")[2] if ":" in tag else tag
