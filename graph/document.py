"""Walking a parsed document."""

from collections.abc import Iterable, Sequence

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

# Selection sets, each with the name of the type it is selected on; "" where that is not known.
Sets = Sequence[tuple[SelectionSetNode, str]]
# The fields that are one in the answer: by the type they are of and the name they get there.
Merged = dict[tuple[str, str], list[FieldNode]]


class Fragments:
    """The fragments of a document, spread as an executor does: each once within one object."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }

    def fields(self, sets: Sets) -> Merged:
        """The fields selected on one object. A fragment that is unknown selects nothing."""
        found: Merged = {}
        visited: set[str] = set()
        for selections, kind in sets:
            self._collect(selections, kind, found, visited)
        return found

    def _collect(
        self, selections: SelectionSetNode, kind: str, found: Merged, visited: set[str]
    ) -> None:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault((kind, key), []).append(node)
            elif isinstance(node, InlineFragmentNode):
                within = node.type_condition
                self._collect(
                    node.selection_set, within.name.value if within else kind, found, visited
                )
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments.get(node.name.value)
                if fragment is not None:
                    condition = fragment.type_condition.name.value
                    self._collect(fragment.selection_set, condition, found, visited)


def below(nodes: Iterable[FieldNode], kind: str = "") -> Sets:
    """What is selected below fields that are one in the answer."""
    return [(node.selection_set, kind) for node in nodes if node.selection_set is not None]


def root_fields(document: DocumentNode, operation: OperationDefinitionNode) -> tuple[str, ...]:
    """The names of the fields an operation begins with, each as often as it is answered."""
    merged = Fragments(document).fields([(operation.selection_set, "")])
    return tuple(nodes[0].name.value for nodes in merged.values())
