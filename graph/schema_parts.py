"""Helpers for `graph/schema.py`, the schema class and the directive @inContext."""

from typing import Annotated, Any

import strawberry
from graphql import GraphQLSchema
from strawberry.directive import DirectiveLocation
from strawberry.extensions import SchemaExtension

from auth.permissions import Action
from graph.access import field
from graph.types.language import Language


@strawberry.directive(
    locations=[
        DirectiveLocation.QUERY,
        DirectiveLocation.MUTATION,
        DirectiveLocation.SUBSCRIPTION,
    ],
    name="inContext",
    description="Language of the response. Takes precedence over the Accept-Language header.",
)
def in_context(
    language: Annotated[Language, strawberry.argument(description="Requested language.")],
) -> None:
    """Read from the document by the server, see `server.documents.language`."""


class Schema(strawberry.Schema):
    """Strawberry's schema without its execution: the server executes."""

    def get_extensions(self, sync: bool = False) -> list[SchemaExtension]:
        # @inContext stands on operations and is read before execution; no field is wrapped.
        return []

    @property
    def core(self) -> GraphQLSchema:
        """The graphql-core schema."""
        return self._schema


def entry(resolver: Any, allow: Action, description: str = "", **options: Any) -> Any:
    """A line of the table of contents. What a mutation does is described where it is."""
    return field(resolver, description=description or resolver.description, allow=allow, **options)


def members_of(*interfaces: type) -> list[type]:
    """The types that are one of `interfaces`, as far as they have been declared."""
    found: list[type] = []
    for interface in interfaces:
        found += type.__subclasses__(interface)
    return found
