"""How much one document may ask: how deep, how many other names, how many writes at once.

Each fragment is weighed once, however often it is spread: a chain of fragments that each spread the
next one twice doubles what is counted at every link, not the work of counting it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from graph.errors import Code

# Fields within each other; introspection as tools ask for it has 15.
MOST_DEPTH = 15
MOST_ALIASES = 30
# Writes run one after the other, each in a transaction.
MOST_WRITES = 5


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a selection: fields within each other, fields with another name, fields side by side."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0

    def __add__(self, beside: "Weight") -> "Weight":
        return Weight(
            max(self.depth, beside.depth),
            self.aliases + beside.aliases,
            self.fields + beside.fields,
        )


def refusals(document: DocumentNode) -> list[GraphQLError]:
    """Why a document that is valid is refused all the same; nothing when it is not."""
    scales = Scales(document)
    found = []
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            found += list(_too_much(operation, scales.weigh(operation.selection_set)))
    return found


def _too_much(operation: OperationDefinitionNode, weight: Weight) -> Iterable[GraphQLError]:
    is_mutation = operation.operation is OperationType.MUTATION
    for what, number, most in (
        ("fields within each other", weight.depth, MOST_DEPTH),
        ("aliases", weight.aliases, MOST_ALIASES),
        ("fields of a mutation", weight.fields if is_mutation else 0, MOST_WRITES),
    ):
        if number > most:
            yield GraphQLError(
                f"At most {most} {what} may be asked for at once; these are {_said(number)}.",
                operation,
                extensions={"code": Code.COST_LIMIT.value},
            )


def _said(number: int) -> str:
    return str(number) if number < 1_000_000 else "more than a million"


class Scales:
    """Weighs the selections of one document, of which validation has said that it has no cycles."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._weighed: dict[str, Weight] = {}

    def weigh(self, selections: SelectionSetNode) -> Weight:
        weight = Weight()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                weight += self._field(node)
            elif isinstance(node, InlineFragmentNode):
                weight += self.weigh(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                weight += self._fragment(node.name.value)
        return weight

    def _field(self, node: FieldNode) -> Weight:
        below = self.weigh(node.selection_set) if node.selection_set else Weight()
        return Weight(below.depth + 1, below.aliases + (node.alias is not None), 1)

    def _fragment(self, name: str) -> Weight:
        if name not in self._weighed:
            self._weighed[name] = self.weigh(self._fragments[name].selection_set)
        return self._weighed[name]


def roots(document: DocumentNode, operation: OperationDefinitionNode) -> Iterable[str]:
    """The names of the fields an operation begins with, through fragments."""
    fragments = {
        each.name.value: each.selection_set
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    waiting = [operation.selection_set]
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                yield node.name.value
            elif isinstance(node, InlineFragmentNode):
                waiting.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                waiting.append(fragments[node.name.value])
