"""Query cost against a simple reference and the demo catalogue."""

from random import Random
from typing import Any, cast

import httpx
import orjson
import pytest
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
    parse,
    validate,
)

from graph.connection import DEFAULT_PAGE
from graph.document import root_fields
from graph.limits.document_limits import document_errors
from graph.limits.query_cost import ITEMS, LIST_SIZES, VALUE_POINTS, WORK, Cost
from graph.limits.query_limits import MAX_POINTS
from graph.schema import schema
from server.documents.document_cache import Documents
from server.graphql_http.response_body import objects_in
from settings import settings
from tests.conftest import OPERATIONS, Ask
from tests.support.generated_operations import Maker, Words

NOUNS = ("district", "craft", "category", "kind", "artisan", "vendor", "product")
WORDS = Words(slugs={noun: ["a", "b", "c"] for noun in NOUNS}, ids=["a", "b", "c", "d", "x"])
SEEDS = range(200)


def operation_of(document: DocumentNode) -> OperationDefinitionNode:
    return next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))


def opened(document: DocumentNode) -> dict[str, Any]:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


def flat(selections: Any, kind: Any, fragments: dict[str, Any], seen: set[str]) -> Any:
    """The fields of one object, fragments opened, each with the type it is selected on."""
    for node in selections.selections:
        if isinstance(node, FragmentSpreadNode):
            if node.name.value not in seen:
                seen.add(node.name.value)
                fragment = fragments[node.name.value]
                named = schema.core.get_type(fragment.type_condition.name.value)
                yield from flat(fragment.selection_set, named, fragments, seen)
        elif isinstance(node, InlineFragmentNode):
            on = node.type_condition
            named = schema.core.get_type(on.name.value) if on else kind
            yield from flat(node.selection_set, named, fragments, seen)
        else:
            yield kind, node


def costed(sets: list[tuple[Any, Any]], fragments: dict[str, Any], size: int | None) -> int:
    seen: set[str] = set()
    found: dict[tuple[str, str], list[Any]] = {}
    kinds = {}
    for selections, kind in sets:
        for its_kind, node in flat(selections, kind, fragments, seen):
            key = (its_kind.name, node.alias.value if node.alias else node.name.value)
            found.setdefault(key, []).append(node)
            kinds[key] = its_kind
    return sum(field_costed(nodes, kinds[key], fragments, size) for key, nodes in found.items())


def field_costed(nodes: list[Any], kind: Any, fragments: dict[str, Any], size: int | None) -> int:
    node = nodes[0]
    if node.selection_set is None or node.name.value.startswith("__"):
        return VALUE_POINTS.get(f"{kind.name}.{node.name.value}", 0)
    field = kind.fields[node.name.value]
    named = get_named_type(field.type)
    assert is_composite_type(named)
    place = f"{kind.name}.{node.name.value}"
    names = [argument.name.value for argument in node.arguments or ()]
    work = WORK.get(place, 0) + sum(WORK.get(f"{place}.{name}", 0) for name in names)
    given = [
        int(argument.value.value)
        if isinstance(argument.value, IntValueNode)
        else len(argument.value.values)
        if isinstance(argument.value, ListValueNode)
        else LIST_SIZES.get(place, DEFAULT_PAGE)
        for argument in node.arguments or ()
        if argument.name.value in ("first", "last", "ids")
    ]
    sets = [(each.selection_set, named) for each in nodes]
    if size is not None and node.name.value in ITEMS:
        return size * (1 + costed(sets, fragments, None))
    if named.name.endswith("Connection"):
        length = min(max(given), 100) if given else DEFAULT_PAGE
        return work + 1 + costed(sets, fragments, length)
    below = 1 + costed(sets, fragments, None)
    if is_list_type(get_nullable_type(field.type)):
        return work + (min(max(given), 100) if given else LIST_SIZES[place]) * below
    return work + below


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cost_equals_the_reference_implementation(seed: int) -> None:
    text, variables = Maker(seed, WORDS).operation()
    document = parse(text)
    operation, fragments = operation_of(document), opened(document)
    query = schema.core.query_type
    expected = list(flat(operation.selection_set, query, fragments, set()))
    keys = {node.alias.value if node.alias else node.name.value for _, node in expected}
    assert len(root_fields(document, operation)) == len(keys)
    cost = Cost(schema.core, document, operation)
    if not cost.selection_variables:
        points = costed([(operation.selection_set, query)], fragments, None)
        assert cost.points(variables) == points


