"""How a command runs: what it returns by its exit status, and what happens to what goes wrong.

Two kinds of wrong. A `Refusal` is told to a person, with its own exit status; nothing was changed. Anything
else is a bug: it goes to the log with a number that a cashier can read out, and the exit status is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

import typer

from tillbook.cli import output
from tillbook.core.errors import Refusal

BUG: Final = 1
DIFFERENCE_FOUND: Final = 4
INTERRUPTED: Final = 130
"""128 + SIGINT, as shells have it."""
PIPE_CLOSED: Final = 141
"""128 + SIGPIPE, as shells have it."""

DATABASE_NAME: Final = "tillbook.sqlite3"

SEES: Final = "tillbook.sees"
"""Where a command's context keeps the right to see what it shows."""

Command = TypeVar("Command", bound=Callable[..., None])


class WrongUsage(Refusal):
    """Options that exclude each other, or a value that cannot be one."""

    code: ClassVar[str] = "wrong_usage"
    exit_status: ClassVar[int] = 2


def command(group: typer.Typer, name: str, *, sees: str = "", **more: Any) -> Callable[[Command], Command]:
    """Make a function the command `name`. Its first argument is `ctx`; `as_json` is its `--json`.

    `sees` is the right to see what it shows, by name: a command that posts needs none, for its action has one.
    """

    def register(function: Command) -> Command:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            ctx: typer.Context = kwargs["ctx"]
            ctx.meta[SEES] = sees
            with translating(home=ctx.obj, as_json=bool(kwargs.get("as_json"))):
                function(*args, **kwargs)

        run.sees = sees  # type: ignore[attr-defined]  # read by the page of rights, and by its test
        group.command(name, **more)(run)
        return function

    return register


@contextmanager
def translating(*, home: Path, as_json: bool) -> Iterator[None]:
    """Turn what is raised inside into a message and an exit status."""
    try:
        yield
        output.flush()
    except (typer.Exit, typer.Abort):
        raise
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
        raise typer.Exit(refusal.exit_status) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        output.close()
        raise typer.Exit(PIPE_CLOSED) from None
    except Exception as error:  # noqa: BLE001  (a bug: logged with its number, never swallowed)
        report_bug(error, home=home, as_json=as_json)
        raise typer.Exit(BUG) from None


def refuse(refusal: Refusal, *, as_json: bool) -> None:
    """Tell a refusal to a person, and to a program that asked for JSON."""
    output.warn(refusal.message)
    if as_json:
        output.json_line(refusal.as_json())
        output.flush()


def report_bug(error: Exception, *, home: Path, as_json: bool) -> None:
    """Log an error under a number and tell that number."""
    from tillbook.outside import bug_log

    number, where = bug_log.write(error, home=home, database=DATABASE_NAME, now=now())
    if isinstance(error, output.AnswerLost):
        output.warn(f"{error.strerror} It is number {number} in {where}.")
        return
    kind = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else "This is a mistake in Tillbook."
    message = f"{kind} It is number {number} in {where}; please report it with that number."
    output.warn(message)
    if as_json:
        output.json_line({"error": {"code": "bug", "message": message}})
        output.flush()


def opened(ctx: typer.Context) -> Path:
    """Open the shop for who acts, and answer its home folder.

    Raises:
        NoShop, NewerShop, OlderShop, WeakEngine, DiskTrouble, DamagedShop, ShopBusy
        SignInFailed, TooManyAttempts, SecretNeeded: who was named does not act here.
        NotAllowed: they may not see what this command shows.
    """
    home: Path = ctx.obj
    from tillbook.cli.acting import admit
    from tillbook.db.opening import open_shop

    open_shop(home)
    admit(ctx, sees=ctx.meta[SEES])
    return home


def now() -> datetime:
    """This instant, in UTC: the only clock that commands read."""
    return datetime.now(UTC)


def new_id() -> str:
    """A client-made id for a command that was typed without one (P6)."""
    import uuid

    return str(uuid.uuid4())
