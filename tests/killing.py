"""Killing a process for real, at a chosen instant: between two calls that leave Python."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

CAN_FORK = hasattr(os, "fork")


def killed_at(call: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child process that is killed (SIGKILL) at its `call`-th call into C.

    Answers whether the child got to the end instead: then `call` was beyond its last one.
    """
    child = os.fork()
    if child == 0:
        _die_at(call)
        try:
            work()
        finally:
            sys.setprofile(None)
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def _die_at(call: int) -> None:
    left = call

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event == "c_call":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def calls_of(work: Callable[[], object]) -> int:
    """How many calls into C `work` makes when nobody kills it; it is done once, in a child process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        calls = 0

        def count(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event == "c_call"

        sys.setprofile(count)
        try:
            work()
        finally:
            sys.setprofile(None)
            os.write(writing, str(calls).encode())
            os._exit(0)
    os.waitpid(child, 0)
    answer = os.read(reading, 32)
    os.close(reading)
    os.close(writing)
    return int(answer)
