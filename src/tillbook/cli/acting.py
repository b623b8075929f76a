"""Who acts: the person who signed in for this command, else the owner of the machine as the owner of the shop.

`--as NAME` signs that person in; `--approve NAME` signs in a second one, who agrees to what is beyond the limits
of the first. Passwords and PINs are asked for without showing them; a script leaves them in the environment.
They never stand on a command line, where every program of the machine could read them.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, ClassVar, Final

import typer

from tillbook.cli.running import WrongUsage, now
from tillbook.core.errors import Refusal

if TYPE_CHECKING:
    from tillbook.core.rights import Actor

SECRET: Final = "TILLBOOK_SECRET"  # noqa: S105  (the name of a variable)
APPROVER_SECRET: Final = "TILLBOOK_APPROVER_SECRET"  # noqa: S105  (the name of a variable)
SOURCE: Final = "console"
"""Where wrong tries of the console come from."""

_KEY: Final = "tillbook.actor"


class SecretNeeded(Refusal):
    """A password or PIN is needed, and nobody is there to be asked."""

    code: ClassVar[str] = "secret_needed"


def actor(ctx: typer.Context) -> Actor:
    """The person that this command acts as, asked for once. The shop is open.

    Raises:
        SignInFailed, TooManyAttempts, SecretNeeded: nothing was done.
    """
    if _KEY not in ctx.meta:
        ctx.meta[_KEY] = _who(_global_option(ctx, "acting_as"), _global_option(ctx, "approved_by"))
    acting: Actor = ctx.meta[_KEY]
    return acting


def admit(ctx: typer.Context, *, sees: str) -> None:
    """Let whoever was named sign in, whatever the command does then; and only if they may see what it shows.

    Raises:
        SignInFailed, TooManyAttempts, SecretNeeded, NotAllowed: nothing was shown.
    """
    if not (signed_in(ctx) or _global_option(ctx, "approved_by")):
        return  # the owner of the machine, who sees everything
    by = actor(ctx)
    if sees:
        from tillbook.core.rights import Right, require

        require(by, Right(sees))


def may(ctx: typer.Context, right: str) -> bool:
    """Whether the person that this command acts as has a right, by its name."""
    return right in actor(ctx).rights


def signed_in(ctx: typer.Context) -> bool:
    """Whether somebody signed in for this command."""
    return bool(_global_option(ctx, "acting_as"))


def _global_option(ctx: typer.Context, name: str) -> Any:
    return ctx.find_root().params.get(name)


def _who(name: str | None, approver: str | None) -> Actor:
    from dataclasses import replace

    from tillbook.db.transaction import reading
    from tillbook.queries.people import owner

    if name:
        by = prove(name, secret_of(name, SECRET))
    else:
        with reading() as tx:
            by = owner(tx)
    return replace(by, approver=prove(approver, secret_of(approver, APPROVER_SECRET))) if approver else by


def prove(name: str, secret: str) -> Actor:
    """The person of this name, by password or by PIN: no password is as short as a PIN.

    Raises: SignInFailed, TooManyAttempts.
    """
    from tillbook.actions.sign_in import sign_in, sign_in_at_register
    from tillbook.core.secret import is_pin

    if is_pin(secret):
        return sign_in_at_register(name=name, pin=secret, source=SOURCE, now=now())
    return sign_in(name=name, password=secret, source=SOURCE, now=now())


def secret_of(name: str, variable: str) -> str:
    """The password or PIN of a person who signs in. Raises: SecretNeeded."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise SecretNeeded(f"The password or PIN of {name} is needed: a script leaves it in {variable}.")
    return ask(f"Password or PIN of {name}: ")


def new_secret(what: str) -> str:
    """A new password or PIN: asked for twice at a terminal, else one line of standard input.

    Raises:
        WrongUsage: the two differ.
        SecretNeeded: nothing was given.
    """
    if not sys.stdin.isatty():
        return _line(what)
    first = ask(f"New {what}: ")
    if ask(f"New {what} again: ") != first:
        raise WrongUsage(f"The two differ; nothing was changed. Type the same {what} twice.")
    return first


def old_secret(what: str) -> str:
    """The password or PIN of now: from the environment, where it signed the person in; else asked for."""
    from tillbook.core.secret import is_pin

    given = os.environ.get(SECRET)
    if given is not None and is_pin(given) == (what == "PIN"):
        return given
    return ask(f"{what[:1].upper()}{what[1:]} of now: ") if sys.stdin.isatty() else _line(what)


def ask(question: str) -> str:
    """Ask at the terminal, without showing what is typed."""
    import getpass

    return getpass.getpass(question)


def _line(what: str) -> str:
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise SecretNeeded(f"A {what} is expected as one line of standard input.")
    return line
