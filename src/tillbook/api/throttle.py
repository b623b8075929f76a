"""How many requests a caller may send: a bucket that is filled steadily, and emptied by each request.

The problem: one till that runs wild, or a stranger, must not take the others' turn. ninja's own throttles keep
what they know of a request on an object that all threads share, and copy a list of instants for every request;
here it is one number and one instant for each caller, under a lock. Counters live in this process alone:
wrong passwords and PINs are counted in the shop's books besides, where a restart does not forget them.

Sources: ASVS 5.0, 2.4.1; RFC 6585, section 4 (429), RFC 9110, section 10.2.3 (Retry-After).
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import ClassVar, Final

from tillbook.core.errors import Refusal

CALLERS_MAX: Final = 10_000
"""So many are remembered, those seen last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """So many requests a second for long, and so many at once."""

    name: str
    per_second: float
    at_once: int


TILL: Final = Pace(name="till", per_second=120, at_once=600)
"""What everybody may send who is let in."""
DOOR: Final = Pace(name="door", per_second=1, at_once=30)
"""Signing in, agreeing, making a shop: from one address. A shift changes at eight tills at once."""
REPORT: Final = Pace(name="report", per_second=0.5, at_once=20)
"""Exports and reports that read a lot."""
STRANGER: Final = Pace(name="stranger", per_second=20, at_once=100)
"""What anybody may send from one address who is not let in."""


class TooMany(Refusal):
    """More requests than one caller may send."""

    code: ClassVar[str] = "too_many"
    retry_after_seconds: int = 1


class Buckets:
    """What is left for each caller at each pace."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, pace: Pace, caller: str) -> None:
        """One request of this caller. Raises: TooMany, with how long to wait."""
        key, at = (pace.name, caller), time.monotonic()
        with self._lock:
            left, before = self._left.pop(key, (float(pace.at_once), at))
            left = min(pace.at_once, left + (at - before) * pace.per_second)
            self._left[key] = (left - 1 if left >= 1 else left, at)
            while len(self._left) > CALLERS_MAX:
                self._left.popitem(last=False)
        if left < 1:
            refusal = TooMany("Too many requests; wait a few seconds, then go on.")
            refusal.retry_after_seconds = max(1, math.ceil((1 - left) / pace.per_second))
            raise refusal

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._left.clear()


BUCKETS: Final = Buckets()
"""Those of this process."""
