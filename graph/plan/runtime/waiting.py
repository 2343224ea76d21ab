"""Concurrent waiting: of resolvers, and of fields filled in later."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from graph.plan.runtime.run import Answer, Rows, Run


async def each(calls: Sequence[Coroutine[Any, Any, Any]]) -> Sequence[Any]:
    """The results of resolvers, one for each source, waited for together."""
    if len(calls) == 1:
        return [await calls[0]]
    tasks = [asyncio.create_task(call) for call in calls]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        _stop(tasks)
        raise


Fill = Callable[[Sequence[Any], Sequence[Answer], Run], Coroutine[Any, Any, None]]


async def together(fills: Sequence[Fill], sources: Rows, made: Sequence[Answer], run: Run) -> None:
    """Fill in what has to be fetched, all of it at once.

    Functions are given, not coroutines: whatever fails before leaves none that nobody awaits. The
    first is not made a task of its own: most work comes alone.
    """
    others = [asyncio.create_task(fill(sources, made, run)) for fill in fills[1:]]
    try:
        await fills[0](sources, made, run)
        for other in others:
            await other
    except BaseException:
        _stop(others)
        raise


def _stop(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """End what nobody waits for any more, without waiting for that either."""
    for task in tasks:
        task.cancel()
        task.add_done_callback(_looked_at)


def _looked_at(task: asyncio.Task[Any]) -> None:
    """Retrieve the exception, so that asyncio does not log it as never retrieved."""
    if not task.cancelled():
        task.exception()
