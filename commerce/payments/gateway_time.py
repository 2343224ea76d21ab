"""How long one request may wait for the gateway, whatever it does there and waits for first.

A request has 10 seconds. Ended by those, it would tell the buyer nothing of the payment.
"""

import asyncio
import time

from commerce.core.action_context import ActionContext

MAX_GATEWAY_SECONDS = 8.5


def seconds_left(ctx: ActionContext) -> float:
    """Seconds that a request still has for the gateway; 0 when they are used up."""
    return max(ctx.begun_at + MAX_GATEWAY_SECONDS - time.monotonic(), 0.0)


def may_ask(ctx: ActionContext) -> bool:
    """Whether enough time is left to begin asking: a question that is cut off helps nobody."""
    return seconds_left(ctx) > MAX_GATEWAY_SECONDS / 4


def at_gateway(ctx: ActionContext) -> asyncio.Timeout:
    """A limit on work at the gateway. Raises TimeoutError after it."""
    return asyncio.timeout(seconds_left(ctx))
