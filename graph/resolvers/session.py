"""What a client hears of by itself."""

from collections.abc import AsyncIterator

import strawberry

import models
from auth.endings import ENDINGS, Missed
from graph.context import Info
from graph.errors import Code, coded
from graph.types.scalars import DateTime, iso
from graph.types.session import ActiveSession


@strawberry.type(description="A session of the viewer's that has ended.")
class SessionEnded:
    session: ActiveSession = strawberry.field(description="Which.")
    ended_at: DateTime = strawberry.field(description="When it ended.")
    is_current: bool = strawberry.field(
        description="Whether it is the one that listens; then nothing more is heard."
    )


async def session_ended(info: Info) -> AsyncIterator[SessionEnded]:
    viewer = info.context.viewer
    assert viewer.account_id is not None
    try:
        async for ending in ENDINGS.of(viewer.account_id):
            row = await models.Session.get_or_none(
                id=ending.session_id, account_id=viewer.account_id
            )
            if row is not None and row.ended_at is not None:
                yield SessionEnded(
                    session=ActiveSession.of(row),
                    ended_at=iso(row.ended_at),
                    is_current=row.id == viewer.session_id,
                )
    except Missed:
        raise coded(
            "Something may have been missed. Ask how things stand, then subscribe again.",
            Code.SUBSCRIBE_AGAIN,
        ) from None
