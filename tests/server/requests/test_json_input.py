"""JSON numbers beyond doubles, and words that are not JSON."""

from typing import Any

import httpx
import pytest

from server.requests.json_input import NotJson, TooLarge, parse_json

LARGE = ["1e999", "-1e999", "9" * 200_000, "-" + "9" * 400]
KIND = {"content-type": "application/json"}


@pytest.mark.parametrize("number", LARGE)
def test_a_number_beyond_doubles_is_json(number: str) -> None:
    found = parse_json(f'{{"a": [{number}, 1, 1.5, {"8" * 30}], "b": "x"}}')
    assert isinstance(found["a"][0], TooLarge)
    assert (found["a"][1:3], found["b"]) == ([1, 1.5], "x")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "[1e999, NaN]", "1e999 1", "01"])
def test_nan_and_infinity_are_refused(word: str) -> None:
    with pytest.raises(NotJson):
        parse_json(f'{{"a": {word}}}')


async def asked(client: httpx.AsyncClient, query: str, variables: str) -> Any:
    body = f'{{"query": "{query}", "variables": {variables}}}'
    return (await client.post("/graphql", content=body, headers=KIND)).json()


@pytest.mark.parametrize("number", LARGE)
async def test_only_the_invalid_variable_is_refused(client: httpx.AsyncClient, number: str) -> None:
    plain = "{ __typename }"
    assert (await asked(client, plain, f'{{"a": {number}}}'))["data"] == {"__typename": "Query"}
    for kind, value in (("Int", number), ("[String!]", f'["x", {number}]'), ("ID", number)):
        query = f"query ($a: {kind}) {{ __typename @skip(if: false) }}"
        used = f"query ($a: {kind}, $b: Int) {{ a: __typename }}"
        for text in (query, used):
            told = await asked(client, text, f'{{"a": {value}, "b": 1}}')
            assert told["errors"][0]["extensions"]["code"] in (
                "BAD_USER_INPUT",
                "GRAPHQL_VALIDATION_FAILED",
            )


@pytest.mark.usefixtures("reference")
async def test_it_is_refused_even_after_cached_responses(client: httpx.AsyncClient) -> None:
    query = "query ($a: Int) { products(first: $a) { nodes { slug } } }"
    assert "errors" not in await asked(client, query, '{"a": null}')
    told = await asked(client, query, '{"a": 1e999}')
    assert told["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "$a" in told["errors"][0]["message"]


@pytest.mark.parametrize(
    "text", ["{}", "query {}", "mutation {}", "{ products { nodes { } } }", "{ ... on Query {} }"]
)
async def test_empty_selections_are_syntax_errors(client: httpx.AsyncClient, text: str) -> None:
    response = await client.post("/graphql", json={"query": text})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
