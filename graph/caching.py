"""How long shared caches may store a response, from the fields it selects."""

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from graph.access import is_public
from graph.document import typed_fields

# What hardly ever changes, the numbers beside it apart.
LASTING = frozenset(
    {
        "Query", "District", "DistrictConnection", "DistrictEdge", "Craft", "CraftConnection",
        "CraftEdge", "Category", "Kind", "KindConnection", "KindEdge", "GiRegistration",
        "GiRegistrationConnection",
        "GiRegistrationEdge", "PageInfo", "Image", "State",
    }
)  # fmt: skip
LASTING_SECONDS, MOMENT_SECONDS = 300, 30


def cache_seconds(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> int | None:
    """Seconds that shared caches may store the response; None if it is private.

    The whole document counts, also fragments and operations that are not used.
    """
    if operation.operation.value != "query":
        return None
    fields = [(kind.name, node.name.value) for kind, _, node in typed_fields(schema, document)]
    if not all(is_public(kind, name) for kind, name in fields):
        return None
    return LASTING_SECONDS if {kind for kind, _ in fields} <= LASTING else MOMENT_SECONDS
