"""Queries that take the ordinary executor long wait for each other, and others do not."""

import asyncio
from typing import Any

import pytest

from graph.execution.executor import executed
from server.documents import execution_turns
from server.graphql_http import execution
from settings import settings
from tests.conftest import Ask
from tests.support.shop.factories import make_product, make_variant

pytestmark = pytest.mark.usefixtures("reference")

NESTED = """query ($s: String!) { product(slug: $s) {
  variants { product { variants { product { variants { product { variants { sku } } } } } } } } }"""
LIGHT = "{ districts(first: 2) { nodes { name } } }"


class Spy:
    """The executor, with the number of queries that run at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.running = self.most = 0
        monkeypatch.setattr(execution_turns, "executed", self.run)

    async def run(self, *arguments: Any) -> Any:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            return await executed(*arguments)
        finally:
            self.running -= 1


async def test_heavy_queries_run_one_after_the_other(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = await make_product()
    for _ in range(8):
        await make_variant(product, price=500_00, stock=1)
    spy = Spy(monkeypatch)

    async def nested() -> str:
        return await ask.code(NESTED, s=product.slug)

    # A plan refuses by itself what is surely too large; without one, queries take turns.
    for has_plans, most in ((True, 0), (False, 1)):
        monkeypatch.setattr(settings(), "plans", has_plans)
        assert await asyncio.gather(*(nested() for _ in range(4))) == ["COST_LIMIT"] * 4
        assert spy.most == most
    spy.most = 0
    await asyncio.gather(*(ask(LIGHT) for _ in range(4)))
    assert spy.most > 1


async def test_a_light_query_does_not_wait_for_a_heavy_one(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = await make_product()
    monkeypatch.setattr(settings(), "plans", False)
    is_open = asyncio.Event()

    async def delayed(*arguments: Any) -> Any:
        if arguments[3]:
            await is_open.wait()
        return await executed(*arguments)

    monkeypatch.setattr(execution_turns, "executed", delayed)
    heavy = asyncio.create_task(ask(NESTED, s=product.slug))
    await asyncio.sleep(0)
    assert len((await ask(LIGHT))["districts"]["nodes"]) == 2
    assert not heavy.done()
    is_open.set()
    assert (await heavy)["product"]["variants"]


# Two thousand points for a plan, on an empty shop: sizes are counted before execution.
LARGE = """query ($first: Int!) { products(first: $first) { nodes {
  related(first: 24) { slug name } } } }"""


async def test_heavy_plans_run_one_after_the_other(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = most = 0
    together: asyncio.Barrier | None = None
    by_plan = execution._by_plan

    async def counted(*arguments: Any) -> Any:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if together is not None:
            await together.wait()
        try:
            return await by_plan(*arguments)
        finally:
            running -= 1

    monkeypatch.setattr(settings(), "plans", True)
    monkeypatch.setattr(execution, "_by_plan", counted)
    await asyncio.gather(*(ask(LARGE, first=80) for _ in range(4)))
    assert most == 1
    together = asyncio.Barrier(4)
    await asyncio.gather(*(ask(LARGE, first=20) for _ in range(4)))
    assert most == 4
