"""Names and codes from files, cleaned by the shop's one rule, quickly where there is nothing to clean."""

from __future__ import annotations

import re
from typing import Final

from tillbook.core.text import COMPOSED_FROM_MAX, TextRefused, clean_line

NAME_LENGTH_MAX: Final = 200
SKU_LENGTH_MAX: Final = 64

# Below U+0300 nothing composes (UAX #15: NFC_Quick_Check=Yes); controls, U+00A0, U+00AD are left out. So in
# what matches nothing is dropped, joined or composed by the rule; not being blank, it is seen.
_clean: Final = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff]*")

_LOOKED_AT_MAX: Final = 16


def cleaned(text: str, *, what: str, length_max: int) -> str:
    """What `clean_line` answers, but that plain Latin letters are seen to be clean at once, and that a text
    far beyond the bound (10 MB of name) is refused by its length alone.

    Raises: TextRefused.
    """
    if len(text) <= length_max and _clean.fullmatch(text) and text.strip() == text != "":
        return text
    if len(text) > _LOOKED_AT_MAX * COMPOSED_FROM_MAX * length_max:
        opening = what[:1].upper() + what[1:]
        length = f"{len(text):,} characters"
        raise TextRefused(f"{opening} has {length}; at most {length_max:,} can be kept.")
    return clean_line(text, what=what, length_max=length_max)
