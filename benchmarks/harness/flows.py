"""Load generator of `benchmarks.buying`: shoppers on loopback with sequential requests.

`python -m benchmarks.harness.flows <server> <flow> <port> <shoppers> <seconds> <variants file>`
prints JSON with the duration in seconds and the times of all flows in milliseconds. A refusal or an
error ends the run.
"""

import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, cast

import orjson
import uvloop

from benchmarks.harness.load import request

# Yields requests and receives the head and the content of each response.
Flow = Generator[bytes, tuple[bytes, Any], None]
NUMBERS = itertools.count(int(time.time() * 1000) % 10**9)
PLACE = Path(__file__).parents[1]
PEERS = PLACE / "peers" / "vendure" / "flows"

ADDS_OF_A_SHOPPER = 5


def _documents(file: Path) -> dict[str, str]:
    """The operations of a file by their names."""
    text = " ".join(file.read_text().split())
    found = {}
    for part in (
        text.replace(" mutation ", "\nmutation ").replace(" query ", "\nquery ").split("\n")
    ):
        found[part.split("(")[0].split("{")[0].split()[1]] = part
    return found


class Odop:
    """Flows with the mart's API."""

    path = "/graphql"

    def __init__(self, variants: list[str]) -> None:
        self._variants = variants
        self._documents = _documents(PLACE / "buying.graphql")

    def _ask(self, name: str, **fields: Any) -> bytes:
        body = {"query": self._documents[name], "variables": {"input": fields}}
        return request(self.path, orjson.dumps(body))

    @staticmethod
    def _payload(answer: tuple[bytes, Any]) -> Any:
        (payload,) = answer[1]["data"].values()
        if payload is None or payload["errors"]:
            raise SystemExit(f"refused: {answer[1]}")
        return payload

    def add(self) -> Flow:
        """Add one piece; start a new cart after five."""
        cart = ""
        for number in itertools.count():
            line = {"variantId": random.choice(self._variants), "quantity": 1}
            if number % ADDS_OF_A_SHOPPER == 0:
                cart = self._payload((yield self._ask("Create", lines=[line])))["cart"]["id"]
            else:
                self._payload((yield self._ask("Add", cartId=cart, lines=[line])))
            yield b""

    def checkout(self) -> Flow:
        """Complete a guest checkout."""
        while True:
            line = {"variantId": random.choice(self._variants), "quantity": 1}
            cart = self._payload((yield self._ask("Create", lines=[])))["cart"]["id"]
            self._payload((yield self._ask("Add", cartId=cart, lines=[line])))
            address = {
                "name": "Asha Devi",
                "phone": "9000000000",
                "line1": "12 Bazaar Road",
                "city": "Bareilly",
                "pincode": "243001",
                "state": "09",
            }
            sent = self._payload((yield self._ask("Address", cartId=cart, address=address)))["cart"]
            group = sent["groups"][0]
            self._payload(
                (
                    yield self._ask(
                        "Delivery",
                        cartId=cart,
                        vendorId=group["vendor"]["id"],
                        service=group["deliveryOptions"][0]["service"],
                    )
                )
            )
            number = next(NUMBERS)
            done = self._payload(
                (
                    yield self._ask(
                        "Order",
                        cartId=cart,
                        paymentMethod="CASH_ON_DELIVERY",
                        phone=f"6{random.randrange(10**9):09d}",
                        email=f"g{number}@example.in",
                        idempotencyKey=f"bench-{cart}",
                    )
                )
            )
            if done["order"]["status"] != "PLACED":
                raise SystemExit(f"not placed: {done}")
            yield b""


