"""Cells of a spreadsheet file as text: typed numbers told from typed words, and formulas made harmless.

A cell that starts with one of `= + - @`, a tab, a line break or a full-width form of these could be run as
a formula by whoever opens the file. It is written with an apostrophe before it, which a spreadsheet shows
or takes as "this is text". So that reading gives exactly what was written, a text that already starts with
apostrophes before such a sign gets one more. Source: OWASP, "CSV Injection"; ASVS 5.0, 1.2.10.
"""

from __future__ import annotations

import re
from typing import Final

_formula: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_guarded: Final = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


class ExactNumber(str):
    """The text of a number cell, not of a typed word: plain digits with a point, whatever the file's style
    is.
    """

    __slots__ = ()


def guarded(text: str) -> str:
    """The text as it may stand in a cell.

    >>> guarded("=1+1"), guarded("Tea"), guarded("'=1")
    ("'=1+1", 'Tea', "''=1")
    """
    return "'" + text if _formula.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _guarded.match(text) else text
