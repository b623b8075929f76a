"""The words of a product's name, as they are searched: in any spelling of case and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_PLAIN: Final = re.compile(r"[A-Za-z0-9]+", re.ASCII)


def words_of(text: str) -> list[str]:
    """The words of a text: runs of letters, marks and digits, in NFC.

    >>> words_of("Café-Crème 500g")
    ['Café', 'Crème', '500g']
    """
    if text.isascii():
        return _PLAIN.findall(text)
    normal = unicodedata.normalize("NFC", text)
    return "".join([character if _is_of_word(character) else " " for character in normal]).split()


@lru_cache(maxsize=4096)
def _is_of_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LNM" or category == "Co"


def key_of(word: str) -> str:
    """What a word is found by: lower case, without the accents of Latin, Greek and Cyrillic letters.

    >>> key_of("Crème"), key_of("दूध")
    ('creme', 'दूध')
    """
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word))).casefold()
