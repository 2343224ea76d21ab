"""Exact rate limits of mutations: by address, by known device, by account and by session.

The limits are in `auth.rate_limits`. `graph.types.errors` gives back the count of mutations that
succeed.

Strangers behind one address use up its limits. A request that shows a known device or a session is
then counted for that instead; what it may try is decided by `commerce.core.rate_limits`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from auth import rate_limits
from auth.rate_limits import OF_MUTATION, OF_STRANGERS, Counted, Limit, TooMany
from auth.sessions.devices import PATTERN, Device
from auth.sessions.known_devices import name_of_device
from auth.viewer import Viewer
from graph.context import MutationCounts
from graph.error_texts import TOO_OFTEN, filled
from graph.errors import Code
from server.requests.http_request import GraphQLRequest, Refused

TOKEN = re.compile(rf"(?<![\w.-]){PATTERN.pattern}(?![\w.-])")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends mutations: the cookies are of a browser."""

    client: str
    viewer: Viewer
    request: GraphQLRequest
    device_id: str | None = None
    refresh_token: str | None = None

    async def name(self) -> str | None:
        """The session, or the device if it is known to some account; None for a stranger.

        One statement, for the first refresh token in the request.
        """
        if self.viewer.session_id is not None:
            return f"session {self.viewer.session_id}"
        texts = self.request.query.encode(), orjson.dumps(self.request.variables)
        found = TOKEN.search(b" ".join(texts).decode())
        token = found[0] if found else self.refresh_token
        return await name_of_device(Device(id=self.device_id), token)


async def count_writes(fields: Iterable[str], sender: Sender) -> MutationCounts:
    """Count mutations that are about to be executed. Raises Refused with 429."""
    counts, viewer = MutationCounts(), sender.viewer
    try:
        for field in fields:
            if (limit := OF_MUTATION.get(field)) is not None:
                counted = await _count_try(limit, sender, counts)
                if limit.resets_on_success:
                    counts.by_name.setdefault(field, []).append(counted)
            elif field == "checkoutComplete" and not viewer.is_person:
                # It reserves stock and sends an SMS.
                await rate_limits.count_client(rate_limits.GUEST_CHECKOUT, sender.client)
            elif viewer.is_person:
                await _count_write(viewer)
    except TooMany as too_many:
        raise too_often(too_many.seconds) from None
    return counts


async def _count_try(limit: Limit, sender: Sender, counts: MutationCounts) -> Counted:
    """Count a try of an address, or else of a known device there. Raises TooMany."""
    try:
        return await rate_limits.count_client(limit, sender.client)
    except TooMany as too_many:
        name = await sender.name() if limit in OF_STRANGERS else None
        if name is None:
            raise
        counts.seconds_to_wait = too_many.seconds
        return await rate_limits.count(rate_limits.DEVICE_TRY, name)


async def _count_write(viewer: Viewer) -> None:
    """Count a mutation of an account, or else of the session. Raises TooMany."""
    try:
        await rate_limits.count(rate_limits.WRITES_OF, str(viewer.account_id))
    except TooMany:
        await rate_limits.count(rate_limits.WRITES_IN, f"session {viewer.session_id}")


def too_often(seconds: int) -> Refused:
    """The refusal with the seconds until the next request may be accepted."""
    return Refused(
        429,
        Code.RATE_LIMITED,
        filled(TOO_OFTEN, seconds=seconds),
        {"retry-after": str(seconds)},
    )
