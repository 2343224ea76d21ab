"""Limits of documents, each at its value and one above."""

import httpx
import pytest
from graphql import (
    DocumentNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    build_schema,
    get_introspection_query,
    parse,
)
from graphql.type import GraphQLField

from graph.context import Context
from graph.execution.executor import executed
from graph.limits.document_limits import document_errors
from graph.limits.query_limits import (
    MAX_DEPTH,
    MAX_FRAGMENTS,
    MAX_INTROSPECTION_OBJECTS,
    MAX_MUTATIONS,
    MAX_NAME_CHARACTERS,
    MAX_OPERATIONS,
    MAX_REPEATED_FIELDS,
    MAX_REPEATED_VALUES,
    MAX_SELECTIONS,
    MAX_TOKENS,
)
from server.documents.document_cache import Documents
from tests.conftest import Ask
from tests.support.compared_operations import Images
from tests.support.servers.mart import changed, code


def nested(depth: int) -> str:
    return "{ " + "a { " * (depth - 1) + "b" + " }" * depth


def operations(number: int) -> str:
    return " ".join(f"query Q{n} {{ a }}" for n in range(number))


def fragments(number: int) -> str:
    spread = " ".join(f"...F{n}" for n in range(number))
    return f"{{ {spread} }} " + " ".join(f"fragment F{n} on Query {{ a }}" for n in range(number))


def aliased(number: int) -> str:
    return "{ " + " ".join(f"x{n}: a {{ b }}" for n in range(number)) + " }"


def equal(number: int) -> str:
    return "{ " + "a { b } " * number + "}"


def values(number: int) -> str:
    return "{ " + "b " * number + "}"


def writes(number: int) -> str:
    return "mutation { " + " ".join(f"m{n}: m" for n in range(number)) + " }"


def name(length: int) -> str:
    return "{ " + "x" * length + ": b }"


def operation_name(length: int) -> str:
    return f"query {'x' * length} {{ b }}"


def fragment_name(length: int) -> str:
    name = "x" * length
    return f"{{ ...{name} }} fragment {name} on Query {{ b }}"


def variable_name(length: int) -> str:
    name = "x" * length
    return f"query Q(${name}: Int) {{ b(c: ${name}) }}"


def tokens(number: int) -> str:
    return "{" + " __typename" * (number - 2) + "}"


def selections(number: int) -> str:
    """A fragment of 99 fields, spread below as many fields as it takes."""
    times, left = divmod(number, 100)
    inside = " ".join(f"b{n}" for n in range(99))
    parents = " ".join(f"p{n} {{ ...F }}" for n in range(times))
    alone = " ".join(f"c{n}" for n in range(left))
    return f"{{ {parents} {alone} }} fragment F on T {{ {inside} }}"


BOUNDS = {
    "operations": (operations, MAX_OPERATIONS),
    "fragments": (fragments, MAX_REPEATED_VALUES),
    "depth": (nested, MAX_DEPTH),
    "aliases of one field": (aliased, MAX_REPEATED_FIELDS),
    "equal fields": (equal, MAX_REPEATED_FIELDS),
    "equal values": (values, MAX_REPEATED_VALUES),
    "writes": (writes, MAX_MUTATIONS),
    "a name": (name, MAX_NAME_CHARACTERS),
    "name of an operation": (operation_name, MAX_NAME_CHARACTERS),
    "name of a fragment": (fragment_name, MAX_NAME_CHARACTERS),
    "name of a variable": (variable_name, MAX_NAME_CHARACTERS),
    "selections": (selections, MAX_SELECTIONS),
}


@pytest.mark.parametrize("what", BOUNDS)
def test_a_document_at_each_limit_passes_and_one_more_fails(what: str) -> None:
    make, most = BOUNDS[what]
    assert not document_errors(parse(make(most)))
    (error,) = document_errors(parse(make(most + 1)))
    assert (error.extensions or {})["code"] == "COST_LIMIT"
    assert str(most) in error.message


def test_fragments_are_limited() -> None:
    unused = " ".join(f"fragment F{n} on Query {{ a }}" for n in range(MAX_FRAGMENTS + 1))
    assert document_errors(parse("{ a } " + unused))


async def test_tokens_are_limited(ask: Ask) -> None:
    assert await ask.code(tokens(MAX_TOKENS + 1)) == "GRAPHQL_PARSE_FAILED"
    assert await ask.code(tokens(MAX_TOKENS)) == "COST_LIMIT"


def test_a_fragment_spread_twice_counts_once() -> None:
    chain = "".join(f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(150))
    text = "{ ...F0 ...F0 }" + chain + " fragment F150 on Query { x: b }"
    # Gone through spread by spread it would never end.
    assert not document_errors(parse(text))


def test_exponential_fragments_are_stopped() -> None:
    chain = "".join(
        f" fragment F{n} on T {{ x{n}: a {{ ...F{n + 1} }} y{n}: a {{ ...F{n + 1} }} }}"
        for n in range(MAX_DEPTH - 2)
    )
    assert document_errors(parse("{ ...F0 }" + chain + f" fragment F{MAX_DEPTH - 2} on T {{ b }}"))


def test_circular_fragments_are_left_to_validation() -> None:
    text = "{ ...A } fragment A on Query { ...B b } fragment B on Query { ...A }"
    assert not document_errors(parse(text))
    assert document_errors(parse("{ ...A } fragment A on Query { a { ...A } }"))


