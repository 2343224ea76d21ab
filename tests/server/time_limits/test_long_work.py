"""Long work of the process: one piece at a time, the clients in turn, rests in between."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from server.time_limits.long_work import MAX_REST_SECONDS, LongWork


async def work(
    lane: LongWork, client: str, done: list[str], seconds: float = 0.0, size: int = 1
) -> None:
    async with lane.turn(client, size):
        time.sleep(seconds)  # noqa: ASYNC251 - as long work does
        done.append(client)


async def test_clients_take_turns() -> None:
    lane, done = LongWork(), list[str]()
    many = [asyncio.create_task(work(lane, "many", done, 0.001)) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.gather(*many, work(lane, "one", done), work(lane, "another", done))
    assert len(done) == 22
    # However many the others have asked for before.
    assert {"one", "another"} <= set(done[:4])


async def test_the_smallest_comes_first() -> None:
    lane, done = LongWork(), list[str]()
    large = [asyncio.create_task(work(lane, f"large {n}", done, size=9_000)) for n in range(20)]
    # Of one client too: many people can have one address.
    large += [asyncio.create_task(work(lane, "both", done, size=9_000)) for _ in range(3)]
    await asyncio.sleep(0)
    small = [work(lane, "both", done, size=700), work(lane, "small", done, size=650)]
    await asyncio.gather(*large, *small)
    assert len(done) == 25
    assert {"both", "small"} <= set(done[:4])


async def test_small_ones_do_not_keep_a_large_one_waiting() -> None:
    lane, done = LongWork(), list[str]()

    async def keep_coming(client: str) -> None:
        while "large" not in done:
            await work(lane, client, done, size=600)

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        for client in ("one", "another") * 4:
            tasks.create_task(keep_coming(client))
        await asyncio.sleep(0)
        tasks.create_task(work(lane, "somebody", done, size=5_000))
        while "somebody" not in done:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.001)
        assert len(done) < 12
        done.append("large")


async def test_what_is_nearly_as_large_is_not_larger() -> None:
    """Else one client with many that are a little smaller would keep all others waiting."""
    lane, done = LongWork(), list[str]()
    many = [asyncio.create_task(work(lane, "many", done, size=600)) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.gather(*many, work(lane, "one", done, size=1_000))
    assert "one" in done[:3]


async def test_the_process_pauses_as_long_as_long_work_took() -> None:
    lane, done = LongWork(), list[str]()
    asking = [asyncio.create_task(work(lane, f"{n}", done, MAX_REST_SECONDS / 5)) for n in range(4)]
    turns = 0
    while not all(task.done() for task in asking):
        # Somebody else, who needs the loop a hundred times.
        await asyncio.sleep(MAX_REST_SECONDS / 100)
        turns += 1
    assert turns >= 20


async def test_a_pause_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    lane, done, pauses = LongWork(), list[str](), list[float]()
    loop = asyncio.get_running_loop()
    call_later = loop.call_later

    def noting(delay: float, callback: Callable[..., object], *args: Any) -> asyncio.TimerHandle:
        pauses.append(delay)
        return call_later(delay, callback, *args)

    monkeypatch.setattr(loop, "call_later", noting)
    await work(lane, "long", done, MAX_REST_SECONDS * 2)
    await work(lane, "next", done)
    assert MAX_REST_SECONDS in pauses
    assert max(pauses) <= MAX_REST_SECONDS


async def test_a_cancelled_client_does_not_block_the_queue() -> None:
    lane, done = LongWork(), list[str]()
    async with asyncio.timeout(10):
        async with lane.turn("first"):
            leaving = [asyncio.create_task(work(lane, f"{n}", done)) for n in range(3)]
            staying = asyncio.create_task(work(lane, "staying", done))
            await asyncio.sleep(0)
            for task in leaving:
                task.cancel()
        await asyncio.gather(*leaving, staying, return_exceptions=True)
        assert done == ["staying"]
        with pytest.raises(RuntimeError):
            async with lane.turn("failing"):
                raise RuntimeError
        await work(lane, "after", done)
    assert done == ["staying", "after"]
    assert not lane._waiting
