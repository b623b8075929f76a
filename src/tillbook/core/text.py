"""What people write, kept as one clean line, and shown where it can do no harm.

The problem: a name may hold anything Unicode has. Most of it is somebody's language and must survive; a
little of it gives orders to a terminal or a printer, ends a line of a file early, reverses what stands
beside it, or cannot be seen at all.

The rule for what is stored (`clean_line`), in this order:

1. dropped: NUL, bidirectional controls (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069),
   characters that show nothing (soft hyphen, zero width space, word joiner, byte order mark, invisible
   operators and shapers, tags outside a flag emoji), and noncharacters (U+FFFE and its kind, which XML
   forbids). Kept: zero width joiner and non-joiner, which emoji, Persian and Indian scripts need;
2. each run of control characters (C0, DEL, C1: tabs, line breaks, escape) and of U+2028 and U+2029 becomes
   one blank;
3. Unicode normal form C, so that the same name typed on two keyboards is the same;
4. blanks at both ends are stripped;
5. refused: a lone surrogate (no file can hold it), text in which nothing can be seen, and text that is too
   long (64 times too long before anything was dropped will do). Nothing is ever cut off silently.

So commas, quotes, emoji, combining marks, `=1+1`, `<b>` and `' OR 1=1--` are names like any other. They are
made inert where they are written: by the writer of that page or file, not here.

Sources: The Unicode Standard, chapter 23 (special characters); UAX #9 (bidirectional controls); UAX #15
(normal forms); UTR #36, section 2 (visual spoofing).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from tillbook.core.errors import Refusal

# One character composed by NFC stands for at most four (U+1F82): so longer than that before is longer after.
COMPOSED_FROM_MAX: Final = 4
# Text so many times longer than what can be kept is refused by its length alone: 10 MB cost nothing.
LOOKED_AT_MAX: Final = 64

_NUL: Final = "\x00"
_CONTROLS: Final = "\x01-\x1f\x7f-\x9f"
_LINE_BREAKS: Final = "\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN: Final = "\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a"
_TAGS: Final = "\U000e0000-\U000e007f"
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_SURROGATES: Final = "\ud800-\udfff"
_FLAG: Final = "\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f"

_flag_or_dropped: Final = re.compile(f"({_FLAG})|[{_NUL}{_BIDI}{_UNSEEN}{_TAGS}{_NONCHARACTERS}]")
_controls: Final = re.compile(f"[{_CONTROLS}\u2028\u2029]+")
_surrogate: Final = re.compile(f"[{_SURROGATES}]")
_flag_or_unseen: Final = re.compile(f"({_FLAG})|[{_BIDI}{_UNSEEN}{_TAGS}]")
_line_breaks: Final = re.compile(f"[{_LINE_BREAKS}]+")
_unsafe: Final = re.compile(f"[{_NUL}{_CONTROLS}{_NONCHARACTERS}{_SURROGATES}]")

# Letters and symbols by category that show nothing all the same: Hangul fillers, the empty Braille cell.
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class TextRefused(Refusal):
    code = "text_refused"


def clean_line(text: str, *, what: str, length_max: int) -> str:
    """`text` as it is stored: one line, by the rule this module opens with. Cleaning twice changes nothing.

    `what` names the field in the refusal ("the name of the product"); `length_max` counts characters (code
    points) of the result.

    >>> clean_line("  Darjeeling\\tFirst\\r\\nFlush ", what="the name", length_max=60)
    'Darjeeling First Flush'

    Raises:
        TextRefused: empty, too long, or not storable.
    """
    if len(text) <= length_max and text.isascii() and text.isprintable() and (line := text.strip()):
        return line
    if len(text) > length_max * LOOKED_AT_MAX:
        raise _too_long(what, len(text), length_max)
    if _surrogate.search(text):
        raise TextRefused(f"{_opening(what)} holds half a character (a lone surrogate); type it again.")
    line = _flag_or_dropped.sub(r"\1", text)
    line = _controls.sub(" ", line).strip()
    if len(line) <= length_max * COMPOSED_FROM_MAX:
        line = unicodedata.normalize("NFC", line).strip()
    if len(line) > length_max:
        raise _too_long(what, len(line), length_max)
    if not any(_is_seen(character) for character in line):
        raise TextRefused(f"{_opening(what)} is empty; write at least one letter, digit or sign.")
    return line


def shown(text: str) -> str:
    """Any text at all as one line that is safe on a terminal or a receipt.

    Tabs and line breaks become a blank; bidirectional controls and characters that show nothing are dropped;
    other control characters, lone surrogates and noncharacters become U+FFFD. Clean lines stay as they are.

    >>> shown("tea\\x1b[31m\\n\\u202eeert")
    'tea�[31m eert'
    """
    if text.isascii() and text.isprintable():
        return text
    line = _flag_or_unseen.sub(r"\1", text)
    line = _line_breaks.sub(" ", line)
    return _unsafe.sub("\ufffd", line)


def width(text: str) -> int:
    """The columns that `shown(text)` takes: wide characters and emoji 2, combining marks 0 (UAX #11).

    >>> width("日本"), width("e\\u0301"), width("👨\\u200d👩\\u200d👧")
    (4, 1, 2)
    """
    text = shown(text)
    if text.isascii():
        return len(text)
    return sum(columns for _, columns in _clusters(text))


def fit(text: str, columns: int, *, right: bool = False) -> str:
    """`shown(text)` cut or padded with blanks to exactly `columns`; at the left end where `right` is set.

    What is cut ends in "…". No character is cut in half: where a wide one does not fit, a blank stands for
    it. The result holds no bidirectional control, so it can neither reorder nor isolate what follows.

    >>> fit("Darjeeling", 6), fit("tea", 6), fit("9.50", 6, right=True)
    ('Darje…', 'tea   ', '  9.50')
    """
    assert columns >= 0, "columns are counted from 0"
    text = shown(text)
    taken = width(text)
    if taken > columns:
        text = _cut(text, columns - 1) + "…" if columns else ""
        taken = width(text)
    padding = " " * (columns - taken)
    if not right:
        return text + padding
    # A mark without a letter of its own joins the blank before it, and both then take less room than alone.
    missing = columns - width(padding + text)
    return " " * missing + padding + text


def wrap(text: str, columns: int) -> list[str]:
    """`shown(text)` on lines of at most `columns`, broken at blanks, or within a word that is longer.

    Never empty: of blanks alone it is one empty line.

    >>> wrap("Darjeeling First Flush", 12)
    ['Darjeeling', 'First Flush']
    """
    assert columns >= 2, "a wide character takes 2 columns"
    lines = [""]
    for word in shown(text).split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= columns:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        lines[-1:] = _pieces(word, columns)
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    pieces = []
    while width(word) > columns:
        pieces.append(_cut(word, columns))
        word = word[len(pieces[-1]) :]
    return [*pieces, word]


def _cut(text: str, columns: int) -> str:
    """The longest beginning of whole characters that takes at most `columns`."""
    end = taken = 0
    for cluster, wide in _clusters(text):
        taken += wide
        if taken > columns:
            break
        end += len(cluster)
    return text[:end]


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Each whole character and its columns."""
    # Loading the tables of widths takes longer than a command over plain names runs.
    from wcwidth import iter_graphemes, wcswidth  # noqa: PLC0415  (see above)

    for cluster in iter_graphemes(text):
        yield cluster, min(2, max(0, wcswidth(cluster)))


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK_LETTERS


def _too_long(what: str, length: int, length_max: int) -> TextRefused:
    return TextRefused(f"{_opening(what)} has {length:,} characters; at most {length_max:,} can be kept. Shorten it.")


def _opening(what: str) -> str:
    return what[:1].upper() + what[1:]
