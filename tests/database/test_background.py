"""Background work ends with its block, also when cancelled."""

import asyncio

import pytest

from database import background as module
from database.background import background, end


async def _stubborn(heard: asyncio.Event, times: int) -> None:
    """Goes on after so many cancellations, as `asyncio.wait_for` made others do."""
    for _ in range(times):
        try:
            heard.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass
    await asyncio.Event().wait()


async def test_background_work_ends_with_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    for times in (0, 1, 3):
        heard = asyncio.Event()
        before = asyncio.all_tasks()
        async with background(_stubborn(heard, times)):
            if times:
                await heard.wait()
            (task,) = asyncio.all_tasks() - before
        assert task.cancelled()


async def test_an_error_of_background_work_is_raised() -> None:
    async def fails() -> None:
        raise LookupError("the work")

    with pytest.raises(LookupError, match="the work"):
        async with background(fails()):
            await asyncio.sleep(0)


async def test_several_background_tasks_end_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)

    async def fails_at_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise LookupError

    heard = asyncio.Event()
    tasks = [asyncio.create_task(each) for each in (_stubborn(heard, 2), fails_at_the_end())]
    await heard.wait()
    await end(*tasks)
    assert all(task.done() for task in tasks)
    await end()
