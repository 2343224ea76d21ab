"""How the mart is paid, by its settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from database.schema import serving_role
from integrations.payments.razorpay import Razorpay
from integrations.payments.sandbox.gateway import Sandbox
from integrations.payments.sandbox.ledger import prepare
from integrations.payments.sandbox.sending import sending
from integrations.payments.sandbox.server import WEBHOOK_SECRET
from settings import Settings, settings

SANDBOX = "/sandbox"


async def prepare_payments() -> None:
    """Make the sandbox's tables where the mart is paid by it. Call it as the tables' owner."""
    if not settings().razorpay_key_id:
        await prepare()
        await serving_role.grant()


@asynccontextmanager
async def sandbox_running(gateway: Razorpay) -> AsyncIterator[None]:
    """Have the sandbox ready and sending webhooks, if it is what the mart is paid by."""
    if not isinstance(gateway, Sandbox):
        yield
        return
    await prepare()
    async with sending(f"{settings().own_url}/webhooks/{gateway.name}", WEBHOOK_SECRET):
        yield


def payment_gateway(current: Settings) -> Razorpay:
    """Razorpay where there is a key for it; else the sandbox beside the mart."""
    if current.razorpay_key_id:
        return Razorpay(
            current.razorpay_key_id,
            current.razorpay_key_secret,
            current.razorpay_webhook_secret,
        )
    return Sandbox(f"{current.own_url}{SANDBOX}", f"{current.site}{SANDBOX}")
