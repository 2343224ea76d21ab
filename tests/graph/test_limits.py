"""How much a document may ask."""

import pytest
from graphql import build_schema, get_introspection_query, parse, validate

from graph.limits import MOST_ALIASES, MOST_DEPTH, Scales, Weight, refusals
from tests.conftest import Ask

WRITES = build_schema("type Query { a: Int } type Mutation { a: Int b: Int }")


def weight(text: str) -> Weight:
    document = parse(text)
    return Scales(document).weigh(document.definitions[0].selection_set)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ a }", Weight(1, 0, 1)),
        ("{ x: a b { c { d } } }", Weight(3, 1, 2)),
        ("{ ...F b } fragment F on Query { x: a { y: c } }", Weight(2, 2, 2)),
        ("{ ... on Query { a { ...F } } ...F } fragment F on Query { x: c }", Weight(2, 2, 2)),
    ],
)
def test_a_selection_is_weighed(text: str, expected: Weight) -> None:
    assert weight(text) == expected


def test_fragments_that_spread_each_other_twice_are_weighed_at_once() -> None:
    chain = "".join(f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(200))
    # Gone through spread by spread it would never end.
    found = weight("{ ...F0 }" + chain + " fragment F200 on Query { x: __typename }")
    assert found.aliases == 2**200
    (error,) = refusals(parse("{ ...F0 }" + chain + " fragment F200 on Query { x: __typename }"))
    assert "more than a million" in error.message


def test_writes_are_few() -> None:
    document = parse("mutation { " + " ".join("a" for _ in range(6)) + " }")
    assert not validate(WRITES, document)
    assert len(refusals(document)) == 1
    assert not refusals(parse("mutation { a b a b a }"))


def nested(depth: int) -> str:
    pairs = "neighbours { " * (depth - 2)
    return f'{{ district(slug: "agra") {{ {pairs} name {"} " * (depth - 2)} }} }}'


@pytest.mark.usefixtures("shop")
async def test_what_asks_too_much_is_refused_with_a_code(ask: Ask) -> None:
    assert await ask.code(nested(MOST_DEPTH + 1)) == "COST_LIMIT"
    aliases = " ".join(f"a{n}: __typename" for n in range(MOST_ALIASES + 1))
    assert await ask.code(f"{{ {aliases} }}") == "COST_LIMIT"
    few = " ".join(f"a{n}: __typename" for n in range(MOST_ALIASES))
    assert len(await ask(f"{{ {few} }}")) == MOST_ALIASES


async def test_tools_may_ask_for_the_schema(ask: Ask) -> None:
    assert (await ask(get_introspection_query(descriptions=True)))["__schema"]["types"]
