"""The sandbox as the mart's gateway: Razorpay's adapter, connected to a server of our own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from starlette.routing import BaseRoute, Mount

from commerce.core.ports import PageCheckout
from database.schema import serving_role
from integrations.payments.adapter import GatewayAdapter
from integrations.payments.razorpay import Razorpay
from integrations.payments.sandbox import ledger
from integrations.payments.sandbox.sending import sending
from integrations.payments.sandbox.server import KEY_ID, KEY_SECRET, WEBHOOK_SECRET, sandbox
from settings import Settings

NAME, MOUNTED_AT = "sandbox", "/sandbox"


class Sandbox(Razorpay):
    """`url` is its server's address, `site` the one that buyers' browsers use."""

    def __init__(self, url: str, site: str) -> None:
        super().__init__(KEY_ID, KEY_SECRET, WEBHOOK_SECRET, f"{url}/v1", NAME)
        self._site = site

    def checkout(self, order_id: str) -> PageCheckout:
        """The page of an order; `?return=` names where the buyer goes afterwards."""
        return PageCheckout(f"{self._site}/pay/{order_id}")


def _gateway(current: Settings) -> Sandbox:
    return Sandbox(f"{current.own_url}{MOUNTED_AT}", f"{current.site}{MOUNTED_AT}")


def _missing_settings(current: Settings) -> Iterator[str]:
    if current.payment_gateway:
        yield "ODOP_PAYMENT_GATEWAY is sandbox: no money would be charged. Set your gateway's name."
    else:
        yield "ODOP_RAZORPAY_KEY_ID is not set: payments would go to the sandbox. Set the live key."


async def _prepare() -> None:
    await ledger.prepare()
    await serving_role.grant()


def _routes() -> list[BaseRoute]:
    return [Mount(MOUNTED_AT, sandbox())]


@asynccontextmanager
async def _running(current: Settings) -> AsyncIterator[None]:
    """Send webhooks to the mart."""
    await ledger.prepare()
    async with sending(f"{current.own_url}/webhooks/{NAME}", WEBHOOK_SECRET):
        yield


ADAPTER = GatewayAdapter(_gateway, _missing_settings, _prepare, _routes, _running)
