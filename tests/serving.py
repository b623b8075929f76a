"""The real server, as a process of its own, on a port of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.command_line import environment

STARTS_SECONDS_MAX = 60


@dataclass
class Server:
    """A running server; `told` is what it said first."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    told: str
    secure: bool = False

    @property
    def url(self) -> str:
        return f"http{'s' if self.secure else ''}://localhost:{self.port}"

    def connection(self) -> http.client.HTTPConnection:
        if not self.secure:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        trusting = ssl.create_default_context(cafile=str(self.home / "server.crt"))
        return http.client.HTTPSConnection("localhost", self.port, timeout=60, context=trusting)

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any, http.client.HTTPMessage]:
        """One request on a connection of its own; its status, its JSON (or text), its headers."""
        line = self.connection()
        data = None if body is None else json.dumps(body)
        line.request(method, path, data, {"Content-Type": "application/json", **(headers or {})})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.status, json.loads(text) if is_json else text, answer.headers

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def kill(self) -> None:
        """Kill it with all it started, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, *words: str, port: int = 0, secure: bool = False) -> Iterator[Server]:
    """Serve the shop in `home` until the end of the block."""
    port = port or free_port()
    command = [sys.executable, "-m", "tillbook", "--home", str(home), "serve", "--port", str(port), *words]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home),
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        server = Server(home, port, process, process.stdout.readline(), secure)
        _wait_for(server)
        yield server
        server.stop()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait_for(server: Server) -> None:
    until = time.monotonic() + STARTS_SECONDS_MAX
    while time.monotonic() < until:
        try:
            server.ask("GET", "/health")
        except OSError:
            assert server.process.poll() is None, "the server ended"
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not answer")
