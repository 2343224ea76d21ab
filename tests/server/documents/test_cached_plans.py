"""Plans, arguments and costs cached with a document."""

import asyncio
import gc
import weakref
from typing import Any

import httpx
import orjson
import pytest

from commerce.core.texts.language import Language
from graph.context import Context
from graph.limits.query_cost import MAX_CACHED_COSTS
from graph.plan import MAX_VARIABLES_BYTES, Plan, Plans, Ready, Unsupported
from graph.plan.plans import MAX_PLANS, MAX_VARIABLES
from graph.schema import schema
from server.documents.document_cache import Documents
from tests.support.compared_operations import Images


def test_plans_differ_by_language_and_directives_only() -> None:
    text = "query ($a: Boolean! = true) { __typename @include(if: $a) districts { totalCount } }"
    plans = plans_of(text)
    for number in range(200):
        assert isinstance(ready(plans, {"a": bool(number % 2)}), Ready)
    assert isinstance(ready(plans, {}), Ready)
    assert len(plans._plans) == 2
    # What does not fit has no plan and takes no place; those that fit keep theirs.
    junk: Any
    for junk in ("x", 1, 0, 1.0, None, [True], {}, *map(str, range(200))):
        assert ready(plans, {"a": junk}) is None
    assert len(plans._plans) == 2
    assert isinstance(ready(plans, {"a": True}), Ready)


def test_recently_used_plans_are_kept() -> None:
    names = [f"v{number}" for number in range(6)]
    declared = ", ".join(f"${name}: Boolean! = false" for name in names)
    fields = " ".join(f"{name}: __typename @skip(if: ${name})" for name in names)
    plans = plans_of(f"query ({declared}) {{ {fields} }}")
    favourite = ready(plans, {})
    assert isinstance(favourite, Ready)
    for number in range(64):
        ready(plans, {name: bool(number >> place & 1) for place, name in enumerate(names)})
        again = ready(plans, {})
        assert isinstance(again, Ready)
        assert again.plan is favourite.plan
    assert len(plans._plans) == MAX_PLANS


def test_argument_values_are_cached_only_with_responses() -> None:
    plans = plans_of("query ($slug: String!) { product(slug: $slug) { slug } }")
    for number in range(MAX_VARIABLES * 2):
        found = ready(plans, {"slug": f"slug-{number}"})
        assert isinstance(found, Ready)
        assert len(plans._answered) == 0
    for number in range(MAX_VARIABLES * 2):
        variables = {"slug": f"slug-{number}"}
        found = ready(plans, variables)
        assert isinstance(found, Ready)
        plans.keep(orjson.dumps(variables), Language.EN, found)
        # Once is not enough to take a place from variables that come often.
        assert len(plans._answered) == 0
        assert len(plans._once) <= MAX_VARIABLES
    assert isinstance(found, Ready)
    for number in range(MAX_VARIABLES * 2):
        form = orjson.dumps({"slug": f"often-{number}"})
        for _ in range(2):
            plans.keep(form, Language.EN, found)
        assert (Language.EN, form) in plans._answered
        assert len(plans._answered) <= MAX_VARIABLES
    long = orjson.dumps({"slug": "x" * MAX_VARIABLES_BYTES})
    for _ in range(2):
        plans.keep(long, Language.EN, found)
    assert (Language.EN, long) not in plans._answered


def test_invalid_sizes_share_one_cached_cost() -> None:
    document = Documents(schema).get("query ($a: Int) { districts(first: $a) { totalCount } }")
    cost = document.operation(None)
    junk: Any
    for junk in ("x", True, None, [1], {}, 1.5, *map(str, range(300))):
        cost.points({"a": junk})
    for number in range(-300, 300):
        cost.points({"a": number})
    assert cost._cost is not None
    assert len(cost._cost._cached) <= MAX_CACHED_COSTS


async def test_a_document_dropped_during_execution_still_completes(shop: str) -> None:
    plans = plans_of('{ district(slug: "agra") { name artisans(first: 1) { totalCount } } }')
    found = ready(plans, {})
    assert isinstance(found, Ready)
    under_way = asyncio.create_task(found.plan.run(found.arguments, Context(images=Images())))
    await asyncio.sleep(0)
    plans.forget()
    assert (await under_way)["district"]["name"] == "Agra"
    assert not found.plan._namespace


def plans_of(text: str) -> Plans:
    document = Documents(schema).get(text)
    assert not document.errors
    return document.operation(None).plans


def ready(plans: Plans, variables: dict[str, Any]) -> Ready | Unsupported | None:
    return plans.ready(variables, orjson.dumps(variables), Language.EN)


@pytest.mark.slow
def test_a_dropped_document_frees_its_plans() -> None:
    before = number_of_plans()
    documents = Documents(schema, 2**20)
    first = weakref.ref(planned(documents, 0))
    for number in range(1, 200):
        planned(documents, number)
    gc.collect()
    assert first() is None
    assert number_of_plans() - before <= len(documents)


def number_of_plans() -> int:
    gc.collect()
    return sum(1 for each in gc.get_objects() if isinstance(each, Plan))


def planned(documents: Documents, number: int) -> Plan:
    text = f'{{ a{number}: district(slug: "agra") {{ name craft {{ name }} {"id " * 20} }} }}'
    document = documents.get(text)
    found = ready(document.operation(None).plans, {})
    assert isinstance(found, Ready)
    return found.plan


async def test_typename_only_responses_are_constant(client: httpx.AsyncClient) -> None:
    for language, code in (("en", "EN"), ("hi", "HI"), ("en", "EN"), ("hi", "HI")):
        answer = await client.post(
            "/graphql",
            json={"query": "query Fixed { fixed: __typename }"},
            headers={"accept-language": language},
        )
        assert answer.json()["data"] == {"fixed": "Query"}
        assert answer.json()["extensions"]["language"]["requested"] == code
    steered = "query ($a: Boolean!) { __typename @include(if: $a) }"
    for wanted in (True, False, True):
        answer = await client.post("/graphql", json={"query": steered, "variables": {"a": wanted}})
        assert answer.json()["data"] == ({"__typename": "Query"} if wanted else {})
    answer = await client.post("/graphql", json={"query": steered})
    assert answer.json()["errors"][0]["extensions"]["code"]