PAGED = "query ($f: Int = 3, $l: Int, $i: [ID!]! = %s) { %s { id } %s } }"


@pytest.mark.parametrize(
    ("variables", "length"),
    [
        ({}, 3),
        ({"f": None}, DEFAULT_PAGE),
        ({"f": None, "l": 90}, 90),
        ({"f": 7, "l": None}, 7),
        ({"f": 100.0}, 100),
        ({"f": 1e1, "l": None}, 10),
        ({"f": 0}, 0),
        ({"f": 1e300}, 100),
    ],
)
def test_the_cost_uses_coerced_variables(variables: dict[str, Any], length: int) -> None:
    ids = [f"a{number}" for number in range(60)]
    written = '["' + '", "'.join(ids) + '"]'
    for more, brought in (({}, 60), ({"i": ids[:2]}, 2)):
        document = parse(
            PAGED % (written, "nodes(ids: $i)", "products(first: $f, last: $l) { nodes { id }")
        )
        cost = Cost(schema.core, document, operation_of(document))
        # Twice, as what it costs is remembered.
        for _ in range(2):
            assert cost.points(variables | more) == brought + 1 + length


def test_parallel_searches_are_limited() -> None:
    """Of sixteen misspelt words each takes the database 85 ms: together less than a second."""

    def points(number: int) -> int:
        text = " ".join(
            f's{each}: products(first: 1, search: "{each}") {{ totalCount }}'
            for each in range(number)
        )
        document = parse(f"{{ {text} }}")
        return Cost(schema.core, document, operation_of(document)).points({})

    assert points(9) <= MAX_POINTS < points(12)


def lists() -> set[str]:
    """Every list of objects of the schema that is no page's."""
    return {
        f"{kind.name}.{name}"
        for kind in schema.core.type_map.values()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        and not kind.name.startswith("__")
        and not kind.name.endswith(("Connection", "Payload"))
        for name, field in kind.fields.items()
        if is_list_type(get_nullable_type(field.type))
        and is_composite_type(get_named_type(field.type))
    }


def test_every_list_has_a_size() -> None:
    sized_by_argument = {"Query.nodes"}
    assert lists() - sized_by_argument == set(LIST_SIZES)


PARTS = (
    """{ products(first: 0) { facets { districts { count } crafts { count } categories { count }
    artisans { count } vendors { count } priceHistogram { count } giTagged { count }
    availability { count } madeToOrder { count } ratings { count } countriesOfOrigin { count }
    attributes { values { count } } } } }""",
    """{ home { id ... on ProductRailSection { products { id } }
    ... on ArtisanRailSection { artisans { id } } } }""",
    "{ categories { attributes { options { slug } } } }",
    "{ categories { crafts { id } } consentNotices { version } }",
    '{ suggestions(query: "sa") { text } }',
    "{ districts(first: 75) { nodes { crafts { id } neighbours { id } } } }",
    "{ giRegistrations(first: 100) { nodes { crafts { id } districts { id } } } }",
    "{ artisans(first: 100) { nodes { crafts { id } awards { name } sellsThrough { id } } } }",
    "{ products(first: 10) { nodes { related { id } attributes { __typename } } } }",
)
PAGES = """query ($after: String) {
  products(first: 60, after: $after, sort: NEWEST) { pageInfo { endCursor hasNextPage }
    nodes { images(width: 200) { url } variants { options { value } } } } }"""


def lengths(value: Any, kind: Any, found: dict[str, int]) -> None:
    """The longest of each list in an answer, by the field it is of."""
    if isinstance(value, list):
        for each in value:
            lengths(each, kind, found)
        return
    if not isinstance(value, dict):
        return
    for key, each in value.items():
        own: list[Any] = [kind]
        if is_abstract_type(kind):
            own += schema.core.get_possible_types(cast("Any", kind))
        for its_kind in own:
            field = getattr(its_kind, "fields", {}).get(key)
            if field is None:
                continue
            if isinstance(each, list):
                place = f"{its_kind.name}.{key}"
                found[place] = max(found.get(place, 0), len(each))
            lengths(each, get_named_type(field.type), found)
            break


