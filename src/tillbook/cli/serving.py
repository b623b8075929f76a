"""`serve` and `till`: the till in the browser, and the API, for this machine or for the shop's own network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Final

import typer

from tillbook.cli import output
from tillbook.cli.running import WrongUsage, command, now
from tillbook.core.errors import Refusal

PORT: Final = 8448
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104  (compared with, not bound to)


STARTS_SECONDS_MAX: Final = 20


class PortTaken(Refusal):
    """Another program listens there."""

    code: ClassVar[str] = "port_taken"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "serve")(serve)
    command(app, "till")(till)


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 is every network of this machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="At which port.")] = PORT,
    https: Annotated[
        bool | None, typer.Option("--https/--no-https", help="Encrypt (beyond this machine: always, unless told not).")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="A certificate in PEM (else the shop makes its own).")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's private key, in PEM.")] = None,
    name: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A name or address that tills call this machine by.")
    ] = None,
    behind_proxy: Annotated[bool, typer.Option(help="A proxy in front of it does HTTPS.")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the till in the browser.")] = False,
) -> None:
    """Serve the till, and the API, until Ctrl-C."""
    from tillbook.server.run import Serving
    from tillbook.server.run import serve as answer

    local = host in LOOPBACK
    encrypted = (certificate is not None or not (local or behind_proxy)) if https is None else https
    if (certificate is None) != (key is None):
        raise WrongUsage("A certificate and its key go together: --certificate FILE --key FILE")
    names = _names(host, name or [])
    _require_free(host, port)
    if encrypted and certificate is None:
        certificate, key = _own_certificate(ctx.obj, names)
    address = f"http{'s' if encrypted else ''}://{names[0] if not local else 'localhost'}:{port}/"
    if not encrypted and not local and not behind_proxy:
        output.warn("NOT ENCRYPTED: everybody on this network can read passwords and change sales. Use --https.")
    code = _first_run_code(ctx.obj)
    page = f"{address}#/setup?code={code}" if code else address
    output.line(f"The till is at {page}  (Ctrl-C stops it)")
    output.flush()
    if open_browser:
        _open_when_ready(page, port=port)
    answer(
        Serving(
            home=ctx.obj,
            host=host,
            port=port,
            certificate=certificate if encrypted else None,
            key=key if encrypted else None,
            hosts=tuple(names),
            behind_proxy=behind_proxy,
            first_run_code=code,
        )
    )


def till(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="At which port it is served meanwhile.")] = PORT,
) -> None:
    """Open the till as a window of its own; what serves it ends with the window."""
    import signal
    import subprocess
    import sys

    from tillbook.server.window import has_window, show

    if _answers(port):
        show(f"http://localhost:{port}/", home=ctx.obj)
        return
    words = [sys.executable, "-m", "tillbook", "--home", str(ctx.obj), "serve", "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  (this very program)
        assert server.stdout is not None
        page = _page_told(server.stdout.readline())
        if not page or not _wait_for(port):
            server.terminate()
            raise PortTaken("The till could not be served; what is wrong stands above.")
        show(page, home=ctx.obj)
        if not has_window():
            output.line("The till is open in the browser; Ctrl-C here stops it.")
            output.flush()
            server.wait()
        server.send_signal(signal.SIGTERM)


def _page_told(line: str) -> str:
    """The address in what `serve` says first."""
    return next((word for word in line.split() if word.startswith("http")), "")


def _answers(port: int) -> bool:
    """Whether something listens there already: the shop is being served."""
    import socket

    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _wait_for(port: int) -> bool:
    import time

    for _ in range(STARTS_SECONDS_MAX * 10):
        if _answers(port):
            return True
        time.sleep(0.1)
    return False


def _names(host: str, told: list[str]) -> list[str]:
    """What this machine is called by its tills, the first of it to be shown."""
    import socket

    if host in LOOPBACK:
        return [*told, "localhost", "127.0.0.1", "[::1]"]
    own = [] if host not in EVERYWHERE else [socket.gethostname(), _address_on_the_network()]
    return list(dict.fromkeys([*told, *([host] if host not in EVERYWHERE else []), *filter(None, own), "localhost"]))


def _address_on_the_network() -> str:
    """The address by which this machine would reach others; nothing is sent."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 of RFC 5737: nobody's
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _require_free(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise PortTaken(
                f"Nothing can listen at {host}, port {port} ({trouble.strerror}): is the till being served already? "
                "Open it, or choose another with --port."
            ) from None


def _own_certificate(home: Path, names: list[str]) -> tuple[Path, Path]:
    from tillbook.server.certificate import own_certificate

    home.mkdir(parents=True, exist_ok=True)
    return own_certificate(home, names, now=now())


def _first_run_code(home: Path) -> str:
    """What lets a browser make the shop, once; "" where there is one already."""
    import secrets

    from tillbook.cli.running import DATABASE_NAME

    return "" if (home / DATABASE_NAME).exists() else secrets.token_hex(8)


def _open_when_ready(page: str, *, port: int) -> None:
    import threading
    import webbrowser

    def wait_and_open() -> None:
        if _wait_for(port):
            webbrowser.open(page)

    threading.Thread(target=wait_and_open, daemon=True).start()
