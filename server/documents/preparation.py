"""From a request to a prepared operation with its variables and cost, for HTTP and WebSocket."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLError

from commerce.core.texts.language import Language
from graph.errors import SeveralErrors
from graph.schema_parts import Schema
from server.documents.document_cache import Documents
from server.documents.operation import PreparedOperation
from server.documents.persisted_queries import persisted
from server.requests.http_request import GraphQLRequest


class NotExecuted(Exception):  # noqa: N818 - it says what happened
    """A well-formed request that is not executed. `language` is None where it is not known."""

    def __init__(self, errors: Sequence[GraphQLError], language: Language | None = None) -> None:
        super().__init__()
        self.errors, self.language = tuple(errors), language


@dataclass(slots=True)
class PreparedRequest:
    """A request that may be executed. `request` has its full query and declared variables."""

    request: GraphQLRequest
    operation: PreparedOperation
    language: Language
    points: int


class Preparation:
    """Prepares the requests of one schema."""

    def __init__(self, schema: Schema) -> None:
        self.documents = Documents(schema)
        self._persisted = persisted()

    async def prepare(self, request: GraphQLRequest, client: str, accepted: str) -> PreparedRequest:
        """Find the operation, its language, variables and cost.

        `accepted` is the Accept-Language header. Raises NotExecuted, and Refused for the hash of
        an unknown document.
        """
        request.query = query = self._persisted.resolve(request.query, request.extensions)
        document = self.documents.used(query)
        if document is None:
            document = await self.documents.read(query, client)
        name = request.operation_name
        try:
            if document.errors:
                raise SeveralErrors(document.errors)
            operation = document.operation(name)
            language = operation.language(request.variables, accepted)
            request.variables = operation.variables(request.variables)
            points = operation.points(request.variables)
        except (GraphQLError, SeveralErrors) as refused:
            errors = refused.errors if isinstance(refused, SeveralErrors) else (refused,)
            language = document.language(name, request.variables, accepted)
            raise NotExecuted(errors, language) from None
        return PreparedRequest(request, operation, language, points)