@pytest.mark.usefixtures("shop")
async def test_no_list_is_longer_than_its_assumed_size(ask: Ask) -> None:
    found: dict[str, int] = {}
    for text in PARTS:
        answer = await ask.whole(text)
        cost = answer["extensions"]["cost"]
        assert cost["actual"] <= cost["requested"], text
        lengths(answer["data"], schema.core.query_type, found)
    after = None
    for _ in range(5):
        page = await ask(PAGES, after=after)
        lengths(page, schema.core.query_type, found)
        after = page["products"]["pageInfo"]["endCursor"]
    averages = {"AttributeDefinition.options", "AttributeFacet.values"}
    seen = {place: number for place, number in found.items() if place in LIST_SIZES}
    assert len(seen) > 25
    assert {
        place: (number, LIST_SIZES[place])
        for place, number in seen.items()
        if number > LIST_SIZES[place] and place not in averages
    } == {}


@pytest.mark.usefixtures("shop")
async def test_a_list_longer_than_assumed_stops_the_plan(
    ask: Ask, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "{ products(first: 1) { facets { districts { district { slug } count } } } }"
    assert (await ask.whole(text))["extensions"]["cost"]["actual"] > 100
    monkeypatch.setattr("graph.context.MAX_POINTS", 100)
    again = text.replace("{ products", "query Again { products")
    assert await ask.code(again) == "COST_LIMIT"
    monkeypatch.setattr(settings(), "plans", False)
    assert await ask.code(text.replace("{ products", "query Slow { products")) == "COST_LIMIT"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: file.stem)
def test_storefront_pages_stay_below_half_of_the_cost_limit(file: Any) -> None:
    document = parse(file.read_text(encoding="utf-8"))
    operation = operation_of(document)
    cost = Cost(schema.core, document, operation)
    assert cost.points({"search": "saree"}) <= MAX_POINTS // 2


def spoilt(text: str, chance: Random) -> str:
    """A document with some of its words left out, doubled or put elsewhere."""
    words = text.split()
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(words))
        match chance.randrange(3):
            case 0:
                words.pop(place)
            case 1:
                words.insert(place, words[chance.randrange(len(words))])
            case _:
                words[place] = chance.choice(("{", "}", "...", "name", "(", "$x", "on", "@skip"))
        if not words:
            return "{"
    return " ".join(words)


@pytest.mark.parametrize("seed", SEEDS)
def test_variables_are_refused_exactly_when_graphql_core_or_a_limit_does(
    seed: int,
) -> None:
    chance = Random(seed)
    files = sorted(OPERATIONS.glob("*.graphql"))
    text = (
        chance.choice(files).read_text(encoding="utf-8")
        if chance.random() < 0.5
        else Maker(seed, WORDS).operation()[0]
    )
    text = spoilt(text, chance)
    read = Documents(schema).get(text)
    codes = {(error.extensions or {}).get("code") for error in read.errors}
    try:
        node = parse(text, max_tokens=2_000, allow_empty_selection_sets=False)
    except GraphQLSyntaxError:
        assert codes == {"GRAPHQL_PARSE_FAILED"}
        return
    if document_errors(node):
        assert codes == {"COST_LIMIT"}
    elif validate(schema.core, node):
        assert codes == {"GRAPHQL_VALIDATION_FAILED"}
    else:
        assert codes <= {"BAD_USER_INPUT"}
        for each in node.definitions:
            if isinstance(each, OperationDefinitionNode):
                Cost(schema.core, node, each).points({})


def test_texts_with_braces_do_not_count_as_objects() -> None:
    texts = {"a": "{", "b": ["x{", '{"'], "c": '{"d":{"e":1}}', "f": "{}", "{": "{"}
    assert objects_in(orjson.dumps(texts)) == 0
    assert objects_in(orjson.dumps({"g": texts, "h": [{"i": 1}, {"j": {"k": None}}]})) == 4
    assert objects_in(b"null") == objects_in(b'{"__typename":"Query"}') == 0
