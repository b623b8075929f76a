"""What a person is told when the shop says no.

There are two kinds of wrong. A `Refusal` is shown to a person and says what to do next; each kind is a
subclass, defined where it is raised. Anything else is a bug and reaches the log.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """A rule of the shop forbids this; nothing was changed.

    `message` says what to do next. `path` is the place of the mistake in what was sent, such as
    `lines[0].quantity`.

    >>> Refusal("Only 3 of Darjeeling left; sell those or cancel.", path="lines[0]").as_json()["error"]
    {'code': 'refused', 'message': 'Only 3 of Darjeeling left; sell those or cancel.', 'path': 'lines[0]'}
    """

    code: ClassVar[str] = "refused"
    exit_status: ClassVar[int] = 3

    def __init__(self, message: str, *, path: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        """Keeps the path when a refusal crosses from one process to another."""
        return (_again, (type(self), self.message, self.path))

    def as_json(self) -> dict[str, dict[str, str]]:
        """The refusal as every door answers it: `{"error": {"code", "message", "path"}}`."""
        error = {"code": self.code, "message": self.message}
        if self.path is not None:
            error["path"] = self.path
        return {"error": error}


class Unreadable(Refusal):
    """What was sent cannot be read: broken JSON, a wrong type, a file of another kind."""

    code = "unreadable"
    exit_status = 2


def _again(kind: type[Refusal], message: str, path: str | None) -> Refusal:
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, message, path=path)
    return refusal
