"""JSON with the place of every mistake: read one step at a time, over the text itself.

`json.loads` takes NaN, keeps the last of two equal keys, stops at the first mistake, and forgets how a
number was spelled and where it stood. A `Cursor` steps over the same grammar (RFC 8259) and knows, at each
value, the path, line and column, and the characters it is made of. Mistakes that leave the structure
readable are noted, and reading goes on; after one that does not, reading ends. Nothing is ever evaluated,
so a number of a million digits costs no more than its characters.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple, NoReturn

from tillbook.core.text import shown

DEPTH_MAX: Final = 32
"""Objects and arrays within one another; more is refused."""

MISTAKES_MAX: Final = 100
"""Mistakes told of one file; after these, reading ends."""

_SHOWN_MAX: Final = 40

# Possessive repeats (`*+`) of one class never step back: what is long costs one pass.
_blanks: Final = re.compile(r"[ \t\n\r]*+")
_number: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?", re.ASCII)
_bare: Final = re.compile(r'[^\s,:"\[\]{}]++')
_line_end: Final = re.compile(r"\r\n?|\n")

_decoder: Final = json.JSONDecoder()

_KINDS: Final = {'"': "text", "{": "object", "[": "list"}


class Mistake(NamedTuple):
    """What is wrong at one place: the path of the value (empty = the whole file), line and column from 1."""

    path: str
    line: int
    column: int
    message: str


class ReadingEnded(Exception):
    """The rest cannot be read; the mistake is noted."""


class Value(NamedTuple):
    """One value: `kind` is text, number, object, list, word (true, false, null) or unreadable (and noted)."""

    kind: str
    start: int
    end: int


class Cursor:
    """A place in a JSON text; each step checks what it steps over.

    All steps raise `ReadingEnded` where the text stops being JSON, with the mistake noted in `mistakes`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.path: list[str] = []
        self.mistakes: list[Mistake] = []
        self._lines: list[int] | None = None

    def note(self, at: int, message: str, *, path: str | None = None) -> None:
        """Keeps a mistake at `at`, in the value where the cursor is unless `path` says otherwise."""
        line, column = self.place(at)
        self.mistakes.append(Mistake(self.here() if path is None else path, line, column, message))
        if len(self.mistakes) >= MISTAKES_MAX:
            raise ReadingEnded

    def here(self) -> str:
        """The path of the value where the cursor is: `"101".Price`, `"101".Sizes[2]`."""
        return ".".join(self.path).replace(".[", "[")

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a character, both from 1; a column counts characters (code points)."""
        if self._lines is None:
            self._lines = [0, *(match.end() for match in _line_end.finditer(self.text))]
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def skip_blanks(self) -> None:
        match = _blanks.match(self.text, self.at)
        assert match, "it matches nothing as well"
        self.at = match.end()

    def peek(self) -> str:
        """The character here; empty at the end of the text."""
        return self.text[self.at : self.at + 1]

    def steps(self) -> Iterator[tuple[str, int]]:
        """Steps through the object that starts here: each key with its place, the cursor on its value.

        Whoever asks steps over the value before asking for the next key. A key that stands twice is noted.
        """
        outermost = not self.path
        places: dict[str, int] = {}
        for start in self._places("{", "}", "a key in double quotes"):
            key = self.skip_string()
            self.path.append(quoted(key) if outermost else shown(key[:_SHOWN_MAX]))
            if key in places:
                self.note(start, f"{quoted(key)} stands twice, first on line {self.place(places[key])[0]}")
            places.setdefault(key, start)
            self.skip_blanks()
            if self.peek() != ":":
                self._end("a colon is missing after the key")
            self.at += 1
            self.skip_blanks()
            yield key, start
            self.path.pop()

    def skip_value(self) -> Value:
        """Steps over one value of any kind, checking all of it."""
        start = self.at
        kind = _KINDS.get(self.peek())
        if kind == "text":
            self.skip_string()
        elif kind == "object":
            for _ in self.steps():
                self.skip_value()
        elif kind == "list":
            for position, _ in enumerate(self._places("[", "]", "a value")):
                self.path.append(f"[{position}]")
                self.skip_value()
                self.path.pop()
        else:
            kind = self._skip_bare()
        return Value(kind, start, self.at)

    def skip_string(self) -> str:
        """Steps over a text in double quotes; what it stands for."""
        if self.peek() != '"':
            self._end(f'a text in double quotes (") is missing{_found(self.peek())}')
        try:
            text, self.at = _decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as wrong:
            self._end(_why_no_string(wrong.msg), wrong.pos)
        assert isinstance(text, str), "what starts with a quote is a text"
        return text

    def finish(self) -> None:
        """Nothing but blanks may follow."""
        self.skip_blanks()
        if self.at < len(self.text):
            self._end("the file goes on after its last bracket")

    def _places(self, opening: str, closing: str, wanted: str) -> Iterator[int]:
        """Each place between two brackets where a key or a value starts."""
        if len(self.path) >= DEPTH_MAX:
            self._end(f"more than {DEPTH_MAX} brackets within one another")
        assert self.peek() == opening, "the cursor stands on the bracket"
        self.at += 1
        self.skip_blanks()
        if self.peek() == closing:
            self.at += 1
            return
        while True:
            if opening == "{" and self.peek() != '"':
                self._end(f"{wanted} is missing{_found(self.peek())}")
            yield self.at
            self.skip_blanks()
            after = self.peek()
            if after == closing:
                self.at += 1
                return
            if after != ",":
                self._end(f"a comma or {closing} is missing{_found(after)}")
            self.at += 1
            self.skip_blanks()
            if self.peek() == closing:
                self._end(f"a comma stands before {closing} with nothing between; drop the comma")

    def _skip_bare(self) -> str:
        """Steps over a number or a word; what is neither is noted and stepped over as well."""
        match = _bare.match(self.text, self.at)
        if not match:
            self._end(f"a value is missing{_found(self.peek())}")
        start, self.at = match.span()
        word = self.text[start : min(self.at, start + _SHOWN_MAX)]
        if word in {"true", "false", "null"}:
            return "word"
        number = _number.match(self.text, start, self.at)
        if number and number.end() == self.at:
            return "number"
        self.note(start, f"{shown(word)} is not a number or word that JSON has{_hint(word)}")
        return "unreadable"

    def _end(self, message: str, at: int | None = None) -> NoReturn:
        self.note(self.at if at is None else at, message)
        raise ReadingEnded


def decoded(token: str) -> str:
    """The text that a checked JSON string, with its quotes, stands for."""
    if "\\" not in token:
        return token[1:-1]
    text, _ = _decoder.raw_decode(token)
    assert isinstance(text, str), "what starts with a quote is a text"
    return text


def _why_no_string(message: str) -> str:
    """The complaint of the standard library about a text, in the words of whoever must correct the file."""
    if message.startswith("Unterminated"):
        return "this text is never closed by a double quote"
    if message.startswith("Invalid control"):
        return "a control character or line break stands in a text; write it as \\n, \\t or \\u00…"
    return "a backslash starts no escape of JSON here; a backslash itself is written \\\\"


def quoted(text: str) -> str:
    """A text from a file as it may stand in a message: in quotes, cut short, harmless to a terminal."""
    cut = "…" if len(text) > _SHOWN_MAX else ""
    return json.dumps(shown(text[:_SHOWN_MAX]) + cut, ensure_ascii=False)


def _found(character: str) -> str:
    return f"; {shown(character)} stands here" if character else "; the file ends"


def _hint(word: str) -> str:
    bare = word.lstrip("+-").lower()
    if bare in {"nan", "inf", "infinity"}:
        return "; write a number in digits"
    if word[:1] in "+.0123456789-":
        return "; write it as 12 or 12.5, with a point and no leading zero or +"
    return "; a text stands in double quotes"
