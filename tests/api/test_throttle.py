"""How many requests a caller may send, and how long they may be."""

from __future__ import annotations

import time

import pytest
from tests.api.calling import Api
from tests.shop import TestShop

from tillbook.api import throttle
from tillbook.api.throttle import TILL, Buckets, Pace, TooMany

SLOW = Pace(name="slow", per_second=0.5, at_once=3)


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    return clock


def test_so_many_at_once_and_so_many_a_second(clock: Clock) -> None:
    buckets = Buckets()
    for _ in range(3):
        buckets.take(SLOW, "a")
    with pytest.raises(TooMany) as refused:
        buckets.take(SLOW, "a")
    assert refused.value.retry_after_seconds == 2
    buckets.take(SLOW, "b")
    clock.at = 2
    buckets.take(SLOW, "a")
    with pytest.raises(TooMany):
        buckets.take(SLOW, "a")
    clock.at = 1000
    for _ in range(3):
        buckets.take(SLOW, "a")


def test_it_remembers_a_bounded_number_of_callers(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "CALLERS_MAX", 5)
    buckets = Buckets()
    for caller in range(100):
        buckets.take(SLOW, str(caller))
    assert len(buckets._left) == 5


def test_a_program_that_runs_wild_is_told_when_to_come_back(api: Api, cashier: Api, clock: Clock) -> None:
    for _ in range(TILL.at_once):
        api.get("/session")
    refused = api.get("/session")
    assert (refused.status, refused.json["code"], refused.headers["Retry-After"]) == (429, "too_many", "1")
    assert cashier.get("/session").status == 200
    clock.at = 1
    assert api.get("/session").status == 200


def test_a_stranger_who_tries_tokens_is_slowed_down(stranger: Api, clock: Clock) -> None:
    stranger.token = "tb_guess"
    assert [stranger.get("/session").status for _ in range(throttle.STRANGER.at_once)][-1] == 401
    assert stranger.get("/session").status == 429


def test_a_body_beyond_a_megabyte_is_refused(api: Api, served: TestShop) -> None:
    for path in ("/price", "/sales"):
        refused = api.post(path, b" " * 1_000_001)
        assert (refused.status, refused.json["code"]) == (413, "too_large")
