"""Cost of signed-in screens of an app, with and without plans.

In one process, without a socket: rounds of all screens alternate, and the best round of each
counts, in CPU time of the server. Fails if a listing with `isWishlisted` costs over a tenth more
than one without, or if a screen costs more with its plan than without.
"""

import argparse
import asyncio
import os
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import orjson
from rich.table import Table

from auth.crypto.keys import keys
from auth.sessions import sessions
from benchmarks.harness.measuring import DATA, out
from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected, execute, fetch, fetch_value
from database.embedded.embedded import database_server
from database.schema import migrate
from demo import catalogue
from graph.ids import global_id
from models import Account
from server.app import create_app
from settings import Settings, settings

# No rate limits here.
os.environ |= {"ODOP_CLIENT_REQUESTS": "0", "ODOP_ACCOUNT_REQUESTS": "0"}
settings.cache_clear()
MAX_RATIO = 1.10
ROUNDS, TIMES = 15, 20
CARD = """id slug name%s priceRange { min { amount currency } } image(width: 480) { url }
  district { name } artisan { name }"""
LISTING = """{ products(first: 24, sort: NEWEST) { pageInfo { hasNextPage endCursor }
  nodes { %s } } }"""
MONEY = "{ amount }"
SCREENS = {
    "listing": LISTING % (CARD % ""),
    "listing, isWishlisted": LISTING % (CARD % " isWishlisted"),
    "viewer": """{ viewer { id name email phone roles language
      addresses { id name line1 city pincode state { code } isDefault }
      orders(first: 10) { nodes { number status placedAt total { formatted } }
        pageInfo { hasNextPage endCursor } }
      wishlist(first: 10) { nodes { slug name } }
      sessions { id createdAt lastSeenAt device isCurrent } } }""",
    "cart": """query ($cart: ID!) { cart(id: $cart) { id itemCount
      groups { vendor { slug displayName } deliveryCharge { amount } lines { id quantity
        variant { id sku name } product { slug name image(width: 160) { url } }
        unitPrice { amount } discount { amount } total { amount } problems { code message } } }
      coupons { code discount { amount } }
      deliveryAddress { name line1 line2 city district pincode state { code name } phone }
      subtotal { amount } discount { amount } delivery { amount }
      tax { taxable { amount } cgst { amount } sgst { amount } igst { amount } }
      total { amount currency formatted } problems { code message } isReadyForCheckout } }""",
    "order": """query ($order: String!) { order(number: $order) { id number status placedAt
      total { amount formatted } paymentStatus
      suborders { id number status allowedActions vendor { displayName }
        lines { product { slug name } variant { sku } artisan { name } quantity
          unitPrice { amount } total { amount } certificates { code verifyUrl qrSvg } }
        shipments { carrier trackingNumber trackingUrl status } invoice { number kind url }
        total { amount } }
      timeline { at event message } } }""",
}
ADDRESS = {
    "name": "Asha Verma",
    "line1": "12, Chowk",
    "city": "Lucknow",
    "pincode": "226003",
    "state": "09",
}
CREATE = "mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } } }"
SEND = """mutation ($input: CartAddressSetInput!) { cartAddressSet(input: $input) {
  errors { code message } } }"""
ORDER = """mutation ($input: CheckoutCompleteInput!) { checkoutComplete(input: $input) {
  order { number } errors { code message } } }"""
KEEP = """mutation ($input: AddressCreateInput!) { addressCreate(input: $input) {
  errors { code message } } }"""


class Asker:
    """Sends requests of a signed-in user."""

    def __init__(self, app: Any, token: str) -> None:
        self._app = app
        self._headers = [
            (b"content-type", b"application/json"),
            (b"accept", b"application/json"),
            (b"authorization", f"Bearer {token}".encode()),
        ]

    async def ask(self, query: str, **variables: Any) -> bytes:
        body = orjson.dumps({"query": query, "variables": variables})
        sent: list[bytes] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return waiting.pop() if waiting else await asyncio.Future()

        async def send(message: Any) -> None:
            sent.append(message.get("body", b""))

        scope = {
            "type": "http", "http_version": "1.1", "method": "POST", "path": "/graphql",
            "raw_path": b"/graphql", "query_string": b"", "root_path": "", "scheme": "http",
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "headers": self._headers,
            "extensions": {},
        }  # fmt: skip
        await self._app(scope, receive, send)
        return b"".join(sent)

    async def done(self, query: str, input: dict[str, Any]) -> Any:
        """The payload of a mutation without errors."""
        answer = orjson.loads(await self.ask(query, input=input))
        if answer.get("errors"):
            raise SystemExit(str(answer))
        (payload,) = answer["data"].values()
        if payload.get("errors"):
            raise SystemExit(str(payload))
        return payload

    async def milliseconds(self, screen: str, variables: dict[str, Any]) -> float:
        """CPU milliseconds per request."""
        query = SCREENS[screen]
        used = {name: value for name, value in variables.items() if f"${name}" in query}
        await self.ask(query, **used)
        begun = time.process_time()
        for _ in range(TIMES):
            await self.ask(query, **used)
        return (time.process_time() - begun) * 1000 / TIMES


