"""Writers of one process take their turns in the order in which they came."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from tillbook.db.writers import WriterQueue

TILLS = 6


class InLine:
    """Tills that come one after the other while the first still writes; `order` is how they were served."""

    def __init__(self, queue: WriterQueue) -> None:
        self._queue = queue
        self._threads: list[threading.Thread] = []
        self.order: list[int] = []

    def comes(self, till: int, *, seconds_max: float = 30) -> None:
        """One more till asks for its turn; back once it stands in line."""
        before = len(self._queue._waiting)
        thread = threading.Thread(target=self._take, args=(till, seconds_max))
        self._threads.append(thread)
        thread.start()
        _until(lambda: len(self._queue._waiting) > before or not thread.is_alive())

    def _take(self, till: int, seconds_max: float) -> None:
        with self._queue.turn(seconds_max=seconds_max) as mine:
            self.order.append(till if mine else -till)

    def all_served(self) -> None:
        for thread in self._threads:
            thread.join(30)


def _until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(10_000):
        if true():
            return
        pause.wait(0.001)
    raise AssertionError("it never came to that")


def test_whoever_came_first_is_served_first() -> None:
    queue = WriterQueue()
    line = InLine(queue)
    with queue.turn(seconds_max=30):
        for till in range(1, TILLS + 1):
            line.comes(till)
    line.all_served()
    assert line.order == list(range(1, TILLS + 1))


def most_at_once(turn: Callable[[], AbstractContextManager[object]]) -> int:
    """How many of six threads were inside together at most, when each goes in twenty times."""
    inside: list[int] = []
    most: list[int] = []
    pause = threading.Event()

    def write() -> None:
        for _ in range(20):
            with turn():
                inside.append(1)
                most.append(len(inside))
                pause.wait(0.0005)
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(TILLS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(most) == TILLS * 20
    return max(most)


def test_two_never_have_the_turn_at_once() -> None:
    queue = WriterQueue()
    assert most_at_once(lambda: queue.turn(seconds_max=30)) == 1


def test_control_without_the_queue_many_are_inside_at_once() -> None:
    assert most_at_once(nullcontext) > 1


def test_who_waits_too_long_goes_on_without_a_turn_and_nobody_behind_is_lost() -> None:
    queue = WriterQueue()
    line = InLine(queue)
    with queue.turn(seconds_max=30):
        line.comes(1, seconds_max=0.01)
        _until(lambda: line.order == [-1])
        line.comes(2)
    line.all_served()
    assert line.order == [-1, 2]
    with queue.turn(seconds_max=1) as mine:
        assert mine


def test_an_error_inside_hands_the_turn_on() -> None:
    queue = WriterQueue()
    try:
        with queue.turn(seconds_max=1):
            raise ValueError
    except ValueError:
        pass
    with queue.turn(seconds_max=1) as mine:
        assert mine
