"""The sandbox as a server, alone or mounted in the mart."""

from starlette.applications import Starlette

from integrations.payments.sandbox.page import page
from integrations.payments.sandbox.wire import wire

# Known to everybody, like the sandbox itself: production does not start with it.
KEY_ID = "rzp_sandbox"
KEY_SECRET = "sandbox_key_secret"  # noqa: S105 - not a secret
WEBHOOK_SECRET = "sandbox_webhook_secret"  # noqa: S105 - not a secret


def sandbox() -> Starlette:
    """Its API under `/v1`, its page under `/pay`, over the database that is connected."""
    return Starlette(routes=[*wire(KEY_ID, KEY_SECRET), *page(KEY_SECRET)])
