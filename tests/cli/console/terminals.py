"""A real pseudo-terminal with a real process at it, and a way to wait for what it shows."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

SECONDS_MAX = 40
_orders = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>()][A-Z0-9]?)|\r")


class Terminal:
    """`tillbook sell` at a terminal of so many columns."""

    def __init__(self, home: Path, *, columns: int = 80, **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        source = str(Path(__file__).parents[3] / "src")
        # Nobody here answers where the cursor is, which prompt_toolkit would wait for.
        quiet = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tillbook", "--home", str(home), "sell"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, **quiet, "PYTHONPATH": source, **environment},
            start_new_session=True,
        )
        os.close(theirs)
        self.raw = ""
        self._seen = 0

    @property
    def screen(self) -> str:
        """Everything that was shown, without the orders to the terminal."""
        return _orders.sub("", self.raw)

    def wait_for(self, text: str) -> None:
        """Wait until `text` is shown, after what was waited for before."""
        ends = time.monotonic() + SECONDS_MAX
        while (found := self.screen.find(text, self._seen)) < 0:
            assert time.monotonic() < ends, f"{text!r} was not shown after: {self.screen[self._seen :]!r}"
            self._read(ends)
        self._seen = found + len(text)

    def _read(self, ends: float) -> None:
        ready, _, _ = select.select([self._ours], [], [], max(0.0, ends - time.monotonic()))
        if ready:
            try:
                self.raw += os.read(self._ours, 65536).decode("utf-8", "replace")
            except OSError:  # Linux says so when the process has ended
                raise AssertionError(f"it ended, having shown: {self.screen[self._seen :]!r}") from None

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._ours, text.encode())

    def answer(self, question: str, text: str) -> None:
        """Wait for a question, then type the answer and Enter."""
        self.wait_for(question)
        self.type(text + "\r")

    def kill_9(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Wait until the process has ended; its exit status."""
        ends = time.monotonic() + SECONDS_MAX
        while self.process.poll() is None and time.monotonic() < ends:
            try:
                self._read(time.monotonic() + 0.05)
            except AssertionError:
                break
        status = self.process.wait(timeout=SECONDS_MAX)
        os.close(self._ours)
        return status