class Vendure:
    """Flows with Vendure's API: seven requests a checkout."""

    path = "/shop-api"

    def __init__(self, variants: list[str]) -> None:
        self._variants = variants
        self._add = _documents(PEERS / "add.graphql")["Add"]
        self._steps = _documents(PEERS / "checkout.graphql")

    def _ask(self, document: str, session: str, **variables: Any) -> bytes:
        body = {"query": document, "variables": variables}
        return request(self.path, orjson.dumps(body), session)

    @staticmethod
    def _payload(answer: tuple[bytes, Any]) -> Any:
        _, found = answer
        if found.get("errors"):
            raise SystemExit(f"refused: {found}")
        (payload,) = found["data"].values()
        if isinstance(payload, dict) and payload["__typename"] != "Order":
            raise SystemExit(f"refused: {found}")
        return payload

    @staticmethod
    def _session(head: bytes, before: str) -> str:
        _, is_there, rest = head.partition(b"vendure-auth-token:")
        return rest.partition(b"\r\n")[0].strip().decode() if is_there else before

    def add(self) -> Flow:
        session = ""
        for number in itertools.count():
            if number % ADDS_OF_A_SHOPPER == 0:
                session = ""
            answer = yield self._ask(self._add, session, id=random.choice(self._variants))
            self._payload(answer)
            session = self._session(answer[0], session)
            yield b""

    def checkout(self) -> Flow:
        steps = self._steps
        while True:
            first = yield self._ask(steps["S1Add"], "", id=random.choice(self._variants))
            self._payload(first)
            own = self._session(first[0], "")
            number = next(NUMBERS)
            email = f"g{number}@example.in"
            self._payload((yield self._ask(steps["S2Customer"], own, email=email)))
            self._payload((yield self._ask(steps["S3Address"], own)))
            methods = self._payload((yield self._ask(steps["S4Methods"], own)))
            self._payload((yield self._ask(steps["S5Shipping"], own, method=methods[0]["id"])))
            self._payload((yield self._ask(steps["S6Arrange"], own)))
            done = self._payload((yield self._ask(steps["S7Pay"], own)))
            if done["state"] != "PaymentSettled":
                raise SystemExit(f"not settled: {done}")
            yield b""


class Shopper(asyncio.Protocol):
    """A connection with sequential flows; an empty request ends a flow."""

    def __init__(self, flow: Flow, until: float, times: list[float]) -> None:
        self._flow, self._until, self._times = flow, until, times
        self._buffer, self._missing, self._begun = b"", -1, 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._begun = time.perf_counter()
        self._send(next(self._flow))

    def _send(self, request: bytes) -> None:
        if not request:
            now = time.perf_counter()
            self._times.append((now - self._begun) * 1000)
            if now >= self._until:
                self._transport.close()
                return
            self._begun, request = now, next(self._flow)
        self._buffer, self._missing = b"", -1
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._missing < 0:
            head, found, _ = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            self._missing = len(head) + 4 + int(length)
        if len(self._buffer) >= self._missing:
            head, _, body = self._buffer.partition(b"\r\n\r\n")
            try:
                self._send(self._flow.send((head, orjson.loads(body))))
            except BaseException as error:
                if not self.done.done():
                    self.done.set_exception(RuntimeError(f"{error} {self._buffer[:600]!r}"))
                self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def main(port: int, shoppers: int, seconds: float, flow: Callable[[], Flow]) -> None:
    times: list[float] = []
    begun = time.perf_counter()
    loop = asyncio.get_running_loop()
    all_of_them: list[Shopper] = []
    for _ in range(shoppers):
        _, one = await loop.create_connection(
            lambda: Shopper(flow(), begun + seconds, times), "127.0.0.1", port
        )
        all_of_them.append(one)
    await asyncio.gather(*(one.done for one in all_of_them))
    print(json.dumps({"seconds": time.perf_counter() - begun, "times": times}))


if __name__ == "__main__":
    server, flow, port, shoppers, seconds, file = sys.argv[1:]
    kind = {"odop": Odop, "vendure": Vendure}[server](Path(file).read_text().split())
    uvloop.run(main(int(port), int(shoppers), float(seconds), getattr(kind, flow)))
