"""Who may ask for the schema."""

from graphql import GraphQLError

from auth.viewer import Viewer
from graph.errors import Code, coded
from settings import settings


def introspection_error(viewer: Viewer) -> GraphQLError | None:
    """Why the viewer is not told the schema; None when they are."""
    current = settings()
    is_open = current.introspection and not current.documents_only
    if is_open or viewer.account_id is not None or viewer.key_id is not None:
        return None
    return coded("The schema is not told to strangers here.", Code.FORBIDDEN)
