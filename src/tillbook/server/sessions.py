"""Sessions in the shop's database, written in turn with everything else that is written there."""

from __future__ import annotations

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tillbook.db.transaction import PATIENCE_SECONDS
from tillbook.db.writers import WRITERS


class SessionStore(DatabaseStore):
    """A session; one that was ended meanwhile by another request stays ended."""

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()  # which saves, in turn
            return
        with WRITERS.turn(seconds_max=PATIENCE_SECONDS):
            try:
                super().save(must_create=must_create)
            except UpdateError:
                return

    def delete(self, session_key: str | None = None) -> None:
        with WRITERS.turn(seconds_max=PATIENCE_SECONDS):
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        with WRITERS.turn(seconds_max=PATIENCE_SECONDS):
            super().clear_expired()
