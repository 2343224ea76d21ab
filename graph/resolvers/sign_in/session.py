"""Subscriptions of a session."""

from collections.abc import AsyncIterator

import strawberry

import models
from auth.sessions.session_events import SESSION_EVENTS, Ending
from auth.viewer import Viewer
from graph.access import inherited_type
from graph.context import Info
from graph.execution.events import Events
from graph.types.scalars import DateTime, iso
from graph.types.sign_in.session import ActiveSession


@inherited_type(description="A session of the signed-in user that has ended.")
class SessionEnded:
    session: ActiveSession = strawberry.field(description="The ended session.")
    ended_at: DateTime = strawberry.field(description="Date and time the session ended.")
    is_current: bool = strawberry.field(
        description="Whether it is the session of this subscription. If so, no further events"
        " follow."
    )


async def session_ended(info: Info) -> AsyncIterator[SessionEnded]:
    account_id, own_id = info.context.viewer.account_id, info.context.viewer.session_id
    assert account_id is not None

    async def shown(viewer: Viewer, ending: Ending) -> SessionEnded | None:
        row = await models.Session.get_or_none(id=ending.session_id, account_id=account_id)
        if row is None or row.ended_at is None:
            return None
        return SessionEnded(
            session=ActiveSession.of(row),
            ended_at=iso(row.ended_at),
            is_current=row.id == own_id,
        )

    # The end of one's own session is the last thing one hears.
    return Events(
        info.context,
        SESSION_EVENTS.subscribe(account_id, last=own_id),
        shown,
        is_last=lambda ending: ending.session_id == own_id,
    )
