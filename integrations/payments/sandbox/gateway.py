"""The sandbox as the mart's gateway: Razorpay's adapter, spoken to a server of our own."""

from integrations.payments.razorpay import Razorpay
from integrations.payments.sandbox.server import KEY_ID, KEY_SECRET, WEBHOOK_SECRET


class Sandbox(Razorpay):
    """`url` is where its server is, `site` where a buyer's browser finds it."""

    def __init__(self, url: str, site: str) -> None:
        super().__init__(KEY_ID, KEY_SECRET, WEBHOOK_SECRET, f"{url}/v1", "sandbox")
        self._site = site

    def pay_url(self, order_id: str) -> str:
        """The page to pay an order on; `?return=` names where the buyer goes afterwards."""
        return f"{self._site}/pay/{order_id}"
