"""Writers of one process queue here, first come first served, before they ask the engine for its write lock.

The embedded database has one writer at a time, and whoever waits for it sleeps and asks again: under many
tills the unlucky one starves. In a queue each waits for exactly those who came before. Writers of other
processes are waited for by the engine, as before.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class WriterQueue:
    """A lock that is handed on in the order in which it was asked for."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._busy = False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, *, seconds_max: float) -> Iterator[bool]:
        """Wait for one's turn; False where it did not come in time: the engine then decides who waits."""
        mine = self._enter(seconds_max)
        try:
            yield mine
        finally:
            if mine:
                self._leave()

    def _enter(self, seconds_max: float) -> bool:
        with self._mutex:
            if not self._busy:
                self._busy = True
                return True
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=seconds_max):
            return True
        with self._mutex:
            if gate in self._waiting:
                self._waiting.remove(gate)
                return False
        # It was handed over between the last look and this one.
        return True

    def _leave(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False


WRITERS = WriterQueue()
"""The queue of this process."""
