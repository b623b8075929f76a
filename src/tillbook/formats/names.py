"""Names and codes from files, cleaned by the shop's one rule, quickly where there is nothing to clean."""

from __future__ import annotations

from typing import Final

from tillbook.core.text import COMPOSED_FROM_MAX, TextRefused, clean_line

NAME_LENGTH_MAX: Final = 200
SKU_LENGTH_MAX: Final = 64

_LOOKED_AT_MAX: Final = 16


def cleaned(text: str, *, what: str, length_max: int) -> str:
    """What `clean_line` answers, but that plain ASCII is seen to be clean at once, and that a text far beyond
    the bound (10 MB of name) is refused by its length alone.

    Raises: TextRefused.
    """
    if len(text) <= length_max and text.isascii() and text.isprintable() and text.strip() == text != "":
        return text  # nothing that the rule drops, joins or composes, and something to be seen
    if len(text) > _LOOKED_AT_MAX * COMPOSED_FROM_MAX * length_max:
        opening = what[:1].upper() + what[1:]
        length = f"{len(text):,} characters"
        raise TextRefused(f"{opening} has {length}; at most {length_max:,} can be kept.")
    return clean_line(text, what=what, length_max=length_max)
