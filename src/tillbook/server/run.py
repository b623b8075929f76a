"""Starting the server: one process with a few threads, stopped gracefully."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings

THREADS: Final = 4
"""Requests at once: writers queue for their turn anyway, and a long report must not hold a till."""

BACKLOG: Final = 256
STOP_SECONDS_MAX: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How a shop is served; `certificate` and `key` are files, for HTTPS.

    `first_run_code` lets a browser make the shop, while there is none.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8448
    certificate: Path | None = None
    key: Path | None = None
    hosts: tuple[str, ...] = ()
    behind_proxy: bool = False
    first_run_code: str = ""


def environment(serving: Serving) -> dict[str, str]:
    """What the process that answers is told."""
    hosts = ["localhost", "127.0.0.1", "[::1]", *serving.hosts]
    return {
        "TILLBOOK_HOME": str(serving.home),
        "TILLBOOK_HOSTS": ",".join(dict.fromkeys(hosts)),
        "TILLBOOK_HTTPS": "1" if serving.certificate else "0",
        "TILLBOOK_BEHIND_PROXY": "1" if serving.behind_proxy else "0",
        "TILLBOOK_FIRST_RUN_CODE": serving.first_run_code,
    }


def serve(serving: Serving) -> None:
    """Answer until stopped; what is being posted then is finished first."""
    os.environ.update(environment(serving))
    Granian(
        "tillbook.server.wsgi:application",
        address=serving.host,
        port=serving.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=1,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=64 * 1024),
        ssl_cert=serving.certificate,
        ssl_key=serving.key,
        log_enabled=False,
        workers_kill_timeout=STOP_SECONDS_MAX,
        respawn_failed_workers=True,
    ).serve()