async def shopping(asker: Asker, account_id: int, phone: str) -> dict[str, Any]:
    """Create orders, a wishlist and a cart; return variables for the screens."""
    address = ADDRESS | {"phone": phone}
    lines = [
        {"variantId": global_id("Variant", row["id"]), "quantity": 1}
        for row in await fetch(
            "SELECT DISTINCT ON (p.vendor_id) v.id FROM variant v"
            " JOIN stock s ON s.variant_id = v.id JOIN product p ON p.id = v.product_id"
            " JOIN vendor w ON w.id = p.vendor_id"
            " WHERE v.is_active AND p.is_on_sale AND s.available > 20 AND w.accepts_cod"
            " AND w.gstin IS NOT NULL AND v.price_paise < 200000 ORDER BY p.vendor_id, v.id LIMIT 4"
        )
    ]
    await execute(
        "INSERT INTO wishlist_item (account_id, product_id, created_at)"
        " SELECT $1, id, now() FROM product WHERE is_on_sale ORDER BY id DESC LIMIT 30"
        " ON CONFLICT DO NOTHING",
        account_id,
    )
    await asker.done(KEEP, {"address": address})
    carts = []
    for number in range(2):
        cart = (await asker.done(CREATE, {"lines": lines}))["cart"]["id"]
        await asker.done(SEND, {"cartId": cart, "address": address})
        carts.append(cart)
        if number == 0:
            wish = {
                "cartId": cart,
                "paymentMethod": "CASH_ON_DELIVERY",
                "phone": phone,
                "idempotencyKey": "benchmark-of-screens",
            }
            order = (await asker.done(ORDER, wish))["order"]["number"]
    return {"cart": carts[1], "order": order}


async def run(url: str, products: int) -> bool:
    async with AsyncExitStack() as open_now:
        await open_now.enter_async_context(connected(url))
        await migrate.apply(lambda _: None)
        if not await fetch_value("SELECT EXISTS (SELECT FROM product)"):
            await catalogue.load(products)
        await open_now.enter_async_context(TABLE_CACHE.running(url))
        await open_now.enter_async_context(INDEX.running())
        await INDEX.wait()
        now = datetime.now(UTC)
        phone = f"+9198{int(now.timestamp()) % 10**8:08d}"
        account = await Account.create(
            email=f"screens-{now.timestamp():.0f}@bench.example.in",
            email_verified_at=now,
            phone=phone,
            phone_verified_at=now,
            created_at=now,
            name="Asha",
        )
        account_id = account.id
        device_session = await sessions.begin(
            account_id, now, device="bench", is_cookie=False, is_factor_needed=False
        )
        token, _ = keys().tokens.issue(account_id, device_session.session_id, now)
        app: Any = create_app()
        app.endpoint.responses.cache = type(app.endpoint.responses.cache)(0)
        asker = Asker(app, token)
        variables = await shopping(asker, account_id, phone)
        best: dict[tuple[str, bool], float] = {}
        for _ in range(ROUNDS):
            for screen in SCREENS:
                for by_plan in (True, False):
                    settings().plans = by_plan
                    found = await asker.milliseconds(screen, variables)
                    best[screen, by_plan] = min(found, best.get((screen, by_plan), found))
        execution = app.endpoint.execution
        out.print(f"{execution.by_plan:,} by plan, {execution.by_executor:,} by the executor")
        return shown(best)


def shown(best: dict[tuple[str, bool], float]) -> bool:
    table = Table(
        "screen", "by plan", "by the executor", "ratio",
        title="CPU milliseconds a request, the best round", title_justify="left",
    )  # fmt: skip
    for screen in SCREENS:
        plan, executor = best[screen, True], best[screen, False]
        table.add_row(screen, f"{plan:.3f}", f"{executor:.3f}", f"{executor / plan:.1f} ×")
    out.print(table)
    ratio = best["listing, isWishlisted", True] / best["listing", True]
    out.print(f"isWishlisted on 24 cards: {ratio:.3f} × the listing without")
    holds = all(best[screen, True] < best[screen, False] for screen in SCREENS)
    return holds and ratio <= MAX_RATIO


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=2_000)
    options = parser.parse_args()
    current = Settings(data_dir=DATA / f"screens-{options.products}")
    current.data_dir.mkdir(parents=True, exist_ok=True)
    with database_server(current) as url:
        return 0 if asyncio.run(run(url, options.products)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
