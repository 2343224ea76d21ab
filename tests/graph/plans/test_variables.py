"""Values of variables: whatever was sent before, a plan is told what the schema makes of them."""

from itertools import pairwise
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from commerce.core.texts.language import Language
from graph.plan import Ready, Unsupported
from graph.plan.plans import Plans
from graph.schema import schema

ASKED: dict[str, tuple[dict[str, Any], ...]] = {
    "query ($slug: String!) { product(slug: $slug) { name } }": (
        {"slug": "one"}, {"slug": " Two "}, {"slug": None}, {}, {"slug": 3}, {"slug": ["four"]},
    ),
    "query ($id: ID!) { node(id: $id) { id } }": ({"id": "a"}, {"id": 7}, {"id": True}, {"id": ""}),
    "query ($n: Int, $after: String) { products(first: $n, after: $after) { nodes { name } } }": (
        {"n": 3, "after": "x"}, {"n": 3}, {"after": None, "n": 4}, {"n": 2**31, "after": "y"},
        {"n": True, "after": "y"}, {"n": 5.0, "after": "y"}, {"n": "6", "after": "y"}, {},
    ),
    "query ($n: Int = 5, $of: Int! = 2) { products(first: $n) { nodes { related(first: $of)"
    " { name } } } }": ({"n": 3, "of": 1}, {"n": 4}, {"of": 3}, {"n": None, "of": 2}, {}),
    "query ($term: String!, $place: String!) { products(search: $term, filter:"
    ' { districts: [$place], crafts: ["chikankari"] }) { totalCount } }': (
        {"term": "silk", "place": "agra"}, {"term": " cotton", "place": " Lucknow"},
        {"term": None, "place": "agra"}, {"term": "silk", "place": None}, {"place": "agra"},
    ),
    "query ($least: Decimal, $is: Boolean) { products(filter: { price: { min: $least },"
    " isGiTagged: $is }) { totalCount } }": (
        {"least": "10", "is": True}, {"least": "20.50", "is": False}, {"is": True},
        {"least": None, "is": None}, {"least": "x", "is": True},
    ),
    "query ($filter: ProductFilter, $sort: ProductSort) { products(filter: $filter, sort: $sort)"
    " { totalCount } }": (
        {"filter": {"districts": ["agra"]}, "sort": "NEWEST"}, {"filter": {}, "sort": "POPULAR"},
        {"filter": None}, {"sort": "NO"}, {"filter": {"districts": "agra"}, "sort": "NEWEST"},
    ),
}  # fmt: skip


def ready(plans: Plans, variables: dict[str, Any]) -> list[dict[str, Any]] | None:
    found = plans.ready(variables, b"", Language.EN)
    assert not isinstance(found, Unsupported)
    return found.arguments if isinstance(found, Ready) else None


@pytest.mark.parametrize("text", ASKED)
def test_a_reused_plan_reads_its_arguments_anew(text: str) -> None:
    document = parse(text)
    (node,) = document.definitions
    assert isinstance(node, OperationDefinitionNode)

    def new() -> Plans:
        return Plans(schema, node, (), lambda: (document, node), lambda number: None)

    alone = [ready(new(), each) for each in ASKED[text]]
    assert any(alone)
    for order in (range(len(alone)), range(len(alone) - 1, -1, -1)):
        plans = new()
        for number in [*order, *order]:
            assert ready(plans, ASKED[text][number]) == alone[number], ASKED[text][number]


def test_concurrent_requests_have_separate_arguments() -> None:
    text, asked = list(ASKED.items())[4]
    document = parse(text)
    (node,) = document.definitions
    assert isinstance(node, OperationDefinitionNode)
    plans = Plans(schema, node, (), lambda: (document, node), lambda number: None)
    found = [ready(plans, each) for each in (*asked[:2], asked[0])]
    assert found[0] == found[2]
    for one, other in pairwise(found):
        assert one is not None
        assert other is not None
        assert one[0]["filter"] is not other[0]["filter"]
        assert one[0]["filter"].districts != other[0]["filter"].districts
