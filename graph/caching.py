"""How long shared caches may store a response, from the fields it selects."""

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)

from graph.access import is_public

# What hardly ever changes, the numbers beside it apart.
LASTING = frozenset(
    {
        "Query", "District", "DistrictConnection", "DistrictEdge", "Craft", "CraftConnection",
        "CraftEdge", "Category", "GiRegistration", "GiRegistrationConnection",
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
    looked = _Looked(TypeInfo(schema))
    visit(document, TypeInfoVisitor(looked.info, looked))
    if not looked.is_public:
        return None
    return LASTING_SECONDS if looked.types <= LASTING else MOMENT_SECONDS


class _Looked(Visitor):
    """The object types a document reads from, and whether all of it is public."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.types: set[str] = set()
        self.is_public = True

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent = self.info.get_parent_type()
        if parent is None:
            return
        self.types.add(parent.name)
        if not is_public(parent.name, node.name.value):
            self.is_public = False
