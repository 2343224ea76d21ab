"""The weigher against a simple one that opens every fragment, and against graphql-core's rules."""

from random import Random
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    parse,
    validate,
)

from graph.connection import USUAL
from graph.cost import ITEMS, SHORT, Cost
from graph.limits import Scales, Weight, roots
from graph.schema import schema
from server.documents import Documents
from tests.conftest import OPERATIONS
from tests.graph.generated import Maker, Words

NOUNS = ("district", "craft", "category", "artisan", "vendor", "product")
WORDS = Words(slugs={noun: ["a", "b", "c"] for noun in NOUNS}, ids=["a", "b", "c", "d", "x"])
SEEDS = range(200)


def operation_of(document: DocumentNode) -> OperationDefinitionNode:
    return next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))


def opened(document: DocumentNode) -> dict[str, Any]:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


def weighed(selections: Any, fragments: dict[str, Any]) -> Weight:
    """Every spread walked through, however often."""
    depth = aliases = fields = 0
    for node in selections.selections:
        if isinstance(node, FieldNode):
            inner = weighed(node.selection_set, fragments) if node.selection_set else Weight()
            depth = max(depth, inner.depth + 1)
            aliases += inner.aliases + (node.alias is not None)
            fields += 1
            continue
        below = node.selection_set if isinstance(node, InlineFragmentNode) else None
        inner = weighed(below or fragments[node.name.value].selection_set, fragments)
        depth = max(depth, inner.depth)
        aliases += inner.aliases
        fields += inner.fields
    return Weight(depth, aliases, fields)


def costed(selections: Any, kind: Any, fragments: dict[str, Any], size: int | None) -> int:
    total = 0
    for node in selections.selections:
        if isinstance(node, FragmentSpreadNode):
            fragment = fragments[node.name.value]
            named = schema.core.get_type(fragment.type_condition.name.value)
            total += costed(fragment.selection_set, named, fragments, size)
        elif isinstance(node, InlineFragmentNode):
            named = (
                schema.core.get_type(node.type_condition.name.value)
                if node.type_condition
                else kind
            )
            total += costed(node.selection_set, named, fragments, size)
        else:
            total += field_costed(node, kind, fragments, size)
    return total


def field_costed(node: FieldNode, kind: Any, fragments: dict[str, Any], size: int | None) -> int:
    if node.selection_set is None or node.name.value.startswith("__"):
        return 0
    field = kind.fields[node.name.value]
    named = get_named_type(field.type)
    assert is_composite_type(named)
    given = [
        int(argument.value.value)
        for argument in node.arguments or ()
        if argument.name.value in ("first", "last") and isinstance(argument.value, IntValueNode)
    ]
    if size is not None and node.name.value in ITEMS:
        return size * (1 + costed(node.selection_set, named, fragments, None))
    if named.name.endswith("Connection"):
        length = min(given[0], 100) if given else USUAL
        return 1 + costed(node.selection_set, named, fragments, length)
    below = 1 + costed(node.selection_set, named, fragments, None)
    if is_list_type(get_nullable_type(field.type)):
        if any(argument.name.value == "ids" for argument in node.arguments or ()):
            return 100 * below
        return (min(given[0], 100) if given else SHORT) * below
    return below


@pytest.mark.parametrize("seed", SEEDS)
def test_it_weighs_what_the_simple_one_weighs(seed: int) -> None:
    text, variables = Maker(seed, WORDS).operation()
    document = parse(text)
    operation, fragments = operation_of(document), opened(document)
    scales = Scales(document)
    assert scales.weigh(operation.selection_set) == weighed(operation.selection_set, fragments)
    names = sorted(roots(document, operation))
    assert len(names) == weighed(operation.selection_set, fragments).fields
    cost = Cost(schema.core, document, operation)
    if not cost.steering:
        query = schema.core.query_type
        assert cost.points(variables) == costed(operation.selection_set, query, fragments, None)


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
def test_what_graphql_core_refuses_is_refused_and_nothing_else_but_what_weighs_too_much(
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
    read = Documents(schema.core).get(text)
    codes = {(error.extensions or {}).get("code") for error in read.errors}
    try:
        node = parse(text, max_tokens=2_000)
    except GraphQLSyntaxError:
        assert codes == {"GRAPHQL_PARSE_FAILED"}
        return
    if validate(schema.core, node):
        assert codes == {"GRAPHQL_VALIDATION_FAILED"}
    else:
        assert codes <= {"COST_LIMIT"}
        for each in node.definitions:
            if isinstance(each, OperationDefinitionNode):
                Cost(schema.core, node, each).points({})
