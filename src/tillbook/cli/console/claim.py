"""A cart belongs to one window at a time: a lock on a file, which the system lets go when a process dies."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import ClassVar

from filelock import FileLock, Timeout

from tillbook.core.errors import Refusal

FOLDER = ".tillbook"


class CartInUse(Refusal):
    """Another window works on the cart."""

    code: ClassVar[str] = "cart_in_use"


class Claims:
    """The cart that this window works on; another window does not offer it."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._held: FileLock | None = None
        self._cart = ""

    def take(self, cart_id: str) -> bool:
        """Claim a cart, in place of the one before; False where another window has it."""
        if cart_id == self._cart:
            return True
        self.let_go()
        self._folder.mkdir(exist_ok=True)
        lock = FileLock(self._path(cart_id))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        self._held, self._cart = lock, cart_id
        return True

    def is_free(self, cart_id: str) -> bool:
        """Whether no other window works on a cart, as of now; this one's claim stays as it is."""
        if cart_id == self._cart:
            return True
        self._folder.mkdir(exist_ok=True)
        path = self._path(cart_id)
        was_there = path.exists()
        try:
            with FileLock(path).acquire(timeout=0):
                pass
        except Timeout:
            return False
        if not was_there:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return True

    def let_go(self, *, for_good: bool = False) -> None:
        """Give the cart back, for another window to go on with; or for good, once it is posted or dropped."""
        if self._held is None:
            return
        self._held.release()
        if for_good:
            # Windows refuses while another window looks at it; an empty file stays then, and harms nobody.
            with contextlib.suppress(OSError):
                self._path(self._cart).unlink(missing_ok=True)
        self._held, self._cart = None, ""

    def _path(self, cart_id: str) -> Path:
        return self._folder / f"cart-{cart_id}.lock"
