"""Which reads are the public's, and so have a part of the database's connections only."""

from typing import Any

from graphql import OperationType

from auth.viewer import Viewer
from server.documents.document import Document, Operation

# A guest's cart and order are bought with, and not for everybody to read.
BUYING = frozenset({"cart", "order"})


def is_public_read(schema: Any, document: Document, operation: Operation, viewer: Viewer) -> bool:
    """Whether anybody at all could ask for this."""
    if operation.node.operation is not OperationType.QUERY:
        return False
    if operation.cache_seconds(schema, document) is not None:
        return True
    is_anonymous = viewer.account_id is None and viewer.key_id is None
    return is_anonymous and not BUYING.issuperset(operation.roots(document))
