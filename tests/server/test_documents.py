"""Documents remembered: few enough, and dear ones not for ever."""

import gc
import weakref

import httpx

from commerce.language import Language
from graph.plan import Plan
from graph.schema import schema
from server.documents import REMEMBERED, Documents


def test_thousands_of_documents_are_not_all_remembered() -> None:
    documents = Documents(schema.core)
    for number in range(3_000):
        text = f'{{ a{number}: district(slug: "agra") {{ name slug {"id " * 30} }} }}'
        assert not documents.get(text).errors
        assert sum(map(len, documents._known)) <= REMEMBERED
    assert len(documents._known) < 3_000


def test_a_document_has_no_more_plans_than_languages_and_steerings() -> None:
    documents = Documents(schema.core)
    text = "query ($a: Boolean!) { __typename @include(if: $a) districts { totalCount } }"
    documents.get(text)
    document = documents.get(text)
    operation = document.operation(None)
    for number in range(200):
        variables = {"a": bool(number % 2), "unused": number}
        assert operation.plan(schema, document, variables, Language.EN)
    assert len(operation._plans) == 2
    # What does not fit has no plan, and many such values make no many entries.
    for number in range(200):
        operation.plan(schema, document, {"a": str(number)}, Language.EN)
    assert len(operation._plans) <= 16


def test_what_a_forgotten_document_was_compiled_to_goes_with_it() -> None:
    before = number_of_plans()
    documents = Documents(schema.core)
    first = weakref.ref(planned(documents, 0))
    for number in range(1, 1_500):
        planned(documents, number)
    gc.collect()
    assert first() is None
    assert number_of_plans() - before <= len(documents._known)


def number_of_plans() -> int:
    gc.collect()
    return sum(1 for each in gc.get_objects() if isinstance(each, Plan))


def planned(documents: Documents, number: int) -> Plan:
    text = f'{{ a{number}: district(slug: "agra") {{ name craft {{ name }} {"id " * 20} }} }}'
    document = documents.get(text)
    plan = document.operation(None).plan(schema, document, {}, Language.EN)
    assert plan
    return plan


async def test_names_of_types_alone_are_answered_for_good(client: httpx.AsyncClient) -> None:
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
