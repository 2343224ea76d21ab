"""Exact rate limits of mutations, by address or by account.

The limits are in `auth.rate_limits`. `graph.types.errors` gives back the count of mutations that
succeed.
"""

from collections.abc import Iterable

from auth import rate_limits
from auth.rate_limits import OF_MUTATION, TooMany
from auth.viewer import Viewer
from graph.context import MutationCounts
from graph.error_texts import TOO_OFTEN, filled
from graph.errors import Code
from server.requests.http_request import Refused


async def count_writes(fields: Iterable[str], client: str, viewer: Viewer) -> MutationCounts:
    """Count mutations that are about to be executed. Raises Refused with 429."""
    counts: MutationCounts = {}
    try:
        for field in fields:
            if (limit := OF_MUTATION.get(field)) is not None:
                counted = await rate_limits.count_client(limit, client)
                if limit.resets_on_success:
                    counts.setdefault(field, []).append(counted)
            elif field == "checkoutComplete" and not viewer.is_person:
                # It reserves stock and sends an SMS.
                await rate_limits.count_client(rate_limits.GUEST_CHECKOUT, client)
            elif viewer.is_person:
                await rate_limits.count(rate_limits.WRITES_OF, str(viewer.account_id))
    except TooMany as too_many:
        raise too_often(too_many.seconds) from None
    return counts


def too_often(seconds: int) -> Refused:
    """The refusal with the seconds until the next request may be accepted."""
    return Refused(
        429,
        Code.RATE_LIMITED,
        filled(TOO_OFTEN, seconds=seconds),
        {"retry-after": str(seconds)},
    )
