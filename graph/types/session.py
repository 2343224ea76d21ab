"""Sessions: the tokens of one, and the list of all."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from commerce.sign_in.sign_in import SignedIn
from database.sql import Sql
from graph.context import Info
from graph.fields import Node, column, derived
from graph.loaders import rows_by
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.account import Account

LazyAccount = Annotated["Account", strawberry.lazy("graph.types.account")]


@strawberry.type(description="A sign-in on one device, with the tokens to ask with.")
class Session:
    signed_in: strawberry.Private[SignedIn]

    @strawberry.field(description="Send it as `Authorization: Bearer …`; good for five minutes.")
    def access_token(self) -> str:
        return self.signed_in.access_token

    @strawberry.field(description="When the access token ends; refresh a little earlier.")
    def access_token_expires_at(self) -> DateTime:
        return iso(datetime.fromtimestamp(self.signed_in.access_ends, UTC))

    @strawberry.field(
        description="For `sessionRefresh`, once, within 30 days; null when it is in a cookie."
        " Sent again within a minute from the same device it gives the same next token."
    )
    def refresh_token(self) -> str | None:
        held = self.signed_in.held
        return None if held.is_cookie else held.refresh_token

    @strawberry.field(
        description="When the session ends for good, however often it is refreshed:"
        " 90 days after the sign-in, 12 hours for staff."
    )
    def expires_at(self) -> DateTime:
        return iso(self.signed_in.held.ends_at)

    @strawberry.field(
        description="Whether `sessionConfirm` with a code of the authenticator app comes first:"
        " until then the tokens open nothing else."
    )
    def is_second_factor_required(self) -> bool:
        return self.signed_in.held.is_waiting

    @strawberry.field(description="Who has signed in; null while the second factor is awaited.")
    async def viewer(self, info: Info) -> LazyAccount | None:
        from graph.types.account import account_of

        held = self.signed_in.held
        return None if held.is_waiting else await account_of(held.account_id)


async def session_payload(info: Info, signed_in: SignedIn) -> Session:
    """The session as it is shown; its refresh token goes into the cookie, if that is wanted.

    For the rest of the request it is whoever has signed in that asks.
    """
    held = signed_in.held
    if held.is_cookie:
        info.context.new_refresh_token = held.refresh_token
    await info.context.turn_into(held.account_id, held.session_id)
    return Session(signed_in=signed_in)


@strawberry.type(description="One device where the person is signed in.")
class ActiveSession(Node):
    created_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="When it began."
    )
    last_seen_at: DateTime = derived(
        lambda row, _: iso(row.last_seen_at),
        "last_seen_at",
        description="When its tokens were refreshed last.",
    )
    device: str | None = column("device", description="What the device said it is.")
    is_current: bool = derived(
        lambda row, context: row.id == context.viewer.session_id,
        "id",
        description="Whether it is the one that asks.",
    )


async def open_sessions(account_id: int, now: datetime) -> list[models.Session]:
    still_open = Sql("t.ended_at IS NULL AND t.expires_at > {}", (now,))
    order = "t.last_seen_at DESC, t.id DESC"
    found = await rows_by(models.Session, "account_id", [account_id], still_open, order)
    return found[account_id]
