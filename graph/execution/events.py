"""Subscriptions: events of a row, shown to the viewer as it is at the time of each.

A resolver of a subscription names the news it follows and how one piece of it is shown to a viewer.
It never holds on to the viewer of the beginning: that one may have lost a role since.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Generic, TypeVar

from auth.viewer import Viewer
from database.caches.broadcast import Missed
from graph.context import Context
from graph.error_texts import MISSED
from graph.errors import Code, coded_error

EventPayload = TypeVar("EventPayload")
Event = TypeVar("Event")


class Events(Generic[EventPayload, Event]):
    """What a subscription's client hears: `shown` gives the event of a piece of news, None to end.

    `is_last` is for news of the viewer's session, which may have ended already: it tells the piece
    after which none follows. `subject` is whose data the events show, as `Context.note_read` takes
    it.
    """

    def __init__(
        self,
        context: Context,
        news: AsyncIterator[EventPayload],
        shown: Callable[[Viewer, EventPayload], Awaitable[Event | None]],
        *,
        is_last: Callable[[EventPayload], bool] | None = None,
        subject: tuple[str, int, int | None] | None = None,
    ) -> None:
        self.subject = subject
        self._viewer, self._look_up = context.viewer, context.requester.look_up
        self._news, self._shown = news, shown
        self._is_last = is_last
        self._events = self._follow()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self._events

    async def __anext__(self) -> Event:
        return await anext(self._events)

    async def aclose(self) -> None:
        closing: Any = self._events
        await closing.aclose()

    async def _follow(self) -> AsyncIterator[Event]:
        try:
            async for news in self._news:
                viewer = await self._current()
                event = None if viewer is None else await self._shown(viewer, news)
                if event is None:
                    return
                yield event
                if self._is_last is not None and self._is_last(news):
                    return
        except Missed:
            raise coded_error(MISSED, Code.SUBSCRIBE_AGAIN) from None
        finally:
            closing: Any = self._news
            await closing.aclose()

    async def _current(self) -> Viewer | None:
        viewer = self._viewer if self._look_up is None else await self._look_up()
        return self._viewer if viewer is None and self._is_last is not None else viewer
