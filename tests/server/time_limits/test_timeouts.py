"""Slow work is ended, other work is left alone."""

import asyncio

import pytest

from server.time_limits.deadlines import Deadlines


async def _timed(deadlines: Deadlines, seconds: float) -> str:
    task = asyncio.current_task()
    assert task is not None
    deadlines.begin(task)
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        if deadlines.end(task):
            return "too long"
        raise
    deadlines.end(task)
    return "in time"


async def test_only_what_takes_too_long_is_ended() -> None:
    deadlines = Deadlines(0.2)
    quick = [_timed(deadlines, 0.01) for _ in range(20)]
    said = await asyncio.gather(*quick, _timed(deadlines, 30), _timed(deadlines, 30))
    assert said == ["in time"] * 20 + ["too long"] * 2
    # Afterwards the task can wait as if nothing had been.
    await asyncio.sleep(0)


async def test_a_foreign_cancellation_is_not_mistaken_for_a_timeout() -> None:
    task = asyncio.create_task(_timed(Deadlines(30), 30))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_abandoned_work_ends() -> None:
    deadlines, left = Deadlines(60), asyncio.Event()

    async def receive() -> dict[str, str]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def slow() -> None:
        task = asyncio.current_task()
        assert task is not None
        deadlines.begin(task)
        deadlines.watch(task, receive)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            assert deadlines.is_client_gone(task)
            assert not deadlines.end(task)

    task = asyncio.create_task(slow())
    await asyncio.sleep(1.2)
    left.set()
    await asyncio.wait_for(task, 5)
    assert not deadlines._watching
