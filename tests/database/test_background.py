"""Background work ends with its block, also when cancelled."""

import asyncio
from functools import partial

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
        async with background(partial(_stubborn, heard, times)):
            if times:
                await heard.wait()
            (task,) = asyncio.all_tasks() - before
        assert task.cancelled()


@pytest.mark.parametrize("error", [LookupError("the work"), asyncio.CancelledError()])
async def test_failed_background_work_is_logged_at_once_and_runs_again(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also if a library lets a CancelledError escape, though nobody has cancelled the work."""
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    tries, again = [], asyncio.Event()

    async def fails() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise error
        again.set()
        await asyncio.Event().wait()

    async with background(fails):
        await asyncio.wait_for(again.wait(), 10)
        logged = [record for record in caplog.records if record.levelname == "ERROR"]
        assert len(logged) == 2
        assert all("fails failed" in record.message and record.exc_info for record in logged)
    assert len(tries) == 3


async def test_work_that_fails_when_it_ends_is_logged_and_stays_ended(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fails_at_the_end() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise LookupError("at the end")

    started = asyncio.Event()
    async with background(fails_at_the_end):
        await started.wait()
    (record,) = caplog.records
    assert "fails_at_the_end failed" in record.message


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
