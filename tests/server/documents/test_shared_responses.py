"""Concurrent requests for the same public response build it once."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from database.caches.table_cache import TABLE_CACHE
from graph.plan import Plan
from server.app import Mart
from server.documents.response_cache import MAX_FLIGHTS, Answer, Flights
from tests.support.people.accounts import signed_in
from tests.support.servers.mart import mart
from tests.support.shop.factories import make_product

SOON = 10.0
LISTING = "{ products(first: 2) { nodes { slug } } }"
PERSONAL = "{ products(first: 2) { nodes { slug isWishlisted } } }"
MANY = 8


@pytest.fixture(autouse=True)
async def heard(reference: str) -> AsyncIterator[None]:
    # Before anybody listens: those who ask after a change that is heard late wait for another.
    await make_product()
    async with TABLE_CACHE.running(reference):
        await asyncio.wait_for(TABLE_CACHE.listening.wait(), SOON)
        yield


class Maker:
    """Counts how often plans are run, and holds the first of them until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = 0
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.fails: list[BaseException] = []
        run = Plan.run

        async def counted(plan: Plan, *given: Any) -> Any:
            self.made += 1
            if self.made == 1:
                self.begun.set()
                await self.go_on.wait()
            if self.fails:
                raise self.fails.pop(0)
            return await run(plan, *given)

        monkeypatch.setattr(Plan, "run", counted)


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Maker:
    return Maker(monkeypatch)


async def asked(client: httpx.AsyncClient, query: str = LISTING, **headers: str) -> httpx.Response:
    return await client.post("/graphql", json={"query": query}, headers=headers)


async def waiting(app: Mart, number: int) -> None:
    """Until so many wait for what another makes."""
    flights = app.endpoint.responses.flights
    async with asyncio.timeout(SOON):
        while sum(map(len, flights._waiting.values())) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def crowd(
    client: httpx.AsyncClient, app: Mart, maker: Maker, **headers: str
) -> tuple["asyncio.Task[httpx.Response]", list["asyncio.Task[httpx.Response]"]]:
    """One who makes an answer, and many who wait for it."""
    first = asyncio.create_task(asked(client))
    await asyncio.wait_for(maker.begun.wait(), SOON)
    others = [asyncio.create_task(asked(client, **headers)) for _ in range(MANY)]
    await waiting(app, MANY)
    return first, others


async def test_concurrent_requests_share_one_response(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    first, others = await crowd(client, app, maker)
    given = app.endpoint.responses.cache.hits
    maker.go_on.set()
    bodies = {(await each).content for each in (first, *others)}
    assert len(bodies) == 1
    assert b'"errors"' not in bodies.pop()
    assert maker.made == 1
    assert app.endpoint.responses.cache.hits == given + MANY
    assert not app.endpoint.responses.flights._waiting


async def test_each_language_is_built_separately(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    first, others = await crowd(client, app, maker)
    hindi = await asked(client, **{"accept-language": "hi"})
    assert hindi.json()["extensions"]["language"]["requested"] == "HI"
    assert not any(each.done() for each in others)
    maker.go_on.set()
    for each in (first, *others):
        assert (await each).json()["extensions"]["language"]["requested"] == "EN"
    assert maker.made == 2


async def test_a_waiting_request_takes_over_from_a_cancelled_one(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    first, others = await crowd(client, app, maker)
    first.cancel()
    answers = [await each for each in others]
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    assert maker.made == 2
    assert not app.endpoint.responses.flights._waiting


async def test_a_cancelled_waiter_does_not_affect_others(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    first, others = await crowd(client, app, maker)
    others[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await others[0]
    maker.go_on.set()
    assert {(await each).status_code for each in (first, *others[1:])} == {200}
    assert maker.made == 1


@pytest.mark.plans_may_fail
async def test_after_two_failures_each_request_builds_its_own(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    first, others = await crowd(client, app, maker)
    maker.fails = [TimeoutError() for _ in range(MANY + 1)]
    maker.go_on.set()
    answers = [await each for each in (first, *others)]
    # Each is told so; those who waited for two in vain made their own.
    assert {each.json()["errors"][0]["extensions"]["code"] for each in answers} == {"TIMEOUT"}
    assert maker.made == MANY + 1
    assert not app.endpoint.responses.flights._waiting
    assert (await asked(client)).json()["data"]


async def test_a_response_is_rebuilt_after_a_change(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    first, others = await crowd(client, app, maker)
    before = TABLE_CACHE.version
    product = await make_product()
    async with asyncio.timeout(SOON):
        while TABLE_CACHE.version == before:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    # Nobody who asks after the change is given what was begun before it.
    later = await asked(client)
    assert product.slug in later.text
    assert not any(each.done() for each in others)
    maker.go_on.set()
    await asyncio.gather(first, *others)


async def test_personal_responses_are_never_shared(
    client: httpx.AsyncClient, app: Mart, maker: Maker
) -> None:
    maker.go_on.set()
    people = [await signed_in() for _ in range(3)]
    await asyncio.gather(
        *(
            asked(client, PERSONAL, authorization=f"Bearer {person.token}")
            for person in people
            for _ in range(2)
        )
    )
    assert maker.made == 6


async def test_waiting_counts_as_a_cache_hit(maker: Maker) -> None:
    with mart(client_requests=100) as (app, client):
        limits, endpoint = app.endpoint.accounting.rate_limits, app.endpoint
        first, others = await crowd(client, app, maker)
        assert endpoint.accounting.time._running == 1  # the maker alone
        maker.go_on.set()
        await asyncio.gather(first, *others)
        assert endpoint.accounting.time._running == 0

        def left() -> int:
            return limits.count("203.0.113.9", 100, time.time(), 0)[0]

        # One unit each, and what making it took for the maker.
        after_all = left()
        assert after_all <= 100 - (MANY + 1)
        await asked(client)
        assert left() in (after_all - 1, after_all)


async def test_the_first_request_of_a_key_builds_the_response() -> None:
    flights, answer = Flights(), Answer(b"{}", "en")
    assert flights.begin("k")
    assert not flights.begin("k")
    assert flights.begin("other")
    waiter = asyncio.create_task(flights.wait("k"))
    await asyncio.sleep(0)
    flights.end("k", answer)
    assert await waiter is answer
    flights.end("k")
    assert flights.begin("k")
    assert MAX_FLIGHTS >= 1
