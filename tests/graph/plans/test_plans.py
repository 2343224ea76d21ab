"""Plans and executor give the same bytes."""

import asyncio
import gc
import warnings
from typing import Any

import httpx
import pytest
from graphql import GraphQLError, OperationDefinitionNode, parse

from commerce.core.texts.language import Language
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch_value
from graph.context import Context
from graph.execution.executor import AnswerTooLarge
from graph.plan import planned
from graph.plan.runtime.fallbacks import Null, PlanFallback
from graph.plan.runtime.waiting import each, together
from graph.schema import schema
from settings import settings
from tests.conftest import OPERATIONS, Ask
from tests.support.compared_operations import Images, compare
from tests.support.generated_operations import Maker, words

pytestmark = pytest.mark.usefixtures("shop")

SEEDS = [range(40), pytest.param(range(40, 150), marks=pytest.mark.slow)]


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
async def test_generated_operations_are_answered_alike(seeds: range) -> None:
    known = await words()
    planned = 0
    for seed in seeds:
        document, variables = Maker(seed, known).operation()
        found = await compare(document, variables)
        assert found.same, (seed, document, variables, found.said)
        planned += found.planned
    assert planned == len(seeds)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
async def test_generated_operations_are_answered_alike_with_cached_tables(
    shop_url: str, seeds: range
) -> None:
    known, counted = await words(), 0
    async with TABLE_CACHE.running(shop_url):
        await TABLE_CACHE.listening.wait()
        for seed in seeds[::2]:
            document, variables = Maker(seed, known).operation()
            found = await compare(document, variables)
            assert found.same, (seed, document, variables, found.said)
            counted += found.counted
    assert not TABLE_CACHE.listening.is_set()
    # Of the others an answer's bytes tell its objects.
    assert counted > 3


@pytest.mark.slow
async def test_a_cut_response_leaves_no_pending_tasks() -> None:
    known, cut = await words(), 0
    # The ordinary executor drops coroutines of its own; those of other tests go before.
    gc.collect()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for seed in range(40):
            document, variables = Maker(seed, known).operation()
            node = parse(document)
            operation = next(d for d in node.definitions if isinstance(d, OperationDefinitionNode))
            plan, arguments = planned(schema, node, operation, variables, Language.EN)
            for most in (1, 2, 3, 5, 8, 13, 21):
                context = Context(images=Images())
                context.max_objects = most
                try:
                    await plan.run(arguments, context)
                except AnswerTooLarge:
                    cut += 1
                except Exception as other:
                    # What it meets with at its full length too.
                    assert isinstance(other, GraphQLError | PlanFallback)  # noqa: PT017
        gc.collect()
    assert cut > 40
    left = [str(one.message) for one in told if "never awaited" in str(one.message)]
    assert [one for one in left if "Executor" not in one and "GraphQLCore" not in one] == []


async def test_a_failure_cancels_concurrent_work(caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []

    async def long(sources: Any, made: Any, run: Any) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("long")

    async def failing(sources: Any, made: Any, run: Any) -> None:
        raise Null("at once")

    async def failing_late(sources: Any, made: Any, run: Any) -> None:
        await asyncio.sleep(0)
        raise Null("a little later")

    run: Any = None
    with pytest.raises(Null, match="at once"):
        await together([failing, long, failing], [], [], run)
    with pytest.raises(Null, match="a little later"):
        await together([failing_late, long, failing], [], [], run)
    with pytest.raises(Null, match="at once"):
        await each([long([], [], run), failing([], [], run), failing_late([], [], run)])
    for _ in range(3):
        await asyncio.sleep(0)
    gc.collect()
    # Those that had begun; what was never begun has nothing to end.
    assert ended == ["long", "long"]
    assert not [record for record in caplog.records if record.name == "asyncio"]


VARIABLES: dict[str, dict[str, Any]] = {
    "artisan": {"slug": "no-such-artisan"},
    "district": {"slug": "lucknow"},
    "places": {"pin": "226001"},
    "product": {"slug": "no-such-product"},
    "search": {"query": "chikan kurta", "filter": {"price": {"max": "3000.00"}}},
    "suggest": {"query": "chik"},
}


# Whose answer depends on who asks is left to the ordinary resolvers.
PERSONAL = {"account", "cart", "checkout"}
PAGES = sorted({file.stem for file in OPERATIONS.glob("*.graphql")} - PERSONAL)


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_is_planned(
    ask: Ask, client: httpx.AsyncClient, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    monkeypatch.setattr(settings(), "plans", False)
    first = await ask.whole(page, **VARIABLES.get(page, {}))
    monkeypatch.setattr(settings(), "plans", True)
    before = endpoint.execution.by_plan
    for _ in range(2):
        assert await ask.whole(page, **VARIABLES.get(page, {})) == first
    assert endpoint.execution.by_plan == before + 2


async def test_plan_errors_equal_executor_errors(ask: Ask) -> None:
    document = "query ($n: Int) { products(first: $n) { totalCount nodes { slug } } }"
    for _ in range(3):
        assert (await ask(document, n=1))["products"]["nodes"]
        assert await ask.code(document, n=-1) == "BAD_USER_INPUT"


async def test_directive_variables_have_plans_of_their_own(ask: Ask) -> None:
    document = """query ($n: Boolean!) { districts(first: 1) {
      totalCount @skip(if: $n) nodes { slug name @include(if: $n) } } }"""
    for _ in range(3):
        assert set((await ask(document, n=True))["districts"]) == {"nodes"}
        assert set((await ask(document, n=False))["districts"]) == {"totalCount", "nodes"}


async def test_an_object_selected_several_times_loads_its_lists_once(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = await fetch_value(
        "SELECT slug FROM product t WHERE status = 'published' AND min_price_paise IS NOT NULL"
        " AND (SELECT count(*) FROM product o WHERE o.craft_id = t.craft_id) > 4"
        " ORDER BY id LIMIT 1"
    )
    found = await ask(
        "query ($slug: String!) { product(slug: $slug) { id craft { id } } }", slug=slug
    )
    ids = [found["product"]["id"], found["product"]["craft"]["id"]] * 3
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { id
      ... on Product { related(first: 3) { slug } }
      ... on Craft { products(first: 2) { totalCount pageInfo { hasNextPage } nodes { slug } } }
      } }"""
    by_plan = await ask.whole(document, ids=ids)
    monkeypatch.setattr(settings(), "plans", False)
    by_executor = await ask.whole(document.replace("query", "query Other"), ids=ids)
    assert by_executor["data"] == by_plan["data"]
    assert len(by_plan["data"]["nodes"][0]["related"]) == 3
    assert by_plan["data"]["nodes"][:2] * 3 == by_plan["data"]["nodes"]
