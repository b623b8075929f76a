"""The worker inside the server: after a posting it brings the shop's files and checkpoints up to date.

It runs beside the tills and yields to them: after a run it rests ten times as long as the run took, so that
a shop whose product file is long does not spend its time on writing it.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db import connections

from tillbook.actions.checkpoint import keep_checkpoints
from tillbook.actions.deliver import deliver
from tillbook.actions.deliver_mail import deliver_mail
from tillbook.api.served import is_set_up
from tillbook.core.errors import Refusal
from tillbook.outside.mail import VARIABLE, mail_server
from tillbook.server.bugs import report

REST_SECONDS_MIN: Final = 0.5
REST_FACTOR: Final = 10
IDLE_SECONDS_MAX: Final = 60
"""So often it looks without being woken: for what another program posted."""

_awake = threading.Event()
_leaving = threading.Event()


def start() -> None:
    """Start the worker's thread, once for the process."""
    threading.Thread(target=_work, name="tillbook-worker", daemon=True).start()


def wake() -> None:
    """Something was posted."""
    _awake.set()


def stop() -> None:
    """Let the worker finish what it is at, and begin nothing more."""
    _leaving.set()
    _awake.set()


def _work() -> None:
    while not _leaving.is_set():
        _awake.wait(IDLE_SECONDS_MAX)
        _awake.clear()
        began = time.monotonic()
        once()
        _leaving.wait(max(REST_SECONDS_MIN, REST_FACTOR * (time.monotonic() - began)))
    connections.close_all()


def once() -> None:
    """Bring files and checkpoints up to date; what stands in the way is tried again later."""
    if not is_set_up():
        return
    try:
        deliver(settings.TILLBOOK_HOME)
        keep_checkpoints()
        _send_mail()
    except Refusal:
        return
    except Exception as error:  # noqa: BLE001  (a bug here must not end the worker: it is logged)
        report(error)


def _send_mail() -> None:
    """Send the bills that wait to be sent by e-mail, where the shop has a mail server."""
    if os.environ.get(VARIABLE):
        deliver_mail(mail_server(os.environ), now=datetime.now(UTC))
