"""Tills for races: processes of their own that open one shop and post in it at once.

They are started once and told what to do by name of a function, because starting Python takes longer than the
race. `together` holds each of them until all are there, so that they meet where the test wants them to meet.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar

from tillbook.db.opening import open_shop, start

start()

from django.db import connection  # noqa: E402
from tests.shop import TestShop  # noqa: E402

from tillbook.actions.sell import Sold  # noqa: E402
from tillbook.actions.stock import Posted  # noqa: E402
from tillbook.core.errors import Refusal  # noqa: E402

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE_SECONDS = 300


def context() -> Any:
    """How child processes are made: from a clean one where that is possible; none inherits a connection."""
    methods = multiprocessing.get_all_start_methods()
    chosen = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        chosen.set_forkserver_preload([__name__, "pytest"])
    return chosen


@dataclass(kw_only=True)
class Till:
    """What a till has at hand: the opened shop, and the others to wait for."""

    place: int
    shop: TestShop
    barrier: Barrier

    def together(self) -> None:
        """Go on when all tills are here."""
        self.barrier.wait(PATIENCE_SECONDS)

    def ids(self, name: str, count: int) -> list[str]:
        """Client ids of this till alone."""
        return [f"{name}-till{self.place}-{number:04}" for number in range(count)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a command: the document's number, or why not."""

    number: str = ""
    repeated: bool = False
    refused: str = ""
    message: str = ""

    @property
    def sold(self) -> bool:
        return bool(self.number) and not self.repeated


def answer(post: Callable[P, Sold | Posted], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """Post, and answer a refusal as an answer; anything else is raised."""
    try:
        posted = post(*args, **kwargs)
    except Refusal as refusal:
        return Answer(refused=refusal.code, message=refusal.message)
    return Answer(number=posted.number, repeated=posted.repeated)


class Tills:
    """So many processes, to be used as a context."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> Tills:
        of = context()
        # Kept: its semaphores are gone with the last one who holds it here.
        self._barrier = of.Barrier(self.count)
        self._lines: list[Connection] = []
        self._processes = []
        for place in range(self.count):
            ours, theirs = of.Pipe()
            process = of.Process(target=_serve, args=(place, self._barrier, theirs), daemon=True)
            process.start()
            theirs.close()
            self._lines.append(ours)
            self._processes.append(process)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for line in self._lines:
            line.send(None)
            line.close()
        for process in self._processes:
            process.join(PATIENCE_SECONDS)
            process.close()

    def at_once(
        self, shop: TestShop, work: Callable[Concatenate[Till, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> list[T]:
        """Do `work` in all tills at once; their answers, till by till."""
        for line in self._lines:
            line.send((shop.home, work, args, kwargs))
        answers = [self._hear(line) for line in self._lines]
        failed = [text for raised, text in answers if raised]
        if failed:
            self._barrier.reset()
            raise AssertionError("\n".join(failed))
        return [value for _, value in answers]

    def _hear(self, line: Connection) -> tuple[bool, Any]:
        assert line.poll(PATIENCE_SECONDS), "a till does not answer"
        raised, value = line.recv()
        return raised, value


def _serve(place: int, barrier: Barrier, line: Connection) -> None:
    while (order := line.recv()) is not None:
        home, work, args, kwargs = order
        try:
            line.send((False, _do(place, barrier, home, work, args, kwargs)))
        except BaseException:  # noqa: BLE001  (the parent process fails the test with it)
            barrier.abort()
            line.send((True, traceback.format_exc()))
        finally:
            connection.close()


def _do(
    place: int,
    barrier: Barrier,
    home: Path,
    work: Callable[..., Any],
    args: Sequence[Any],
    kwargs: dict[str, Any],
) -> Any:
    open_shop(home)
    till = Till(place=place, shop=TestShop(home=home), barrier=barrier)
    till.together()
    return work(till, *args, **kwargs)
