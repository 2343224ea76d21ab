"""Sessions: the tokens of one, and the list of all."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from auth.permissions import Action
from auth.sessions.sessions import IDLE
from commerce.sign_in.sign_in import SignedIn
from database.sql import Sql
from graph.access import inherited_type, private_type
from graph.context import Info
from graph.fields.field_types import column, computed
from graph.fields.row_types import Node
from graph.loaders import rows_by
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.accounts.account import Account

LazyAccount = Annotated["Account", strawberry.lazy("graph.types.accounts.account")]


@inherited_type(description="A session on one device, with its tokens.")
class Session:
    signed_in: strawberry.Private[SignedIn]

    @strawberry.field(
        description="Access token, valid for five minutes. Send it as `Authorization: Bearer …`."
    )
    def access_token(self) -> str:
        return self.signed_in.access_token

    @strawberry.field(
        description="Date and time the access token expires. Refresh it shortly before."
    )
    def access_token_expires_at(self) -> DateTime:
        return iso(datetime.fromtimestamp(self.signed_in.access_ends, UTC))

    @strawberry.field(
        description=f"Refresh token for `sessionRefresh`, valid once within {IDLE.days} days."
        " Repeating the refresh on the same device within a minute returns the same new token. Null"
        " if the token is sent as a cookie."
    )
    def refresh_token(self) -> str | None:
        held = self.signed_in.session
        return None if held.is_cookie else held.refresh_token

    @strawberry.field(
        description="Date and time the session expires, even if refreshed. Sessions of staff and"
        " district officers are shorter."
    )
    def expires_at(self) -> DateTime:
        return iso(self.signed_in.session.ends_at)

    @strawberry.field(
        description="Whether the sign-in must be completed with `sessionConfirm` and a code"
        " of the authenticator app. Until then, the tokens give no other access."
    )
    def is_second_factor_required(self) -> bool:
        return self.signed_in.session.awaits_second_factor

    @strawberry.field(
        description="The signed-in account. Null until the second factor is confirmed."
    )
    async def viewer(self, info: Info) -> LazyAccount | None:
        from graph.types.accounts.account import account_of

        held = self.signed_in.session
        return None if held.awaits_second_factor else await account_of(held.account_id)


async def session_payload(info: Info, signed_in: SignedIn) -> Session:
    """The session as it is shown; its refresh token goes into the cookie, if that is wanted.

    For the rest of the request it is whoever has signed in that asks.
    """
    held = signed_in.session
    await info.context.sign_in_as(held.account_id, held.session_id)
    if held.is_cookie:
        # Not with the error of a session that was ended at once.
        info.context.new_refresh_token = held.refresh_token
    return Session(signed_in=signed_in)


@private_type(Action.OWN_ACCOUNT, description="An active session on a device.")
class ActiveSession(Node[models.Session]):
    created_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time of the sign-in.",
    )
    last_seen_at: DateTime = computed(
        lambda row, _: iso(row.last_seen_at),
        "last_seen_at",
        description="Date and time the tokens were last refreshed.",
    )
    device: str | None = column(
        "device", description="Name of the device, as reported by it. Null if not known."
    )
    is_current: bool = computed(
        lambda row, context: row.id == context.viewer.session_id,
        "id",
        description="Whether this is the current session.",
    )


async def open_sessions(account_id: int, now: datetime) -> list[models.Session]:
    still_open = Sql("t.ended_at IS NULL AND t.expires_at > {}", (now,))
    order = "t.last_seen_at DESC, t.id DESC"
    found = await rows_by(models.Session, "account_id", [account_id], still_open, order)
    return found[account_id]
