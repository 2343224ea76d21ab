"""Subscriptions show each event to the viewer of that moment."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

import models
from commerce.core.access_keys import open_for_order
from database.caches.table_cache import ORDERS_CHANNEL
from database.connect import execute
from graph.schema import schema
from tests.conftest import Ask
from tests.support.people.accounts import Person, make_staff
from tests.support.people.actors import World, make_world
from tests.support.people.read_audit import reads
from tests.support.servers.served import served
from tests.support.servers.sockets import begin, hear, opened, say
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer

UPDATES = """subscription ($number: String!, $key: String) {
  orderUpdated(number: $number, accessKey: $key) {
    number status deliveryAddress { line1 } }
}"""
CANCEL = """mutation ($input: OrderCancelInput!) {
  orderCancel(input: $input) { order { status } errors { code } }
}"""
SET_ADDRESS = """mutation ($input: OrderAddressSetInput!) {
  orderAddressSet(input: $input) { errors { code } }
}"""
pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
async def world(reference: str) -> World:
    return await make_world()


@pytest.fixture
async def order(ask: Ask, world: World, gateway: Counter) -> models.Order:
    buyer = Buyer(ask, world["buyer"].token)
    await buyer.begin({world.product: 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    assert payload["errors"] == []
    return await models.Order.get(number=payload["order"]["number"])


@pytest.fixture
def address(reference: str) -> Any:
    with served(reference) as found:
        yield found


async def listen(socket: Any, order: models.Order, **more: str) -> None:
    variables = {"number": order.number, **more}
    await say(socket, type="subscribe", id="1", payload={"query": UPDATES, "variables": variables})
    # A query after it is answered once it listens.
    await say(socket, type="subscribe", id="2", payload={"query": "{ __typename }"})
    while (await hear(socket)).get("id") != "2":
        pass
    assert (await hear(socket))["type"] == "complete"


async def cancel(ask: Ask, world: World, order: models.Order) -> None:
    found = await ask(
        CANCEL,
        token=world["buyer"].token,
        input={"number": order.number, "idempotencyKey": "cancel-once"},
    )
    assert found["orderCancel"]["errors"] == []


async def rest(socket: Any) -> list[dict[str, Any]]:
    """What is heard until nothing more comes, or the socket is closed."""
    heard: list[dict[str, Any]] = []
    with suppress(TimeoutError, ConnectionClosed):
        while True:
            heard.append(await hear(socket, 2))
    return heard


async def lose_group(person: Person, order: models.Order) -> None:
    await models.StaffMember.filter(account_id=person.id).delete()


async def change_group(person: Person, order: models.Order) -> None:
    """Still staff, of a group that sees no orders."""
    group = await models.StaffGroup.get(slug="catalogue")
    await models.StaffMember.filter(account_id=person.id).update(group_id=group.id)


@pytest.mark.slow
@pytest.mark.parametrize("lose", [lose_group, change_group])
async def test_a_viewer_who_loses_access_gets_no_more_events(
    ask: Ask, address: str, world: World, order: models.Order, lose: Any
) -> None:
    care = await make_staff("support")
    async with opened(address) as mine, opened(address) as buyers:
        await begin(mine, care)
        await begin(buyers, world["buyer"].person)
        await listen(mine, order)
        await listen(buyers, order)
        await lose(care, order)
        await cancel(ask, world, order)
        assert order.number not in json.dumps(await rest(mine))
        assert (await hear(buyers))["payload"]["data"]["orderUpdated"]["status"] == "CANCELLED"


async def test_a_staff_subscription_is_audited_once(
    ask: Ask, address: str, world: World, order: models.Order
) -> None:
    """By each subscription; a query over a socket is written down like any other."""
    care = await make_staff("support")
    expected = {"order": {"count": 1, "ids": [order.id]}}
    async with opened(address) as mine, opened(address) as buyers:
        await begin(mine, care)
        await begin(buyers, world["buyer"].person)
        await listen(mine, order)
        await listen(buyers, order)
        assert await reads() == []
        for _ in range(3):
            await execute("SELECT pg_notify($1, $2)", ORDERS_CHANNEL, str(order.id))
            for socket in (mine, buyers):
                assert (await hear(socket))["payload"]["data"]["orderUpdated"]["number"]
        assert await reads() == [(care.id, expected)]
        asked = {"query": "query ($n: String!) { order(number: $n) { number } }",
                 "variables": {"n": order.number}}  # fmt: skip
        await say(mine, type="subscribe", id="3", payload=asked)
        assert (await hear(mine))["payload"]["data"]["order"]["number"] == order.number
        assert await reads() == [(care.id, expected)] * 2


async def test_no_event_is_missed_between_subscribing_and_reading(
    ask: Ask, address: str, world: World, order: models.Order
) -> None:
    """Whatever happens after the answer to a query that came after is heard of."""
    asked = {"query": UPDATES, "variables": {"number": order.number}}
    for _ in range(5):
        async with opened(address) as buyers:
            await begin(buyers, world["buyer"].person)
            await say(buyers, type="subscribe", id="0", payload=asked)
            await say(buyers, type="complete", id="0")
            await listen(buyers, order)
            await execute("SELECT pg_notify($1, $2)", ORDERS_CHANNEL, str(order.id))
            assert (await hear(buyers))["payload"]["data"]["orderUpdated"]["number"]


async def test_a_closed_account_gets_no_events_and_is_disconnected(
    ask: Ask, address: str, world: World, order: models.Order
) -> None:
    care = await make_staff("support")
    async with opened(address) as mine:
        await begin(mine, care)
        await listen(mine, order)
        await models.Account.filter(id=care.id).update(suspended_at=datetime.now(UTC))
        await cancel(ask, world, order)
        assert await rest(mine) == []
        assert mine.close_code == 4403


async def test_the_access_key_subscribes_without_an_account(
    ask: Ask, address: str, world: World, order: models.Order
) -> None:
    key = open_for_order(order.number, order.access_key_sealed)
    assert key is not None
    async with opened(address) as socket:
        await begin(socket)
        await listen(socket, order, key=key)
        await cancel(ask, world, order)
        assert (await hear(socket))["payload"]["data"]["orderUpdated"]["status"] == "CANCELLED"


async def test_a_changed_address_is_an_event(
    ask: Ask, address: str, world: World, order: models.Order
) -> None:
    elsewhere = {"number": order.number, "address": LUCKNOW | {"line1": "99, Aminabad"}}
    async with opened(address) as socket:
        await begin(socket, world["buyer"].person)
        await listen(socket, order)
        found = await ask(
            SET_ADDRESS,
            token=world["buyer"].token,
            input=elsewhere | {"idempotencyKey": "another-door"},
        )
        assert found["orderAddressSet"]["errors"] == []
        told = (await hear(socket))["payload"]["data"]["orderUpdated"]
        assert told["deliveryAddress"]["line1"] == "99, Aminabad"


def test_every_subscription_declares_its_events() -> None:
    kind = schema.core.subscription_type
    assert kind is not None
    for name, field in kind.fields.items():
        definition = field.extensions["strawberry-definition"]
        code = definition.base_resolver.wrapped_func.__code__
        assert "Events" in code.co_names, f"{name} has no Events, so nobody asks again"
