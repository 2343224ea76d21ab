"""Work over sockets counts like requests: objects and time."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

import models
from commerce.core.access_keys import open_for_order
from commerce.orders.order_events import ORDER_EVENTS
from graph.execution.executor import executed
from server.app import Mart
from server.documents import execution_turns
from server.rate_limits.rate_limit import units
from tests.conftest import Ask
from tests.support.people.actors import World, make_world
from tests.support.servers.mart import mart
from tests.support.servers.sockets import PROTOCOL
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")
FIELDS = "number status suborders { number lines { sku quantity } } total { amount }"
CLIENT = "192.0.2.7"


class Wire:
    """A socket of the mart in this process, message by message."""

    def __init__(self, app: Mart) -> None:
        self._incoming: asyncio.Queue[Any] = asyncio.Queue()
        self._outgoing: asyncio.Queue[Any] = asyncio.Queue()
        scope = {
            "type": "websocket", "path": "/graphql", "query_string": b"", "headers": [],
            "client": (CLIENT, 1), "subprotocols": [PROTOCOL],
        }  # fmt: skip
        self._incoming.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(
            app.endpoint.connect(scope, self._incoming.get, self._outgoing.put)
        )

    @property
    def has_news(self) -> bool:
        return not self._outgoing.empty()

    async def hear(self) -> dict[str, Any]:
        sent = await asyncio.wait_for(self._outgoing.get(), 20)
        message: dict[str, Any] = json.loads(sent["text"]) if "text" in sent else sent
        return message

    def say(self, **message: Any) -> None:
        self._incoming.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def taken(self) -> None:
        """Wait until the mart has handled all that was said."""
        self.say(type="ping")
        while (await self.hear())["type"] != "pong":
            pass

    async def leave(self) -> None:
        self._incoming.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait_for(self._task, 20)


async def begun(app: Mart) -> Wire:
    wire = Wire(app)
    assert (await wire.hear())["type"] == "websocket.accept"
    wire.say(type="connection_init")
    assert (await wire.hear())["type"] == "connection_ack"
    return wire


def spent(app: Mart) -> float:
    bucket = app.endpoint.accounting.rate_limits._buckets.get(CLIENT)
    return bucket.level if bucket is not None else 0.0


async def test_socket_operations_and_events_are_charged_by_objects(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    world: World = await make_world()
    buyer = Buyer(ask)
    await buyer.begin({world.product: 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    order = await models.Order.get(number=payload["order"]["number"])
    given = {"n": order.number, "k": open_for_order(order.number, order.access_key_sealed)}
    counted: list[int] = []

    def of_objects(objects: int, *others: float) -> int:
        # As if there were a thousand times as many; the machine's own time left out.
        counted.append(objects)
        return units(objects * 1_000, *(0 for _ in others))

    monkeypatch.setattr("server.rate_limits.accounting.units", of_objects)
    with mart(client_requests=600) as (app, client):
        one = (
            f"query ($n: String!, $k: String) {{ order(number: $n, accessKey: $k) {{ {FIELDS} }} }}"
        )
        answer = await client.post("/graphql", json={"query": one, "variables": given})
        objects = answer.json()["extensions"]["cost"]["actual"]
        assert objects >= 4
        wire = await begun(app)
        for query, kind in ((one, "query"), (one.replace("order(", "orderUpdated("), "event")):
            query = query.replace("query", "subscription") if kind == "event" else query
            wire.say(type="subscribe", id=kind, payload={"query": query, "variables": given})
            before, counted[:] = spent(app), []
            while kind == "event" and not wire.has_news:
                # Until it listens.
                ORDER_EVENTS._on_change(str(order.id))
                await asyncio.sleep(0.01)
            heard = await wire.hear()
            assert heard["type"] == "next", heard
            if kind == "query":
                assert (await wire.hear())["type"] == "complete"
            else:
                await asyncio.sleep(0)
            assert objects in counted
            assert spent(app) >= before + objects - 2
        await wire.leave()


async def test_heavy_queries_of_sockets_run_one_after_the_other(
    app: Mart, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = most = 0
    together = asyncio.Barrier(3)

    async def counted(*arguments: Any) -> Any:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if "LIGHT" in str(arguments[-1]):
            await together.wait()
        try:
            return await executed(*arguments)
        finally:
            running -= 1

    monkeypatch.setattr(execution_turns, "executed", counted)
    wires = [await begun(app) for _ in range(3)]
    for name, first, expected in (("HEAVY", 100, 1), ("LIGHT", 1, 3)):
        most = 0
        related = "related(first: 24) { slug name }"
        query = f"query {name} {{ products(first: {first}) {{ nodes {{ {related} }} }} }}"
        for wire in wires:
            payload = {"query": query, "operationName": name}
            wire.say(type="subscribe", id=name, payload=payload)
        for wire in wires:
            assert (await wire.hear())["payload"]["data"] == {"products": {"nodes": []}}
            assert (await wire.hear())["type"] == "complete"
        assert most == expected
    for wire in wires:
        await wire.leave()


async def test_waiting_to_be_read_has_a_time_limit(
    app: Mart, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new document waits for those of others."""
    services = app.endpoint.sockets._services
    short = replace(services.timeouts, request_seconds=1)
    monkeypatch.setattr(app.endpoint.sockets, "_services", replace(services, timeouts=short))
    wire = await begun(app)
    query = "query New { districts(first: 1) { nodes { name } } }"
    async with services.preparation.documents.long_work.turn("somebody else"):
        wire.say(type="subscribe", id="1", payload={"query": query})
        refused = await wire.hear()
    assert refused["payload"][0]["extensions"]["code"] == "TIMEOUT"
    wire.say(type="subscribe", id="2", payload={"query": query})
    assert (await wire.hear())["payload"]["data"]
    assert (await wire.hear())["type"] == "complete"
    await wire.leave()


