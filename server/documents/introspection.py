"""Access to the schema by introspection."""

from graphql import GraphQLError

from auth.viewer import Viewer
from graph.error_texts import INTROSPECTION_CLOSED
from graph.errors import Code, coded_error
from settings import settings


def is_schema_public() -> bool:
    """Whether anonymous clients may read the schema."""
    return settings().introspection and not settings().documents_only


def introspection_error(viewer: Viewer) -> GraphQLError | None:
    """The error if the viewer may not read the schema."""
    if is_schema_public() or viewer.is_person or viewer.key_id is not None:
        return None
    return coded_error(INTROSPECTION_CLOSED, Code.FORBIDDEN)