def test_an_ordinary_page_passes() -> None:
    """Fifteen categories side by side, each with two sizes of its pictures."""
    text = (
        "{ "
        + " ".join(f'c{n}: category(slug: "c{n}") {{ ...Card }}' for n in range(15))
        + " } fragment Card on Category { name products(first: 4) { nodes {"
        " name small: image(width: 200) { url } large: image(width: 800) { url } } } }"
    )
    assert not document_errors(parse(text))


def test_the_same_fields_of_two_types_count_together() -> None:
    kinds = " ".join(f"... on T{n} {{ {'b ' * 10} }}" for n in range(11))
    assert document_errors(parse(f"{{ a {{ {kinds} }} }}"))


# --- The schema --------------------------------------------------------------------------------

TOOLS = get_introspection_query(descriptions=True)


async def test_tools_can_request_the_schema(ask: Ask) -> None:
    assert (await ask(TOOLS))["__schema"]["types"]
    assert (await ask('{ __typename __type(name: "Product") { name } }'))["__type"]


@pytest.mark.parametrize(
    "text",
    [
        "{ a: __schema { types { name } } b: __schema { types { name } } }",
        '{ a: __type(name: "A") { name } b: __type(name: "B") { name } }',
        '{ __schema { types { name } } __type(name: "A") { name } }',
        "{ __schema { types { name } } products { totalCount } }",
        "{ __schema { a: types { name } b: types { name } } }",
        "{ __schema { types { fields { a: type { name } b: type { name } } } } }",
        "{ ...A ...B } fragment A on Query { a: __schema { types { name } } }"
        " fragment B on Query { b: __schema { types { name } } }",
        "{ __schema { ...A ...B } } fragment A on __Schema { a: types { name } }"
        " fragment B on __Schema { b: types { name } }",
    ],
)
async def test_introspection_is_allowed_once_and_alone(ask: Ask, text: str) -> None:
    assert await ask.code(text) == "COST_LIMIT"


async def test_the_schema_is_described_once_for_each_document(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "{ __schema { queryType { name } } }"
    first = await client.post("/graphql", json={"query": text})

    async def never(*_: object) -> None:
        raise AssertionError("it was executed again")

    monkeypatch.setattr("server.documents.execution_turns.executed", never)
    assert (await client.post("/graphql", json={"query": text})).content == first.content


async def test_introspection_can_be_hidden_from_anonymous_clients(
    client: httpx.AsyncClient,
) -> None:
    text = {"query": "{ __schema { queryType { name } } }"}
    assert (await client.post("/graphql", json=text)).is_success
    with changed(introspection=False):
        refused = await client.post("/graphql", json=text)
        assert (refused.status_code, code(refused)) == (400, "FORBIDDEN")
        assert (await client.post("/graphql", json={"query": "{ __typename }"})).is_success
        assert (await client.get("/schema.graphql")).status_code == 404
    assert (await client.get("/schema.graphql")).is_success


def wide(number: int) -> GraphQLSchema:
    fields = " ".join(f"f{n}: Int" for n in range(100))
    return build_schema(
        "type Query { a: Int } " + " ".join(f"type T{n} {{ {fields} }}" for n in range(number))
    )


@pytest.mark.slow
async def test_introspection_responses_have_a_size_limit() -> None:
    text = parse("{ __schema { types { fields { type { name } } } } }")
    few, many = MAX_INTROSPECTION_OBJECTS // 250, MAX_INTROSPECTION_OBJECTS // 150
    for number, is_told in ((few, True), (many, False)):
        context = Context(Images())
        context.max_objects = MAX_INTROSPECTION_OBJECTS
        result = await executed(wide(number), text, context, {}, None)
        assert (result.data is not None) == is_told
        if not is_told:
            assert [(each.extensions or {})["code"] for each in result.errors or ()] == [
                "COST_LIMIT"
            ]
            assert context.objects == MAX_INTROSPECTION_OBJECTS + 1


# --- While it is executed ------------------------------------------------------------------------


def listing(asked: list[int]) -> GraphQLSchema:
    item = GraphQLObjectType("Item", lambda: {"name": GraphQLField(GraphQLString, resolve=name_of)})

    def name_of(root: object, info: object) -> str:
        asked.append(1)
        return "x"

    def items(root: object, info: object) -> list[int]:
        return [1] * 100_000

    many = GraphQLField(GraphQLNonNull(GraphQLList(GraphQLNonNull(item))), resolve=items)
    return GraphQLSchema(
        GraphQLObjectType("Query", {"many": many}),
        GraphQLObjectType("Mutation", {"many": GraphQLField(GraphQLList(item), resolve=items)}),
    )


async def test_the_executor_stops_at_the_object_limit() -> None:
    asked: list[int] = []
    context = Context(Images())
    context.max_objects = 50
    result = await executed(listing(asked), parse("{ many { name } }"), context, {}, None)
    assert len(asked) == 50
    assert result.data is None
    assert [(e.extensions or {})["code"] for e in result.errors or ()] == ["COST_LIMIT"]


def test_a_too_large_document_is_not_validated(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> DocumentNode:
        raise AssertionError("it was validated")

    monkeypatch.setattr("server.documents.document_cache.validate", never)
    from graph.schema import schema

    assert Documents(schema).get(equal(400)).errors