@pytest.mark.parametrize("ending", ["complete", "leave"])
async def test_documents_nobody_waits_for_are_not_read(app: Mart, ending: str) -> None:
    documents = app.endpoint.sockets._services.preparation.documents
    wire = await begun(app)
    queries = [f"query New{n} {{ districts(first: 1) {{ nodes {{ name }} }} }}" for n in range(20)]
    async with documents.long_work.turn("somebody else"):
        for query in queries:
            wire.say(type="subscribe", id=query, payload={"query": query})
        if ending == "complete":
            for query in queries:
                wire.say(type="complete", id=query)
            await wire.taken()
        else:
            await wire.leave()
        waiting = documents.long_work._waiting.values()
        assert all(turn.done() for turns in waiting for *_, turn in turns)
    if ending == "complete":
        wire.say(type="subscribe", id="after", payload={"query": "{ __typename }"})
        assert (await wire.hear())["id"] == "after"
        await wire.leave()
    assert [query for query in queries if documents.cached(query)] == []


async def test_a_query_waits_for_a_subscription_that_is_still_read(
    ask: Ask, app: Mart, gateway: Counter
) -> None:
    world: World = await make_world()
    buyer = Buyer(ask)
    await buyer.begin({world.product: 1})
    await buyer.send_to(LUCKNOW)
    order = await models.Order.get(number=(await buyer.check_out("UPI"))["order"]["number"])
    given = {"n": order.number, "k": open_for_order(order.number, order.access_key_sealed)}
    updates = "subscription ($n: String!, $k: String) { orderUpdated(number: $n, accessKey: $k) {"
    wire = await begun(app)
    wire.say(type="subscribe", id="known", payload={"query": "{ __typename }"})
    assert [(await wire.hear())["type"] for _ in range(2)] == ["next", "complete"]
    async with app.endpoint.sockets._services.preparation.documents.long_work.turn("another"):
        payload = {"query": updates + " number } }", "variables": given}
        wire.say(type="subscribe", id="events", payload=payload)
        wire.say(type="subscribe", id="query", payload={"query": "{ __typename }"})
        await wire.taken()
        assert not wire.has_news
    assert [(await wire.hear())["id"] for _ in range(2)] == ["query", "query"]
    ORDER_EVENTS._on_change(str(order.id))
    assert (await wire.hear())["id"] == "events"
    await wire.leave()
